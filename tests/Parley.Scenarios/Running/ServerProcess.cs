using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Parley.Scenarios.Running;

/// <summary>One long-running <c>parley</c> command as its own process: its output, its address, its end. Killed when disposed, or when the test run ends.</summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    // The runtime that runs the tests, whatever PATH says.
    private static readonly string Host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _toldToEnd;

    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var process in Running.Keys)
        {
            process.Kill();
        }
    };

    private ServerProcess(IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(Host, [Path.Combine(AppContext.BaseDirectory, "parley.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Scratch.Folder,
        };

        // Dozens of short lives: quick code beats good code here.
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => _errors.Enqueue(e.Data ?? "");
        _process.Start();
        Running[_process] = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Standard output and standard error, as far as they came.</summary>
    public string Output => string.Join('\n', _output.Concat(_errors));

    public string Errors => string.Join('\n', _errors).Trim();

    public bool HasExited => _process.HasExited;

    /// <summary>The address that it said it is up on; waits for it.</summary>
    public Uri Url => _up.Task.Result;

    public static ServerProcess Launch(IReadOnlyDictionary<string, string> environment, params string[] arguments) => new(environment, arguments);

    public static ServerProcess Launch(params string[] arguments) => new(new Dictionary<string, string>(), arguments);

    /// <summary>Waits until it says that it is up; throws what it printed when it ends instead.</summary>
    public async Task UpAsync()
    {
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(_up.Task, ended).WaitAsync(ExchangeProcess.Patience) == ended)
        {
            throw new InvalidOperationException($"{_process.StartInfo.ArgumentList[1]} ended with {_process.ExitCode}: {Output}");
        }
    }

    /// <summary>SIGKILL: nothing in the process gets to run any more.</summary>
    public async Task KillAsync()
    {
        _toldToEnd = true;
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(ExchangeProcess.Patience);
    }

    /// <summary>SIGTERM: what an orderly stop sends. Returns without waiting.</summary>
    public void Terminate()
    {
        _toldToEnd = true;
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>SIGSTOP, until <see cref="Thaw"/>: it neither ends nor answers, as when the network between is cut.</summary>
    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>The exit code, once it has ended and all its output was read.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(ExchangeProcess.Patience);
        return _process.ExitCode;
    }

    public async Task<int> StopAsync()
    {
        Terminate();
        return await ExitCodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }
        else if (!_toldToEnd)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{_process.StartInfo.ArgumentList[1]} had ended by itself, with {_process.ExitCode}: {Output}");
        }

        Running.TryRemove(_process, out _);
        _process.Dispose();
    }

    private void Take(string? line)
    {
        _output.Enqueue(line ?? "");
        if (Up().Match(line ?? "") is { Success: true } up)
        {
            _up.TrySetResult(new Uri(up.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"(?:up on|API on) (https?://[0-9.:]+)")]
    private static partial Regex Up();
}
