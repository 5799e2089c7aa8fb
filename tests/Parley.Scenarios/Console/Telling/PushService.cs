using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Parley.Scenarios.Console.Telling;

/// <summary>
/// A push service as browsers' makers run them: takes what is pushed for a browser if the VAPID token (RFC 8292) holds, and answers as a test says. Thread-safe.
/// </summary>
internal sealed class PushService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Pushed> _pushed = new();
    private readonly ConcurrentDictionary<string, Func<HttpContext, int>> _answers = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, int> _endless = new(StringComparer.Ordinal);
    private int _listening;

    private PushService(WebApplication app) => _app = app;

    /// <param name="Refused">Why a real push service would not have taken it; null when it would.</param>
    /// <param name="Key">The public key that the token came with; a real one compares it with what the browser subscribed with.</param>
    internal sealed record Pushed(string Path, byte[] Body, string Ttl, string Urgency, string Topic, string? Subject, string? Refused, string? Key);

    public IReadOnlyCollection<Pushed> All => _pushed;

    public string Url => _app.Urls.First();

    public static async Task<PushService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new PushService(builder.Build());
        service._app.Map("/{**path}", service.TakeAsync);
        await service._app.StartAsync();
        return service;
    }

    public string Endpoint(string name) => $"{Url}/push/{name}";

    public IReadOnlyList<Pushed> To(string name) => [.. _pushed.Where(p => p.Path == $"/push/{name}")];

    /// <summary>Instead of 201; what it writes to the answer's headers is sent.</summary>
    public void Answer(string name, Func<HttpContext, int> answer) => _answers[$"/push/{name}"] = answer;

    /// <summary>With a body that never ends.</summary>
    public void AnswerEndlessly(string name, int status) => _endless[$"/push/{name}"] = status;

    /// <summary>How many are being answered endlessly.</summary>
    public int Listening => Volatile.Read(ref _listening);

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers;
        var (subject, refused, signer) = Check(context);
        _pushed.Enqueue(new Pushed(context.Request.Path.Value!, body.ToArray(), headers["TTL"].ToString(), headers["Urgency"].ToString(), headers["Topic"].ToString(), subject, refused, signer));
        context.Response.StatusCode = refused is not null ? 403 : _answers.TryGetValue(context.Request.Path.Value!, out var answer) ? answer(context) : 201;
        if (_endless.TryGetValue(context.Request.Path.Value!, out var status))
        {
            context.Response.StatusCode = status;
            await NeverEndAsync(context);
        }
    }

    private async Task NeverEndAsync(HttpContext context)
    {
        Interlocked.Increment(ref _listening);
        try
        {
            for (var piece = new byte[64 << 10]; !context.RequestAborted.IsCancellationRequested;)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                // Slowly: whoever listens is not to die of it, only never to be done.
                await Task.Delay(20, context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // Who listened has gone.
        }
        finally
        {
            Interlocked.Decrement(ref _listening);
        }
    }

    private (string? Subject, string? Refused, string? Key) Check(HttpContext context)
    {
        if (context.Request.Method != "POST" || context.Request.Headers.ContentEncoding != "aes128gcm")
        {
            return (null, $"{context.Request.Method} with {context.Request.Headers.ContentEncoding}", null);
        }

        if (context.Request.Headers.Authorization.ToString() is not { } header || !header.StartsWith("vapid ", StringComparison.OrdinalIgnoreCase))
        {
            return (null, "no vapid", null);
        }

        var parts = header[6..].Split(',').Select(static p => p.Trim().Split('=', 2)).ToDictionary(static p => p[0], static p => p[1], StringComparer.Ordinal);
        if (parts["t"].Split('.') is not [var head, var claims, var signature])
        {
            return (null, "no JWT", null);
        }

        var point = Base64Url.DecodeFromChars(parts["k"]);
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        var said = JsonNode.Parse(Base64Url.DecodeFromChars(claims))!;
        var expires = DateTimeOffset.FromUnixTimeSeconds((long)said["exp"]!);
        return (
            (string?)said["sub"],
            (string?)JsonNode.Parse(Base64Url.DecodeFromChars(head))!["alg"] != "ES256" ? "not ES256"
            : !key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{claims}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256) ? "signature"
            : (string?)said["aud"] != Url ? $"audience {said["aud"]}"
            : expires <= DateTimeOffset.UtcNow || expires > DateTimeOffset.UtcNow.AddHours(24) ? $"expires {expires:O}"
            : null,
            parts["k"]);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
