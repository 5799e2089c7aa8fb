using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Parley.Client.Post;

namespace Parley.Scenarios.Console.Telling;

/// <summary>
/// What a browser holds of a push subscription, and how it opens what comes: RFC 8188 and 8291 by their text, with nothing of the code that seals it.
/// </summary>
internal sealed class PushSubscriber : IDisposable
{
    private readonly ECDiffieHellman _key;
    private readonly byte[] _auth;

    public PushSubscriber(ECParameters? key = null, byte[]? auth = null) =>
        (_key, _auth) = (key is { } given ? ECDiffieHellman.Create(given) : ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256), auth ?? RandomNumberGenerator.GetBytes(16));

    public PushRequest At(string endpoint) => new()
    {
        Endpoint = endpoint,
        Keys = new PushRequestKeys { P256dh = Base64Url.EncodeToString(Point(_key.ExportParameters(false))), Auth = Base64Url.EncodeToString(_auth) },
        Browser = "Firefox, Linux",
    };

    /// <summary>The one record of an <c>aes128gcm</c> body.</summary>
    public string Open(ReadOnlySpan<byte> body)
    {
        Assert.Equal(65, body[20]);
        var salt = body[..16];
        var sender = body.Slice(21, 65);
        var sealed_ = body[86..];
        Assert.True(sealed_.Length <= BinaryPrimitives.ReadUInt32BigEndian(body[16..]), "More than one record.");

        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33].ToArray(), Y = sender[33..].ToArray() } });
        var shared = _key.DeriveRawSecretAgreement(theirs.PublicKey);
        var ikm = Hmac(Hmac(_auth, shared), [.. "WebPush: info\0"u8, .. Point(_key.ExportParameters(false)), .. sender, 1]);
        var prk = Hmac(salt, ikm);
        var (key, nonce) = (Hmac(prk, [.. "Content-Encoding: aes128gcm\0"u8, 1])[..16], Hmac(prk, [.. "Content-Encoding: nonce\0"u8, 1])[..12]);
        var plain = new byte[sealed_.Length - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, sealed_[..^16], sealed_[^16..], plain);

        // Behind the text a 2, for the last record, and any number of 0.
        var end = plain.AsSpan().LastIndexOfAnyExcept((byte)0);
        Assert.Equal(2, plain[end]);
        return Encoding.UTF8.GetString(plain.AsSpan(0, end));
    }

    private static byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => HMACSHA256.HashData(key, data);

    private static byte[] Point(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];

    public void Dispose() => _key.Dispose();
}

public sealed class PushSubscriberTests
{
    // RFC 8291, Appendix A.
    [Fact]
    public void The_example_of_the_standard_is_opened()
    {
        var point = Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        using var browser = new PushSubscriber(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Base64Url.DecodeFromChars("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), Q = new ECPoint { X = point[1..33], Y = point[33..] } },
            Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"));
        Assert.Equal(
            "When I grow up, I want to be a watermelon",
            browser.Open(Base64Url.DecodeFromChars(
                "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN")));
    }
}
