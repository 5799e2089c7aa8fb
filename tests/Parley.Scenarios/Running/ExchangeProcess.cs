namespace Parley.Scenarios.Running;

/// <summary>One <c>parley exchange</c> as an operator runs it: the real binary, its own process, a port of its own. Killed when disposed.</summary>
public sealed class ExchangeProcess : IAsyncDisposable
{
    /// <summary>How long anything may take before a test gives up: far beyond what a loaded machine needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    private readonly bool _ownsData;
    private readonly ServerProcess _process;

    private ExchangeProcess(string? data, int port, IReadOnlyDictionary<string, string> environment, string[] more)
    {
        _ownsData = data is null;
        Data = data ?? Scratch.NewPath();
        _process = ServerProcess.Launch(
            environment,
        [
            "exchange", "--urls", $"http://127.0.0.1:{port}", "--data", Data, "--jwt-public-key", Issuer.PublicKeyFile, "--jwt-audience", Issuer.Audience, .. more,
        ]);
    }

    public string Data { get; }

    /// <summary>Standard output and standard error, as far as they came.</summary>
    public string Output => _process.Output;

    public string Errors => _process.Errors;

    public Uri Url => _process.Url;

    public bool Up => !_process.HasExited;

    public HttpClient Http { get; private set; } = new();

    /// <summary>Starts it and waits until <c>/healthy/ready</c> says so. Without a folder it gets one that goes with it.</summary>
    public static Task<ExchangeProcess> StartAsync(string? data = null, params string[] more) => StartAtAsync(0, data, more);

    /// <summary>Starts it on a port that others know it by.</summary>
    public static Task<ExchangeProcess> StartAtAsync(int port, string? data = null, params string[] more) => StartAtAsync(port, data, NoVariables, more);

    /// <param name="environment">Variables of the process, beside the test run's own.</param>
    public static async Task<ExchangeProcess> StartAtAsync(int port, string? data, IReadOnlyDictionary<string, string> environment, params string[] more)
    {
        var exchange = new ExchangeProcess(data, port, environment, more);
        await exchange._process.UpAsync();
        exchange.Http = new HttpClient { BaseAddress = exchange.Url, Timeout = Patience };
        await Eventually.TrueAsync(async () => (await exchange.Http.GetAsync("/healthy/ready")).IsSuccessStatusCode, "the exchange answers");
        return exchange;
    }

    /// <summary>Starts it without waiting for anything: for starts that are meant to fail.</summary>
    public static ExchangeProcess Launch(string data, params string[] more) => new(data, 0, NoVariables, more);

    public Party As(string party, params string[] scopes) => new(Http, party, Issuer.Token(party, scopes.Length == 0 ? [Scope.Planning] : scopes));

    /// <summary>SIGKILL: nothing in the process gets to run any more.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>SIGTERM: what an orderly stop sends. Returns without waiting.</summary>
    public void Terminate() => _process.Terminate();

    /// <summary>The exit code, once it has ended and all its output was read.</summary>
    public Task<int> ExitCodeAsync() => _process.ExitCodeAsync();

    public Task<int> StopAsync() => _process.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Http.Dispose();
        if (_ownsData && Directory.Exists(Data))
        {
            Directory.Delete(Data, recursive: true);
        }
    }
}
