using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Core;
using Parley.Post;

namespace Parley.Demo;

/// <summary>One party's post, which can stop and come back, and the client by which its people use it.</summary>
internal sealed class DemoPost : IAsyncDisposable
{
    private readonly bool _ownProcess;
    private readonly IReadOnlyList<ExercisePerson>? _people;
    private readonly HttpClient _http;
    private PostHost? _host;
    private Child? _process;

    /// <param name="people">Whom its console lets in without an account, as the exercise's people; null: no console.</param>
    public DemoPost(string party, string folder, string url, string key, bool ownProcess, IReadOnlyList<ExercisePerson>? people = null)
    {
        (Party, Folder, Url, _ownProcess, _people) = (party, folder, url, ownProcess, people);
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

        return PostHost.Open(Folder, TimeProvider.System, quiet: true, console: _people is not null, exercise: _people).Try(out _host, out var problem) ? await _host.StartAsync() : problem;
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
