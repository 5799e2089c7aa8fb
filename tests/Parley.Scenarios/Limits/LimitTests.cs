using System.Globalization;
using System.Text;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Limits;

/// <summary>What bounds each request, all requests together, and each party.</summary>
[Trait("rule", "issue-2 §7")]
public sealed class LimitTests
{
    private const string Intents = "/dss/v1/operational_intent_references";

    [Fact]
    public async Task A_body_is_as_large_as_the_setting_says_and_no_larger()
    {
        await using var exchange = await ExchangeProcess.StartAsync(null, "--max-body-bytes", "2048");
        var party = exchange.As("quail");
        var body = Encoding.UTF8.GetString(Party.Bytes(Plan.Somewhere().Intent() with { UssBaseUrl = party.Url }));

        foreach (var (length, status) in new[] { (2048, 201), (2049, 413) })
        {
            var padded = Encoding.UTF8.GetBytes(body.PadRight(length));
            var reply = await party.SendAsync<object>(HttpMethod.Put, $"{Intents}/{Guid.NewGuid()}", Party.Json(padded));
            Assert.True(reply.Status == status, $"{length} bytes: {reply.Status} {reply.Text}");
        }
    }

    [Fact]
    public async Task Beyond_the_requests_in_work_further_ones_are_503_with_a_time_to_retry()
    {
        await using var exchange = await ExchangeProcess.StartAsync(null, "--max-in-flight", "1");
        var party = exchange.As("quail");
        var body = Party.Bytes(Plan.Somewhere().Intent() with { UssBaseUrl = party.Url });
        using (var slow = RawRequest.To(exchange))
        {
            await slow.SayAsync(RawRequest.Head("PUT", $"{Intents}/{Guid.NewGuid()}", party.Token, body.Length));
            await slow.HearAsync("100 Continue");

            var turnedAway = await party.GetIntentAsync(Guid.NewGuid());
            turnedAway.Refused(503);
            Assert.Equal(TimeSpan.FromSeconds(1), turnedAway.Headers.RetryAfter?.Delta);

            await slow.SayAsync(body);
            Assert.Equal(201, (await slow.AnswerAsync()).Status);
        }

        await Eventually.TrueAsync(async () => (await party.GetIntentAsync(Guid.NewGuid())).Status == 404, "requests are taken again");
    }

    [Fact]
    public async Task A_party_that_runs_wild_is_429_and_slows_down_nobody_else()
    {
        await using var exchange = await ExchangeProcess.StartAsync(null, "--max-party-rate", "20");
        var (wild, calm) = (exchange.As("raven"), exchange.As("robin"));

        await Eventually.TrueAsync(
            async () =>
            {
                var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => wild.GetIntentAsync(Guid.NewGuid())));
                foreach (var reply in replies.Where(static r => r.Status != 404))
                {
                    reply.Refused(429);
                    Assert.NotNull(reply.Headers.RetryAfter);
                }

                return replies.Any(static r => r.Status == 429);
            },
            "a party sends more than it may");

        (await calm.GetIntentAsync(Guid.NewGuid())).Refused(404);
        await Eventually.TrueAsync(async () => (await wild.GetIntentAsync(Guid.NewGuid())).Status == 404, "the party may go on");
    }

    [Fact]
    public async Task A_search_that_finds_more_than_one_answer_carries_is_refused_and_never_cut()
    {
        await using var exchange = await ExchangeProcess.StartAsync(null, "--max-results", "2");
        var party = exchange.As("quail");
        var plan = Plan.Somewhere();
        await party.DeclareAsync(plan with { Lower = 50, Upper = 51 });
        await party.DeclareAsync(plan with { Lower = 60, Upper = 61 });
        Assert.Equal(2, (await party.FindIntentsAsync(plan.Volume)).Count);

        await party.DeclareAsync(plan with { Lower = 90, Upper = 91 });
        (await party.CallAsync<object>(HttpMethod.Post, $"{Intents}/query", new Client.F3548.QueryParameters { AreaOfInterest = plan.Volume })).Refused(413);
    }

    [Fact]
    public async Task The_metrics_page_counts_what_is_there_and_what_was_asked()
    {
        await using var exchange = await ExchangeProcess.StartAsync();
        var party = exchange.As("quail");
        await party.DeclareAsync(Plan.Somewhere());
        await party.SubscribeAsync(Plan.Somewhere());

        // The page is made at most every few hundred milliseconds.
        string page = "";
        await Eventually.TrueAsync(async () => Value(page = await exchange.Http.GetStringAsync("/metrics"), "parley_journal_entries") >= 2, "the metrics show the entries");
        Assert.Equal(1, Value(page, "parley_intents"));
        Assert.Equal(1, Value(page, "parley_subscriptions"));
        Assert.Equal(0, Value(page, "parley_constraints"));
        Assert.Equal(1, Value(page, "parley_journal_writable"));
        Assert.Contains("parley_commands", page, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration", page, StringComparison.Ordinal);
    }

    // A line is: name, labels in braces or none, value, and perhaps a time.
    private static double Value(string page, string series) => page.Split('\n')
        .Where(l => l.StartsWith(series, StringComparison.Ordinal))
        .Select(static l => l[(l.IndexOf('}', StringComparison.Ordinal) is var brace and >= 0 ? brace + 1 : l.IndexOf(' ', StringComparison.Ordinal))..].Trim().Split(' ')[0])
        .Select(static v => double.Parse(v, CultureInfo.InvariantCulture))
        .FirstOrDefault(double.NaN);
}
