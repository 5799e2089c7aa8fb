using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Parley.Client.Letters;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>
/// Tokens that admitted parties sign with their own keys: <c>iss</c> and <c>sub</c> both the party's name, <c>kid</c> its key. A party's key
/// opens that party and no other. What was verified is forgotten when anybody is admitted or expelled. Any thread.
/// </summary>
internal sealed class PartyTokens(TimeProvider clock)
{
    private static readonly TokenRefusal NotItsOwn =
        new(RefusalKind.Untrusted, "The token is signed by a party that is not its iss and sub; a party's key opens that party alone.");

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = TokenVerifier.MaxTokenLength };
    private volatile Known _known = new([]);
    private volatile TokenClaims _claims = new([]);

    // All that depends on who is admitted, replaced as one.
    private sealed class Known
    {
        public Known(IReadOnlyList<PartyDescription> parties)
        {
            NameOf = parties.ToDictionary(static p => p.SigningKey.Kid, static p => p.Name, StringComparer.Ordinal);
            Keys = new KeySet(parties.Select(static p => new JsonWebKey
            {
                Kty = p.SigningKey.Kty,
                Crv = p.SigningKey.Crv,
                X = p.SigningKey.X,
                Y = p.SigningKey.Y,
                Kid = p.SigningKey.Kid,
            }));
            Verified = new VerifiedTokens(Keys, TokenVerifier.DefaultCapacity);
        }

        public Dictionary<string, string> NameOf { get; }

        public KeySet Keys { get; }

        public VerifiedTokens Verified { get; }
    }

    /// <summary>The names this exchange goes by for parties.</summary>
    public void SetAudiences(IReadOnlyCollection<string> audiences) => _claims = new TokenClaims(audiences);

    /// <summary>Who may sign from now on. No two with the same key.</summary>
    public void SetParties(IReadOnlyList<PartyDescription> parties) => _known = new Known(parties);

    public bool Names(string? kid) => kid is not null && _known.NameOf.ContainsKey(kid);

    /// <summary>Who was verified with this very token; null when nobody was. Its time is looked at here.</summary>
    public TokenResult? Find(ReadOnlySpan<char> token)
    {
        var verified = _known.Verified;
        if (verified.Find(token) is not { } caller)
        {
            return null;
        }

        if (Instant.From(clock.GetUtcNow()) < caller.Expires)
        {
            return caller;
        }

        verified.Remove(token);
        return TokenClaims.Expired;
    }

    /// <summary>Verifies a token whose kid <see cref="Names"/> knew; null when its signature is not that key's.</summary>
    public async ValueTask<TokenResult?> VerifyAsync(string token, JsonWebToken jwt)
    {
        var known = _known;
        if (jwt.Alg != SecurityAlgorithms.EcdsaSha256 || !known.NameOf.TryGetValue(jwt.Kid, out var name)
            || !(await _handler.ValidateTokenAsync(jwt, known.Keys.Rules)).IsValid)
        {
            return null;
        }

        var now = Instant.From(clock.GetUtcNow());
        if (!_claims.Read(Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload), now).Try(out var caller, out var refusal))
        {
            return refusal;
        }

        if (caller.Subject != name || caller.Issuer != name)
        {
            return NotItsOwn;
        }

        caller = caller with { IsParty = true };
        known.Verified.Add(token, caller, now);
        return caller;
    }
}
