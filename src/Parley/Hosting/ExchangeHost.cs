using System.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Parley.Core;
using Parley.Core.Geometry;
using Parley.F3548;
using Parley.Journal;
using Parley.Relay;
using Parley.Tokens;

namespace Parley.Hosting;

/// <summary>Puts an exchange together: journal, state, endpoints, limits and what operators watch it by.</summary>
internal sealed class ExchangeHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ExchangeEngine _engine;
    private readonly LocalLog _log;
    private readonly SnapshotStore _snapshots;
    private readonly RelayService _relay;
    private readonly ExchangeOptions _options;
    private readonly ILogger _logger;

    private ExchangeHost(
        WebApplication app, ExchangeEngine engine, LocalLog log, SnapshotStore snapshots, RelayService relay, ExchangeOptions options, ILogger logger) =>
        (_app, _engine, _log, _snapshots, _relay, _options, _logger) = (app, engine, log, snapshots, relay, options, logger);

    /// <summary>The addresses it listens on; known once it was started.</summary>
    public ICollection<string> Urls => _app.Urls;

    /// <summary>Opens the data folder and builds the server; nothing listens yet. The problem names the setting or file and what to do.</summary>
    public static Checked<ExchangeHost> Open(ExchangeOptions options, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        ServerLogs.Configure(builder.Logging, options.Quiet, options.JsonLogs);
        using var early = LoggerFactory.Create(logging => ServerLogs.Configure(logging, options.Quiet, options.JsonLogs));
        var keys = TrustedKeys.Load(new KeySources(options.JwtPublicKeys, options.Jwks), clock, early.CreateLogger<TrustedKeys>());
        if (!keys.Try(out var trusted, out var problem))
        {
            return problem;
        }

        var fair = new Fairness();
        LocalLog log;
        SnapshotStore snapshots;
        try
        {
            log = LocalLog.Open(JournalOf(options, fair));
            snapshots = SnapshotStore.Open(options.Data);
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            return new Problem("", e.Message);
        }

        var engine = new ExchangeEngine(log, clock, fair);
        if (!RelayService.Open(options, engine, clock).Try(out var relay, out problem))
        {
            return problem;
        }

        Services(builder, options, engine, trusted);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            Limits(kestrel.Limits, options);
        });
        builder.WebHost.UseUrls([.. options.Urls]);
        builder.Services.AddHostedService(services => new Snapshotter(engine, log, snapshots, options, services.GetRequiredService<ILogger<Snapshotter>>()));

        builder.Services.AddHostedService(services => relay.Keeper(services.GetRequiredService<ILogger<LetterKeeper>>()));
        builder.Services.AddHostedService(services => relay.Post(services.GetRequiredService<ILogger<ExchangePost>>()));

        var app = builder.Build();
        var logger = app.Services.GetRequiredService<ILogger<ExchangeHost>>();
        Map(app, options, engine, relay, new TokenVerifier(trusted, [.. options.JwtAudiences], clock, parties: relay.Tokens));
        return new ExchangeHost(app, engine, log, snapshots, relay, options, logger);
    }

    /// <summary>How the journal of an exchange is kept; the same for whoever opens it.</summary>
    internal static JournalOptions JournalOf(ExchangeOptions options, Fairness? fair)
    {
        // A command is never larger than the body it came in by more than its ids and times.
        var largest = (int)options.MaxBodyBytes + (64 << 10);
        return new JournalOptions(options.Data) { Arrange = fair is null ? null : fair.Arrange, MaxEntryBytes = largest, MaxBatchBytes = Math.Max(4 << 20, 2 * largest) };
    }

    /// <summary>
    /// Listens, then replays: health and 503s are answered from the first moment. Returns once everything is answered; the problem says
    /// why it can't be.
    /// </summary>
    public async Task<Problem?> StartAsync()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await _app.StartAsync();
            _app.Lifetime.ApplicationStopping.Register(() => LogEvents.Stopping(_logger));
            await Task.Run(Replay);
        }
        catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
        {
            _engine.Broken("The exchange can't start; its operators see why in its log.");
            LogEvents.CannotStart(_logger, e.Message);
            return new Problem("", e.Message);
        }

        LogEvents.Started(
            _logger, AuxEndpoints.Version, string.Join(", ", _app.Urls), _options.Data, _log.End,
            _engine.Read(0, static (s, _) => s.IntentCount), (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return null;
    }

    private void Replay()
    {
        _log.OnHealthChanged = health =>
        {
            if (health.Failure is { } failure)
            {
                LogEvents.JournalFailed(_logger, failure.Sentence);
            }
            else
            {
                LogEvents.JournalRecovered(_logger);
            }
        };
        var state = Snapshotter.ReadNewest(_snapshots, _logger, out var position);
        _engine.Start(state, position);
        _relay.Start(_app.Urls);
        if (_log.Recovery?.Cut is { } cut)
        {
            LogEvents.TailCut(_logger, cut.File, cut.Offset, cut.Bytes, cut.Position);
        }
    }

    /// <summary>Waits until the process is asked to stop (SIGTERM, Ctrl-C), lets requests in work end, then closes the journal.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancel = default) => _app.WaitForShutdownAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _engine.DisposeAsync();
        await _relay.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app, ExchangeOptions options, ExchangeEngine engine, RelayService relay, TokenVerifier tokens)
    {
        var guard = new RequestGuard(options.MaxInFlight, options.LogRequests, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Parley.Requests"));
        app.Use((context, next) => guard.InvokeAsync(context, next));
        app.UseRouting();
        var routes = new F3548Routes(app, tokens, app.Services.GetRequiredService<PartyRates>(), engine);
        var volumes = new VolumeReader(new OutlineLimits(VolumeReader.MaxVertices, options.MaxAreaKm2));
        new IntentEndpoints(engine, volumes, options, relay.Own).Map(routes);
        new ConstraintEndpoints(engine, volumes, options, relay.Own).Map(routes);
        new SubscriptionEndpoints(engine, volumes, options, relay.Own).Map(routes);
        new AvailabilityEndpoints(engine).Map(routes);
        AuxEndpoints.Map(routes);
        relay.Map(app, routes, tokens, app.Services.GetRequiredService<PartyRates>());
        Health.Map(app, engine);
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static void Services(WebApplicationBuilder builder, ExchangeOptions options, ExchangeEngine engine, TrustedKeys keys)
    {
        var metrics = new ExchangeMetrics(engine);
        engine.Metrics = metrics;
        builder.Services.AddSingleton(metrics);
        builder.Services.AddSingleton(new PartyRates(options.MaxPartyRate));
        builder.Services.AddHostedService(_ => keys);
        builder.Services.AddHostedService(services => new Sweeper(engine, options, services.GetRequiredService<ILogger<Sweeper>>()));
        builder.Services.AddOpenApi("v1", F3548Description.Describe);
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, Client.F3548.WireJson.Default));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(static r => r.AddService("parley-exchange", serviceVersion: AuxEndpoints.Version))
            .WithMetrics(static m => m
                .AddMeter(ExchangeMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddPrometheusExporter());

        // Traces cost each request something, so they are made only when somebody collects them.
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
        {
            telemetry.WithTracing(static t => t.AddAspNetCoreInstrumentation().AddSource("Parley").AddOtlpExporter())
                .WithMetrics(static m => m.AddOtlpExporter());
        }
    }

    private static void Limits(KestrelServerLimits limits, ExchangeOptions options)
    {
        limits.MaxRequestBodySize = options.MaxBodyBytes;
        limits.MaxRequestHeadersTotalSize = 32 << 10;
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MaxConcurrentConnections = 10_000;
    }
}
