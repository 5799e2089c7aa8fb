using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>What a new token says.</summary>
/// <param name="Audiences">At least one; one is written as a text, several as a list.</param>
/// <param name="Scope">Scopes parted by spaces, written as they are.</param>
/// <param name="Lifetime">From now until <c>exp</c>; over zero, and at most <see cref="TokenClaims.MaxLifetime"/> to be accepted.</param>
internal sealed record TokenContents(string Subject, string Issuer, IReadOnlyList<string> Audiences, string Scope, TimeSpan Lifetime);

/// <summary>
/// Signs tokens with a private key: for newcomers, demonstrations and closed networks. In the field an authorisation server does. One
/// thread at a time; dispose it to let the key go.
/// </summary>
internal sealed class TokenIssuer : IDisposable
{
    private readonly AsymmetricAlgorithm _key;
    private readonly SigningCredentials _credentials;

    private TokenIssuer(AsymmetricAlgorithm key, SecurityKey security, string algorithm)
    {
        _key = key;
        _credentials = new SigningCredentials(security, algorithm)
        {
            // Each issuer signs with its own key object and is done with it; a provider left in the library's cache would outlive it.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
    }

    /// <summary>Reads an unencrypted private key: RSA (signs RS256) or EC on P-256 (signs ES256), PKCS#8 or the older PEM kinds.</summary>
    public static Checked<TokenIssuer> Load(string path)
    {
        try
        {
            return Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Problem(path, "cannot be read; give the private key that parley keygen wrote, as a user who may read it");
        }
    }

    private static Checked<TokenIssuer> Read(string pem, string path)
    {
        if (!PemEncoding.TryFind(pem, out var block))
        {
            return new Problem(path, "holds no PEM block; give a file that begins with -----BEGIN PRIVATE KEY-----");
        }

        switch (pem[block.Label])
        {
            case "ENCRYPTED PRIVATE KEY":
                return new Problem(path, "is encrypted; decrypt it first (openssl pkey -in FILE -out PLAIN)");
            case "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY":
                break;
            default:
                return new Problem(path, $"holds a {pem[block.Label]}; signing needs the private key");
        }

        return TryImport(RSA.Create(), pem) is { } rsa
            ? rsa.KeySize < PublicKeys.MinRsaBits
                ? new Problem(path, $"is an RSA key of {rsa.KeySize} bits; use one of {PublicKeys.MinRsaBits} or more")
                : new TokenIssuer(rsa, new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256)
            : TryImport(ECDsa.Create(), pem) is { KeySize: 256 } ec
                ? new TokenIssuer(ec, new ECDsaSecurityKey(ec), SecurityAlgorithms.EcdsaSha256)
                : new Problem(path, "is no RSA key and no EC key on P-256, or is damaged; parley keygen makes a new one");
    }

    private static T? TryImport<T>(T key, string pem)
        where T : AsymmetricAlgorithm
    {
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            return null;
        }
    }

    /// <summary>A signed token in compact form, valid from <paramref name="now"/> (cut to the second) for its lifetime.</summary>
    public string Issue(TokenContents contents, DateTimeOffset now)
    {
        var issuedAt = now.ToUnixTimeSeconds();
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            SigningCredentials = _credentials,
            Claims = new Dictionary<string, object>
            {
                ["iss"] = contents.Issuer,
                ["sub"] = contents.Subject,
                ["aud"] = contents.Audiences is [var only] ? only : contents.Audiences,
                ["scope"] = contents.Scope,
                ["iat"] = issuedAt,
                ["nbf"] = issuedAt,
                ["exp"] = issuedAt + (long)contents.Lifetime.TotalSeconds,
            },
        });
    }

    public void Dispose() => _key.Dispose();
}
