using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Parley.Client.Letters;
using Parley.Client.Post;
using Parley.Core;
using Parley.Hosting;
using Parley.Post;
using Parley.Relay;

namespace Parley.Demo;

/// <summary>
/// A real exchange and real posts on free ports of this machine, with journals and keys of their own in a temporary folder that goes with
/// them. They speak to each other as anywhere: over HTTP, through the exchange.
/// </summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private const string Audience = "localhost";

    private readonly string _folder;
    private readonly ExchangeHost _exchange;
    private readonly List<DemoPost> _posts = [];

    private DemoWorld(string folder, ExchangeHost exchange) => (_folder, _exchange) = (folder, exchange);

    public string Url => _exchange.Urls.First();

    public IReadOnlyList<DemoPost> Posts => _posts;

    /// <summary>Starts an exchange, makes a post for each name, has it admitted and starts it.</summary>
    public static async Task<Checked<DemoWorld>> StartAsync(params IReadOnlyList<string> parties)
    {
        var folder = Directory.CreateTempSubdirectory("parley-demo-").FullName;
        var publicKey = Path.Combine(folder, "public.pem");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            await File.WriteAllTextAsync(publicKey, key.ExportSubjectPublicKeyInfoPem());
        }

        var data = Path.Combine(folder, "exchange");
        var options = new ExchangeOptions { Data = data, Urls = ["http://127.0.0.1:0"], JwtPublicKeys = [publicKey], JwtAudiences = [Audience], AllowHttpUssUrls = true, Quiet = true };
        if (!ExchangeHost.Open(options, TimeProvider.System).Try(out var exchange, out var problem))
        {
            return problem;
        }

        if (await exchange.StartAsync() is { } failed)
        {
            return failed;
        }

        var world = new DemoWorld(folder, exchange);
        foreach (var party in parties)
        {
            if (await world.AddAsync(party, data) is { } wrong)
            {
                await world.DisposeAsync();
                return wrong;
            }
        }

        return world;
    }

    private async Task<Problem?> AddAsync(string party, string data)
    {
        var path = Path.Combine(_folder, party);
        var folder = new PostFolder(path);
        if (folder.Init(party, Url, $"http://127.0.0.1:{FreePort()}", [new Contact("Duty officer")]) is { } problem)
        {
            return problem;
        }

        if (!(await OfficeClient.AdmitAsync(data, await File.ReadAllBytesAsync(folder.PartyFile), replaceKeys: false)).Try(out var reply, out problem) || !reply.Done)
        {
            return problem ?? new Problem(party, reply.Sentence);
        }

        if (!PostHost.Open(path, TimeProvider.System, quiet: true).Try(out var host, out problem))
        {
            return problem;
        }

        if (await host.StartAsync() is { } failed)
        {
            return failed;
        }

        var url = host.Urls.First();
        var http = new HttpClient { BaseAddress = new Uri(url) };
        _posts.Add(new DemoPost(party, url, path, host, http, new PostClient(http, folder.ReadApiKey().Value)));
        return null;
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
            post.Http.Dispose();
            await post.Host.DisposeAsync();
        }

        await _exchange.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>One party's running post, and the client by which its people use it.</summary>
internal sealed record DemoPost(string Party, string Url, string Folder, PostHost Host, HttpClient Http, PostClient Client);
