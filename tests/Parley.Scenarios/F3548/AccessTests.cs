using System.Text.Json.Nodes;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>No operation without a token, and none without the scope that opens it; this is looked at before anything else.</summary>
[Trait("requirement", "DSS0210,A2-7-2,7")]
public sealed class AccessTests(SharedExchange shared)
{
    public static TheoryData<string> Endpoints => [.. Endpoint.All.Select(static e => e.Name)];

    public static TheoryData<string> BadTokens =>
    [
        "none", "basic", "no text", "rubbish", "a stranger's", "unsigned", "expired", "for another", "for a day", "not yet", "no party", "blank party", "no issuer", "no end",
        "a changed letter", "two parts",
    ];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Without_a_token_nothing_opens(string endpoint)
    {
        var one = Endpoint.Named(endpoint);
        using var request = new HttpRequestMessage(new HttpMethod(one.Method), one.FreshPath());
        request.Content = one.Body is { } body ? Party.Json(body(Plan.Somewhere())) : null;
        using var response = await shared.Exchange.Http.SendAsync(request);
        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\"message\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Each_operation_opens_to_its_scopes_and_to_no_other(string endpoint)
    {
        var one = Endpoint.Named(endpoint);
        foreach (var scope in Scope.All)
        {
            var reply = await CallAsync(one, shared.As("gorse", scope));
            if (one.Scopes.Contains(scope))
            {
                Assert.True(reply.Status is 200 or 201 or 400 or 404 or 409, $"{scope}: {reply.Status} {reply.Text}");
            }
            else
            {
                reply.Refused(403);
            }
        }

        (await CallAsync(one, shared.As("gorse", "utm.strategic_coordination_and_more", "UTM.STRATEGIC_COORDINATION", "")))
            .Refused(403);
    }

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task A_token_that_is_not_whole_right_and_of_now_opens_nothing(string fault)
    {
        var plan = Plan.Somewhere();
        var id = Guid.NewGuid();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/dss/v1/operational_intent_references/{id}");
        request.Content = Party.Json(plan.Intent() with { UssBaseUrl = "https://gorse.example" });
        request.Headers.TryAddWithoutValidation("Authorization", Header(fault));
        using var response = await shared.Exchange.Http.SendAsync(request);

        Assert.Equal(401, (int)response.StatusCode);
        (await shared.As("gorse").GetIntentAsync(id)).Refused(404);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task What_lacks_the_scope_is_403_however_bad_the_rest_is(string endpoint)
    {
        var one = Endpoint.Named(endpoint);
        var without = shared.As("gorse", "utm.nothing_here");
        (await without.SendAsync<object>(new HttpMethod(one.Method), one.FreshPath(), new StringContent("{ not JSON"))).Refused(403);
    }

    private static string Header(string fault)
    {
        JsonObject With(string claim, JsonNode? value)
        {
            var claims = Issuer.Claims("gorse", Scope.Planning);
            claims.Remove(claim);
            if (value is not null)
            {
                claims[claim] = value;
            }

            return claims;
        }

        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var good = Issuer.Token("gorse", Scope.Planning);
        return fault switch
        {
            "none" => "",
            "basic" => "Basic Z29yc2U6Z29yc2U=",
            "no text" => "Bearer ",
            "rubbish" => "Bearer a.b.c",
            "a stranger's" => $"Bearer {Issuer.SignByAStranger(Issuer.Claims("gorse", Scope.Planning))}",
            "unsigned" => $"Bearer {Issuer.Unsigned(Issuer.Claims("gorse", Scope.Planning))}",
            "expired" => $"Bearer {Issuer.Sign(With("exp", now - 1))}",
            "for another" => $"Bearer {Issuer.Sign(With("aud", "another.exchange"))}",
            "for a day" => $"Bearer {Issuer.Sign(With("exp", now + 86_400))}",
            "not yet" => $"Bearer {Issuer.Sign(With("nbf", now + 600))}",
            "no party" => $"Bearer {Issuer.Sign(With("sub", null))}",
            "blank party" => $"Bearer {Issuer.Sign(With("sub", " "))}",
            "no issuer" => $"Bearer {Issuer.Sign(With("iss", null))}",
            "no end" => $"Bearer {Issuer.Sign(With("exp", null))}",
            "a changed letter" => $"Bearer {good[..^10]}{(good[^10] == 'A' ? 'B' : 'A')}{good[^9..]}",
            "two parts" => $"Bearer {good[..good.LastIndexOf('.')]}",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "unknown"),
        };
    }

    private static Task<Reply<object>> CallAsync(Endpoint endpoint, Party party) =>
        party.CallAsync<object>(new HttpMethod(endpoint.Method), endpoint.FreshPath(), endpoint.Body?.Invoke(Plan.Somewhere()));
}
