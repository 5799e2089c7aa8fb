using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>Another party as this post holds it.</summary>
/// <param name="Description">Its party.json.</param>
public sealed record KnownParty(PartyName Name, RawJson Description, string Fingerprint, Instant Since)
{
    /// <summary>Fingerprints that were accepted before: what was agreed under them stands.</summary>
    public ImmutableArray<string> Former { get; init; } = [];
}

/// <summary>Numbers of the letters between this post and one other party.</summary>
/// <param name="Asked">They are to tell again what this post lost.</param>
/// <param name="Heard">They have signed for that question, so it may be put again when no answer comes.</param>
public readonly record struct Row(long LastFromThem, long LastToThem, bool Asked, bool Heard = false);

/// <summary>An own letter that waits for its place.</summary>
/// <param name="Number">Its number among all that this post ever sent.</param>
public sealed record OutLetter(long Number, ImmutableSortedDictionary<string, long> To, LetterBody Body);

/// <summary>A letter that waits for its turn by its place.</summary>
public sealed record ToldAgain(long Place, Instant Time, Letter Letter);

public enum AgreementState
{
    Drafted,
    Signed,
    InForce,
    Suspended,
    Ended,
}

public readonly record struct Signature(Instant At, string? Officer);

public readonly record struct Suspension(Instant At, Instant Effective, string Reason, string? Officer);

public sealed record AgreementEnd(Instant At, PartyName By, string Reason);

/// <summary>An agreement as all its parties see it: a function of the letters about it, in the exchange's order.</summary>
public sealed record Agreement(
    EntityId Id,
    string Document,
    string Hash,
    AgreementDocument Terms,
    PartyName DraftedBy,
    Instant DraftedAt,
    ImmutableSortedDictionary<PartyName, Signature> Signatures,
    Instant? SignedAt,
    ImmutableSortedDictionary<PartyName, Suspension> Suspensions,
    AgreementEnd? End,
    EntityId? Amends,
    EntityId? AmendedBy)
{
    public bool Includes(PartyName party) => Terms.Parties.Contains(party) || Terms.Mediator == party;

    public AgreementState StateAt(Instant now)
    {
        if (End is not null || now > Terms.ValidTo)
        {
            return AgreementState.Ended;
        }

        if (SignedAt is null)
        {
            return AgreementState.Drafted;
        }

        return Suspensions.Values.Any(s => s.Effective <= now) ? AgreementState.Suspended
            : now < Terms.ValidFrom ? AgreementState.Signed
            : AgreementState.InForce;
    }

    /// <summary>True while notices are given and marked: in force, suspended too, and already before it begins.</summary>
    public bool Watches(Instant now) => StateAt(now) is AgreementState.Signed or AgreementState.InForce or AgreementState.Suspended;
}

/// <summary>One notice to one receiver: what both sides must see alike.</summary>
/// <param name="LeadS">Start minus the time at which the exchange journalled it, s.</param>
/// <param name="MovedVersion">The newest version that moved anything: what its receiver has to have seen before it begins.</param>
/// <param name="FirstAt">When this receiver was first told; who filed first between the two goes by it.</param>
public sealed record NoticeTo(
    int Version,
    Instant At,
    double LeadS,
    bool Late,
    string? Vague,
    bool Footprint,
    ImmutableArray<EntityId> Agreements,
    Instant? DeliveredAt = null,
    int SeenVersion = 0,
    string? SeenBy = null,
    Instant? SeenAt = null,
    int MustKnow = 0,
    int Told = 0,
    int Confirmed = 0,
    int MovedVersion = 1,
    Instant? FirstAt = null)
{
    /// <summary>True while no officer of the receiver has acknowledged where and when it now is. A change of state alone asks for no new word.</summary>
    public bool Unseen => SeenVersion < MovedVersion;
}

/// <summary>A mark that stays: this version was told late, or too vaguely to act on.</summary>
public readonly record struct NoticeMark(string What, int Version, PartyName To, Instant At, double LeadS);

public sealed record Recipient(string Name, string Way, Instant? ToldAt = null, string? ToldBy = null, Instant? ConfirmedAt = null, string? ConfirmedBy = null);

/// <summary>An intent, protected site, or what a civil system declared, as this post knows it.</summary>
public sealed record Declared(
    EntityId Id,
    PartyName Owner,
    DeclaredKind Kind,
    bool Civil,
    int Version,
    IntentState State,
    RawJson Volumes,
    NoticeFacts Facts,
    ImmutableArray<EntityId> Agreements,
    bool Standing)
{
    public string? Ovn { get; init; }

    /// <summary>Own only: what else the exchange says of it.</summary>
    public ReferenceFacts? Reference { get; init; }

    public string? Note { get; init; }

    public string? Activity { get; init; }

    public string? Place { get; init; }

    public UnderWayChange? UnderWay { get; init; }

    /// <summary>By receiver. At a receiver, only its own.</summary>
    public ImmutableSortedDictionary<PartyName, NoticeTo> Notices { get; init; } = ImmutableSortedDictionary<PartyName, NoticeTo>.Empty;

    public ImmutableArray<NoticeMark> Marks { get; init; } = [];

    /// <summary>The exchange's time of its first notice to anybody, as far as this post has it.</summary>
    public Instant? FirstNoticed { get; init; }

    public int PlaceConfirmedVersion { get; init; }

    public Instant? ReconfirmBy { get; init; }

    public bool Expired { get; init; }

    public IntentOutcome? Outcome { get; init; }

    /// <summary>Withdrawn or at its end; kept for the record.</summary>
    public bool Over { get; init; }

    public string? OverWhy { get; init; }

    /// <summary>Since when it is over.</summary>
    public Instant? OverAt { get; init; }

    /// <summary>Own only: withdrawn here and at the exchange, but the letter that says so has no place yet; until then the others count with it.</summary>
    public bool Ending { get; init; }

    public ImmutableArray<Recipient> Recipients { get; init; } = [];

    /// <summary>Own only: which part is in no agreement, as the API tells it.</summary>
    public RawJson? Uncovered { get; init; }

    /// <summary>Own only: what is being registered, changed or withdrawn at the exchange right now.</summary>
    public Filing? Filing { get; init; }

    public bool Live(Instant now) => !Over && !Expired && Facts.End >= now;
}

public sealed record Filing(FilingStep Step, OwnPlan Plan, string OvnSuffix, Instant Since);

/// <summary>Something that calls until its cause is gone or an officer takes it. One that only tells of an event is gone once it is taken.</summary>
/// <param name="Severity">1 to know, 2 to act, 3 to act now.</param>
public sealed record Alarm(string Id, string Kind, int Severity, string Says, string? About, Instant Since, string? TakenBy = null, Instant? TakenAt = null);
