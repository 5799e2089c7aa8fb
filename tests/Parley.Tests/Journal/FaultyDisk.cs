using System.Text;
using Parley.Journal.Disk;

namespace Parley.Tests.Journal;

/// <summary>How a write or sync fails.</summary>
public enum Fault
{
    /// <summary>It is reported failed and nothing of it reaches the disk.</summary>
    NotPersisted,

    /// <summary>It is reported failed, but all of it reached the disk.</summary>
    PersistedButReportedFailed,
}

/// <summary>
/// A disk in memory that remembers what was synced. Programs see the newest bytes, as through a page cache; a power cut keeps any
/// sectors of 512 bytes of what was not synced, and any number of the folder changes, oldest first. Thread safe.
/// </summary>
internal sealed class FaultyDisk : IDisk
{
    public const int Sector = 512;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Node> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Node> _durableNames = new(StringComparer.Ordinal);
    private readonly List<(string Folder, Action<Dictionary<string, Node>> Change)> _unsyncedChanges = [];
    private readonly HashSet<string> _locks = new(StringComparer.Ordinal);
    private int _power;

    /// <summary>Called before each write with path, offset and length; a result makes it fail so.</summary>
    public Func<string, long, int, Fault?>? OnWrite { get; set; }

    /// <summary>Called before each sync with the path; a result makes it fail so.</summary>
    public Func<string, Fault?>? OnSync { get; set; }

    /// <summary>Called at the beginning of each sync, outside of all locks; may block.</summary>
    public Action? BeforeSync { get; set; }

    /// <summary>Room left for new files, in bytes.</summary>
    public long Free { get; set; } = long.MaxValue;

    public int Syncs { get; private set; }

    private sealed class Node
    {
        public byte[] Bytes = [];
        public byte[] Durable = [];
        public readonly List<(long Offset, byte[] Bytes)> Unsynced = [];
    }

    /// <summary>The bytes as programs see them; changing them changes the disk.</summary>
    public byte[] this[string path]
    {
        get
        {
            lock (_gate) return _names[path].Bytes;
        }
    }

    /// <summary>Changes bytes as decay would: on the disk and in the cache.</summary>
    public void Damage(string path, long offset, byte flip)
    {
        lock (_gate)
        {
            _names[path].Bytes[offset] ^= flip;
            if (!ReferenceEquals(_names[path].Bytes, _names[path].Durable)) _names[path].Durable[offset] ^= flip;
        }
    }

    /// <summary>Cuts the power: handles die, locks go, and of what was not synced <paramref name="keep"/> decides sector by sector.</summary>
    public void PowerCut(Func<bool> keep)
    {
        lock (_gate)
        {
            _power++;
            _locks.Clear();
            foreach (var (_, change) in _unsyncedChanges.TakeWhile(_ => keep()))
            {
                change(_durableNames);
            }

            _unsyncedChanges.Clear();
            _names.Clear();
            foreach (var (path, node) in _durableNames)
            {
                foreach (var (offset, bytes) in node.Unsynced)
                {
                    KeepSectors(node, offset, bytes, keep);
                }

                node.Unsynced.Clear();
                node.Bytes = [.. node.Durable];
                _names[path] = node;
            }

            OnWrite = null;
            OnSync = null;
            BeforeSync = null;
        }
    }

    public void CreateFolder(string path)
    {
    }

