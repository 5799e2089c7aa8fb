using System.Collections.Immutable;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;

namespace Parley.F3548;

/// <summary>The exchange's entities as F3548-21 shows them to one caller: an OVN is shown to its manager alone.</summary>
internal static class WireForms
{
    // What the field's clients look for in place of an OVN that is not theirs to have.
    private const string OvnFromUss = "Available from USS";

    public static OperationalIntentReference ToWire(this SeenIntent seen, PartyName caller) => new()
    {
        Id = seen.Intent.Id.ToString(),
        Manager = seen.Intent.Manager.Value,
        UssAvailability = seen.Availability.ToString(),
        Version = seen.Intent.Version,
        State = seen.Intent.State.ToString(),
        Ovn = seen.Intent.Manager == caller ? seen.Intent.Ovn.Value : OvnFromUss,
        TimeStart = seen.Intent.Extent.Time.Start.ToWire(),
        TimeEnd = seen.Intent.Extent.Time.End.ToWire(),
        UssBaseUrl = seen.Intent.UssBaseUrl,
        SubscriptionId = (seen.Intent.Subscription ?? EntityId.NoSubscription).ToString(),
    };

    public static ConstraintReference ToWire(this SeenConstraint seen, PartyName caller) => new()
    {
        Id = seen.Constraint.Id.ToString(),
        Manager = seen.Constraint.Manager.Value,
        UssAvailability = seen.Availability.ToString(),
        Version = seen.Constraint.Version,
        Ovn = seen.Constraint.Manager == caller ? seen.Constraint.Ovn.Value : OvnFromUss,
        TimeStart = seen.Constraint.Extent.Time.Start.ToWire(),
        TimeEnd = seen.Constraint.Extent.Time.End.ToWire(),
        UssBaseUrl = seen.Constraint.UssBaseUrl,
    };

    public static WireSubscription ToWire(this Subscription subscription) => new()
    {
        Id = subscription.Id.ToString(),
        Version = subscription.Version,
        NotificationIndex = subscription.NotificationIndex,
        TimeStart = subscription.Extent.Time.Start.ToWire(),
        TimeEnd = subscription.Extent.Time.End.ToWire(),
        UssBaseUrl = subscription.UssBaseUrl,
        NotifyForOperationalIntents = subscription.ForIntents,
        NotifyForConstraints = subscription.ForConstraints,
        ImplicitSubscription = subscription.Implicit,
        DependentOperationalIntents = [.. subscription.Dependents.Select(static id => id.ToString())],
    };

    public static UssAvailabilityStatusResponse ToWire(this AvailabilityStatus status) => new()
    {
        Version = status.Version,
        Status = new UssAvailabilityStatus { Uss = status.Party.Value, Availability = status.Availability.ToString() },
    };

    public static IReadOnlyList<OperationalIntentReference> ToWire(this ImmutableArray<SeenIntent> seen, PartyName caller)
    {
        var wire = new OperationalIntentReference[seen.Length];
        for (var i = 0; i < wire.Length; i++)
        {
            wire[i] = seen[i].ToWire(caller);
        }

        return wire;
    }

    public static IReadOnlyList<ConstraintReference> ToWire(this ImmutableArray<SeenConstraint> seen, PartyName caller) =>
        [.. seen.Select(s => s.ToWire(caller))];

    /// <summary>One entry for each USS base URL, in the order in which it first occurs.</summary>
    public static IReadOnlyList<SubscriberToNotify> ToWire(this ImmutableArray<Notified> notified)
    {
        if (notified.IsEmpty)
        {
            return [];
        }

        var byUrl = new OrderedDictionary<string, List<SubscriptionState>>(StringComparer.Ordinal);
        foreach (var one in notified)
        {
            if (!byUrl.TryGetValue(one.UssBaseUrl, out var states))
            {
                byUrl.Add(one.UssBaseUrl, states = []);
            }

            states.Add(new SubscriptionState { SubscriptionId = one.Subscription.ToString(), NotificationIndex = one.NotificationIndex });
        }

        return [.. byUrl.Select(static pair => new SubscriberToNotify { UssBaseUrl = pair.Key, Subscriptions = pair.Value })];
    }

    public static WireTime ToWire(this Instant instant) => new() { Value = instant.ToString(), Format = "RFC3339" };
}
