namespace Parley.Journal.Disk;

/// <summary>
/// All that the journal asks of a disk, so that tests can put one there that lies, fills up or loses power.
/// Every member throws <see cref="IOException"/> when the disk refuses; <see cref="DiskErrors.IsFull"/> tells a full one.
/// Paths are whole paths. Any thread.
/// </summary>
internal interface IDisk
{
    void CreateFolder(string path);

    /// <summary>The names (without folder) of the files in a folder, in ordinal order.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Takes a lock file until the result is disposed; null when another process has it.</summary>
    IDisposable? TryLock(string path);

    IDiskFile Open(string path, bool writable);

    /// <summary>Makes an empty file (an existing one is replaced) and reserves room for <paramref name="bytes"/>, which then is its length.</summary>
    IDiskFile Create(string path, long bytes);

    void Rename(string from, string to);

    void Delete(string path);

    /// <summary>Makes what was created, renamed or deleted in the folder durable.</summary>
    void SyncFolder(string path);
}

/// <summary>An open file. One writer at a time; reading beside it is fine.</summary>
internal interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <summary>Fills the buffer as far as the file goes; returns how much.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <summary>Writes all of it. After an exception nobody knows what was written.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns once everything written is on the disk. After an exception nobody knows what is, nor will a second call tell.</summary>
    void Sync();
}

internal static class DiskErrors
{
    private const int Enospc = 28;
    private const int EdquotLinux = 122;
    private const int EdquotMac = 69;
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>An error that a disk without room gives; on Unix .NET leaves errno in the HResult.</summary>
    public static IOException Full(string path) => new($"No space left on the disk for {path}", Enospc);

    /// <summary>EWOULDBLOCK of flock(2), or a sharing violation: another process has the file.</summary>
    public static bool IsLocked(IOException error) =>
        error.HResult is WindowsSharing || error.HResult == (OperatingSystem.IsMacOS() ? 35 : 11);

    public static bool IsFull(IOException error) =>
        error.HResult is Enospc or WindowsDiskFull
        || (OperatingSystem.IsLinux() && error.HResult == EdquotLinux)
        || (OperatingSystem.IsMacOS() && error.HResult == EdquotMac);
}
