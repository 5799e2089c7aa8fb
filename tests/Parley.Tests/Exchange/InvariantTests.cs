using CsCheck;
using Parley.Core.Exchange;

namespace Parley.Tests.Exchange;

/// <summary>What holds after every command, whatever the commands were.</summary>
public sealed class InvariantTests
{
    // How many past OVNs the state promises to remember.
    private const int Remembered = 16;

    [Fact]
    public void Dependents_and_subscriptions_always_point_at_each_other() => Walk((state, _, _, _) =>
    {
        var intents = state.AllIntents().ToDictionary(i => i.Id);
        var subscriptions = state.AllSubscriptions().ToDictionary(s => s.Id);
        foreach (var s in subscriptions.Values)
        {
            Assert.All(s.Dependents, id => Assert.Equal(s.Id, intents[id].Subscription));
            Assert.True(!s.Implicit || !s.Dependents.IsEmpty, $"the implicit subscription {s.Id} has no dependents");
            Assert.All(s.Dependents, id => Assert.Equal(s.Manager, intents[id].Manager));
        }

        foreach (var i in intents.Values.Where(i => i.Subscription is not null))
        {
            Assert.Contains(i.Id, subscriptions[i.Subscription!.Value].Dependents);
        }
    });

    [Fact]
    public void A_subscription_covers_every_intent_that_depends_on_it() => Walk((state, _, _, _) =>
    {
        foreach (var s in state.AllSubscriptions())
        {
            foreach (var i in s.Dependents.Select(id => state.Intent(id)!))
            {
                Assert.True(s.Extent.Cells.Contains(i.Extent.Cells), $"{s.Id} does not cover the cells of {i.Id}");
                Assert.True(s.Extent.Altitudes.Lower <= i.Extent.Altitudes.Lower && s.Extent.Altitudes.Upper >= i.Extent.Altitudes.Upper);
                Assert.True(s.Extent.Time.Start <= i.Extent.Time.Start.Plus(ExchangeState.MaxLag) && s.Extent.Time.End >= i.Extent.Time.End);
            }
        }
    });

    [Fact]
    public void A_version_rises_by_exactly_one_for_each_change_of_its_own_entity() => Walk((state, command, before, outcome) =>
    {
        foreach (var i in state.AllIntents())
        {
            var changed = command is PutIntent put && put.Id == i.Id && outcome is IntentChanged;
            Assert.Equal((before.Intent(i.Id)?.Version ?? 0) + (changed ? 1 : 0), i.Version);
        }

        foreach (var c in state.AllConstraints())
        {
            var changed = command is PutConstraint put && put.Id == c.Id && outcome is ConstraintChanged;
            Assert.Equal((before.Constraint(c.Id)?.Version ?? 0) + (changed ? 1 : 0), c.Version);
        }
    });

    [Fact]
    public void A_notification_index_rises_by_one_when_its_subscription_is_told_and_never_otherwise() => Walk((state, command, before, outcome) =>
    {
        var told = (outcome as IntentChanged)?.Notified ?? (outcome as ConstraintChanged)?.Notified ?? [];
        foreach (var s in state.AllSubscriptions())
        {
            var notified = told.Where(n => n.Subscription == s.Id).ToList();
            var was = before.Live(s.Id, command.Now) ?? before.AllSubscriptions().FirstOrDefault(b => b.Id == s.Id && b.Version == s.Version);
            Assert.Equal((was?.NotificationIndex ?? 0) + notified.Count, s.NotificationIndex);
            Assert.True(notified.Count <= 1);
            Assert.All(notified, n => Assert.Equal(s.NotificationIndex, n.NotificationIndex));
            Assert.All(notified, _ => Assert.False(s.Expired(command.Now)));
        }

        Assert.Equal(told.OrderBy(n => n.Subscription), told);
    });

    [Fact]
    public void An_ovn_stands_for_one_version_of_an_intent_and_never_comes_back() => World.Walk.Sample(
        walk =>
        {
            var state = new ExchangeState();
            var had = new Dictionary<EntityId, List<Ovn>>();
            foreach (var command in World.Commands(state, walk))
            {
                var outcome = state.Apply(command);
                if (command is PutIntent put && outcome is IntentChanged { Created: var created })
                {
                    var past = created ? had[put.Id] = [] : had[put.Id];
                    Assert.DoesNotContain(put.NewOvn, past.TakeLast(Remembered));
                    past.Add(put.NewOvn);
                }
            }
        },
        iter: 1_000);

    private static void Walk(Action<ExchangeState, Command, ExchangeState, Outcome> check) => World.Walk.Sample(
        walk =>
        {
            var state = new ExchangeState();
            foreach (var command in World.Commands(state, walk))
            {
                var before = Snapshot.Read(new MemoryStream(Describe.State(state)));
                check(state, command, before, state.Apply(command));
            }
        },
        iter: 200);
}
