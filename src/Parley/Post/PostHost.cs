using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Parley.Client.Letters;
using Parley.Console;
using Parley.Console.Accounts;
using Parley.Console.Consents;
using Parley.Console.Record;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.F3548;
using Parley.Hosting;
using Parley.Journal;
using Parley.Post.Api;
using Parley.Post.Uss;

namespace Parley.Post;

/// <summary>Puts a post together: journal, state, mail, filings, API. It connects only outward, to its exchange; what listens is for its own people.</summary>
internal sealed class PostHost : IAsyncDisposable
{
    private const int MostEntryBytes = 1 << 20;

    private readonly WebApplication _app;
    private readonly PostEngine _engine;
    private readonly LocalLog _log;
    private readonly PartyKeys _keys;
    private readonly PostConfig _config;
    private readonly PostSnapshots _snapshots;
    private readonly ILogger _logger;
    private readonly HttpClient _http;

    private PostHost(WebApplication app, PostEngine engine, LocalLog log, PostSnapshots snapshots, PartyKeys keys, PostConfig config, HttpClient http, ILogger logger) =>
        (_app, _engine, _log, _snapshots, _keys, _config, _http, _logger) = (app, engine, log, snapshots, keys, config, http, logger);

    /// <summary>The addresses its API listens on; known once it was started.</summary>
    public ICollection<string> Urls => _app.Urls;

