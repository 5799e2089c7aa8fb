using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Parley.Client.Letters;
using Parley.Core;

namespace Parley.Console.Telling;

internal sealed record VapidFile(string PublicKey, string PrivateKey);

/// <summary>By which push services know this post (RFC 8292): made once, kept for the owner's eyes only. A browser's subscription holds for this key alone. Immutable.</summary>
internal sealed class VapidKeys
{
    private VapidKeys(VapidFile keys) => (PublicKey, PrivateKey) = (keys.PublicKey, keys.PrivateKey);

    /// <summary>Uncompressed P-256 point, base64url.</summary>
    public string PublicKey { get; }

    /// <summary>32 bytes, base64url.</summary>
    public string PrivateKey { get; }

    /// <exception cref="IOException">The file can't be read or written.</exception>
    public static VapidKeys Open(string file)
    {
        try
        {
            if (File.Exists(file) && JsonSerializer.Deserialize(File.ReadAllBytes(file), TellingJson.Default.VapidFile) is { PublicKey: { } known, PrivateKey: not null } kept && PushKey.Check(known).Try(out _, out _))
            {
                return new VapidKeys(kept);
            }
        }
        catch (JsonException)
        {
            // Changed by hand: what was subscribed with the old key is dead in any case.
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = key.ExportParameters(includePrivateParameters: true);
        var keys = new VapidFile(Base64UrlEncoder.Encode([4, .. made.Q.X!, .. made.Q.Y!]), Base64UrlEncoder.Encode(made.D!));
        SecretFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(keys, TellingJson.Default.VapidFile));
        return new VapidKeys(keys);
    }
}

/// <summary>Public keys as Web Push writes them: 65 bytes of an uncompressed point, base64url.</summary>
internal static class PushKey
{
    public static Checked<byte[]> Check(string? text)
    {
        try
        {
            if (text is { Length: <= 100 } && Base64UrlEncoder.DecodeBytes(text) is [4, ..] and { Length: 65 } point)
            {
                // What is not on the curve is refused here.
                using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
                return point;
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException or CryptographicException)
        {
            // One sentence for all.
        }

        return new Problem("keys.p256dh", "is no P-256 public key as browsers give it");
    }
}
