using System.Net;
using Parley.Client.Letters;
using Parley.Core;
using Parley.F3548;
using Parley.Hosting;
using Parley.Journal;
using Parley.Tokens;

namespace Parley.Relay;

/// <summary>All of the relay that one exchange has: keys, contents, who is admitted, and the doors to them. Built once, at the start.</summary>
internal sealed class RelayService : IAsyncDisposable
{
    private readonly ExchangeOptions _options;
    private readonly ExchangeEngine _engine;
    private readonly PartyKeys _keys;
    private readonly LetterContents _contents;
    private readonly Admitted _admitted;
    private readonly OperatorDoor _door;
    private LetterRelay? _relay;
    private ExchangePost? _post;

    private RelayService(ExchangeOptions options, ExchangeEngine engine, PartyKeys keys, LetterContents contents, PartyTokens tokens)
    {
        (_options, _engine, _keys, _contents, Tokens) = (options, engine, keys, contents, tokens);
        _admitted = new Admitted(engine, tokens, keys.Description);
        _door = new OperatorDoor(engine);
    }

    public PartyTokens Tokens { get; }

    /// <summary>Where this exchange can be reached itself.</summary>
    public OwnAddresses Own { get; } = new();

    public LetterRelay Letters => _relay ?? throw new InvalidOperationException("The relay was not mapped yet.");

    /// <summary>Opens what is kept, and makes the exchange's keys if it has none. After the journal was opened, whose lock keeps others out.</summary>
    public static Checked<RelayService> Open(ExchangeOptions options, ExchangeEngine engine, TimeProvider clock)
    {
        var path = Path.Combine(options.Data, "exchange-keys.json");
        try
        {
            if (!File.Exists(path))
            {
                using var made = PartyKeys.Create(PartyDescription.ExchangeName, []);
                made.Save(path);
            }

            if (!PartyKeys.Load(path).Try(out var keys, out var problem))
            {
                return problem;
            }

            return new RelayService(options, engine, keys, LetterContents.Open(options.Data), new PartyTokens(clock));
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            return new Problem("", e.Message);
        }
    }

    public void Map(WebApplication app, F3548Routes routes, TokenVerifier tokens, PartyRates rates)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Parley.Letters");
        _relay = new LetterRelay(_engine, _contents, _admitted, new RelayLimits(_options.MaxWaitingLetters, _options.MaxWaitingBytes), log);
        new LetterEndpoints(_relay, new PartyCalls(app, tokens, rates, _relay, log), app.Lifetime.ApplicationStopping).Map();
        new UssRelay(_relay, () => _post!).Map(routes);
        _door.Map(app);
    }

    public LetterKeeper Keeper(ILogger log) => new(Letters, _contents, log);

    public ExchangePost Post(ILogger log) => _post = new ExchangePost(Letters, _keys, log);

    /// <summary>After the journal was replayed: from now on letters are taken and operators are let in.</summary>
    /// <param name="urls">What the server listens on.</param>
    /// <exception cref="JournalException">What is stored cannot be trusted or read.</exception>
    public void Start(IEnumerable<string> urls)
    {
        var addresses = urls.Select(static u => new Uri(u.Replace("://+", "://0.0.0.0", StringComparison.Ordinal).Replace("://*", "://0.0.0.0", StringComparison.Ordinal))).ToList();
        Tokens.SetAudiences([.. _options.JwtAudiences.Concat(addresses.SelectMany(NamesOf)).Distinct(StringComparer.Ordinal)]);
        Own.Listen(addresses, _options.JwtAudiences);
        _contents.Start();
        Letters.Start();
        if (addresses.Count > 0)
        {
            new OperatorFile(Near(addresses[0]).ToString(), _door.Key).Write(_options.Data);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Only the own one: after a start that failed, the file may be another exchange's.
        if (OperatorFile.Read(_options.Data)?.Key == _door.Key)
        {
            File.Delete(OperatorFile.PathIn(_options.Data));
        }

        await _contents.DisposeAsync();
        _keys.Dispose();
    }

    // A machine calls itself by several names; a name of a network that leads here must be given with --jwt-audience.
    private static IEnumerable<string> NamesOf(Uri url)
    {
        string[] hosts = IsAny(url) || url.IsLoopback ? [url.Host, "localhost", "127.0.0.1", "[::1]"] : [url.Host];
        return hosts.SelectMany(host => (string[])[host, $"{host}:{url.Port}"]);
    }

    private static Uri Near(Uri url) => IsAny(url) ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri : url;

    private static bool IsAny(Uri url) => IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}
