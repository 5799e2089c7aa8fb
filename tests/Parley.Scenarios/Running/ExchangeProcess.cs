using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Parley.Scenarios.Running;

/// <summary>One <c>parley exchange</c> as an operator runs it: the real binary, its own process, a port of its own. Killed when disposed.</summary>
public sealed partial class ExchangeProcess : IAsyncDisposable
{
    /// <summary>How long anything may take before a test gives up: far beyond what a loaded machine needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly ConcurrentDictionary<Process, bool> Running = new();

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource<Uri> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);

    static ExchangeProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var process in Running.Keys)
        {
            process.Kill();
        }
    };

    private ExchangeProcess(string data, string[] more)
    {
        Data = data;
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "parley"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Scratch.Folder,
        };
        string[] arguments =
        [
            "exchange", "--urls", "http://127.0.0.1:0", "--data", data,
            "--jwt-public-key", Issuer.PublicKeyFile, "--jwt-audience", Issuer.Audience, .. more,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Take(e.Data);
        _process.ErrorDataReceived += (_, e) => _errors.Enqueue(e.Data ?? "");
        _process.Start();
        Running[_process] = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Data { get; }

    /// <summary>Standard output and standard error, as far as they came.</summary>
    public string Output => string.Join('\n', _output.Concat(_errors));

    public string Errors => string.Join('\n', _errors).Trim();

    public Uri Url => _up.Task.Result;

    public HttpClient Http { get; private set; } = new();

    /// <summary>Starts it and waits until <c>/healthy</c> says so.</summary>
    public static async Task<ExchangeProcess> StartAsync(string? data = null, params string[] more)
    {
        var exchange = Launch(data ?? Scratch.NewPath(), more);
        var ended = exchange._process.WaitForExitAsync();
        if (await Task.WhenAny(exchange._up.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"The exchange ended with {exchange._process.ExitCode}: {exchange.Output}");
        }

        exchange.Http = new HttpClient { BaseAddress = exchange.Url, Timeout = Patience };
        await Eventually.TrueAsync(async () => (await exchange.Http.GetAsync("/healthy/ready")).IsSuccessStatusCode, "the exchange answers");
        return exchange;
    }

    /// <summary>Starts it without waiting for anything: for starts that are meant to fail.</summary>
    public static ExchangeProcess Launch(string data, params string[] more) => new(data, more);

    public Party As(string party, params string[] scopes) => new(Http, party, Issuer.Token(party, scopes.Length == 0 ? [Scope.Planning] : scopes));

    /// <summary>SIGKILL: nothing in the process gets to run any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGTERM: what an orderly stop sends. Returns without waiting.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", _process.Id.ToString()]).WaitForExit();

    /// <summary>The exit code, once it has ended and all its output was read.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
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

        Running.TryRemove(_process, out _);
        Http.Dispose();
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

    [GeneratedRegex(@"up on (http://[0-9.:]+)")]
    private static partial Regex Up();
}
