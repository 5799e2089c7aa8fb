using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core;
using Parley.Tokens;

namespace Parley.Tests.Tokens;

/// <summary>Which keys are taken, and what is said of those that are not.</summary>
public sealed class TrustedKeysTests : IDisposable
{
    private readonly TokenForge _forge = new();

    private Checked<TrustedKeys> Load(KeySources sources) => TrustedKeys.Load(sources, _forge.Clock, NullLogger<TrustedKeys>.Instance);

    [Fact]
    public async Task Every_usual_writing_of_a_public_key_is_read()
    {
        var request = new CertificateRequest("CN=issuer", _forge.Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TokenForge.Noon.AddYears(-3), TokenForge.Noon.AddYears(-2));
        string[] pems = [_forge.Rsa.ExportSubjectPublicKeyInfoPem(), _forge.Rsa.ExportRSAPublicKeyPem(), certificate.ExportCertificatePem()];
        foreach (var pem in pems)
        {
            var keys = _forge.Trust(new KeySources([_forge.Write("key.pem", "a line of text\n" + pem + "\n\n")]));
            var verifier = new TokenVerifier(keys, [TokenForge.Audience], _forge.Clock);
            Assert.NotNull((await verifier.VerifyAsync("Bearer " + _forge.Good())).Caller);
        }
    }

    [Fact]
    public void Several_keys_in_one_file_and_several_files_are_all_trusted()
    {
        using var third = RSA.Create(3072);
        var both = _forge.Rsa.ExportSubjectPublicKeyInfoPem() + "\n" + _forge.Ec.ExportSubjectPublicKeyInfoPem();
        var keys = _forge.Trust(new KeySources([_forge.Write("both.pem", both), _forge.Write("third.pem", third.ExportRSAPublicKeyPem())]));
        Assert.Equal(3, keys.Current.Count);
    }

    [Fact]
    public async Task A_key_from_a_file_verifies_tokens_of_any_key_id() =>
        Assert.NotNull((await _forge.Verifier().VerifyAsync("Bearer " + _forge.Good(kid: "2026-11"))).Caller);

    [Fact]
    public void A_file_that_is_no_public_key_is_named_with_what_to_do()
    {
        using var small = RSA.Create(1024);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var cases = new (string Pem, string Says)[]
        {
            ("", "holds no PEM block"),
            ("hello", "holds no PEM block"),
            (_forge.Rsa.ExportPkcs8PrivateKeyPem(), "private key"),
            (_forge.Ec.ExportECPrivateKeyPem(), "private key"),
            (small.ExportSubjectPublicKeyInfoPem(), "1024 bits"),
            (curve.ExportSubjectPublicKeyInfoPem(), "P-256"),
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "damaged"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "damaged"),
            ("-----BEGIN PARTY-----\nAAAA\n-----END PARTY-----\n", "PARTY"),
        };
        foreach (var (pem, says) in cases)
        {
            var path = _forge.Write("bad.pem", pem);
            var problem = Load(new KeySources([path])).Problem!;
            Assert.Equal(path, problem.Path);
            Assert.Contains(says, problem.Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        foreach (var path in new[] { "/no/such/key.pem", Path.GetTempPath() })
        {
            Assert.Equal(path, Load(new KeySources([path])).Problem!.Path);
        }
    }

    [Theory]
    [InlineData("https://issuer.example/keys", false, true)]
    [InlineData("http://127.0.0.1:1/keys", false, true)]
    [InlineData("http://issuer.example/keys", false, false)]
    [InlineData("http://issuer.example/keys", true, true)]
    [InlineData("file:///etc/keys", true, false)]
    public void Keys_are_fetched_only_where_nobody_can_swap_them(string url, bool allowHttp, bool accepted) =>
        Assert.Equal(accepted, Load(new KeySources([], new Uri(url)) { AllowHttp = allowHttp }).Ok);

    [Fact]
    public void No_key_at_all_is_a_problem() => Assert.False(Load(new KeySources([])).Ok);

    [Fact]
    public void A_key_set_gives_its_usable_keys_and_no_others()
    {
        using var small = RSA.Create(1024);
        var good = new[] { TokenForge.Jwk(_forge.Rsa, "a"), TokenForge.Jwk(_forge.Ec, "b") };
        var unusable = new[]
        {
            TokenForge.Jwk(small, "c"),
            "7",
            "{}",
            """{"kty":"RSA","use":"\ud800"}""",
            """{"kty":"oct","k":"AAAA","kid":"d"}""",
            """{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""",
            """{"kty":"RSA","n":"!!","e":"AQAB"}""",
            good[0].Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal),
            good[0].Replace("RS256", "RS512", StringComparison.Ordinal),
        };
        var set = "{\"keys\":[" + string.Join(',', good.Concat(unusable)) + "]}";
        var keys = JwkSet.Read(System.Text.Encoding.UTF8.GetBytes(set)).Value;
        Assert.Equal(["a", "b"], keys.Select(k => k.Kid));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"keys":{}}""")]
    public void A_text_that_is_no_key_set_is_a_problem(string text) =>
        Assert.False(JwkSet.Read(System.Text.Encoding.UTF8.GetBytes(text)).Ok);

    public void Dispose() => _forge.Dispose();
}
