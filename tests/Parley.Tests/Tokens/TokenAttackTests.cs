using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Parley.Tokens;

namespace Parley.Tests.Tokens;

/// <summary>What somebody tries who has no trusted private key.</summary>
public sealed class TokenAttackTests : IDisposable
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= ,\"{é\0";

    private readonly TokenForge _forge = new();

    private static string Claims => TokenForge.Claims().ToJsonString();

    private async Task<RefusalKind?> RefusalAsync(string token) => (await _forge.Verifier().VerifyAsync("Bearer " + token)).Refusal?.Kind;

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("")]
    public async Task A_token_without_signature_is_refused(string alg)
    {
        Assert.NotNull(await RefusalAsync(TokenForge.Sign(TokenForge.Header(alg), Claims, _ => [])));
        Assert.NotNull(await RefusalAsync(TokenForge.Sign(TokenForge.Header(alg), Claims, _ => [1, 2, 3])));
    }

    [Fact]
    public async Task The_public_key_is_no_shared_secret()
    {
        var rsa = _forge.Rsa.ExportSubjectPublicKeyInfoPem();
        string[] pems = [rsa, rsa + "\n", _forge.Ec.ExportSubjectPublicKeyInfoPem()];
        foreach (var secret in pems.Select(Encoding.ASCII.GetBytes).Append(_forge.Rsa.ExportSubjectPublicKeyInfo()))
        {
            var token = TokenForge.Sign(TokenForge.Header("HS256"), Claims, input => HMACSHA256.HashData(secret, input));
            Assert.Equal(RefusalKind.Untrusted, await RefusalAsync(token));
        }
    }

    [Fact]
    public async Task Only_RS256_and_ES256_are_accepted_even_from_a_trusted_key()
    {
        string ByRsa(string alg, HashAlgorithmName hash, RSASignaturePadding padding) =>
            TokenForge.Sign(TokenForge.Header(alg), Claims, input => _forge.Rsa.SignData(input, hash, padding));

        byte[] AsDer(byte[] input) => _forge.Ec.SignData(input, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        var tokens = new[]
        {
            ByRsa("RS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            ByRsa("RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            ByRsa("PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            ByRsa("RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            TokenForge.Sign(TokenForge.Header("ES256"), Claims, _forge.Rsa),
            TokenForge.Sign(TokenForge.Header("RS256"), Claims, _forge.Ec),
            TokenForge.Sign(TokenForge.Header("ES256"), Claims, AsDer),
            TokenForge.Sign("""{"typ":"JWT"}""", Claims, _forge.Rsa),
        };
        foreach (var token in tokens)
        {
            Assert.Equal(RefusalKind.Untrusted, await RefusalAsync(token));
        }
    }

    [Fact]
    public async Task A_blank_ES256_signature_is_refused() =>
        Assert.Equal(RefusalKind.Untrusted, await RefusalAsync(TokenForge.Sign(TokenForge.Header("ES256"), Claims, _ => new byte[64])));

    [Fact]
    public async Task A_key_that_comes_inside_the_token_is_not_used()
    {
        using var own = RSA.Create(2048);
        string[] headers =
        [
            $$"""{"alg":"RS256","jwk":{{TokenForge.Jwk(own, "mine")}}}""",
            """{"alg":"RS256","jku":"http://127.0.0.1:1/keys"}""",
            """{"alg":"RS256","kid":"../../dev/null"}""",
        ];
        foreach (var header in headers)
        {
            Assert.Equal(RefusalKind.Untrusted, await RefusalAsync(TokenForge.Sign(header, Claims, own)));
        }
    }

    [Fact]
    public async Task A_header_that_must_be_understood_and_is_not_is_refused() =>
        Assert.Equal(
            RefusalKind.Malformed, await RefusalAsync(TokenForge.Sign("""{"alg":"RS256","crit":["b64"],"b64":false}""", Claims, _forge.Rsa)));

    [Theory]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("e30.e30.e30")]
    [InlineData("....")]
    [InlineData("\0\0.\0\0.\0")]
    [InlineData("bnVsbA.bnVsbA.bnVsbA")]
    [InlineData("W10.W10.W10")]
    public async Task Garbage_is_refused(string token) => Assert.NotNull(await RefusalAsync(token));

    [Fact]
    public async Task Every_truncation_is_refused()
    {
        var token = _forge.Good();
        var verifier = _forge.Verifier();
        for (var length = 0; length < token.Length; length++)
        {
            Assert.NotNull((await verifier.VerifyAsync("Bearer " + token[..length])).Refusal);
        }
    }

    [Fact]
    public async Task A_signature_is_accepted_in_one_writing_only()
    {
        // 256 bytes leave four unused bits in the last character, so fifteen other characters decode to the same signature.
        var token = _forge.Good();
        var accepted = 0;
        foreach (var last in Alphabet[..64])
        {
            accepted += await RefusalAsync(token[..^1] + last) is null ? 1 : 0;
        }

        Assert.Equal(1, accepted);
        Assert.NotNull(await RefusalAsync(token + "=="));
    }

    [Fact]
    public void A_mutated_token_never_verifies()
    {
        string[] good = [_forge.Good(), _forge.GoodEc()];
        var verifier = _forge.Verifier();
        // The good ones are remembered, so that a slip in looking them up would show.
        Assert.All(good, t => Assert.NotNull(verifier.VerifyAsync("Bearer " + t).AsTask().Result.Caller));

        var mutation = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 4], Gen.Int[0, 2000], Gen.Int[0, 2000], Gen.Int[0, Alphabet.Length - 1]);
        mutation.Sample(
            (which, how, at, other, letter) =>
            {
                var token = good[which];
                var mutated = Mutate(token, how, at % token.Length, other % token.Length, Alphabet[letter]);
                return string.Equals(mutated.Trim(' '), token, StringComparison.Ordinal)
                    || verifier.VerifyAsync("Bearer " + mutated).AsTask().Result.Caller is null;
            },
            iter: 10_000);
    }

    private static string Mutate(string token, int how, int at, int other, char letter) => how switch
    {
        0 => token[..at] + letter + token[(at + 1)..],
        1 => token.Insert(at, letter.ToString()),
        2 => token.Remove(at, 1),
        3 => token[..Math.Min(at, other)] + token[Math.Max(at, other)..],
        _ => string.Concat(token.AsSpan(at), token.AsSpan(0, at)),
    };

    public void Dispose() => _forge.Dispose();
}
