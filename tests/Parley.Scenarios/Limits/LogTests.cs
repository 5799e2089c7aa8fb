using System.Text.Json;
using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Limits;

/// <summary>What the log shows of a request: one line, and nothing of its token, its body or its ids.</summary>
[Trait("rule", "issue-2 §7")]
public sealed class LogTests
{
    [Fact]
    public async Task No_token_and_nothing_of_a_body_is_ever_in_the_log()
    {
        var marker = $"marker-{Guid.NewGuid():N}";
        await using var exchange = await ExchangeProcess.StartAsync(null, "--log-requests", "--json-logs");
        var party = exchange.As("siskin", [.. Scope.All]);
        var (id, plan) = (Guid.NewGuid(), Plan.Somewhere());
        var intent = plan.Intent() with { UssBaseUrl = $"https://{marker}.example" };

        var made = (await party.PutIntentAsync(id, intent)).Is(201).OperationalIntentReference!;
        (await party.PutIntentAsync(id, intent)).Refused(409);
        (await party.PutIntentAsync(Guid.NewGuid(), intent with { State = marker })).Refused(400);
        (await party.ReportAsync(new ErrorReport
        {
            Exchange = new ExchangeRecord { Url = marker, Method = marker, RecorderRole = "Client", RequestTime = Plan.Time(Plan.Soon(0)), Problem = marker },
        })).Is(201);
        (await party.SendAsync<object>(HttpMethod.Post, "/dss/v1/reports", Party.Json(System.Text.Encoding.UTF8.GetBytes($"{{\"{marker}")))).Refused(400);
        (await party.SetAvailabilityAsync("siskin", marker)).Refused(400);
        (await new Party(exchange.Http, "siskin", $"{party.Token[..^6]}AAAAAA").GetIntentAsync(id)).Refused(401);
        (await party.GetIntentAsync(id)).Is(200);
        (await party.CallAsync<object>(HttpMethod.Get, $"/{marker}?{marker}")).Refused(404);
        Assert.Equal(0, await exchange.StopAsync());

        var output = exchange.Output;
        Assert.Contains("operational_intent_references", output, StringComparison.Ordinal);
        string[] secrets = [marker, made.Ovn!, id.ToString(), party.Token, .. party.Token.Split('.')[1..]];
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_request_is_one_line_of_JSON()
    {
        await using var exchange = await ExchangeProcess.StartAsync(null, "--log-requests", "--json-logs");
        var party = exchange.As("siskin");
        await party.DeclareAsync(Plan.Somewhere());
        (await party.GetIntentAsync(Guid.NewGuid())).Refused(404);
        Assert.Equal(0, await exchange.StopAsync());

        var events = exchange.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l =>
        {
            using var line = JsonDocument.Parse(l);
            return (Id: line.RootElement.GetProperty("EventId").GetInt32(), Message: line.RootElement.GetProperty("Message").GetString()!);
        }).ToArray();

        Assert.Single(events, static e => e is { Id: 200 } && e.Message.StartsWith("PUT /dss/v1/operational_intent_references/{entityid} 201", StringComparison.Ordinal));
        Assert.Single(events, static e => e is { Id: 200 } && e.Message.StartsWith("GET /dss/v1/operational_intent_references/{entityid} 404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unless_asked_for_a_request_that_went_well_leaves_no_line()
    {
        await using var exchange = await ExchangeProcess.StartAsync();
        await exchange.As("siskin").DeclareAsync(Plan.Somewhere());
        (await exchange.As("siskin").GetIntentAsync(Guid.NewGuid())).Refused(404);
        Assert.Equal(0, await exchange.StopAsync());
        Assert.DoesNotContain("operational_intent_references", exchange.Output, StringComparison.Ordinal);
    }
}
