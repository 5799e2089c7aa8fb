using Parley.Journal.Disk;
using Parley.Journal.Format;

namespace Parley.Journal;

/// <summary>
/// Snapshots of a state, each named by the last position it covers. The newest two are kept, so that when one is damaged the other
/// and the journal after it still give the same state. <see cref="WriteAsync"/> by one caller at a time, the rest from any thread.
/// </summary>
/// <remarks>
/// A crash at any moment leaves whole snapshots and at most one unfinished file, which the next <see cref="Open(string)"/> deletes:
/// a snapshot gets its name only once all of it is on the disk.
/// </remarks>
public sealed class SnapshotStore
{
    private const int Kept = 2;
    private const string Unfinished = ".unfinished";

    private readonly IDisk _disk;
    private readonly string _folder;

    private SnapshotStore(IDisk disk, string folder) => (_disk, _folder) = (disk, folder);

    /// <summary>The positions of the kept snapshots, oldest first; the journal may be truncated through the first.</summary>
    /// <exception cref="JournalException">The folder cannot be read.</exception>
    public IReadOnlyList<long> Positions => Guarded("read", () =>
        (IReadOnlyList<long>)[.. _disk.List(_folder).Select(SnapshotFormat.PositionIn).OfType<long>()]);

    /// <summary>
    /// Opens the store in a data folder; call it after <see cref="LocalLog.Open(JournalOptions)"/>, whose lock keeps others out.
    /// </summary>
    /// <exception cref="JournalException">The folder cannot be made or written.</exception>
    public static SnapshotStore Open(string directory) => Open(directory, FileDisk.Instance);

    internal static SnapshotStore Open(string directory, IDisk disk)
    {
        var store = new SnapshotStore(disk, JournalFolders.Snapshots(directory));
        return store.Guarded("opened", () =>
        {
            disk.CreateFolder(store._folder);
            disk.SyncFolder(Path.GetDirectoryName(store._folder)!);
            foreach (var name in disk.List(store._folder).Where(name => name.EndsWith(Unfinished, StringComparison.Ordinal)))
            {
                disk.Delete(Path.Combine(store._folder, name));
            }

            return store;
        });
    }

    /// <summary>
    /// Streams a snapshot to disk and deletes all but the newest two. It counts only once this has returned; when it throws, whatever
    /// <paramref name="write"/> threw or a <see cref="JournalException"/> from the disk, the earlier ones are as they were.
    /// </summary>
    /// <param name="position">The last position the state covers.</param>
    /// <param name="write">Writes the state; the stream is buffered, forward only, and checksummed here.</param>
    public async Task WriteAsync(long position, Func<Stream, Task> write, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(position);
        var path = Path.Combine(_folder, SnapshotFormat.NameOf(position));
        var unfinished = path + Unfinished;
        try
        {
            using (var file = _disk.Create(unfinished, 0))
            {
                await using var stream = new DiskWriteStream(file);
                stream.Write(SnapshotFormat.Header(position));
                await write(stream);
                cancel.ThrowIfCancellationRequested();
                stream.Write(SnapshotFormat.Trailer(stream.Length - SnapshotFormat.HeaderSize, stream.Crc));
                stream.Flush();
                file.Sync();
            }

            _disk.Rename(unfinished, path);
            _disk.SyncFolder(_folder);
        }
        catch (Exception failed)
        {
            TryDelete(unfinished);
            if (failed is IOException) throw new JournalException($"A snapshot in {_folder} could not be written: {failed.Message}", failed);
            throw;
        }

        foreach (var old in Positions.SkipLast(Kept))
        {
            TryDelete(Path.Combine(_folder, SnapshotFormat.NameOf(old)));
        }
    }

    /// <summary>
    /// The newest snapshot whose checksum is right, read through once to know that; null when there is none. Damaged ones are passed
    /// over, left in place and listed; whether the journal still reaches back to an older one shows when the log starts after it.
    /// </summary>
    /// <param name="before">Only those of earlier positions: for whoever could not use the newest.</param>
    /// <exception cref="JournalException">The folder cannot be read.</exception>
    public Snapshot? OpenNewest(out IReadOnlyList<JournalDamage> damaged, long before = long.MaxValue)
    {
        var passedOver = new List<JournalDamage>();
        damaged = passedOver;
        foreach (var position in Positions.Reverse().Where(p => p < before))
        {
            var path = Path.Combine(_folder, SnapshotFormat.NameOf(position));
            if (OpenOne(path, position, passedOver) is { } snapshot) return snapshot;
        }

        return null;
    }

    private Snapshot? OpenOne(string path, long position, List<JournalDamage> passedOver)
    {
        IDiskFile? file = null;
        try
        {
            file = _disk.Open(path, writable: false);
            if (SnapshotFormat.Check(file, position) is not { } wrong)
            {
                var body = new DiskReadStream(file, SnapshotFormat.HeaderSize, file.Length - SnapshotFormat.HeaderSize - SnapshotFormat.TrailerSize);
                file = null;
                return new Snapshot(position, body);
            }

            passedOver.Add(new JournalDamage(path, wrong.Offset, wrong.What, "an older snapshot is used if there is one; delete this one"));
        }
        catch (IOException unreadable)
        {
            passedOver.Add(new JournalDamage(path, 0, $"it cannot be read ({unreadable.Message})", "an older snapshot is used if there is one"));
        }
        finally
        {
            file?.Dispose();
        }

        return null;
    }

    private void TryDelete(string path)
    {
        try
        {
            _disk.Delete(path);
        }
        catch (IOException)
        {
            // It only takes room: the next opening or the next snapshot tries again.
        }
    }

    private T Guarded<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException refused)
        {
            throw new JournalException($"The folder {_folder} cannot be {what}: {refused.Message}", refused);
        }
    }
}

/// <summary>One snapshot, checked and open for reading. One thread.</summary>
public sealed class Snapshot : IDisposable
{
    internal Snapshot(long position, Stream body) => (Position, Body) = (position, body);

    /// <summary>The last position it covers.</summary>
    public long Position { get; }

    /// <summary>What was written, from its beginning; forward only, with its length known.</summary>
    public Stream Body { get; }

    public void Dispose() => Body.Dispose();
}
