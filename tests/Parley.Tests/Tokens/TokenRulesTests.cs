using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Parley.Core;
using Parley.Tokens;

namespace Parley.Tests.Tokens;

/// <summary>Each rule a token has to keep, one at a time.</summary>
public sealed class TokenRulesTests : IDisposable
{
    private readonly TokenForge _forge = new();

    private TokenResult Verify(string? token) =>
        _forge.Verifier().VerifyAsync(token is null ? null : "Bearer " + token).AsTask().GetAwaiter().GetResult();

    private RefusalKind? Refusal(JsonObject claims) => Verify(_forge.Good(claims)).Refusal?.Kind;

    [Fact]
    public void A_good_token_names_its_caller()
    {
        var expected = new Caller(
            "north-air-arm",
            "https://issuer.example",
            ScopeSet.StrategicCoordination | ScopeSet.ConstraintProcessing,
            Instant.From(TokenForge.Noon.AddHours(1)));
        Assert.Equal(expected, Verify(_forge.Good()).Caller);
        Assert.Equal(expected, Verify(_forge.GoodEc()).Caller);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("Bearer")]
    public async Task No_bearer_token_is_missing(string? header)
    {
        var refusal = (await _forge.Verifier().VerifyAsync(header)).Refusal!;
        Assert.Equal(RefusalKind.Missing, refusal.Kind);
        Assert.Equal("Bearer", refusal.Challenge);
    }

    [Fact]
    public async Task The_scheme_is_read_in_any_case_and_spaces_around_the_token_are_cut() =>
        Assert.NotNull((await _forge.Verifier().VerifyAsync($"bEARER   {_forge.Good()} ")).Caller);

    [Fact]
    public async Task Two_tokens_in_one_header_are_malformed()
    {
        var result = await _forge.Verifier().VerifyAsync($"Bearer {_forge.Good()},Bearer {_forge.Good()}");
        Assert.Equal(RefusalKind.Malformed, result.Refusal?.Kind);
    }

    [Theory]
    [InlineData("sub", null)]
    [InlineData("sub", "")]
    [InlineData("sub", " ")]
    [InlineData("sub", "a\nb")]
    [InlineData("iss", null)]
    [InlineData("iss", "")]
    [InlineData("exp", null)]
    [InlineData("exp", "1795435200")]
    [InlineData("nbf", "soon")]
    [InlineData("iat", "now")]
    public void A_claim_that_is_missing_or_of_the_wrong_kind_is_malformed(string claim, string? value) =>
        Assert.Equal(RefusalKind.Malformed, Refusal(TokenForge.Claims(claim, value)));

