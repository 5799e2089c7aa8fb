using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Parley.Bench.Load;

/// <summary>Signs the tokens of the benchmarks' one party with an RSA key. Thread-safe.</summary>
internal sealed class TokenSigner : IDisposable
{
    // A token lives an hour at most; a long run takes a new one well before.
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(30);

    private readonly RSA _key = RSA.Create();
    private readonly string _audience;
    private readonly Lock _gate = new();
    private DateTime _signed = DateTime.MinValue;
    private string _token = "";

    public TokenSigner(string privateKeyFile, string audience)
    {
        _audience = audience;
        try
        {
            _key.ImportFromPem(File.ReadAllText(privateKeyFile));
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"{privateKeyFile} holds no RSA key in PEM: {e.Message}", e);
        }
    }

    /// <summary>Makes a key pair: <c>key.pem</c> to sign with and <c>public.pem</c> for the exchange.</summary>
    public static (string Private, string Public) WriteKeys(string folder)
    {
        using var rsa = RSA.Create(2048);
        var (secret, open) = (Path.Combine(folder, "key.pem"), Path.Combine(folder, "public.pem"));
        File.WriteAllText(secret, rsa.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(open, rsa.ExportSubjectPublicKeyInfoPem());
        return (secret, open);
    }

    /// <summary>The current token; signed again every half hour.</summary>
    public string Token()
    {
        lock (_gate)
        {
            var now = DateTime.UtcNow;
            if (now - _signed > Renewal)
            {
                _token = Sign(now);
                _signed = now;
            }

            return _token;
        }
    }

    private string Sign(DateTime now) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "bench",
        Audience = _audience,
        IssuedAt = now,
        NotBefore = now.AddSeconds(-1),
        Expires = now.AddMinutes(58),
        Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = "bench", ["scope"] = "utm.strategic_coordination" },
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key), SecurityAlgorithms.RsaSha256),
    });

    public void Dispose() => _key.Dispose();
}
