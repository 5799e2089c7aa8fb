using CsCheck;
using Parley.Core.Exchange;

namespace Parley.Tests.Exchange;

/// <summary>Random commands prove nothing about what they never reach: this counts what the generator of the other tests brings about.</summary>
public sealed class CoverageTests
{
    // Parts of the sentences: one for each rule of the state.
    private static readonly string[] Rules =
    [
        "There is no operational intent",
        "The operational intent", "is managed by another party",
        "is there already",
        "The OVN in the path is not the current one of operational intent",
        "The key lacks the OVN",
        "requested_ovn_suffix was used before",
        "The id drawn for the new subscription is taken",
        "subscription_id: there is no subscription",
        "belongs to another party",
        "does not cover the whole area", "does not cover all altitudes", "begins more than 5 minutes after", "ends before the operational intent",
        "There is no constraint", "The constraint",
        "There is no subscription", "The version in the path is not the current one of subscription",
        "lies more than 5 minutes in the past", "lies before time_start", "24 hours at most", "lies in the past",
        "depends on this subscription", "Operational intents depend on subscription",
        "old_version is not the current one",
    ];

    [Fact]
    public void Random_commands_bring_about_every_outcome_and_break_every_rule()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        World.Walk.Sample(
            walk =>
            {
                var state = new ExchangeState();
                foreach (var command in World.Commands(state, walk))
                {
                    foreach (var what in What(state, command, state.Apply(command)))
                    {
                        counts[what] = counts.GetValueOrDefault(what) + 1;
                    }
                }
            },
            iter: 600, threads: 1);

        var all = counts.Values.Sum();
        string[] wanted =
        [
            .. Rules, "IntentChanged", "IntentChanged again", "IntentChanged told", "ConstraintChanged", "ConstraintChanged told", "SubscriptionPut", "SubscriptionPut found",
            "SubscriptionPut with dependents", "SubscriptionDeleted", "AvailabilitySet", "ReportFiled", "Swept intents", "Swept constraints", "Swept subscriptions",
            "Missing constraints", "Missing several", "Implicit gone", "Subscription expired", "Attached", "Down",
        ];
        Assert.All(wanted, w => Assert.True(counts.GetValueOrDefault(w) >= 3, $"'{w}' came about {counts.GetValueOrDefault(w)} times among {all}"));
    }

    private static IEnumerable<string> What(ExchangeState state, Command command, Outcome outcome)
    {
        var sentence = (outcome as Refused)?.Sentence ?? (outcome as MissingFromKey)?.Sentence;
        foreach (var rule in Rules.Where(r => sentence?.Contains(r, StringComparison.Ordinal) == true))
        {
            yield return rule;
        }

        yield return outcome.GetType().Name;
        var more = outcome switch
        {
            IntentChanged { Notified.IsEmpty: false } => "IntentChanged told",
            IntentChanged { Intent.Intent.Version: > 1 } => "IntentChanged again",
            ConstraintChanged { Notified.IsEmpty: false } => "ConstraintChanged told",
            SubscriptionPut { Subscription.Dependents.IsEmpty: false } => "SubscriptionPut with dependents",
            SubscriptionPut { Intents.IsEmpty: false } => "SubscriptionPut found",
            MissingFromKey { Constraints.IsEmpty: false } => "Missing constraints",
            MissingFromKey { Intents.Length: > 1 } => "Missing several",
            Swept { Intents: > 0 } => "Swept intents",
            Swept { Constraints: > 0 } => "Swept constraints",
            Swept { Subscriptions: > 0 } => "Swept subscriptions",
            AvailabilitySet { Status.Availability: Availability.Down } => "Down",
            _ => null,
        };
        if (more is not null)
        {
            yield return more;
        }

        if (command is PutIntent { Subscription: not null } && outcome is IntentChanged)
        {
            yield return "Attached";
        }

        if (outcome is IntentChanged { Intent.Intent: { Subscription: { } lost } } && command is DeleteIntent && state.Live(lost, command.Now) is null)
        {
            yield return "Implicit gone";
        }

        if (state.AllSubscriptions().Any(s => s.Expired(command.Now)))
        {
            yield return "Subscription expired";
        }
    }
}
