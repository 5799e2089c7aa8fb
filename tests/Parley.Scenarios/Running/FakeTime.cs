namespace Parley.Scenarios.Running;

/// <summary>Another clock for one process, by Debian's libfaketime; monotonic time, by which timers run, stays.</summary>
public static class FakeTime
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.GetDirectories("/usr/lib", "*-linux-gnu*").Select(static d => Path.Combine(d, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>The variables that set a process's clock off, e.g. by <c>+5m</c> or <c>+1d</c>. Skips the test where the library is missing.</summary>
    public static IReadOnlyDictionary<string, string> By(string offset)
    {
        Assert.SkipWhen(Library is null, "libfaketime is not installed; apt-get install faketime");
        return new Dictionary<string, string> { ["LD_PRELOAD"] = Library!, ["FAKETIME"] = offset, ["DONT_FAKE_MONOTONIC"] = "1", ["FAKETIME_DONT_RESET"] = "1" };
    }
}
