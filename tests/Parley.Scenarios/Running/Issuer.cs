using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Parley.Scenarios.Running;

/// <summary>Signs tokens as a party's authority would, and writes its public key for an exchange to trust. Thread-safe.</summary>
public static class Issuer
{
    public const string Audience = "exchange.test";

    private static readonly RSAParameters Trusted = NewKey();
    private static readonly RSAParameters Untrusted = NewKey();

    /// <summary>The public key's file; it stays for the life of the test run.</summary>
    public static string PublicKeyFile { get; } = WriteKey();

    public static string Token(string party, params string[] scopes) => Sign(Claims(party, scopes));

    public static JsonObject Claims(string party, params string[] scopes)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["sub"] = party,
            ["iss"] = "https://authority.example",
            ["aud"] = Audience,
            ["scope"] = string.Join(' ', scopes),
            ["nbf"] = now - 1,
            ["exp"] = now + 3500,
            ["jti"] = Guid.NewGuid().ToString(),
        };
    }

    public static string Sign(JsonObject claims) => Sign(claims, Trusted);

    /// <summary>The same claims under a key that no exchange was given.</summary>
    public static string SignByAStranger(JsonObject claims) => Sign(claims, Untrusted);

    public static string Unsigned(JsonObject claims) => $"{Part("""{"alg":"none","typ":"JWT"}""")}.{Part(claims.ToJsonString())}.";

    private static string Sign(JsonObject claims, RSAParameters key)
    {
        using var rsa = RSA.Create(key);
        var signed = $"{Part("""{"alg":"RS256","typ":"JWT"}""")}.{Part(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static RSAParameters NewKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportParameters(true);
    }

    private static string WriteKey()
    {
        using var rsa = RSA.Create(Trusted);
        var path = Path.Combine(Scratch.Folder, "authority.pem");
        File.WriteAllText(path, rsa.ExportSubjectPublicKeyInfoPem());
        return path;
    }
}
