namespace Parley.Scenarios.Running;

/// <summary>Where the run keeps its files; all of it goes when the run ends. Thread-safe.</summary>
public static class Scratch
{
    private static int _count;

    public static string Folder { get; } = Make();

    /// <summary>A path that nothing has yet.</summary>
    public static string NewPath() => Path.Combine(Folder, $"data-{Interlocked.Increment(ref _count)}");

    private static string Make()
    {
        var folder = Directory.CreateTempSubdirectory("parley-scenarios-").FullName;
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
