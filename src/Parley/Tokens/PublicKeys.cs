using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>
/// Reads public keys from PEM files and holds all keys to one measure: RSA of 2048 bits or more, EC on P-256. Pure but for reading the
/// named file; any thread.
/// </summary>
internal static class PublicKeys
{
    /// <summary>Smallest RSA key accepted, in bits (RFC 7518 §3.3).</summary>
    public const int MinRsaBits = 2048;

    private const int MaxRsaBits = 16384;
    private const int MaxFileBytes = 256 * 1024;
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>
    /// All public keys and certificates in a PEM file, without key ids. A certificate is a carrier of its key; its dates are not read.
    /// </summary>
    public static Checked<IReadOnlyList<JsonWebKey>> ReadFile(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxFileBytes })
            {
                return new Problem(path, "is too large for a key file; give a PEM file with a public key");
            }

            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(
                path, $"cannot be read ({e.GetType().Name}); give a PEM file with a public key; parley keygen makes one");
        }

        var keys = ReadPem(text);
        return keys.Problem is { } problem ? problem.Under(path) : keys;
    }

    /// <summary>All public keys and certificates in a PEM text.</summary>
    public static Checked<IReadOnlyList<JsonWebKey>> ReadPem(string text)
    {
        var keys = new List<JsonWebKey>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var block))
        {
            var label = rest[block.Label].ToString();
            var key = FromBlock(label, rest[block.Location]);
            if (!key.Try(out var value, out var problem))
            {
                return problem;
            }

            keys.Add(value);
            rest = rest[block.Location.End..];
        }

        return keys.Count > 0 ? keys : new Problem("", "holds no PEM block; give a file that begins with -----BEGIN PUBLIC KEY-----");
    }

    private static Checked<JsonWebKey> FromBlock(string label, ReadOnlySpan<char> pem)
    {
        try
        {
            switch (label)
            {
                case "CERTIFICATE":
                    using (var certificate = X509Certificate2.CreateFromPem(pem))
                    {
                        return FromSubjectPublicKey(certificate.PublicKey.ExportSubjectPublicKeyInfo());
                    }

                case "RSA PUBLIC KEY":
                    using (var rsa = RSA.Create())
                    {
                        rsa.ImportFromPem(pem);
                        return FromRsa(rsa);
                    }

                case "PUBLIC KEY":
                    return FromSubjectPublicKey(Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data].ToString()));
                default:
                    return label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)
                        ? new Problem("", "holds a private key; give the public key, and keep the private one with whoever issues tokens")
                        : new Problem("", $"holds a PEM block of the kind {label}; give a PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE");
            }
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return new Problem("", $"holds a damaged {label}; export the key again");
        }
    }

    private static Checked<JsonWebKey> FromSubjectPublicKey(byte[] info)
    {
        var key = PublicKey.CreateFromSubjectPublicKeyInfo(info, out _);
        using var rsa = key.GetRSAPublicKey();
        using var ec = key.GetECDsaPublicKey();
        return rsa is not null ? FromRsa(rsa)
            : ec is not null ? FromEc(ec)
            : new Problem("", $"holds a key that is neither RSA nor EC ({key.Oid.Value}); make one with parley keygen");
    }

    // Keys are copied out, not wrapped: the library's own converter would go on using the object it was given.
    internal static Checked<JsonWebKey> FromRsa(RSA rsa)
    {
        if (rsa.KeySize is < MinRsaBits or > MaxRsaBits)
        {
            return new Problem("", $"holds an RSA key of {rsa.KeySize} bits; use one of {MinRsaBits} to {MaxRsaBits}");
        }

        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new JsonWebKey
        {
            Kty = JsonWebAlgorithmsKeyTypes.RSA,
            N = Base64Url.EncodeToString(key.Modulus),
            E = Base64Url.EncodeToString(key.Exponent),
        };
    }

    internal static Checked<JsonWebKey> FromEc(ECDsa ec)
    {
        var key = ec.ExportParameters(includePrivateParameters: false);
        return key.Curve is { IsNamed: true, Oid.Value: P256 }
            ? new JsonWebKey
            {
                Kty = JsonWebAlgorithmsKeyTypes.EllipticCurve,
                Crv = JsonWebKeyECTypes.P256,
                X = Base64Url.EncodeToString(key.Q.X),
                Y = Base64Url.EncodeToString(key.Q.Y),
            }
            : new Problem("", "holds an EC key on another curve than P-256; use P-256, which ES256 is made for");
    }
}
