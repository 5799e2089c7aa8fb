using Microsoft.IdentityModel.Tokens;

namespace Parley.Tokens;

/// <summary>
/// The public keys trusted at one moment. Immutable; any thread. A change of keys is a new instance, so whoever holds an answer
/// together with the set it was given under can tell by reference whether that answer still stands.
/// </summary>
internal sealed class KeySet
{
    private readonly JsonWebKey[] _keys;
    private readonly string _fingerprint;

    /// <param name="keys">RSA and EC P-256 public keys; one without a key id may sign tokens of any.</param>
    public KeySet(IEnumerable<JsonWebKey> keys)
    {
        _keys = [.. keys];
        _fingerprint = string.Join('\n', _keys.Select(Fingerprint).Order(StringComparer.Ordinal));
        Rules = new TokenValidationParameters
        {
            // The library settles algorithm and signature; the claims are read in TokenClaims, by rules that are all in one place.
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeyResolver = (_, _, kid, _) => Candidates(kid),
            RequireSignedTokens = true,
            ValidateAudience = false,
            ValidateIssuer = false,
            ValidateLifetime = false,
        };
    }

    public int Count => _keys.Length;

    /// <summary>What the library verifies a signature by under this set.</summary>
    public TokenValidationParameters Rules { get; }

    /// <summary>Whether both hold the same keys under the same ids, in whatever order.</summary>
    public bool SameAs(KeySet other) => string.Equals(_fingerprint, other._fingerprint, StringComparison.Ordinal);

    /// <summary>Whether a key goes by this very id. False for no id.</summary>
    public bool Names(string? kid) => !string.IsNullOrEmpty(kid) && _keys.Any(k => string.Equals(k.Kid, kid, StringComparison.Ordinal));

    private IEnumerable<SecurityKey> Candidates(string? kid) =>
        string.IsNullOrEmpty(kid)
            ? _keys
            : _keys.Where(k => string.IsNullOrEmpty(k.Kid) || string.Equals(k.Kid, kid, StringComparison.Ordinal));

    private static string Fingerprint(JsonWebKey key) => Convert.ToHexString(key.ComputeJwkThumbprint()) + " " + key.Kid;
}