    public IReadOnlyList<string> List(string folder)
    {
        lock (_gate)
        {
            return [.. _names.Keys.Where(path => Path.GetDirectoryName(path) == folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        }
    }

    public IDisposable? TryLock(string path)
    {
        lock (_gate) return _locks.Add(path) ? new Held(this, path, _power) : null;
    }

    public IDiskFile Open(string path, bool writable)
    {
        lock (_gate) return new Handle(this, path, _names.TryGetValue(path, out var node) ? node : throw new FileNotFoundException(path));
    }

    public IDiskFile Create(string path, long bytes)
    {
        lock (_gate)
        {
            if (bytes > Free) throw DiskErrors.Full(path);
            Free -= bytes;
            var node = new Node { Bytes = new byte[bytes], Durable = new byte[bytes] };
            Change(path, names => names[path] = node);
            return new Handle(this, path, node);
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            Change(to, names =>
            {
                if (names.Remove(from, out var node)) names[to] = node;
            });
        }
    }

    public void Delete(string path)
    {
        lock (_gate) Change(path, names => names.Remove(path));
    }

    public void SyncFolder(string path)
    {
        var fault = OnSync?.Invoke(path);
        lock (_gate)
        {
            if (fault != Fault.NotPersisted)
            {
                // In order: a folder's changes before the last one of this folder go too, as a file system's own journal has it.
                var last = _unsyncedChanges.FindLastIndex(change => change.Folder == path);
                foreach (var (_, change) in _unsyncedChanges.Take(last + 1))
                {
                    change(_durableNames);
                }

                _unsyncedChanges.RemoveRange(0, last + 1);
            }
        }

        if (fault is not null) throw new IOException($"injected: sync of {path}, {fault}");
    }

    private void Change(string path, Action<Dictionary<string, Node>> change)
    {
        change(_names);
        _unsyncedChanges.Add((Path.GetDirectoryName(path)!, change));
    }

    private static void KeepSectors(Node node, long offset, byte[] bytes, Func<bool> keep)
    {
        if (node.Durable.Length < offset + bytes.Length) Array.Resize(ref node.Durable, (int)offset + bytes.Length);
        for (var at = offset; at < offset + bytes.Length;)
        {
            var end = Math.Min((at / Sector * Sector) + Sector, offset + bytes.Length);
            if (keep()) bytes.AsSpan((int)(at - offset), (int)(end - at)).CopyTo(node.Durable.AsSpan((int)at));
            at = end;
        }
    }

    public override string ToString()
    {
        lock (_gate) return new StringBuilder().AppendJoin(", ", _names.Select(name => $"{name.Key} ({name.Value.Bytes.Length})")).ToString();
    }

    private sealed class Held(FaultyDisk disk, string path, int power) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._gate)
            {
                if (disk._power == power) disk._locks.Remove(path);
            }
        }
    }

    private sealed class Handle(FaultyDisk disk, string path, Node node) : IDiskFile
    {
        private readonly int _power = disk._power;

        public long Length
        {
            get
            {
                lock (disk._gate) return node.Bytes.Length;
            }
        }

        public int Read(Span<byte> buffer, long offset)
        {
            lock (disk._gate)
            {
                var count = (int)Math.Clamp(node.Bytes.Length - offset, 0, buffer.Length);
                if (count > 0) node.Bytes.AsSpan((int)offset, count).CopyTo(buffer);
                return count;
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var fault = disk.OnWrite?.Invoke(path, offset, bytes.Length);
            lock (disk._gate)
            {
                Alive();
                if (fault != Fault.NotPersisted)
                {
                    if (node.Bytes.Length < offset + bytes.Length) Array.Resize(ref node.Bytes, (int)offset + bytes.Length);
                    bytes.CopyTo(node.Bytes.AsSpan((int)offset));
                    node.Unsynced.Add((offset, bytes.ToArray()));
                    if (fault is not null) Persist();
                }
            }

            if (fault is not null) throw new IOException($"injected: write of {path}, {fault}");
        }

        public void Sync()
        {
            disk.BeforeSync?.Invoke();
            var fault = disk.OnSync?.Invoke(path);
            lock (disk._gate)
            {
                Alive();
                disk.Syncs++;

                // As Linux does it: after a failed sync the cache still shows the bytes, calls them clean and never writes them.
                if (fault == Fault.NotPersisted) node.Unsynced.Clear();
                else Persist();
            }

            if (fault is not null) throw new IOException($"injected: sync of {path}, {fault}");
        }

        public void Dispose()
        {
        }

        private void Alive()
        {
            if (_power != disk._power) throw new IOException("the power was cut");
        }

        private void Persist()
        {
            foreach (var (offset, bytes) in node.Unsynced)
            {
                KeepSectors(node, offset, bytes, () => true);
            }

            node.Unsynced.Clear();
        }
    }
}
