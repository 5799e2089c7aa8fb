using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Parley.Journal.Disk;

/// <summary>
/// The few calls .NET has no name for. Linux gets <c>fdatasync</c>, <c>fallocate</c> and a sync of folders; elsewhere .NET's own
/// flush stands in, which is right but slower.
/// </summary>
internal static partial class Native
{
    private const int Eintr = 4;
    private const int Eopnotsupp = 95;
    private const int OpenReadOnly = 0;

    /// <summary>Data and length reach the disk; times need not, which spares the file system's own journal.</summary>
    public static void SyncData(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
            return;
        }

        while (FDataSync(handle) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Eintr) throw Failed("sync a file", error);
        }
    }

    /// <summary>Reserves room, so that running out of it shows here and not in the middle of a batch.</summary>
    public static void Allocate(SafeFileHandle handle, long bytes, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.SetLength(handle, bytes);
            return;
        }

        while (FAllocate(handle, 0, 0, bytes) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == Eintr) continue;
            if (error != Eopnotsupp) throw Failed($"reserve {bytes} bytes for {path}", error);

            // A file system that cannot reserve; the caller's zeros do it.
            RandomAccess.SetLength(handle, bytes);
            return;
        }
    }

    public static void SyncFolder(string path)
    {
        // Windows makes renames durable with the volume's own journal and cannot open a folder for this.
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(path, OpenReadOnly);
        if (descriptor < 0) throw Failed($"open the folder {path}", Marshal.GetLastPInvokeError());
        try
        {
            while (FSync(descriptor) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error != Eintr) throw Failed($"sync the folder {path}", error);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string what, int error) =>
        new($"The disk would not {what}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FAllocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
