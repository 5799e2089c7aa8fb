using System.Collections.Immutable;

namespace Parley.Core.Exchange;

/// <summary>What came of a command. Everything in it is immutable, so it may leave the thread that applied it.</summary>
public abstract record Outcome;

public enum RefusalKind
{
    Unacceptable = 1,
    NotYours = 2,
    NotFound = 3,
    NotCurrent = 4,
}

/// <summary>The command changed nothing; the sentence says why and what to do.</summary>
public sealed record Refused(RefusalKind Kind, string Sentence) : Outcome;

/// <summary>An intent with how available its manager is held to be: what F3548-21's reference shows.</summary>
public readonly record struct SeenIntent(Intent Intent, Availability Availability);

public readonly record struct SeenConstraint(Constraint Constraint, Availability Availability);

/// <summary>The command changed nothing: the caller has not seen all that it would meet.</summary>
/// <param name="KeyLacks">True when OVNs are missing from the key; false when the intent itself is there in another version.</param>
public sealed record MissingFromKey(
    string Sentence, ImmutableArray<SeenIntent> Intents, ImmutableArray<SeenConstraint> Constraints, bool KeyLacks) : Outcome;

public sealed record IntentChanged(SeenIntent Intent, bool Created, ImmutableArray<Notified> Notified) : Outcome;

public sealed record ConstraintChanged(SeenConstraint Constraint, bool Created, ImmutableArray<Notified> Notified) : Outcome;

/// <summary>A subscription was made or changed, with what is there already in its extent.</summary>
public sealed record SubscriptionPut(
    Subscription Subscription, ImmutableArray<SeenIntent> Intents, ImmutableArray<SeenConstraint> Constraints) : Outcome;

public sealed record SubscriptionDeleted(Subscription Subscription) : Outcome;

public sealed record AvailabilitySet(AvailabilityStatus Status) : Outcome;

public sealed record ReportFiled(EntityId Id) : Outcome;

public sealed record Swept(int Intents, int Constraints, int Subscriptions) : Outcome;

/// <param name="Again">It was there with the same keys and description; nothing changed.</param>
public sealed record PartyAdmitted(AdmittedParty Party, bool Again) : Outcome;

/// <param name="Again">It had been expelled before; nothing changed.</param>
public sealed record PartyExpelled(AdmittedParty Party, bool Again) : Outcome;

/// <summary>A letter has its place.</summary>
/// <param name="Place">Null when it was taken before what is remembered.</param>
/// <param name="Again">It had been taken before; nothing changed.</param>
/// <param name="Told">Whose mailboxes have a new item.</param>
public sealed record LetterTaken(long Number, long? Place, Instant? Time, bool Again, ImmutableArray<PartyName> Told) : Outcome;

/// <summary>Mail was confirmed.</summary>
/// <param name="Sent">The confirming party's last letter.</param>
/// <param name="Again">It had been confirmed before; nothing changed.</param>
/// <param name="Released">Letters that nobody waits for any more: their content may go.</param>
/// <param name="Told">Whose mailboxes have a new item.</param>
public sealed record LettersConfirmed(
    long Sent, long First, long Next, bool Again, ImmutableArray<LetterKey> Released, ImmutableArray<PartyName> Told) : Outcome;
