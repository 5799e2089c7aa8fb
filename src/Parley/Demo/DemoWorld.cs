using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Hosting;
using Parley.Post;
using Parley.Relay;

namespace Parley.Demo;

/// <summary>
/// A real exchange and real posts on free ports of this machine, with journals and keys of their own in a temporary folder that goes with
/// them. They speak to each other as anywhere: over HTTP, through the exchange. Each runs in this process, or in one of its own.
/// </summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private const string Audience = "localhost";

    private readonly string _folder;
    private readonly bool _processes;
    private readonly List<DemoPost> _posts = [];
    private ExchangeHost? _exchange;
    private Child? _exchangeProcess;

    private readonly bool _console;

    private DemoWorld(string folder, bool processes, bool console) => (_folder, _processes, _console, Url) = (folder, processes, console, $"http://127.0.0.1:{FreePort()}");

    public string Url { get; }

    public IReadOnlyList<DemoPost> Posts => _posts;

    private string Data => Path.Combine(_folder, "exchange");

    /// <summary>Starts an exchange, makes a post for each name, has it admitted and starts it.</summary>
    /// <param name="processes">Each in a process of its own.</param>
    /// <param name="console">With consoles that the exercise's people enter without accounts; not for processes of their own, whose doors only accounts open.</param>
    public static async Task<Checked<DemoWorld>> StartAsync(bool processes, bool console, params IReadOnlyList<string> parties)
    {
        var world = new DemoWorld(Directory.CreateTempSubdirectory("parley-demo-").FullName, processes, console);
        var problem = await world.StartExchangeAsync();
        foreach (var party in parties)
        {
            problem ??= await world.AddAsync(party);
        }

        if (problem is null)
        {
            return world;
        }

        await world.DisposeAsync();
        return problem;
    }

    private async Task<Problem?> StartExchangeAsync()
    {
        var publicKey = Path.Combine(_folder, "public.pem");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            await File.WriteAllTextAsync(publicKey, key.ExportSubjectPublicKeyInfoPem());
        }

        if (_processes)
        {
            _exchangeProcess = Child.Start("exchange", "--data", Data, "--urls", Url, "--jwt-public-key", publicKey, "--jwt-audience", Audience, "--allow-http-uss-urls");
            return await _exchangeProcess.AnswersAsync($"{Url}/healthy") ? null : new Problem("", $"The exchange did not start: {_exchangeProcess.Said}");
        }

        var options = new ExchangeOptions { Data = Data, Urls = [Url], JwtPublicKeys = [publicKey], JwtAudiences = [Audience], AllowHttpUssUrls = true, Quiet = true };
        return ExchangeHost.Open(options, TimeProvider.System).Try(out _exchange, out var problem) ? await _exchange.StartAsync() : problem;
    }

    private async Task<Problem?> AddAsync(string party)
    {
        var path = Path.Combine(_folder, party);
        var folder = new PostFolder(path);
        if (folder.Init(party, Url, $"http://127.0.0.1:{FreePort()}", [new Contact("Duty officer")]) is { } problem)
        {
            return problem;
        }

        if (!(await OfficeClient.AdmitAsync(Data, await File.ReadAllBytesAsync(folder.PartyFile), replaceKeys: false)).Try(out var reply, out problem) || !reply.Done)
        {
            return problem ?? new Problem(party, reply.Sentence);
        }

        var post = new DemoPost(party, path, folder.ReadConfig().Value.Api, folder.ReadApiKey().Value, _processes, _console ? Living.Officers.At(party) : null);
        _posts.Add(post);
        return await post.StartAsync();
    }

    // Written into the post's settings, so that the command line finds it there too.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var post in _posts)
        {
            await post.DisposeAsync();
        }

        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }

        _exchangeProcess?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
