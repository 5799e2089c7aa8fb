using System.Diagnostics;
using System.Net.Http.Headers;

namespace Parley.Bench.Load;

/// <summary>An answer; status 0 when none came.</summary>
internal readonly record struct Reply(int Status, byte[] Body);

/// <summary>Sends requests to a DSS on this machine and counts each. Thread-safe.</summary>
internal sealed class DssClient : IDisposable
{
    public const string Intents = "/dss/v1/operational_intent_references";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;
    private readonly TokenSigner _signer;
    private readonly Uri _url;

    public DssClient(Uri url, TokenSigner signer, int connections)
    {
        if (!url.IsLoopback)
        {
            throw new InvalidOperationException($"{url} is not this machine; load is only ever made on loopback.");
        }

        (_url, _signer) = (url, signer);
#pragma warning disable CA2000 // The client disposes of its handler.
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(20) };
#pragma warning restore CA2000
    }

    /// <summary>Sends one request and reads the answer to its end; what took how long goes into the tally.</summary>
    public async Task<Reply> SendAsync(Operation operation, HttpMethod method, string path, byte[]? body, Tally tally, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var request = new HttpRequestMessage(method, new Uri(_url, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _signer.Token());
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = Json } };
        }

        try
        {
            using var response = await _http.SendAsync(request, cancel);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
            tally[operation].AddSince(began);
            tally.Count(operation, StatusText((int)response.StatusCode));
            return new Reply((int)response.StatusCode, bytes);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            tally.Count(operation, e is OperationCanceledException ? "timeout" : e.GetType().Name);
            return new Reply(0, []);
        }
    }

    // Without a new text for each answer.
    private static string StatusText(int status) => status switch
    {
        200 => "200",
        201 => "201",
        409 => "409",
        _ => status.ToString(),
    };

    public void Dispose() => _http.Dispose();
}
