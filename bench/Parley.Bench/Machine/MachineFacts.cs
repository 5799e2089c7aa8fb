using System.Runtime.InteropServices;

namespace Parley.Bench.Machine;

/// <summary>What a figure was measured on.</summary>
internal static class MachineFacts
{
    /// <summary>Facts as name and value, in the order in which they are to be read.</summary>
    public static async Task<IReadOnlyList<(string Name, string Value)>> ReadAsync(string folder, CancellationToken cancel) =>
    [
        ("when", $"{DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC"),
        ("commit", await Repository.CommitAsync(cancel)),
        ("processor", $"{Environment.ProcessorCount} × {Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString()}"),
        ("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:F0} GB"),
        ("system", $"{RuntimeInformation.OSDescription}"),
        (".NET", RuntimeInformation.FrameworkDescription),
        ("disk", Disk(folder)),
        ("load before", Busy()),
    ];

    /// <summary>Load of the last minute, and a warning when others were at work: figures then say little.</summary>
    private static string Busy()
    {
        if (!File.Exists("/proc/loadavg"))
        {
            return "unknown";
        }

        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return double.Parse(load) > 0.5 ? $"{load}: **not idle, do not trust these figures**" : load;
    }

    // The mount whose folder is the longest that holds ours.
    private static string Disk(string folder)
    {
        const string Mounts = "/proc/mounts";
        var mount = !File.Exists(Mounts) ? null : File.ReadLines(Mounts)
            .Select(static line => line.Split(' '))
            .Where(columns => $"{folder}/".StartsWith(columns[1].TrimEnd('/') + "/", StringComparison.Ordinal))
            .MaxBy(static columns => columns[1].Length);
        return mount is null ? "unknown" : $"{mount[0]}, {mount[2]} ({string.Join(',', mount[3].Split(',').Take(4))})";
    }

    private static string? Field(string file, string name) =>
        File.Exists(file) && File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : null;
}
