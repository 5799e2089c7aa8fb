using System.Collections.Immutable;

namespace Parley.Core.Exchange;

/// <summary>An operational intent as the exchange knows it: who manages it, roughly where and when, and where its details can be asked for.</summary>
/// <param name="Version">Rises by one for each change, from 1.</param>
/// <param name="PastOvns">Requested OVNs that this intent has had and must not have again; newest last, few.</param>
public sealed record Intent(
    EntityId Id,
    PartyName Manager,
    int Version,
    IntentState State,
    Ovn Ovn,
    Extent Extent,
    string UssBaseUrl,
    EntityId? Subscription,
    ImmutableArray<Ovn> PastOvns);

/// <summary>A volume others must keep out of or know of, as the exchange knows it.</summary>
public sealed record Constraint(EntityId Id, PartyName Manager, int Version, Ovn Ovn, Extent Extent, string UssBaseUrl);

/// <summary>A standing wish to be told of what changes in an extent.</summary>
/// <param name="NotificationIndex">Rises by exactly one for each change that concerns it, so that its owner sees a gap.</param>
/// <param name="Implicit">Made along with an intent, and gone with the last intent that depends on it.</param>
/// <param name="Dependents">The intents that lean on it, in the order of their ids.</param>
public sealed record Subscription(
    EntityId Id,
    PartyName Manager,
    string Version,
    int NotificationIndex,
    Extent Extent,
    string UssBaseUrl,
    bool ForIntents,
    bool ForConstraints,
    bool Implicit,
    ImmutableSortedSet<EntityId> Dependents)
{
    /// <summary>An expired subscription is as if it were not there; it is swept away later.</summary>
    public bool Expired(Instant now) => Extent.Time.End < now;
}

/// <summary>What an availability arbitrator said of a party. Never set: <see cref="Availability.Unknown"/> and version <c>""</c>.</summary>
public sealed record AvailabilityStatus(PartyName Party, Availability Availability, string Version);

/// <summary>One subscription that a change concerns, with the index that the change raised it to.</summary>
public readonly record struct Notified(EntityId Subscription, int NotificationIndex, string UssBaseUrl);
