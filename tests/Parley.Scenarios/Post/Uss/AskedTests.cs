using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Uss;

/// <summary>Each path of utm.yaml's USS side against a real post, through the exchange and on its own listener.</summary>
[Trait("rule", "issue-3 §3")]
public sealed class AskedTests : IAsyncLifetime
{
    private readonly int _port = Ports.Next();
    private readonly HttpClient _http = new() { Timeout = ExchangeProcess.Patience };
    private PostWorld _world = null!;
    private IntentView _relayed = null!;
    private IntentView _listening = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await UssWorld.StartAsync(("north", UssWorld.AsItIs), ("south", UssWorld.Listens(_port)));
        _relayed = (await _world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.2, -38, 60, 90)))).Is(201);
        _listening = (await _world["south"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.8, -38, 60, 90)))).Is(201);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _world.DisposeAsync();
    }

    private (string Base, IntentView Own) Of(bool listener) =>
        listener ? ($"http://127.0.0.1:{_port}", _listening) : ($"{_world.Exchange.Url.ToString().TrimEnd('/')}/uss/north", _relayed);

    private async Task<(int Status, JsonNode? Body)> CallAsync(string url, string method, object? body, params string[] scopes)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        request.Headers.Authorization = scopes.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", Issuer.Token("skyfreight", scopes));
        request.Content = body switch
        {
            null => null,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => Party.Json(body),
        };
        using var response = await _http.SendAsync(request);
        var said = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, said.Length > 0 ? JsonNode.Parse(said) : null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Details_are_given_with_reference_and_ovn_and_what_is_not_there_is_404(bool listener)
    {
        var (url, own) = Of(listener);
        var (status, body) = await CallAsync($"{url}/uss/v1/operational_intents/{own.Id}", "GET", null, Scope.Planning);
        Assert.Equal(200, status);
        var reference = body!["operational_intent"]!["reference"]!;
        Assert.Equal((own.Id, own.Ovn, own.Owner, "Accepted"), ((string?)reference["id"], (string?)reference["ovn"], (string?)reference["manager"], (string?)reference["state"]));
        Assert.Equal(url, (string?)reference["uss_base_url"]);
        Assert.Equal(1, (int?)reference["version"]);
        var at = (await _world.Exchange.As("skyfreight").GetIntentAsync(Guid.Parse(own.Id))).Is(200).OperationalIntentReference!;
        Assert.Equal((at.Version, at.SubscriptionId, at.UssBaseUrl), ((int)reference["version"]!, (string?)reference["subscription_id"], (string?)reference["uss_base_url"]));
        Assert.Equal((at.TimeStart!.Value, at.TimeEnd!.Value), ((string?)reference["time_start"]!["value"], (string?)reference["time_end"]!["value"]));
        var details = body["operational_intent"]!["details"]!;
        Assert.Equal(100, (double)details["volumes"]![0]!["volume"]!["altitude_lower"]!["value"]!);
        Assert.Empty(details["off_nominal_volumes"]!.AsArray());
        Assert.Equal(0, (int)details["priority"]!);

        Assert.Equal(404, (await CallAsync($"{url}/uss/v1/operational_intents/{Guid.NewGuid()}", "GET", null, Scope.Planning)).Status);
        Assert.Equal(400, (await CallAsync($"{url}/uss/v1/operational_intents/nonsense", "GET", null, Scope.Planning)).Status);
        Assert.Equal(409, (await CallAsync($"{url}/uss/v1/operational_intents/{own.Id}/telemetry", "GET", null, Scope.Conformance)).Status);
        Assert.Equal(404, (await CallAsync($"{url}/uss/v1/operational_intents/{Guid.NewGuid()}/telemetry", "GET", null, Scope.Conformance)).Status);
        Assert.Equal(404, (await CallAsync($"{url}/uss/v1/constraints/{Guid.NewGuid()}", "GET", null, Scope.ConstraintReading)).Status);
        Assert.Equal(404, (await CallAsync($"{url}/uss/v1/flights", "GET", null, Scope.Planning)).Status);
        Assert.Equal(405, (await CallAsync($"{url}/uss/v1/operational_intents/{own.Id}", "DELETE", null, Scope.Planning)).Status);
    }

    [Theory]
    [InlineData("GET", "operational_intents/ID", Scope.Planning)]
    [InlineData("GET", "operational_intents/ID/telemetry", Scope.Conformance)]
    [InlineData("POST", "operational_intents", Scope.Planning)]
    [InlineData("GET", "constraints/ID", Scope.ConstraintReading)]
    [InlineData("POST", "constraints", Scope.Constraints)]
    public async Task Each_path_opens_to_its_own_scope_alone_and_to_nobody_without_token(string method, string path, string scope)
    {
        foreach (var listener in (bool[])[false, true])
        {
            var (url, own) = Of(listener);
            var at = $"{url}/uss/v1/{path.Replace("ID", own.Id, StringComparison.Ordinal)}";
            foreach (var other in Scope.All.Where(s => s != scope))
            {
                Assert.Equal(403, (await CallAsync(at, method, method == "POST" ? "{}" : null, other)).Status);
            }

            Assert.NotEqual(403, (await CallAsync(at, method, method == "POST" ? "{}" : null, scope)).Status);
            Assert.Equal(401, (await CallAsync(at, method, method == "POST" ? "{}" : null)).Status);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_nonconforming_intent_shows_where_it_may_be_and_has_no_telemetry_yet(bool listener)
    {
        var (url, own) = Of(listener);
        var post = _world[own.Owner];
        (await post.PutAsync<IntentView>($"/api/intents/{own.Id}", """{"state":"Activated"}""")).Is(200);
        (await post.PutAsync<IntentView>($"/api/intents/{own.Id}", """{"state":"Contingent"}""")).Is(200);
        var (status, body) = await CallAsync($"{url}/uss/v1/operational_intents/{own.Id}", "GET", null, Scope.Planning);
        Assert.Equal(200, status);
        Assert.Equal("Contingent", (string?)body!["operational_intent"]!["reference"]!["state"]);
        Assert.Empty(body["operational_intent"]!["details"]!["volumes"]!.AsArray());
        Assert.Single(body["operational_intent"]!["details"]!["off_nominal_volumes"]!.AsArray());
        Assert.Equal(412, (await CallAsync($"{url}/uss/v1/operational_intents/{own.Id}/telemetry", "GET", null, Scope.Conformance)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_notification_is_taken_from_its_manager_alone_and_each_bad_one_gets_one_sentence(bool listener)
    {
        var (url, own) = Of(listener);
        var at = $"{url}/uss/v1/operational_intents";
        var id = Guid.NewGuid();
        var plan = PostWorld.At(own.Owner == "north" ? 12.2 : 12.8, -38, 60, 90);
        var good = Telling(id, plan, "skyfreight", 2);
        var (refused, sentence) = await CallAsync(at, "POST", Telling(id, plan, "somebody-else", 2), Scope.Planning);
        Assert.Equal(403, refused);
        Assert.Contains("manager", (string?)sentence!["message"], StringComparison.Ordinal);
        foreach (var bad in (object[])
        [
            "", "{", "[]", "null", "\"text\"", "{}", good with { Subscriptions = null }, good with { OperationalIntentId = "x" }, good with { OperationalIntentId = Guid.NewGuid().ToString() },
            good with { OperationalIntent = new OperationalIntent() },
            good with { OperationalIntent = good.OperationalIntent! with { Details = new OperationalIntentDetails { Volumes = [] } } },
            good with { OperationalIntent = good.OperationalIntent! with { Details = new OperationalIntentDetails { OffNominalVolumes = [null] } } },
            good with { OperationalIntent = good.OperationalIntent! with { Reference = good.OperationalIntent.Reference! with { Ovn = "Available from USS" } } },
            good with { OperationalIntent = good.OperationalIntent! with { Reference = good.OperationalIntent.Reference! with { State = "Ended" } } },
            Telling(id, plan with { Vertices = [(12, -38), (13, -37), (12, -37), (13, -38)] }, "skyfreight", 2),
        ])
        {
            var (status, body) = await CallAsync(at, "POST", bad, Scope.Planning);
            Assert.True(status == 400, $"{status} for {bad}: {body}");
            Assert.False(string.IsNullOrWhiteSpace((string?)body!["message"]));
        }

        Assert.Equal(404, (await CallAsync($"{at}/{id}", "GET", null, Scope.Planning)).Status);
        Assert.Equal(204, (await CallAsync(at, "POST", good, Scope.Planning)).Status);
        Assert.Equal(409, (await CallAsync(at, "POST", Telling(id, plan, "skyfreight", 1), Scope.Planning)).Status);
        Assert.Equal(409, (await CallAsync(at, "POST", Telling(id, plan with { Radius = 700 }, "skyfreight", 2), Scope.Planning)).Status);
        Assert.Equal(204, (await CallAsync(at, "POST", Telling(id, plan with { Radius = 700 }, "skyfreight", 3), Scope.Planning)).Status);
        Assert.Equal(204, (await CallAsync(at, "POST", good with { OperationalIntentId = Guid.NewGuid().ToString(), OperationalIntent = null }, Scope.Planning)).Status);
        Assert.Equal(403, (await CallAsync(at, "POST", good with { OperationalIntentId = own.Id, OperationalIntent = null }, Scope.Planning)).Status);
        Assert.Single(await _world[own.Owner].ConflictsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_report_is_kept_and_the_log_set_shows_a_caller_its_own_calls(bool listener)
    {
        var (url, own) = Of(listener);
        var report = new ErrorReport { Exchange = new ExchangeRecord { Url = url, Method = "GET", RecorderRole = "Client", RequestTime = Plan.Time(Plan.Soon(0)), Problem = "no answer" } };
        foreach (var scope in Scope.All)
        {
            var (status, kept) = await CallAsync($"{url}/uss/v1/reports", "POST", report, scope);
            Assert.Equal(201, status);
            Assert.NotNull((string?)kept!["report_id"]);
        }

        Assert.Equal(400, (await CallAsync($"{url}/uss/v1/reports", "POST", "{}", Scope.Planning)).Status);
        Assert.Equal(200, (await CallAsync($"{url}/uss/v1/operational_intents/{own.Id}", "GET", null, Scope.Planning)).Status);
        JsonArray messages = [];
        await Eventually.TrueAsync(
            async () =>
            {
                var (status, set) = await CallAsync($"{url}/uss/v1/log_sets/{own.Id}", "GET", null, Scope.Planning);
                Assert.True(status == 200, $"{status}: {set} {_world[own.Owner].Output}");
                messages = set!["messages"]!.AsArray();
                return messages.Any(static m => (int?)m!["response_code"] == 200);
            },
            "the log set holds the call and its answer");
        Assert.All(messages, m => Assert.Equal("Server", (string?)m!["recorder_role"]));
        Assert.Equal($"{url}/uss/v1/operational_intents/{own.Id}", (string?)messages.First(static m => (int?)m!["response_code"] == 200)!["url"]);

        var all = (await _world[own.Owner].GetAsync<JsonNodeText>($"/api/uss/log_sets/{own.Id}")).Text;
        Assert.Contains($"/dss/v1/operational_intent_references/{own.Id}", all, StringComparison.Ordinal);
    }

    private sealed record JsonNodeText;

    private static PutOperationalIntentDetailsParameters Telling(Guid id, Plan plan, string manager, int version) => new()
    {
        OperationalIntentId = id.ToString(),
        OperationalIntent = CivilUss.Shown(
            new OperationalIntentReference
            {
                Id = id.ToString(),
                Manager = manager,
                Version = version,
                State = "Accepted",
                Ovn = $"{id}-{version}",
                UssBaseUrl = "https://skyfreight.example",
                UssAvailability = "Unknown",
                TimeStart = Plan.Time(plan.Start),
                TimeEnd = Plan.Time(plan.End),
                SubscriptionId = Guid.NewGuid().ToString(),
            },
            plan),
        Subscriptions = [new SubscriptionState { SubscriptionId = Guid.NewGuid().ToString(), NotificationIndex = 1 }],
    };
}
