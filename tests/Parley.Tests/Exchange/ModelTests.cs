using CsCheck;
using Parley.Core.Exchange;

namespace Parley.Tests.Exchange;

public sealed class ModelTests
{
    [Fact]
    public void A_plain_list_agrees_on_who_is_missing_who_is_told_and_what_is_found() => Gen.Select(World.Walk, Gen.Int[0, 5_039].Array[24]).Sample(
        (walk, looking) =>
        {
            var (state, model) = (new ExchangeState(), new PlainModel());
            foreach (var command in World.Commands(state, walk))
            {
                var outcome = state.Apply(command);
                if (command is PutIntent put && (outcome is IntentChanged || IsMissingFromKey(outcome)))
                {
                    var missing = outcome as MissingFromKey;
                    Assert.Equal(model.MissingIntents(put), missing?.Intents.Select(s => s.Intent.Id) ?? []);
                    Assert.Equal(model.MissingConstraints(put), missing?.Constraints.Select(s => s.Constraint.Id) ?? []);
                }

                if (outcome is not (Refused or MissingFromKey))
                {
                    var told = (outcome as IntentChanged)?.Notified ?? (outcome as ConstraintChanged)?.Notified ?? [];
                    Assert.Equal(model.Accept(command), told.Select(n => (n.Subscription, n.NotificationIndex)));
                }

                var area = World.Extent(new Dice(looking), command.Now);
                Assert.Equal(model.IntentsIn(area), state.IntentsIn(area).Select(s => s.Intent.Id));
                Assert.Equal(model.ConstraintsIn(area), state.ConstraintsIn(area).Select(s => s.Constraint.Id));
                Assert.All(World.Parties, party => Assert.Equal(
                    model.SubscriptionsIn(area, party, command.Now), state.SubscriptionsIn(area, party, command.Now).Select(s => s.Id)));
                if (outcome is SubscriptionPut { Subscription: var made } found)
                {
                    Assert.Equal(made.ForIntents ? model.IntentsIn(made.Extent) : [], found.Intents.Select(s => s.Intent.Id));
                    Assert.Equal(made.ForConstraints ? model.ConstraintsIn(made.Extent) : [], found.Constraints.Select(s => s.Constraint.Id));
                }
            }
        },
        iter: 500);

    private static bool IsMissingFromKey(Outcome outcome) => outcome is MissingFromKey missing && missing.Sentence.StartsWith("The key", StringComparison.Ordinal);
}
