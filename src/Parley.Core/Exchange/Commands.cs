using System.Collections.Immutable;

namespace Parley.Core.Exchange;

/// <summary>
/// What a party asks the exchange to change. It carries every value that is not decided by the state itself: the time, new ids, new
/// version numbers, the covering of shapes. Applying it twice to equal states gives equal states, on any machine.
/// </summary>
/// <param name="Now">The time at which the handler took it in.</param>
/// <param name="By">Who asks, as the token says.</param>
public abstract record Command(Instant Now, PartyName By);

/// <summary>A subscription to be made along with an intent (F3548-21 <c>ImplicitSubscriptionParameters</c>).</summary>
public sealed record ImplicitSubscription(EntityId Id, string Version, string UssBaseUrl, bool ForConstraints);

/// <summary>Declares an intent or changes it. <see cref="Expected"/> null declares; otherwise it is the OVN that the caller believes current.</summary>
/// <param name="Key">The OVNs of all that the caller says it has seen.</param>
/// <param name="NewOvn">The OVN that the change gives; <paramref name="OvnRequested"/> says whether the caller chose its suffix.</param>
public sealed record PutIntent(
    Instant Now,
    PartyName By,
    EntityId Id,
    Ovn? Expected,
    IntentState State,
    Extent Extent,
    string UssBaseUrl,
    EntityId? Subscription,
    ImplicitSubscription? NewSubscription,
    Ovn NewOvn,
    bool OvnRequested,
    ImmutableArray<string> Key) : Command(Now, By);

public sealed record DeleteIntent(Instant Now, PartyName By, EntityId Id, Ovn Expected) : Command(Now, By);

public sealed record PutConstraint(
    Instant Now, PartyName By, EntityId Id, Ovn? Expected, Extent Extent, string UssBaseUrl, Ovn NewOvn) : Command(Now, By);

public sealed record DeleteConstraint(Instant Now, PartyName By, EntityId Id, Ovn Expected) : Command(Now, By);

/// <summary>Makes a subscription or changes it. <see cref="Expected"/> null makes.</summary>
/// <param name="Start">Null: now for a new one, unchanged for an old one.</param>
/// <param name="End">Null: 24 h after the start for a new one, unchanged for an old one.</param>
/// <param name="Extent">Its time interval is not used; <paramref name="Start"/> and <paramref name="End"/> say it.</param>
public sealed record PutSubscription(
    Instant Now,
    PartyName By,
    EntityId Id,
    string? Expected,
    Extent Extent,
    Instant? Start,
    Instant? End,
    string UssBaseUrl,
    bool ForIntents,
    bool ForConstraints,
    string NewVersion) : Command(Now, By);

public sealed record DeleteSubscription(Instant Now, PartyName By, EntityId Id, string Expected) : Command(Now, By);

public sealed record SetAvailability(
    Instant Now, PartyName By, PartyName Party, string Expected, Availability Availability, string NewVersion) : Command(Now, By);

/// <summary>A party reports an exchange of messages that went wrong (F3548-21 <c>ErrorReport</c>); the record keeps it as it came.</summary>
public sealed record FileReport(Instant Now, PartyName By, EntityId Id, ReadOnlyMemory<byte> Report) : Command(Now, By);

/// <summary>The exchange itself: forget at most <paramref name="Limit"/> of each kind of what ended before <paramref name="EndedBefore"/>, to the hour.</summary>
public sealed record Sweep(Instant Now, PartyName By, Instant EndedBefore, int Limit) : Command(Now, By);
