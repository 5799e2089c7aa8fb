using System.Buffers;
using System.Buffers.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>
/// Says who calls, from the <c>Authorization</c> header: a JWS (RFC 7515) in compact form, signed RS256 or ES256 by a trusted key, with
/// the claims <see cref="TokenClaims"/> asks for. A token verified before is answered from memory until it expires or the keys change;
/// the clock is looked at each time. Any thread.
/// </summary>
internal sealed class TokenVerifier
{
    /// <summary>Longest token looked at, in characters.</summary>
    public const int MaxTokenLength = 8192;

    /// <summary>How many verified tokens are remembered.</summary>
    public const int DefaultCapacity = 10_000;

    private const string Scheme = "Bearer ";

    private static readonly TokenRefusal Missing =
        new(RefusalKind.Missing, "No token came with the request; send the header Authorization: Bearer TOKEN.");

    private static readonly TokenRefusal NotAToken =
        new(
            RefusalKind.Malformed, "The token is not usable: it is not a signed JSON Web Token in compact form (three parts of base64url).");

    private static readonly TokenRefusal WrongAlgorithm =
        new(RefusalKind.Untrusted, "The token is signed with an algorithm that is not accepted here; use RS256 or ES256.");

    private static readonly TokenRefusal Unsigned =
        new(RefusalKind.Untrusted, "No key trusted here has signed the token; use the issuer whose public key this exchange was given.");

    private readonly TrustedKeys _keys;
    private readonly TimeProvider _clock;
    private readonly TokenClaims _claims;
    private readonly int _capacity;
    private readonly PartyTokens? _parties;
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenLength };
    private VerifiedTokens _verified;

    /// <param name="keys">Who is trusted to sign.</param>
    /// <param name="audiences">The names this exchange goes by; a token must be issued for one of them.</param>
    /// <param name="capacity">How many verified tokens are remembered.</param>
    /// <param name="parties">Parties that sign their own tokens; null where there are none.</param>
    public TokenVerifier(
        TrustedKeys keys, IReadOnlyCollection<string> audiences, TimeProvider clock, int capacity = DefaultCapacity, PartyTokens? parties = null)
    {
        if (audiences.Count == 0)
        {
            throw new ArgumentException("Every token would be refused: name at least one audience.", nameof(audiences));
        }

        (_keys, _clock, _capacity, _parties) = (keys, clock, capacity, parties);
        _claims = new TokenClaims(audiences);
        _verified = new VerifiedTokens(keys.Current, capacity);
    }

    /// <summary>How many tokens are remembered now.</summary>
    internal int Remembered => Volatile.Read(ref _verified).Count;

    /// <param name="authorization">The whole header value, or null.</param>
    /// <returns>
    /// At once, without allocating, for a token seen before; else after verifying, and at most 2 s later for an unknown key.
    /// </returns>
    public ValueTask<TokenResult> VerifyAsync(string? authorization, CancellationToken cancel = default)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ValueTask.FromResult<TokenResult>(Missing);
        }

        var token = authorization.AsSpan(Scheme.Length).Trim(' ');
        var keys = _keys.Current;
        var verified = Under(keys);
        if (verified.Find(token) is not { } caller)
        {
            return _parties?.Find(token) is { } party ? ValueTask.FromResult(party) : IsCompactJws(token) ? VerifyAsync(token.ToString(), keys, cancel) : ValueTask.FromResult<TokenResult>(NotAToken);
        }

        if (Now < caller.Expires)
        {
            return ValueTask.FromResult<TokenResult>(caller);
        }

        verified.Remove(token);
        return ValueTask.FromResult<TokenResult>(TokenClaims.Expired);
    }

    private Instant Now => Instant.From(_clock.GetUtcNow());

    // What was verified under other keys is forgotten as a whole. Two that race here may each bring an empty cache; one stays.
    private VerifiedTokens Under(KeySet keys)
    {
        var verified = Volatile.Read(ref _verified);
        if (!ReferenceEquals(verified.Keys, keys))
        {
            verified = new VerifiedTokens(keys, _capacity);
            Volatile.Write(ref _verified, verified);
        }

        return verified;
    }

    private async ValueTask<TokenResult> VerifyAsync(string token, KeySet keys, CancellationToken cancel)
    {
        if (!TryDecode(token, out var jwt))
        {
            return NotAToken;
        }

        if (jwt.Alg is not (SecurityAlgorithms.RsaSha256 or SecurityAlgorithms.EcdsaSha256))
        {
            return WrongAlgorithm;
        }

        // A header that must be understood (RFC 7515 §4.1.11) and that nobody here understands.
        if (jwt.TryGetHeaderValue<object>("crit", out _))
        {
            return NotAToken;
        }

        if (_parties?.Names(jwt.Kid) == true)
        {
            return await _parties.VerifyAsync(token, jwt) ?? Unsigned;
        }

        if (!await IsSignedAsync(jwt, keys))
        {
            if (keys.Names(jwt.Kid) || !await _keys.RefreshAsync(keys, cancel))
            {
                return Unsigned;
            }

            keys = _keys.Current;
            _ = Under(keys);
            if (!await IsSignedAsync(jwt, keys))
            {
                return Unsigned;
            }
        }

        var now = Now;
        var result = _claims.Read(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload), now);
        // Verified under keys that were replaced meanwhile: true for this request, but not to be remembered.
        if (result.Caller is { } caller && Volatile.Read(ref _verified) is var verified && ReferenceEquals(verified.Keys, keys))
        {
            verified.Add(token, caller, now);
        }

        return result;
    }

    private async Task<bool> IsSignedAsync(JsonWebToken jwt, KeySet keys) => (await _handler.ValidateTokenAsync(jwt, keys.Rules)).IsValid;

    private static bool TryDecode(string token, out JsonWebToken jwt)
    {
        try
        {
            jwt = new JsonWebToken(token);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or System.Text.Json.JsonException or SecurityTokenException)
        {
            jwt = null!;
            return false;
        }
    }

    // Header and payload are signed as they are written; the signature itself could be written in several ways (unused bits of its last
    // character, the other base64 alphabet, padding) that a lenient decoder takes for the same. One writing is accepted.
    private static bool IsCompactJws(ReadOnlySpan<char> token)
    {
        if (token.Length is 0 or > MaxTokenLength || token.Count('.') != 2)
        {
            return false;
        }

        foreach (var c in token)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        var signature = token[(token.LastIndexOf('.') + 1)..];
        Span<byte> bytes = stackalloc byte[2048];
        Span<char> again = stackalloc char[2732];
        return signature.Length <= again.Length
            && Base64Url.DecodeFromChars(signature, bytes, out _, out var written) == OperationStatus.Done
            && Base64Url.TryEncodeToChars(bytes[..written], again, out var length)
            && signature.SequenceEqual(again[..length]);
    }
}
