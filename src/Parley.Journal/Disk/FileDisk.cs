using Microsoft.Win32.SafeHandles;

namespace Parley.Journal.Disk;

/// <summary>The machine's own disk.</summary>
internal sealed class FileDisk : IDisk
{
    public static readonly FileDisk Instance = new();

    private FileDisk()
    {
    }

    public void CreateFolder(string path) => Guarded(path, () => Directory.CreateDirectory(path));

    public IReadOnlyList<string> List(string folder)
    {
        var names = Guarded(folder, () => Directory.GetFiles(folder)).Select(path => Path.GetFileName(path)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public IDisposable? TryLock(string path)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Unix; the kernel lets go of it when the process ends, however it ends.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException held) when (DiskErrors.IsLocked(held))
        {
            return null;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException(refused.Message, refused);
        }
    }

    public IDiskFile Open(string path, bool writable) => new OpenFile(Guarded(path, () => File.OpenHandle(
        path, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)));

    public IDiskFile Create(string path, long bytes)
    {
        var handle = Guarded(path, () => File.OpenHandle(
            path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        try
        {
            if (bytes > 0) Native.Allocate(handle, bytes, path);
            return new OpenFile(handle);
        }
        catch
        {
            handle.Dispose();
            File.Delete(path);
            throw;
        }
    }

    public void Rename(string from, string to) => Guarded(from, () => File.Move(from, to, overwrite: true));

    public void Delete(string path) => Guarded(path, () => File.Delete(path));

    public void SyncFolder(string path) => Native.SyncFolder(path);

    private static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"No access to {path}: {refused.Message}", refused);
        }
    }

    private static void Guarded(string path, Action action) => Guarded(path, () =>
    {
        action();
        return 0;
    });

    private sealed class OpenFile(SafeFileHandle handle) : IDiskFile
    {
        public long Length => RandomAccess.GetLength(handle);

        public int Read(Span<byte> buffer, long offset)
        {
            var total = 0;
            while (total < buffer.Length)
            {
                var got = RandomAccess.Read(handle, buffer[total..], offset + total);
                if (got == 0) break;
                total += got;
            }

            return total;
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

        public void Sync() => Native.SyncData(handle);

        public void Dispose() => handle.Dispose();
    }
}
