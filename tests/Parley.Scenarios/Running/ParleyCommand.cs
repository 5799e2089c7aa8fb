using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Parley.Scenarios.Running;

/// <summary>One command line run to its end with the real binary.</summary>
public sealed record ParleyCommand(int ExitCode, string Output, string Errors)
{
    private static readonly string Host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public static Task<ParleyCommand> RunAsync(params string[] arguments) => RunAsync(ExchangeProcess.Patience, arguments);

    public static async Task<ParleyCommand> RunAsync(TimeSpan patience, params string[] arguments)
    {
        var start = new ProcessStartInfo(Host, [Path.Combine(AppContext.BaseDirectory, "parley.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Scratch.Folder,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(patience);
        return new ParleyCommand(process.ExitCode, await output, await errors);
    }

    /// <summary>It must have ended with this code; shows what it said otherwise.</summary>
    public ParleyCommand Is(int code)
    {
        Assert.True(ExitCode == code, $"Expected exit code {code} but got {ExitCode}: {Output}{Errors}");
        return this;
    }
}