    /// <summary>Reads the folder and builds the post; nothing listens yet. The problem names the file or setting and what to do.</summary>
    /// <param name="exercise">Persons whom anyone at this machine may be with one click: for an exercise run by code in this process, and by nothing else.</param>
    public static Checked<PostHost> Open(string path, TimeProvider clock, bool quiet = false, bool console = false, bool jsonLogs = false, bool logRequests = false,
        IReadOnlyList<ExercisePerson>? exercise = null)
    {
        var folder = new PostFolder(path);
        if (!folder.ReadConfig().Try(out var config, out var problem) || !folder.ReadApiKey().Try(out var key, out problem)
            || !PartyKeys.Load(folder.KeysFile).Try(out var keys, out problem))
        {
            return problem;
        }

        console &= config.Console.Enabled;
        X509Certificate2? certificate = null;
        if ((console && AccountsHost.Check(config, folder, exercise, clock) is { } unfit && (problem = unfit) is not null) || !ListenerCertificate.Load(config, folder.FileAt).Try(out certificate, out problem))
        {
            keys.Dispose();
            return problem with { Path = $"{folder.ConfigFile}: {problem.Path}" };
        }

        using var early = LoggerFactory.Create(logging => ServerLogs.Configure(logging, quiet, jsonLogs));
        if (!UssListener.Check(config.Uss, folder.FileAt, clock, early.CreateLogger<Tokens.TrustedKeys>()).Try(out var listening, out problem)
            || !Issuer(config.Uss, folder).Try(out var issuer, out problem))
        {
            keys.Dispose();
            return problem.Path.StartsWith("uss.", StringComparison.Ordinal) ? problem with { Path = $"{folder.ConfigFile}: {problem.Path}" } : problem;
        }

        LocalLog log;
        SnapshotStore store;
        try
        {
            log = LocalLog.Open(new JournalOptions(folder.Data) { MaxEntryBytes = MostEntryBytes, MaxBatchBytes = 4 * MostEntryBytes });
            store = SnapshotStore.Open(folder.Data);
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            keys.Dispose();
            return new Problem("", e.Message);
        }

        var builder = WebApplication.CreateSlimBuilder();
        ServerLogs.Configure(builder.Logging, quiet, jsonLogs);
        var engine = new PostEngine(log, new PartyName(keys.Name), clock) { MyFingerprint = keys.Description.Fingerprint };
        var exchange = new Uri(config.Exchange);
        var http = new HttpClient(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1), ConnectTimeout = TimeSpan.FromSeconds(5) })
        {
            BaseAddress = exchange,
            Timeout = TimeSpan.FromSeconds(30),
        };
        var relay = new RelayClient(http, keys, exchange, clock);
        var services = builder.Services;
        var ussBaseUrl = config.Uss.BaseUrl ?? $"{config.Exchange}/uss/{keys.Name}";
        services.AddSingleton(s => new PostSnapshots(store, s.GetRequiredService<ILogger<PostSnapshots>>()));
        // Before all that writes, so that at a stop it is the last.
        services.AddHostedService(s => new PostSnapshotter(engine, s.GetRequiredService<PostSnapshots>(), config.SnapshotEvery));
        services.AddSingleton(engine).AddSingleton(relay).AddSingleton(keys).AddSingleton(config).AddSingleton(http).AddSingleton(clock);
        services.AddSingleton(s => new PartyBook(engine, relay, s.GetRequiredService<ILogger<PartyBook>>()));
        services.AddSingleton(_ => new LetterReader(engine, keys));
        services.AddSingleton(s => new LetterDesk(engine, keys, folder.Data, s.GetRequiredService<ILogger<LetterDesk>>()));
        services.AddSingleton(_ => new Tightness.Replays(engine, folder.Data));
        services.AddSingleton(_ => new Record.JournalBook(engine, folder.Data));
        services.AddSingleton<CivilDesk>();
        services.AddSingleton(_ => new Disclosing(engine, config.Uss.Details, ussBaseUrl));
        services.AddSingleton(_ => new UssLog(engine, folder.Data, config.Exchange, ussBaseUrl));
        services.AddSingleton(s => new CivilWays(engine, s.GetRequiredService<PartyBook>(), relay, http, exchange, ussBaseUrl, config.Uss.TokenIssuer, issuer, clock));
        services.AddSingleton<CivilSystems>();
        services.AddSingleton(s => new Register(engine, http, relay, ussBaseUrl, s.GetRequiredService<CivilSystems>()));
        services.AddSingleton(s => new Filer(engine, s.GetRequiredService<Register>(), config.Uncovered, s.GetRequiredService<CivilSystems>(), s.GetRequiredService<CivilDesk>(), s.GetRequiredService<ILogger<Filer>>()));
        services.AddSingleton<UssSide>();
        if (listening is not null)
        {
            services.AddSingleton(s => UssListener.Create(
                listening, s.GetRequiredService<UssSide>(), s.GetRequiredService<UssLog>(), engine, ussBaseUrl, logging => ServerLogs.Configure(logging, quiet, jsonLogs), logRequests));
            services.AddHostedService(static s => s.GetRequiredService<UssListener>());
        }

        services.AddSingleton<Checking>();
        services.AddSingleton<Inbox>().AddSingleton<Outbox>();
        services.AddHostedService(static s => s.GetRequiredService<Inbox>());
        services.AddHostedService(static s => s.GetRequiredService<Outbox>());
        services.AddHostedService<KeysWatch>();
        services.AddSingleton(s => new OwnKeys(engine, keys, folder, http, config, clock, s.GetRequiredService<ILogger<OwnKeys>>()));
        services.AddHostedService(static s => s.GetRequiredService<OwnKeys>());
        services.AddHostedService<Workers>();
        services.AddHostedService<PostClock>();
        services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.AddOpenApi("v1", PostDescription.Describe);
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, Client.F3548.WireJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, Client.Post.PostWireJson.Default);
        });
        // Made after the services, which its pages ask for it.
        ApiRoutes? routes = null;
        if (console)
        {
            services.AddSingleton(_ => routes!);
            ConsoleHost.Add(builder, config, folder, keys.Name, clock, exercise);
        }

        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (certificate is not null)
            {
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
            }

            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.WebHost.UseUrls(config.Api);

        var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILogger<PostHost>>();
        var guard = new RequestGuard(1024, logRequests, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Parley.Requests"), Answer.Problem);
        if (console && ConsoleHost.BehindProxy(config))
        {
            ConsoleHost.TrustProxy(app, config.Console.Url!);
        }

        app.Use((context, next) => guard.InvokeAsync(context, next));
        app.UseRouting();
        if (console)
        {
            ConsoleHost.Use(app);
        }

        routes = new ApiRoutes(app, key, app.Services.GetService<ICallers>(), app.Services.GetService<IConsoleRecord>(), app.Services.GetService<ConsentBook>());
        Map(routes, engine, app.Services);
        if (console)
        {
            try
            {
                ConsoleHost.Map(app, routes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
            {
                keys.Dispose();
                return new Problem(folder.Console, $"can't be used: {e.Message.ReplaceLineEndings(" ")}");
            }
        }

        app.Services.GetRequiredService<LetterDesk>().Uss = app.Services.GetRequiredService<UssSide>().AnswerAsync;
        app.MapOpenApi("/openapi/{documentName}.json");
        return new PostHost(app, engine, log, app.Services.GetRequiredService<PostSnapshots>(), keys, config, http, logger);
    }

    private static void Map(ApiRoutes routes, PostEngine engine, IServiceProvider services)
    {
        var book = services.GetRequiredService<PartyBook>();
        var letters = new LetterWriter(engine, book);
        new StatusEndpoints(engine, book, () => services.GetRequiredService<Inbox>().Up).Map(routes);
        new KeysEndpoints(engine, services.GetRequiredService<PartyKeys>(), services.GetRequiredService<OwnKeys>()).Map(routes);
        new AgreementEndpoints(engine, letters, book).Map(routes);
        new Api.IntentEndpoints(engine, services.GetRequiredService<Filer>(), letters).Map(routes);
        var suggesting = new Suggesting(engine);
        new ConflictEndpoints(engine, letters, suggesting).Map(routes);
        new PreviewEndpoints(engine, suggesting).Map(routes);
        new LineEndpoints(engine, letters, services.GetRequiredService<PostConfig>().Language).Map(routes);
        new PhraseEndpoints(services.GetRequiredService<PostConfig>().Language).Map(routes);
        new WatchEndpoints(engine).Map(routes);
        new IncidentEndpoints(engine, letters).Map(routes);
        new CommentEndpoints(engine, letters).Map(routes);
        new ReportEndpoints(services.GetRequiredService<Tightness.Replays>()).Map(routes);
        new LogSetEndpoints(services.GetRequiredService<UssLog>()).Map(routes);
        new JournalEndpoints(services.GetRequiredService<Record.JournalBook>()).Map(routes);
    }

    private static Checked<Tokens.TokenIssuer?> Issuer(UssConfig config, PostFolder folder) =>
        config.TokenKey is null ? (Tokens.TokenIssuer?)null
        : Tokens.TokenIssuer.Load(folder.FileAt(config.TokenKey)).Try(out var issuer, out var problem) ? issuer
        : problem;

    /// <summary>Replays the journal, then listens and takes up the mail. The problem says why it can't.</summary>
    public async Task<Problem?> StartAsync()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await Task.Run(() => _engine.Start(_snapshots));
            if (await _engine.SubmitAsync(new Core.Post.Woke(_engine.Now)) is PostUnavailable unavailable)
            {
                return new Problem("", unavailable.Sentence);
            }

            await _app.StartAsync();
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            return new Problem("", e.Message.ReplaceLineEndings(" "));
        }

        _app.Lifetime.ApplicationStopping.Register(() => PostLog.Stopping(_logger));
        if (_app.Services.GetService<UssListener>() is { } listener)
        {
            PostLog.UssListening(_logger, string.Join(", ", listener.Urls), _config.Uss.BaseUrl!);
        }

        PostLog.Started(
            _logger, _keys.Name, AuxEndpoints.Version, string.Join(", ", _app.Urls), _config.Exchange, _log.End, _engine.StartedFrom, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return null;
    }

    public Task WaitForShutdownAsync(CancellationToken cancel = default) => _app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _engine.DisposeAsync();
        await _app.DisposeAsync();
        _http.Dispose();
        _keys.Dispose();
    }
}
