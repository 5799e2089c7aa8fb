using CsCheck;
using Parley.Core.Exchange;
using static Parley.Tests.Exchange.Stage;

namespace Parley.Tests.Exchange;

public sealed class SweepTests
{
    private readonly Stage _stage = new();

    [Fact]
    public void What_ended_before_the_hour_goes_and_what_ends_within_it_stays()
    {
        _stage.Declare(North, 1, At(0, to: 59.9));
        _stage.Declare(North, 2, At(1, to: 60));
        _stage.Forbid(Survey, 21, At(0, to: 59.9));
        _stage.Forbid(Survey, 22, At(0, to: 60));
        _stage.Subscribe(Relief, 11, At(), end: Noon(59.9));
        _stage.Subscribe(Relief, 12, At(), end: Noon(60));
        Assert.False(_stage.State.AnythingEnded(Noon(59.99)));
        Assert.Equal(new Swept(0, 0, 0), _stage.Sweep(59.99));

        // The cut lies at 13:59: the hour from 12:00 is over, the hour from 13:00 is not.
        Assert.True(_stage.State.AnythingEnded(Noon(119)));
        Assert.Equal(new Swept(1, 1, 1), _stage.Sweep(119));
        Assert.Equal([World.Id(2)], _stage.State.AllIntents().Select(i => i.Id));
        Assert.Equal([World.Id(22)], _stage.State.AllConstraints().Select(c => c.Id));
        Assert.Equal([World.Id(12)], _stage.State.AllSubscriptions().Select(s => s.Id));
        Assert.False(_stage.State.AnythingEnded(Noon(119)));
    }

    [Fact]
    public void An_implicit_subscription_goes_with_its_last_intent_and_not_before()
    {
        _stage.Declare(North, 1, At(0, to: 30), wanted: 31);
        _stage.Declare(North, 2, At(1, to: 90), subscription: 31);
        Assert.Equal(new Swept(1, 0, 0), _stage.Sweep(60));
        Assert.Equal([World.Id(2)], _stage.Subscription(31)!.Dependents);
        _stage.Sweep(120);
        Assert.Equal((0, 0), (_stage.State.IntentCount, _stage.State.SubscriptionCount));
    }

    [Fact]
    public void A_sweep_takes_no_more_than_its_limit_even_when_many_lean_on_one_subscription()
    {
        _stage.Subscribe(North, 11, At(), end: Noon(59));
        for (var n = 0; n < 4; n++)
        {
            _stage.Declare(North, 1 + n, At(n, to: 30), subscription: 11);
        }

        Assert.Equal(new Swept(1, 0, 1), _stage.Sweep(60, limit: 1));
        Assert.Equal(3, _stage.State.IntentCount);
        Assert.All(_stage.State.AllIntents(), i => Assert.Null(i.Subscription));
        Assert.Equal(new Swept(2, 0, 0), _stage.Sweep(60, limit: 2));
        Assert.Equal(new Swept(1, 0, 0), _stage.Sweep(60, limit: 2));
    }

    [Fact]
    public void Sweeps_repeated_until_nothing_has_ended_leave_exactly_what_has_not() => Gen.Select(World.Walk, Gen.Int[-60, 300], Gen.Int[1, 3]).Sample(
        (walk, minutes, limit) =>
        {
            var state = new ExchangeState();
            var now = World.Noon;
            foreach (var command in World.Commands(state, walk))
            {
                state.Apply(command);
                now = command.Now;
            }

            var before = now.Plus(TimeSpan.FromMinutes(minutes));
            var (intents, constraints) = (state.AllIntents().ToList(), state.AllConstraints().ToList());
            var explicitly = state.AllSubscriptions().Where(s => !s.Implicit).ToList();
            for (var rounds = 0; state.AnythingEnded(before); rounds++)
            {
                var swept = (Swept)state.Apply(new Sweep(now, new PartyName("exchange"), before, limit));
                Assert.InRange(swept.Intents + swept.Constraints + swept.Subscriptions, 1, 3 * limit);
                Assert.InRange(rounds, 0, 100);
            }

            Assert.Equal(intents.Where(i => Stays(i.Extent)).Select(i => i.Id), state.AllIntents().Select(i => i.Id));
            Assert.Equal(constraints.Where(c => Stays(c.Extent)).Select(c => c.Id), state.AllConstraints().Select(c => c.Id));
            Assert.Equal(explicitly.Where(s => Stays(s.Extent)).Select(s => s.Id), state.AllSubscriptions().Where(s => !s.Implicit).Select(s => s.Id));

            bool Stays(Extent e) => e.Time.End.Ticks / TimeSpan.TicksPerHour >= before.Ticks / TimeSpan.TicksPerHour;
        },
        iter: 200);
}
