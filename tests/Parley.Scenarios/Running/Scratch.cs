namespace Parley.Scenarios.Running;

/// <summary>Where the run keeps its files; all of it goes when the run ends. Thread-safe.</summary>
public static class Scratch
{
    private static int _count;

    public static string Folder { get; } = Make();

    // Memory where there is enough of it: each exchange makes a segment of 64 MiB and syncs it, and a disk that others are busy with can
    // take half a minute for that. A process that is killed loses no page of either.
    private static string Root()
    {
        const string Memory = "/dev/shm";
        return Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace > 4L << 30 ? Memory : Path.GetTempPath();
    }

    /// <summary>A path that nothing has yet.</summary>
    public static string NewPath() => Path.Combine(Folder, $"data-{Interlocked.Increment(ref _count)}");

    private static string Make()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root(), $"parley-scenarios-{Guid.NewGuid():N}")).FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // A process that is being killed may hold a file a moment longer; the system's own cleaning gets it.
            }
        };
        return folder;
    }
}
