using System.Security.Cryptography;
using Parley.Bench.Machine;
using Parley.Client.Letters;
using Parley.Relay;

namespace Parley.Bench.Posts;

/// <summary>An exchange in a process and a folder of its own, into which parties are admitted. Gone when disposed of.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly string _data;

    private World(string folder, Uri url, ChildProcess exchange) => (Folder, Url, Exchange, _data) = (folder, url, exchange, Path.Combine(folder, "exchange"));

    public string Folder { get; }

    public Uri Url { get; }

    public ChildProcess Exchange { get; }

    public static async Task<World> StartAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "bench", $"posts-{Environment.ProcessId}")).FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Path.Combine(folder, "public.pem"), key.ExportSubjectPublicKeyInfoPem(), cancel);
        var url = Servers.FreeAddress();
        var exchange = Servers.StartExchange(url, Path.Combine(folder, "exchange"), Path.Combine(folder, "public.pem"), Path.Combine(folder, "exchange.log"), "--allow-http-uss-urls");
        var world = new World(folder, url, exchange);
        await exchange.WaitUntilReadyAsync(Servers.Ready(url), TimeSpan.FromSeconds(60), cancel);
        return world;
    }

    public async Task AdmitAsync(PartyDescription party)
    {
        if (!(await OfficeClient.AdmitAsync(_data, party.ToJson(), replaceKeys: false)).Try(out var reply, out var problem) || !reply.Done)
        {
            throw new InvalidOperationException(problem?.ToString() ?? reply.Sentence);
        }
    }

    /// <summary>The disk's own limit, with nothing else going on.</summary>
    public SyncedWrites Bare(int bytes) => DiskLimit.Measure(Folder, bytes, TimeSpan.FromSeconds(3));

    public async ValueTask DisposeAsync()
    {
        await Exchange.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
