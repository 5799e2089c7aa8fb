using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Parley.Bench.Load;

namespace Parley.Bench.Machine;

/// <summary>What a disk does at best: nothing but one write and one sync after another, as a journal makes them.</summary>
/// <param name="Bytes">Of each write.</param>
/// <param name="PerSecond">Writes, each synced.</param>
internal sealed record SyncedWrites(int Bytes, double PerSecond, double P50Ms, double P99Ms);

internal static partial class DiskLimit
{
    private const long FileBytes = 64L << 20;
    private const int DontNeed = 4;

    /// <summary>Writes through a file that was allocated and zeroed before, again and again from its start, one sync after each.</summary>
    public static SyncedWrites Measure(string folder, int bytes, TimeSpan length)
    {
        var path = Path.Combine(folder, "disk-limit");
        try
        {
            using var file = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, preallocationSize: FileBytes);
            var chunk = new byte[1 << 20];
            for (long at = 0; at < FileBytes; at += chunk.Length)
            {
                RandomAccess.Write(file, chunk, at);
            }

            Sync(file);
            return Write(file, bytes, length);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static SyncedWrites Write(SafeFileHandle file, int bytes, TimeSpan length)
    {
        var payload = new byte[bytes];
        Random.Shared.NextBytes(payload);
        var latencies = new Latencies();
        var began = Stopwatch.GetTimestamp();
        for (long at = 0; Stopwatch.GetElapsedTime(began) < length; at = at + (2 * bytes) > FileBytes ? 0 : at + bytes)
        {
            var one = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, payload, at);
            Sync(file);
            latencies.AddSince(one);
        }

        return new SyncedWrites(bytes, latencies.Count / Stopwatch.GetElapsedTime(began).TotalSeconds, latencies.QuantileMs(0.5), latencies.QuantileMs(0.99));
    }

    /// <summary>Has the system forget what it holds of a folder's files, so that the next read comes from the disk. False where that can't be asked.</summary>
    public static bool Forget(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            RandomAccess.FlushToDisk(file);
            if (Advise(file, 0, 0, DontNeed) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static void Sync(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (DataSync(file) != 0)
        {
            throw new IOException($"fdatasync: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
