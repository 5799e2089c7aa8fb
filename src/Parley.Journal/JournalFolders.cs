namespace Parley.Journal;

/// <summary>Where things lie in a data folder.</summary>
internal static class JournalFolders
{
    public static string Journal(string directory) => Path.Combine(Path.GetFullPath(directory), "journal");

    public static string Snapshots(string directory) => Path.Combine(Path.GetFullPath(directory), "snapshots");

    public static string Lock(string directory) => Path.Combine(Path.GetFullPath(directory), "lock");
}
