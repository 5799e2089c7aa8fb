using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Tokens;

namespace Parley.Tests.Tokens;

/// <summary>Makes tokens, good and bad, byte by byte and without the library that verifies them.</summary>
internal sealed class TokenForge : IDisposable
{
    public const string Audience = "exchange.example";

    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    // Made once, as a 2048-bit key takes a tenth of a second or more; each forge has its own copy, as an RSA object is for one thread.
    private static readonly RSAParameters RsaKey = NewRsaKey();

    private readonly string _folder = Directory.CreateTempSubdirectory("parley-tokens-").FullName;

    public RSA Rsa { get; } = RSA.Create(RsaKey);

    public ECDsa Ec { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ManualClock Clock { get; } = new(Noon);

    /// <summary>Trusts both keys, through PEM files as an operator would.</summary>
    public TokenVerifier Verifier(int capacity = TokenVerifier.DefaultCapacity)
    {
        string[] files = [Write("rsa.pem", Rsa.ExportSubjectPublicKeyInfoPem()), Write("ec.pem", Ec.ExportSubjectPublicKeyInfoPem())];
        return new TokenVerifier(Trust(new KeySources(files)), [Audience, "other.example"], Clock, capacity);
    }

    public TrustedKeys Trust(KeySources sources) => TrustedKeys.Load(sources, Clock, NullLogger<TrustedKeys>.Instance).Value;

    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Claims that pass, as the field's test tools write them.</summary>
    public static JsonObject Claims(DateTimeOffset? now = null)
    {
        var at = (now ?? Noon).ToUnixTimeSeconds();
        return new JsonObject
        {
            ["sub"] = "north-air-arm",
            ["iss"] = "https://issuer.example",
            ["aud"] = Audience,
            ["scope"] = "utm.strategic_coordination utm.constraint_processing",
            ["nbf"] = at - 1,
            ["iat"] = at,
            ["exp"] = at + 3600,
        };
    }

    public static JsonObject Claims(string claim, JsonNode? value)
    {
        var claims = Claims();
        if (value is null)
        {
            claims.Remove(claim);
        }
        else
        {
            claims[claim] = value;
        }

        return claims;
    }

    public string Good(JsonObject? claims = null, string? kid = null) =>
        Sign(Header("RS256", kid), (claims ?? Claims()).ToJsonString(), Rsa);

    public string GoodEc(JsonObject? claims = null) => Sign("""{"alg":"ES256","typ":"JWT"}""", (claims ?? Claims()).ToJsonString(), Ec);

    public static string Header(string alg, string? kid = null) =>
        kid is null ? $$"""{"alg":"{{alg}}","typ":"JWT"}""" : $$"""{"alg":"{{alg}}","typ":"JWT","kid":"{{kid}}"}""";

    public static string Sign(string header, string payload, AsymmetricAlgorithm key) => Sign(header, payload, input => key switch
    {
        RSA rsa => rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ECDsa ec => ec.SignData(input, HashAlgorithmName.SHA256),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    });

    public static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var input = Encode(Encoding.UTF8.GetBytes(header)) + "." + Encode(Encoding.UTF8.GetBytes(payload));
        return input + "." + Encode(sign(Encoding.ASCII.GetBytes(input)));
    }

    private static RSAParameters NewRsaKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(includePrivateParameters: true);
    }

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static string Jwk(RSA key, string kid)
    {
        var p = key.ExportParameters(false);
        return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{kid}}","n":"{{Encode(p.Modulus!)}}","e":"{{Encode(p.Exponent!)}}"}""";
    }

    public static string Jwk(ECDsa key, string kid)
    {
        var q = key.ExportParameters(false).Q;
        return $$"""{"kty":"EC","crv":"P-256","kid":"{{kid}}","x":"{{Encode(q.X!)}}","y":"{{Encode(q.Y!)}}"}""";
    }

    public void Dispose()
    {
        Rsa.Dispose();
        Ec.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A clock that stands still until it is told to go on. Any thread.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public void Advance(TimeSpan span) => Interlocked.Add(ref _ticks, span.Ticks);
}
