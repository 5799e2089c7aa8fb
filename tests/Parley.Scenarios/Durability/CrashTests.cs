using Parley.Scenarios.Running;

namespace Parley.Scenarios.Durability;

/// <summary>What was answered is kept, whatever becomes of the process.</summary>
[Trait("rule", "issue-2 §5")]
public sealed class CrashTests
{
    [Fact]
    public async Task After_a_kill_at_any_moment_every_answered_write_is_there_and_none_twice()
    {
        var data = Scratch.NewPath();
        var seed = Random.Shared.Next();
        var load = new Load(planners: 6, seed);
        var subscription = Guid.NewGuid();
        await using (var first = await ExchangeProcess.StartAsync(data))
        {
            (await first.As("watcher").PutSubscriptionAsync(subscription, load.Everything.Subscription())).Is(200);
        }

        var random = new Random(seed);
        var opened = 0;
        for (var round = 0; round < 5; round++)
        {
            await using var exchange = await ExchangeProcess.StartAsync(data);
            await load.CheckAsync(exchange);
            var index = (await exchange.As("watcher").GetSubscriptionAsync(subscription)).Is(200).Subscription!.NotificationIndex;
            Assert.InRange(index, load.Indices.Count, load.Indices.Count + opened);
            Assert.Equal(load.Indices.Count, load.Indices.Distinct().Count());
            Assert.True(load.Indices.All(i => i <= index), "an index that was answered is above the one that was kept");

            var enough = load.Answered + random.Next(20, 300);
            var before = load.Unanswered;
            var running = load.RunAsync(exchange, CancellationToken.None);
            await Eventually.TrueAsync(() => Task.FromResult(load.Answered >= enough || !load.Surprises.IsEmpty), "the load has run a while");
            await exchange.KillAsync();
            await running;
            opened += load.Unanswered - before;
            Assert.True(load.Surprises.IsEmpty, $"seed {seed}: {string.Join('\n', load.Surprises)}");
        }

        await using var last = await ExchangeProcess.StartAsync(data);
        await load.CheckAsync(last);
        Assert.True(opened > 0, "no kill ever came while a call was open");
    }

    [Fact]
    public async Task An_orderly_stop_under_load_loses_nothing_and_ends_with_0()
    {
        var data = Scratch.NewPath();
        var load = new Load(planners: 6, Random.Shared.Next());
        await using (var exchange = await ExchangeProcess.StartAsync(data))
        {
            var running = load.RunAsync(exchange, CancellationToken.None);
            await Eventually.TrueAsync(() => Task.FromResult(load.Answered >= 200 || !load.Surprises.IsEmpty), "the load has run a while");
            exchange.Terminate();
            await running;
            Assert.Equal(0, await exchange.ExitCodeAsync());
            Assert.Equal("", exchange.Errors);
        }

        Assert.True(load.Surprises.All(static s => s.Contains(" 503 ", StringComparison.Ordinal)), string.Join('\n', load.Surprises));
        await using var again = await ExchangeProcess.StartAsync(data);
        await load.CheckAsync(again);
        Assert.DoesNotContain("torn", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_in_work_is_answered_before_the_exchange_stops()
    {
        var data = Scratch.NewPath();
        var id = Guid.NewGuid();
        await using (var exchange = await ExchangeProcess.StartAsync(data))
        {
            var party = exchange.As("kestrel");
            var body = Party.Bytes(Plan.Somewhere().Intent() with { UssBaseUrl = party.Url });
            using var request = RawRequest.To(exchange);
            await request.SayAsync(RawRequest.Head("PUT", $"/dss/v1/operational_intent_references/{id}", party.Token, body.Length));
            await request.HearAsync("100 Continue");
            await request.SayAsync(body.AsMemory(0, body.Length / 2));

            exchange.Terminate();
            await Eventually.TrueAsync(() => Task.FromResult(exchange.Output.Contains("Stopping", StringComparison.Ordinal)), "the exchange has begun to stop");
            await request.SayAsync(body.AsMemory(body.Length / 2));

            Assert.Equal(201, (await request.AnswerAsync()).Status);
            Assert.Equal(0, await exchange.ExitCodeAsync());
        }

        await using var again = await ExchangeProcess.StartAsync(data);
        (await again.As("kestrel").GetIntentAsync(id)).Is(200);
    }

    [Fact]
    public async Task A_start_from_a_snapshot_gives_the_same_answers_as_one_from_the_journal_alone()
    {
        var data = Scratch.NewPath();
        var script = new Script();
        var load = new Load(planners: 4, Random.Shared.Next());
        IReadOnlyList<string> before;
        await using (var exchange = await ExchangeProcess.StartAsync(data, "--snapshot-every", "100"))
        {
            await script.RunAsync(exchange);
            using var stop = new CancellationTokenSource();
            var running = load.RunAsync(exchange, stop.Token);
            await Eventually.TrueAsync(() => Task.FromResult(exchange.Output.Contains("Snapshot at position", StringComparison.Ordinal) || !load.Surprises.IsEmpty), "a snapshot is taken");
            await stop.CancelAsync();
            await running;
            before = await script.AnswersAsync(exchange);
            await exchange.KillAsync();
        }

        var snapshots = Path.Combine(data, "snapshots");
        Assert.NotEmpty(Directory.GetFiles(snapshots));
        await using (var again = await ExchangeProcess.StartAsync(data))
        {
            await load.CheckAsync(again);
            Assert.Equal(before, await script.AnswersAsync(again));
            await again.KillAsync();
        }

        Directory.Delete(snapshots, recursive: true);
        await using var whole = await ExchangeProcess.StartAsync(data);
        Assert.Equal(before, await script.AnswersAsync(whole));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_restart_gives_the_same_answers_to_the_letter(bool killed)
    {
        var data = Scratch.NewPath();
        var script = new Script();
        IReadOnlyList<string> before;
        await using (var exchange = await ExchangeProcess.StartAsync(data))
        {
            await script.RunAsync(exchange);
            before = await script.AnswersAsync(exchange);
            if (killed) await exchange.KillAsync(); else Assert.Equal(0, await exchange.StopAsync());
        }

        await using var again = await ExchangeProcess.StartAsync(data);
        Assert.Equal(before, await script.AnswersAsync(again));
    }
}
