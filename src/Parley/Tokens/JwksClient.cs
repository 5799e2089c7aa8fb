using Microsoft.IdentityModel.Tokens;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>Asks one address for its JSON Web Key set, within bounds of time and size. Any thread.</summary>
internal sealed class JwksClient : IDisposable
{
    private const int MaxBytes = 256 * 1024;

    private readonly Uri _url;
    private readonly HttpClient _http;

    public JwksClient(Uri url, TimeSpan timeout)
    {
        _url = url;
        // No redirects: whoever was named answers, or nobody. Connections end so that a changed DNS name is followed.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            UseCookies = false,
        };
        _http = new HttpClient(handler)
        {
            Timeout = timeout,
            MaxResponseContentBufferSize = MaxBytes,
        };
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/jwk-set+json, application/json;q=0.9");
    }

    /// <summary>The usable keys of the answer; the problem says what came instead. Never throws.</summary>
    public async Task<Checked<IReadOnlyList<JsonWebKey>>> AskAsync()
    {
        try
        {
            using var response = await _http.GetAsync(_url);
            if (!response.IsSuccessStatusCode)
            {
                return Failed($"answered HTTP {(int)response.StatusCode}; give the address that answers 200 with the key set");
            }

            var keys = JwkSet.Read(await response.Content.ReadAsByteArrayAsync());
            return keys.Problem is { } problem ? problem.Under(_url.ToString()) : keys;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            return Failed($"did not answer ({e.Message})");
        }
        catch (OperationCanceledException)
        {
            return Failed($"did not answer within {_http.Timeout.TotalSeconds:0.###} s");
        }
    }

    private Problem Failed(string sentence) => new(_url.ToString(), sentence);

    public void Dispose() => _http.Dispose();
}
