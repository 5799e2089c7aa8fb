using System.Globalization;

namespace Parley.Bench.Machine;

/// <summary>What Linux tells of a process in /proc; all null elsewhere, or when it is gone.</summary>
internal static class ProcessFacts
{
    /// <summary>Resident memory now, in bytes.</summary>
    public static long? Resident(int pid) => Kilobytes(pid, "VmRSS:");

    /// <summary>The most resident memory since it began, in bytes.</summary>
    public static long? PeakResident(int pid) => Kilobytes(pid, "VmHWM:");

    /// <summary>
    /// Calls of write(2) and pwrite(2) and the like. An exchange makes one for each batch, one for each MiB of a prepared segment and one
    /// for each log line; what goes to a socket is not among them.
    /// </summary>
    public static long? Writes(int pid) => Line($"/proc/{pid}/io", "syscw:") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>The process that listens on a port of this machine; null when it can't be seen.</summary>
    public static int? Listener(int port)
    {
        if (!OperatingSystem.IsLinux() || SocketOf(port) is not { } inode)
        {
            return null;
        }

        var socket = $"socket:[{inode}]";
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Holds(folder, socket))
            {
                return pid;
            }
        }

        return null;
    }

    private static bool Holds(string folder, string socket)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(folder, "fd")).Any(file => File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name == socket);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or another user's.
            return false;
        }
    }

    // proc_net(5): local address, remote address, state 0A is LISTEN, and the inode is the tenth column.
    private static string? SocketOf(int port) => File.ReadLines("/proc/net/tcp").Concat(File.ReadLines("/proc/net/tcp6"))
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(columns => columns is [_, _, _, "0A", ..] && columns[1].EndsWith($":{port:X4}", StringComparison.Ordinal))?[9];

    private static long? Kilobytes(int pid, string name) =>
        Line($"/proc/{pid}/status", name) is { } text ? long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) * 1024 : null;

    private static string? Line(string file, string name)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
