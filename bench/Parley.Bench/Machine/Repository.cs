using System.Diagnostics;

namespace Parley.Bench.Machine;

/// <summary>The checkout that the benchmarks were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A new folder on the same disk as the repository, in a place that is never committed.</summary>
    public static string NewFolder(string name) =>
        Directory.CreateDirectory(Path.Combine(Root, "artifacts", "bench", $"{name}-{Environment.ProcessId}")).FullName;

    /// <summary>The commit, and whether files differ from it.</summary>
    public static async Task<string> CommitAsync(CancellationToken cancel)
    {
        var commit = await GitAsync(["rev-parse", "--short=12", "HEAD"], cancel);
        return (await GitAsync(["status", "--porcelain", "--untracked-files=no"], cancel)).Length == 0 ? commit : $"{commit} with uncommitted changes";
    }

    private static async Task<string> GitAsync(IEnumerable<string> arguments, CancellationToken cancel)
    {
        try
        {
            var (_, output, _) = await Tool.RunAsync("git", arguments, Root, TimeSpan.FromSeconds(20), cancel);
            return output.Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown (no git)";
        }
    }

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Parley.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Parley.slnx above {from}; run this from a checkout.");
    }
}

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, string folder, TimeSpan longest, CancellationToken cancel)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(longest);
        process.Start();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} took longer than {longest.TotalSeconds} s.", late);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
