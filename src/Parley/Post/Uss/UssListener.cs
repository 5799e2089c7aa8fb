using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Uss;

/// <summary>
/// A listener of the post's own for civil systems: F3548-21's USS side and nothing else, apart from the API, with tokens verified as at the
/// exchange. Built once, at the start.
/// </summary>
internal sealed class UssListener : IHostedService, IAsyncDisposable
{
    private const int MaxBody = 1 << 20;
    private const int MostInFlight = 256;
    private const int MostPerSecond = 50;

    private readonly WebApplication _app;
    private readonly PartyRates _rates = new(MostPerSecond);
    private readonly TokenVerifier _tokens;
    private readonly UssSide _side;
    private readonly UssLog _log;
    private readonly PostEngine _engine;
    private readonly string _baseUrl;
    private readonly X509Certificate2? _certificate;

    private UssListener(WebApplication app, TokenVerifier tokens, UssSide side, UssLog log, PostEngine engine, string baseUrl, X509Certificate2? certificate) =>
        (_app, _tokens, _side, _log, _engine, _baseUrl, _certificate) = (app, tokens, side, log, engine, baseUrl, certificate);

    public ICollection<string> Urls => _app.Urls;

    /// <summary>What a listener needs of the settings, read and checked.</summary>
    internal sealed record Settings(string Listen, TokenVerifier Tokens, X509Certificate2? Certificate);

    /// <summary>Null where no listener is set. The problem names the setting and what to do.</summary>
    public static Checked<Settings?> Check(UssConfig config, Func<string, string> file, TimeProvider clock, ILogger<TrustedKeys> log)
    {
        if (config.Listen is null)
        {
            return (Settings?)null;
        }

        if (!Uri.TryCreate(config.Listen, UriKind.Absolute, out var listen) || listen.Scheme is not ("http" or "https") || listen.PathAndQuery != "/")
        {
            return new Problem("uss.listen", "is no address; write it like https://0.0.0.0:8443");
        }

        if (config.BaseUrl is null || config.JwtPublicKeys.Count == 0 || config.JwtAudiences.Count == 0)
        {
            return new Problem(
                config.BaseUrl is null ? "uss.base_url" : config.JwtPublicKeys.Count == 0 ? "uss.jwt_public_keys" : "uss.jwt_audiences",
                "is missing; with uss.listen, say by which address civil systems reach it, whose tokens are taken and for which audiences");
        }

        if (!TrustedKeys.Load(new KeySources([.. config.JwtPublicKeys.Select(file)]), clock, log).Try(out var keys, out var problem)
            || !Certificate(config, listen, file).Try(out var certificate, out problem))
        {
            return problem;
        }

        return new Settings(config.Listen, new TokenVerifier(keys, [.. config.JwtAudiences], clock), certificate);
    }

    private static Checked<X509Certificate2?> Certificate(UssConfig config, Uri listen, Func<string, string> file)
    {
        if (listen.Scheme == Uri.UriSchemeHttp)
        {
            return (X509Certificate2?)null;
        }

        if (config.Certificate is null || config.CertificateKey is null)
        {
            return new Problem("uss.certificate", "is missing, or uss.certificate_key; https needs a certificate and its private key, both as PEM files");
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(file(config.Certificate), file(config.CertificateKey));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Problem("uss.certificate", $"can't be used ({e.Message.ReplaceLineEndings(" ")})");
        }
    }

    public static UssListener Create(Settings settings, UssSide side, UssLog log, PostEngine engine, string baseUrl, Action<ILoggingBuilder> logging, bool logRequests)
    {
        var builder = WebApplication.CreateSlimBuilder();
        logging(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxConcurrentConnections = 1000;
            if (settings.Certificate is { } certificate)
            {
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
            }
        });
        if (settings.Certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.UseUrls(settings.Listen);
        var app = builder.Build();
        var listener = new UssListener(app, settings.Tokens, side, log, engine, baseUrl, settings.Certificate);
        var guard = new RequestGuard(MostInFlight, logRequests, app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Parley.UssRequests"));
        app.Use((context, next) => guard.InvokeAsync(context, next));
        app.UseRouting();
        app.Map("/uss/v1/{**rest}", async (HttpContext context) => await (await listener.AnswerAsync(context)).WriteAsync(context));
        return listener;
    }

    private async Task<Answer> AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (!(await _tokens.VerifyAsync(request.Headers.Authorization, context.RequestAborted)).Try(out var caller, out var refusal))
        {
            context.Response.Headers.WWWAuthenticate = refusal.Challenge;
            return Answer.Error(Status401Unauthorized, refusal.Sentence);
        }

        if (!_rates.Take(caller.Subject))
        {
            return Answer.Error(Status429TooManyRequests, "This system sends more requests a second than it may; slow down.", retryAfterSeconds: 1);
        }

        var asked = _engine.Now;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        var call = new UssCall(request.Method, request.Path.Value ?? "", new PartyName(caller.Subject), caller.Scopes, body.ToArray(), Relayed: false);
        var reply = await _side.AnswerAsync(call);
        if (UssSide.AboutOf(call) is { } about)
        {
            _log.Keep(about, call.By, "Server", call.Method, $"{_baseUrl.TrimEnd('/')}{call.Path}", asked, reply.Status);
        }

        return Answer.Raw(reply.Status, reply.Bytes);
    }

    public Task StartAsync(CancellationToken cancellationToken) => _app.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _rates.Dispose();
        _certificate?.Dispose();
    }
}
