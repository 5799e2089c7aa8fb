using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>A public key on P-256 as a JSON Web Key (RFC 7517). Immutable; any thread.</summary>
/// <param name="Use"><c>sig</c> or <c>enc</c>.</param>
/// <param name="Kid">The key's RFC 7638 thumbprint (SHA-256, base64url).</param>
/// <param name="X">32 bytes, base64url.</param>
/// <param name="Y">32 bytes, base64url.</param>
public sealed record PublicJwk(
    [property: JsonRequired] string Kty,
    [property: JsonRequired] string Crv,
    [property: JsonRequired] string Use,
    [property: JsonRequired] string Kid,
    [property: JsonRequired] string X,
    [property: JsonRequired] string Y)
{
    private const int CoordinateBytes = 32;

    internal static PublicJwk From(ECParameters key, string use)
    {
        var (x, y) = (Base64Url.EncodeToString(key.Q.X), Base64Url.EncodeToString(key.Q.Y));
        return new PublicJwk("EC", "P-256", use, Thumbprint(x, y), x, y);
    }

    /// <summary>The key for the platform's own types. Only for a key that passed <see cref="Fault"/>.</summary>
    internal ECParameters Parameters() => new()
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Base64Url.DecodeFromChars(X), Y = Base64Url.DecodeFromChars(Y) },
    };

    internal Problem? Fault(string use)
    {
        if (Kty != "EC" || Crv != "P-256")
        {
            return new Problem("", "is no EC key on P-256; make one with parley post init");
        }

        if (Use != use)
        {
            return new Problem("use", $"is not {use}");
        }

        if (!IsCoordinate(X) || !IsCoordinate(Y))
        {
            return new Problem("", "has an x or y that is not 32 bytes in base64url");
        }

        if (Kid != Thumbprint(X, Y))
        {
            return new Problem("kid", "is not the key's RFC 7638 thumbprint");
        }

        try
        {
            // Refuses a point that is not on the curve.
            using var key = ECDsa.Create(Parameters());
            return null;
        }
        catch (CryptographicException)
        {
            return new Problem("", "is not a point on P-256");
        }
    }

    private static bool IsCoordinate(string text) => Compact.TryDecode(text, out var bytes) && bytes.Length == CoordinateBytes;

    private static string Thumbprint(string x, string y) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
}
