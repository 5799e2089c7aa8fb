using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Tokens;

namespace Parley.Post.Uss;

/// <summary>How one other system is called.</summary>
/// <param name="Base">What its paths are put behind; without a slash at its end.</param>
internal sealed record Way(HttpClient Http, Uri Base, string Token)
{
    public string Shown => Base.GetLeftPart(UriPartial.Path).TrimEnd('/');

    /// <summary>A query of the base address stays at the end, as it may say which of several systems is meant.</summary>
    public Uri At(string path) => new($"{Shown}{path}{Base.Query}");
}

/// <summary>
/// Finds how to call a <c>uss_base_url</c>: through this post's own exchange where a party has its address there, whatever that exchange is called
/// by others; else directly, with a token of this post's own signing, where it has a key for that. Thread-safe.
/// </summary>
internal sealed class CivilWays(
    PostEngine engine, PartyBook book, RelayClient relay, HttpClient exchangeHttp, Uri exchange, string ussBaseUrl, string issuerName, TokenIssuer? issuer, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient _outside = OutsideHttp.Create(exchange);
    private readonly Lock _signing = new();

    public bool IsOwn(string? url) => url is not null && url.TrimEnd('/') == ussBaseUrl.TrimEnd('/');

    /// <summary>The party whose address at the exchange this is; null for an address elsewhere.</summary>
    public PartyName? PartyAt(string url) => Uri.TryCreate(url, UriKind.Absolute, out var at) ? PartyAt(at) : null;

    private PartyName? PartyAt(Uri url) =>
        url.AbsolutePath.Trim('/').Split('/') is ["uss", var name] && PlainText.IsPartyName(name) && (IsExchange(url) || engine.Read(s => s.Party(new PartyName(name))) is not null)
            ? new PartyName(name)
            : null;

    /// <summary>For the log: no more of an address than its host.</summary>
    public static string HostOf(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var at) ? at.IdnHost : "(no address)";

    /// <param name="manager">Whose address it should be; null when that is not known.</param>
    public async Task<Checked<Way>> ToAsync(string? url, PartyName? manager, string scope, CancellationToken cancel)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https") || at.UserInfo.Length > 0)
        {
            return new Problem("", "its uss_base_url is no http or https address");
        }

        if (manager is { } name && PlainText.IsPartyName(name.Value) && at.AbsolutePath.Trim('/') == $"uss/{name}" && !IsExchange(at) && engine.Read(s => s.Party(name)) is null)
        {
            // Perhaps a party that was admitted since: then the exchange is known to it by another name.
            try
            {
                await book.RefreshAsync(cancel);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return new Problem("", "the exchange can't be asked who it is");
            }
        }

        if (PartyAt(at) is { } party && (manager is null || manager == party))
        {
            return new Way(exchangeHttp, new Uri(exchange, $"/uss/{party}"), relay.NewToken(scope));
        }

        if (issuer is null)
        {
            return new Problem("", "its own address is not called: this post has no uss.token_key to sign tokens for it");
        }

        lock (_signing)
        {
            return new Way(_outside, at, issuer.Issue(new TokenContents(engine.Me.Value, issuerName, [at.IdnHost], scope, TokenLifetime), clock.GetUtcNow()));
        }
    }

    private bool IsExchange(Uri url) => url.Scheme == exchange.Scheme && url.Port == exchange.Port && string.Equals(url.IdnHost, exchange.IdnHost, StringComparison.OrdinalIgnoreCase);

    public void Dispose()
    {
        _outside.Dispose();
        issuer?.Dispose();
    }
}
