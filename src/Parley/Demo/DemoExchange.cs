using System.Security.Cryptography;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Hosting;
using Parley.Tokens;

namespace Parley.Demo;

/// <summary>A real exchange on a free port of this machine, with a journal and a key of its own in a temporary folder that goes with it.</summary>
internal sealed class DemoExchange : IAsyncDisposable
{
    private const string Audience = "localhost";

    private readonly ExchangeHost _host;
    private readonly TokenIssuer _issuer;
    private readonly string _folder;
    private readonly HttpClient _http;

    private DemoExchange(ExchangeHost host, TokenIssuer issuer, string folder)
    {
        (_host, _issuer, _folder) = (host, issuer, folder);
        _http = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public string Url => _host.Urls.First();

    public static async Task<Checked<DemoExchange>> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("parley-demo-").FullName;
        var privateKey = Path.Combine(folder, "private.pem");
        var publicKey = Path.Combine(folder, "public.pem");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            await File.WriteAllTextAsync(privateKey, key.ExportPkcs8PrivateKeyPem());
            await File.WriteAllTextAsync(publicKey, key.ExportSubjectPublicKeyInfoPem());
        }

        var options = new ExchangeOptions
        {
            Data = Path.Combine(folder, "data"),
            Urls = ["http://127.0.0.1:0"],
            JwtPublicKeys = [publicKey],
            JwtAudiences = [Audience],
            Quiet = true,
        };
        if (!TokenIssuer.Load(privateKey).Try(out var issuer, out var problem) || !ExchangeHost.Open(options, TimeProvider.System).Try(out var host, out problem))
        {
            return problem;
        }

        return await host.StartAsync() is { } failed ? failed : new DemoExchange(host, issuer, folder);
    }

    public string Token(string party) => _issuer.Issue(
        new TokenContents(party, "parley-demo", [Audience], ScopeSet.StrategicCoordination.Text(), TimeSpan.FromHours(1)), DateTimeOffset.UtcNow);

    /// <summary>The exchange as one party calls it, over HTTP like any other.</summary>
    public ExchangeClient As(string party)
    {
        var token = Token(party);
        return new ExchangeClient(_http, () => token);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        _issuer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
