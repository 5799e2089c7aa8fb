using System.Text.Json;
using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>What the service says of itself: its health, its version, its description; and the reports it takes.</summary>
public sealed class ServiceTests(SharedExchange shared)
{
    private static readonly (string Path, string Methods)[] UtmYaml =
    [
        ("/dss/v1/operational_intent_references/query", "post"),
        ("/dss/v1/operational_intent_references/{entityid}", "get put"),
        ("/dss/v1/operational_intent_references/{entityid}/{ovn}", "put delete"),
        ("/dss/v1/constraint_references/query", "post"),
        ("/dss/v1/constraint_references/{entityid}", "get put"),
        ("/dss/v1/constraint_references/{entityid}/{ovn}", "put delete"),
        ("/dss/v1/subscriptions/query", "post"),
        ("/dss/v1/subscriptions/{subscriptionid}", "get put"),
        ("/dss/v1/subscriptions/{subscriptionid}/{version}", "put delete"),
        ("/dss/v1/reports", "post"),
        ("/dss/v1/uss_availability/{uss_id}", "get put"),
    ];

    [Fact]
    [Trait("requirement", "DSS0005")]
    public async Task The_served_OpenAPI_document_names_every_path_of_utm_yaml_with_its_parameters()
    {
        using var document = JsonDocument.Parse(await shared.Exchange.Http.GetStringAsync("/openapi/v1.json"));
        var paths = document.RootElement.GetProperty("paths");
        foreach (var (path, methods) in UtmYaml)
        {
            Assert.True(paths.TryGetProperty(path, out var described), $"{path} is not described");
            foreach (var method in methods.Split(' '))
            {
                Assert.True(described.TryGetProperty(method, out var operation), $"{method} {path} is not described");
                Assert.True(operation.GetProperty("security").GetArrayLength() > 0, $"{method} {path} does not say that it needs a token");
                var named = operation.TryGetProperty("parameters", out var parameters)
                    ? parameters.EnumerateArray().Where(static p => p.GetProperty("in").GetString() == "path").Select(static p => p.GetProperty("name").GetString()!)
                    : [];
                Assert.Equal(path.Split('/').Where(static s => s.StartsWith('{')).Select(static s => s.Trim('{', '}')), named);
                Assert.Equal(method is "put" or "post", operation.TryGetProperty("requestBody", out var body));
                if (body.ValueKind == JsonValueKind.Object)
                {
                    Assert.Equal(["application/json"], body.GetProperty("content").EnumerateObject().Select(static c => c.Name));
                }
            }
        }
    }

    [Fact]
    public async Task Every_reference_in_the_OpenAPI_document_leads_somewhere()
    {
        using var document = JsonDocument.Parse(await shared.Exchange.Http.GetStringAsync("/openapi/v1.json"));
        Assert.StartsWith("3.", document.RootElement.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        foreach (var reference in References(document.RootElement))
        {
            Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), $"{reference} leads nowhere");
        }
    }

    [Theory]
    [InlineData("/healthy")]
    [InlineData("/healthy/live")]
    [InlineData("/healthy/ready")]
    public async Task A_running_exchange_says_that_it_is_healthy_without_a_token(string path)
    {
        using var document = JsonDocument.Parse(await shared.Exchange.Http.GetStringAsync(path));
        Assert.True(document.RootElement.GetProperty("ready").GetBoolean());
    }

    [Fact]
    public async Task Its_version_is_told_without_a_token()
    {
        using var document = JsonDocument.Parse(await shared.Exchange.Http.GetStringAsync("/aux/v1/version"));
        Assert.Matches(@"^parley/\d+\.\d+\.\d+", document.RootElement.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_token_can_be_tried_out_and_held_against_its_owner()
    {
        var caller = shared.As("alder", "dss.read.identification_service_areas");
        (await caller.CallAsync<ValidateOauthResponse>(HttpMethod.Get, "/aux/v1/validate_oauth")).Is(200);
        (await caller.CallAsync<ValidateOauthResponse>(HttpMethod.Get, "/aux/v1/validate_oauth?owner=alder")).Is(200);
        (await caller.CallAsync<ValidateOauthResponse>(HttpMethod.Get, "/aux/v1/validate_oauth?owner=birch")).Refused(403);
    }

    [Fact]
    [Trait("requirement", "DSS0005")]
    public async Task A_report_is_taken_with_any_scope_and_comes_back_with_an_id()
    {
        foreach (var scope in Scope.All)
        {
            var report = Report();
            var kept = (await shared.As("alder", scope).ReportAsync(report)).Is(201);
            Assert.True(Guid.TryParse(kept.ReportId, out _));
            Assert.Equal((report.Exchange!.Url, 999, ""), (kept.Exchange!.Url, kept.Exchange.ResponseCode, kept.Exchange.RequestBody));
        }
    }

    [Fact]
    public async Task A_report_that_does_not_say_what_went_wrong_where_is_refused()
    {
        var exchange = Report().Exchange!;
        ExchangeRecord?[] lacking =
        [
            null, exchange with { Url = null }, exchange with { Method = null }, exchange with { RecorderRole = "Bystander" },
            exchange with { RequestTime = null }, exchange with { RequestTime = new WireTime { Value = "yesterday", Format = "RFC3339" } },
        ];
        foreach (var one in lacking)
        {
            (await shared.As("alder").ReportAsync(new ErrorReport { Exchange = one })).Refused(400);
        }
    }

    private static ErrorReport Report() => new()
    {
        Exchange = new ExchangeRecord
        {
            Url = "https://uss.example/uss/v1/operational_intents",
            Method = "POST",
            Headers = [],
            RecorderRole = "Client",
            RequestTime = Plan.Time(Plan.Soon(-1)),
            RequestBody = "",
            ResponseTime = Plan.Time(Plan.Soon(0)),
            ResponseBody = "",
            ResponseCode = 999,
            Problem = "It answered what no HTTP server answers.",
        },
    };

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static p => p is { Name: "$ref", Value.ValueKind: JsonValueKind.String }
            ? p.Value.GetString()!.StartsWith("#/components/schemas/", StringComparison.Ordinal) ? [p.Value.GetString()!] : []
            : References(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
