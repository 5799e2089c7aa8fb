using System.Diagnostics;
using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Concurrency;

/// <summary>Many callers at one moment see one order of things.</summary>
[Trait("rule", "issue-2 §5")]
public sealed class ConcurrencyTests(SharedExchange shared)
{
    private const int Callers = 5;
    private const int CallsToEach = 12;

    [Fact]
    public async Task Concurrent_calls_to_a_few_intents_have_one_order_that_explains_every_answer()
    {
        for (var round = 0; round < 12; round++)
        {
            var seed = Random.Shared.Next();
            var plan = Plan.Somewhere();
            var ids = new[] { Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid() };
            var history = ids.ToDictionary(static id => id, static _ => new List<Operation>());
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(client => Task.Run(async () =>
            {
                var random = new Random(seed + client);
                var known = new Dictionary<Guid, string>();
                int[] calls = [.. Enumerable.Range(0, ids.Length * CallsToEach).Select(n => n % ids.Length)];
                random.Shuffle(calls);
                foreach (var which in calls)
                {
                    var operation = await CallAsync(random, ids[which], plan with { Lower = which * 10, Upper = (which * 10) + 5 }, known);
                    lock (history)
                    {
                        history[ids[which]].Add(operation);
                    }
                }
            })));

            // What was known of one intent alone decides its answers, so each has its own order (linearizability is local).
            foreach (var (id, calls) in history)
            {
                Assert.True(Linearizability.Holds(calls), $"seed {seed}, {id}: no order explains\n{string.Join('\n', calls.OrderBy(static c => c.Sent))}");
            }
        }
    }

    [Fact]
    public async Task Of_those_who_declare_one_place_at_one_moment_exactly_one_wins_and_the_others_are_told_who()
    {
        for (var round = 0; round < 20; round++)
        {
            var plan = Plan.Somewhere();
            var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => shared.As($"party-{n}").PutIntentAsync(Guid.NewGuid(), plan.Intent())));

            var won = Assert.Single(replies, static r => r.Status == 201).Is(201).OperationalIntentReference!;
            foreach (var lost in replies.Where(static r => r.Status != 201))
            {
                Assert.Equal(won.Id, Assert.Single(lost.Refused(409).MissingOperationalIntents!).Id);
            }
        }
    }

    [Fact]
    public async Task Changes_at_one_moment_raise_the_index_of_a_subscription_by_one_each()
    {
        var plan = Plan.Somewhere();
        var subscription = await shared.As("watcher").SubscribeAsync(plan with { Lower = 0, Upper = 1000 });
        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            shared.As($"party-{n % 4}").PutIntentAsync(Guid.NewGuid(), (plan with { Lower = n * 10, Upper = (n * 10) + 5 }).Intent())));

        var indices = replies.Select(static r => Assert.Single(Assert.Single(r.Is(201).Subscribers!).Subscriptions!).NotificationIndex);
        Assert.Equal(Enumerable.Range(1, 40), indices.Order());
        Assert.Equal(40, (await shared.As("watcher").GetSubscriptionAsync(Guid.Parse(subscription.Id!))).Is(200).Subscription!.NotificationIndex);
    }

    [Theory]
    [InlineData("a read that misses an answered creation")]
    [InlineData("two creations that both came through")]
    [InlineData("a change by an OVN that was over")]
    public void A_history_that_no_order_explains_is_found_out(string what)
    {
        Operation[] history = what switch
        {
            "a read that misses an answered creation" => [new(1, 2, Verb.Create, null, 201, "a", 1), new(3, 4, Verb.Get, null, 404, null, 0)],
            "two creations that both came through" => [new(1, 5, Verb.Create, null, 201, "a", 1), new(2, 4, Verb.Create, null, 201, "b", 1)],
            _ => [new(1, 2, Verb.Create, null, 201, "a", 1), new(3, 8, Verb.Change, "a", 200, "b", 2), new(4, 7, Verb.Change, "a", 200, "c", 2)],
        };
        Assert.False(Linearizability.Holds(history));
        Assert.True(Linearizability.Holds([history[0], new Operation(0, 9, Verb.Get, null, 404, null, 0)]));
    }

    private async Task<Operation> CallAsync(Random random, Guid id, Plan plan, Dictionary<Guid, string> known)
    {
        var party = shared.As("swift");
        var verb = (Verb)random.Next(4);
        var expected = verb is Verb.Change or Verb.Delete ? known.GetValueOrDefault(id, "ThisIsNoCurrentOVN") : null;
        var sent = Stopwatch.GetTimestamp();
        int status;
        OperationalIntentReference? intent;
        if (verb == Verb.Get)
        {
            var reply = await party.GetIntentAsync(id);
            (status, intent) = (reply.Status, reply.Status == 200 ? reply.Is(200).OperationalIntentReference : null);
        }
        else
        {
            var reply = verb == Verb.Delete ? await party.DeleteIntentAsync(id, expected!) : await party.PutIntentAsync(id, plan.Intent(), expected);
            (status, intent) = (reply.Status, reply.Status is 200 or 201 ? reply.Is(reply.Status).OperationalIntentReference : null);
        }

        var answered = Stopwatch.GetTimestamp();
        if (intent?.Ovn is { } ovn)
        {
            known[id] = ovn;
        }

        return new Operation(sent, answered, verb, expected, status, intent?.Ovn, intent?.Version ?? 0);
    }
}
