using Parley.Client.Post;
using Parley.Core;
using Parley.Post;

namespace Parley.Demo;

/// <summary>One party's post, which can stop and come back, and the client by which its people use it.</summary>
internal sealed class DemoPost : IAsyncDisposable
{
    private readonly bool _ownProcess;
    private readonly HttpClient _http;
    private PostHost? _host;
    private Child? _process;

    public DemoPost(string party, string folder, string url, string key, bool ownProcess)
    {
        (Party, Folder, Url, _ownProcess) = (party, folder, url, ownProcess);
        _http = new HttpClient { BaseAddress = new Uri(url) };
        Client = new PostClient(_http, key);
    }

    public string Party { get; }

    public string Folder { get; }

    public string Url { get; }

    public PostClient Client { get; }

    public async Task<Problem?> StartAsync()
    {
        if (_ownProcess)
        {
            _process = Child.Start("post", "run", Folder);
            return await _process.AnswersAsync($"{Url}/openapi/v1.json") ? null : new Problem(Party, $"did not start: {_process.Said}");
        }

        return PostHost.Open(Folder, TimeProvider.System, quiet: true).Try(out _host, out var problem) ? await _host.StartAsync() : problem;
    }

    /// <summary>Away from one moment to the next: a process of its own is killed.</summary>
    public async Task StopAsync()
    {
        _process?.Dispose();
        _process = null;
        if (_host is not null)
        {
            await _host.DisposeAsync();
            _host = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
    }
}
