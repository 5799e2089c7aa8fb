using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Client.Post;

namespace Parley.Scenarios.Running;

/// <summary>
/// One <c>parley post</c> as a party runs it: a folder that <c>post init</c> made and, while it is up, the real binary in its own process. It
/// can be killed, stopped and started again as often as wanted; folder and process go when it is disposed. One caller starts and stops it;
/// calls from many are fine.
/// </summary>
public sealed class PostProcess : IAsyncDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoVariables = new Dictionary<string, string>();

    // A test's own certificate is nobody else's to vouch for.
#pragma warning disable MA0039
    private readonly HttpClient _http = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator }) { Timeout = ExchangeProcess.Patience };
#pragma warning restore MA0039
    private readonly StringBuilder _earlier = new();
    private ServerProcess? _process;

    private PostProcess(string name, string folder, int port, string scheme = "http")
    {
        Name = name;
        Folder = folder;
        _http.BaseAddress = new Uri($"{scheme}://127.0.0.1:{port}");
        ApiKey = File.ReadAllText(Path.Combine(folder, "api.key")).Trim();
    }

    public string Name { get; }

    public string Folder { get; }

    public string ApiKey { get; }

    public Uri Url => _http.BaseAddress!;

    /// <summary>What all its processes so far printed.</summary>
    public string Output => _earlier + (_process?.Output ?? "");

    public bool Up => _process is { HasExited: false };

    /// <summary>Makes a post for an exchange that stays at one address, and has it admitted there. It is not started.</summary>
    /// <param name="data">The exchange's folder.</param>
    public static async Task<PostProcess> InitAsync(string name, Uri exchange, string data)
    {
        var (folder, port) = (Scratch.NewPath(), Ports.Next());
        (await ParleyCommand.RunAsync("post", "init", folder, "--party", name, "--exchange", exchange.ToString().TrimEnd('/'), "--api", $"http://127.0.0.1:{port}")).Is(0);
        (await ParleyCommand.RunAsync("exchange", "admit", Path.Combine(folder, "party.json"), "--data", data)).Is(0);
        return new PostProcess(name, folder, port);
    }

    /// <summary>Makes a post whose exchange is away for good: for what a party's own people do at it.</summary>
    public static async Task<PostProcess> InitAloneAsync(string name, string scheme = "http")
    {
        var (folder, port) = (Scratch.NewPath(), Ports.Next());
        (await ParleyCommand.RunAsync("post", "init", folder, "--party", name, "--exchange", "http://127.0.0.1:9", "--api", $"{scheme}://127.0.0.1:{port}")).Is(0);
        return new PostProcess(name, folder, port, scheme);
    }

    /// <summary>Changes the <c>console</c> settings in its <c>post.json</c>, for its next start.</summary>
    public void SetConsole(Action<JsonObject> change)
    {
        var file = Path.Combine(Folder, "post.json");
        var config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change((JsonObject)(config["console"] ??= new JsonObject()));
        File.WriteAllText(file, config.ToJsonString());
    }

    /// <summary>Starts it in its folder and waits until its API listens; whether it has reached its exchange yet is another matter (<see cref="ConnectedAsync"/>).</summary>
    /// <param name="environment">Variables of the process, beside the test run's own.</param>
    /// <param name="more">Further options of <c>post run</c>.</param>
    public async Task StartAsync(IReadOnlyDictionary<string, string>? environment = null, params string[] more)
    {
        if (_process is not null)
        {
            _earlier.Append(_process.Output).Append('\n');
            await _process.DisposeAsync();
        }

        _process = ServerProcess.Launch(environment ?? NoVariables, ["post", "run", Folder, .. more]);
        await _process.UpAsync();
    }

    public Task ConnectedAsync() => Eventually.TrueAsync(async () => (await StatusAsync()).Exchange == "up", $"{Name} has reached its exchange");

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (Up)
        {
            await _process!.KillAsync();
        }
    }

    /// <summary>SIGSTOP, until <see cref="Thaw"/>.</summary>
    public void Freeze() => _process!.Freeze();

    public void Thaw() => _process!.Thaw();

    /// <summary>SIGTERM, and the exit code.</summary>
    public Task<int> StopAsync() => _process!.StopAsync();

    /// <summary>One call with the post's key; nothing is retried. A body that is no text is written as JSON.</summary>
    public async Task<PostReply<T>> CallAsync<T>(HttpMethod method, string path, object? body = null, string? key = null)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? ApiKey);
        if (body is not null)
        {
            var json = body as string ?? JsonSerializer.Serialize(body, PostWireJson.Default.GetTypeInfo(body.GetType())!);
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request);
        return new PostReply<T>((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }

    public Task<PostReply<T>> GetAsync<T>(string path)
        where T : class => CallAsync<T>(HttpMethod.Get, path);

    public Task<PostReply<T>> PostAsync<T>(string path, object? body = null)
        where T : class => CallAsync<T>(HttpMethod.Post, path, body);

    public Task<PostReply<T>> PutAsync<T>(string path, object? body = null)
        where T : class => CallAsync<T>(HttpMethod.Put, path, body);

    public Task<PostReply<T>> DeleteAsync<T>(string path, object? body = null)
        where T : class => CallAsync<T>(HttpMethod.Delete, path, body);

    public async Task<StatusView> StatusAsync() => (await GetAsync<StatusView>("/api/status")).Is(200);

    public async Task<IReadOnlyList<AgreementView>> AgreementsAsync() => (await GetAsync<IReadOnlyList<AgreementView>>("/api/agreements")).Is(200);

    public async Task<IReadOnlyList<IntentView>> IntentsAsync() => (await GetAsync<IReadOnlyList<IntentView>>("/api/intents")).Is(200);

    public async Task<IReadOnlyList<ConflictView>> ConflictsAsync() => (await GetAsync<IReadOnlyList<ConflictView>>("/api/conflicts")).Is(200);

    public async Task<IReadOnlyList<MessageView>> MessagesAsync() => (await GetAsync<IReadOnlyList<MessageView>>("/api/line/messages")).Is(200);

    public async Task<IReadOnlyList<IncidentView>> IncidentsAsync() => (await GetAsync<IReadOnlyList<IncidentView>>("/api/incidents")).Is(200);

    public async Task<MessageView?> MessageAsync(string id) => (await MessagesAsync()).FirstOrDefault(m => m.Id == id);

    public async Task<IncidentView?> IncidentAsync(string id) => (await IncidentsAsync()).FirstOrDefault(i => i.Id == id);

    public async Task<WatchView> WatchAsync() => (await GetAsync<WatchView>("/api/watch")).Is(200);

    public async Task<AgreementView?> AgreementAsync(string id) => (await AgreementsAsync()).FirstOrDefault(a => a.Id == id);

    public async Task<IntentView?> IntentAsync(string id) => (await IntentsAsync()).FirstOrDefault(i => i.Id == id);

    public async Task<ConflictView?> ConflictAsync(string id) => (await ConflictsAsync()).FirstOrDefault(c => c.Id == id);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _http.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
