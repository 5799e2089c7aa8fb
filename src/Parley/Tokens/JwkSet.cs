using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>Reads JSON Web Key sets (RFC 7517). Pure; any thread.</summary>
internal static class JwkSet
{
    private const int MaxKeys = 100;

    /// <summary>
    /// The usable keys of a JSON Web Key set; those of another kind, use or algorithm, or too small, are left out, as RFC 7517 §5 asks.
    /// An empty set is an answer (its issuer trusts no key any more), a text that is no set is a problem.
    /// </summary>
    public static Checked<IReadOnlyList<JsonWebKey>> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
            {
                return new Problem("", "is not a JSON Web Key set: it has no list named keys");
            }

            return list.GetArrayLength() > MaxKeys
                ? new Problem("keys", $"lists more than {MaxKeys} keys")
                : list.EnumerateArray().Select(Usable).OfType<JsonWebKey>().ToList();
        }
        catch (JsonException)
        {
            return new Problem("", "is not JSON");
        }
    }

    private static JsonWebKey? Usable(JsonElement jwk)
    {
        try
        {
            if (jwk.ValueKind != JsonValueKind.Object || Text(jwk, "use") is not (null or "sig"))
            {
                return null;
            }

            var key = (Text(jwk, "kty"), Text(jwk, "alg")) switch
            {
                ("RSA", null or SecurityAlgorithms.RsaSha256) => Rsa(Bytes(jwk, "n"), Bytes(jwk, "e")),
                ("EC", null or SecurityAlgorithms.EcdsaSha256) when Text(jwk, "crv") == "P-256" => Ec(Bytes(jwk, "x"), Bytes(jwk, "y")),
                _ => null,
            };
            if (key is not null)
            {
                key.Kid = Text(jwk, "kid");
            }

            return key;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonWebKey? Rsa(byte[] modulus, byte[] exponent)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        return PublicKeys.FromRsa(rsa).Try(out var key, out _) ? key : null;
    }

    private static JsonWebKey? Ec(byte[] x, byte[] y)
    {
        using var ec = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = x, Y = y } });
        return PublicKeys.FromEc(ec).Try(out var key, out _) ? key : null;
    }

    private static string? Text(JsonElement jwk, string name) =>
        jwk.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Bytes(JsonElement jwk, string name) => Base64Url.DecodeFromUtf8(Encoding.UTF8.GetBytes(Text(jwk, name) ?? ""));
}