    [Fact]
    public void A_subject_longer_than_256_characters_is_malformed()
    {
        Assert.Null(Refusal(TokenForge.Claims("sub", new string('x', 256))));
        Assert.Equal(RefusalKind.Malformed, Refusal(TokenForge.Claims("sub", new string('x', 257))));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1e300")]
    [InlineData("[1795435200]")]
    [InlineData("true")]
    public void An_exp_that_is_no_time_is_malformed(string exp) =>
        Assert.Equal(RefusalKind.Malformed, Refusal(TokenForge.Claims("exp", JsonNode.Parse(exp))));

    [Theory]
    [InlineData("\"other.example\"", true)]
    [InlineData("[\"elsewhere.example\", \"exchange.example\"]", true)]
    [InlineData("\"Exchange.example\"", false)]
    [InlineData("\"exchange.example.evil\"", false)]
    [InlineData("[\"elsewhere.example\"]", false)]
    [InlineData("[]", false)]
    [InlineData("[[\"exchange.example\"]]", false)]
    [InlineData("{\"exchange.example\": 1}", false)]
    [InlineData("null", false)]
    public void An_audience_must_name_us(string audience, bool accepted) =>
        Assert.Equal(accepted, Refusal(TokenForge.Claims("aud", JsonNode.Parse($"[{audience}]")![0]?.DeepClone())) is null);

    [Theory]
    [InlineData(-1, RefusalKind.Expired)]
    [InlineData(0, RefusalKind.Expired)]
    [InlineData(1, null)]
    [InlineData(3600, null)]
    [InlineData(3605, null)]
    [InlineData(3606, RefusalKind.NotYetValid)]
    [InlineData(86400, RefusalKind.NotYetValid)]
    public void Expiry_is_ahead_by_an_hour_at_most(int seconds, object? expected) =>
        Assert.Equal(expected, Refusal(TokenForge.Claims("exp", TokenForge.Noon.ToUnixTimeSeconds() + seconds)));

    [Theory]
    [InlineData("nbf", 5, null)]
    [InlineData("nbf", 6, RefusalKind.NotYetValid)]
    [InlineData("iat", 5, null)]
    [InlineData("iat", 6, RefusalKind.NotYetValid)]
    public void Beginning_lies_no_further_ahead_than_clocks_differ(string claim, int seconds, object? expected) =>
        Assert.Equal(expected, Refusal(TokenForge.Claims(claim, TokenForge.Noon.ToUnixTimeSeconds() + seconds)));

    [Fact]
    public void Nbf_and_iat_may_be_left_out_and_exp_may_have_a_fraction()
    {
        var claims = TokenForge.Claims("nbf", null);
        claims.Remove("iat");
        claims["exp"] = TokenForge.Noon.ToUnixTimeSeconds() + 0.5;
        Assert.Equal(Instant.From(TokenForge.Noon.AddSeconds(0.5)), Verify(_forge.Good(claims)).Caller!.Expires);
    }

    [Fact]
    public void A_token_without_scope_opens_nothing_but_names_its_caller() =>
        Assert.Equal(ScopeSet.None, Verify(_forge.Good(TokenForge.Claims("scope", null))).Caller!.Scopes);

    [Fact]
    public void Scopes_in_a_list_are_malformed() =>
        Assert.Equal(RefusalKind.Malformed, Refusal(TokenForge.Claims("scope", new JsonArray("utm.strategic_coordination"))));

    [Fact]
    public void A_scope_is_matched_whole_and_in_its_case()
    {
        Assert.Equal(ScopeSet.None, Scopes.Parse("utm.strategic_coordination2 UTM.strategic_coordination utm.strategic utm"));
        Assert.Equal(ScopeSet.AvailabilityArbitration, Scopes.Parse("  a.b  utm.availability_arbitration "));
    }

    [Fact]
    public void Every_scope_survives_being_written_and_read()
    {
        foreach (var scope in Enum.GetValues<ScopeSet>())
        {
            Assert.Equal(scope, Scopes.Parse(scope.Text()));
        }
    }

    [Fact]
    public void A_claim_named_twice_is_malformed()
    {
        var payload = TokenForge.Claims().ToJsonString().Replace("{", """{"sub":"somebody-else",""", StringComparison.Ordinal);
        Assert.Equal(RefusalKind.Malformed, Verify(TokenForge.Sign(TokenForge.Header("RS256"), payload, _forge.Rsa)).Refusal?.Kind);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"sub":"\ud800"}""")]
    public void A_signed_payload_that_is_no_claims_is_malformed(string payload) =>
        Assert.Equal(RefusalKind.Malformed, Verify(TokenForge.Sign(TokenForge.Header("RS256"), payload, _forge.Rsa)).Refusal?.Kind);

    [Fact]
    public void A_token_over_8192_characters_is_malformed() =>
        Assert.Equal(RefusalKind.Malformed, Refusal(TokenForge.Claims("padding", new string('x', 6200))));

    [Fact]
    public void A_sentence_repeats_nothing_of_the_token_and_fits_a_header()
    {
        using var stranger = RSA.Create(2048);
        var refusals = new[]
        {
            Verify("<script>").Refusal!, Verify(TokenForge.Sign(TokenForge.Header("RS256"), "{}", stranger)).Refusal!,
            Verify(_forge.Good(TokenForge.Claims("sub", "a\"b\\c\r\n"))).Refusal!,
            Verify(_forge.Good(TokenForge.Claims("aud", "\"evil"))).Refusal!,
        };
        Assert.All(refusals, r => Assert.Matches("""^Bearer error="invalid_token", error_description="[ !#-\[\]-~]+"$""", r.Challenge));
    }

    public void Dispose() => _forge.Dispose();
}
