using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>
/// What one letter says: typed and versioned by its <c>type</c>, signed whole by its sender. A party that does not know a type refuses the
/// letter by name, so a new version is a new type beside the old one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AgreementDrafted), "agreement-drafted/1")]
[JsonDerivedType(typeof(AgreementSigned), "agreement-signed/1")]
[JsonDerivedType(typeof(AgreementSuspended), "agreement-suspended/1")]
[JsonDerivedType(typeof(AgreementResumed), "agreement-resumed/1")]
[JsonDerivedType(typeof(AgreementEnded), "agreement-ended/1")]
[JsonDerivedType(typeof(Notice), "notice/1")]
[JsonDerivedType(typeof(NoticeWithdrawn), "notice-withdrawn/1")]
[JsonDerivedType(typeof(NoticeSeen), "notice-seen/1")]
[JsonDerivedType(typeof(PlaceConfirmed), "place-confirmed/1")]
[JsonDerivedType(typeof(NoticePassedOn), "notice-passed-on/1")]
[JsonDerivedType(typeof(Reconfirmed), "reconfirmed/1")]
[JsonDerivedType(typeof(Proposed), "proposed/1")]
[JsonDerivedType(typeof(ProposalAnswered), "proposal-answered/1")]
[JsonDerivedType(typeof(Stood), "stood/1")]
[JsonDerivedType(typeof(MessageSent), "message/1")]
[JsonDerivedType(typeof(MessageDelivered), "message-delivered/1")]
[JsonDerivedType(typeof(MessageRead), "message-read/1")]
[JsonDerivedType(typeof(MessageAcknowledged), "message-acknowledged/1")]
[JsonDerivedType(typeof(MessageEscalated), "message-escalated/1")]
[JsonDerivedType(typeof(WatchTold), "watch-told/1")]
[JsonDerivedType(typeof(IncidentOpened), "incident-opened/1")]
[JsonDerivedType(typeof(IncidentClosed), "incident-closed/1")]
[JsonDerivedType(typeof(InquiryPut), "inquiry-put/1")]
[JsonDerivedType(typeof(InquiryAnswered), "inquiry-answered/1")]
[JsonDerivedType(typeof(CommentMade), "comment/1")]
[JsonDerivedType(typeof(HistoryAsked), "history-asked/1")]
[JsonDerivedType(typeof(HistoryTold), "history-told/1")]
[JsonDerivedType(typeof(Blank), "blank/1")]
[JsonDerivedType(typeof(UssRequest), "uss-request/1")]
[JsonDerivedType(typeof(UssAnswer), "uss-answer/1")]
public abstract record LetterBody;

/// <summary>One letter, as its sender signs it.</summary>
/// <param name="To">Each receiver with this letter's number among those from the sender to that receiver: 1, 2, 3 …; 0 for one that stands outside the row.</param>
/// <param name="Written">The sender's clock when it sent it. The time that counts is the exchange's.</param>
public sealed record Letter(PartyName From, ImmutableSortedDictionary<string, long> To, Instant Written, LetterBody Body);

/// <summary>An agreement is put before its parties.</summary>
/// <param name="Document">Its text, to the byte: what every signature is for, by its hash.</param>
/// <param name="Amends">The agreement it takes the place of, once all have signed.</param>
public sealed record AgreementDrafted(EntityId Agreement, string Document, EntityId? Amends = null) : LetterBody;

/// <param name="Hash">SHA-256 of the document, in hex: what exactly is signed.</param>
public sealed record AgreementSigned(EntityId Agreement, string Hash, string? Officer = null) : LetterBody;

/// <summary>One party's right; the line, the marks of late notices and the alarms stay up.</summary>
/// <param name="Effective">From when on.</param>
public sealed record AgreementSuspended(EntityId Agreement, Instant Effective, string Reason, string? Officer = null, string? SecondOfficer = null) : LetterBody;

/// <summary>The sender takes back its own suspension.</summary>
public sealed record AgreementResumed(EntityId Agreement, string? Officer = null) : LetterBody;

public sealed record AgreementEnded(EntityId Agreement, string Reason, string? Officer = null) : LetterBody;

/// <summary>What a notice is of.</summary>
public enum DeclaredKind
{
    [JsonStringEnumMemberName("intent")]
    Intent,

    [JsonStringEnumMemberName("site")]
    Site,
}

/// <summary>How an intent under way is changed.</summary>
public enum UnderWayChange
{
    [JsonStringEnumMemberName("delayed")]
    Delayed,

    [JsonStringEnumMemberName("turned-back")]
    TurnedBack,

    [JsonStringEnumMemberName("aborted")]
    Aborted,
}

/// <summary>What came of an intent, at its end.</summary>
public enum IntentOutcome
{
    [JsonStringEnumMemberName("done-as-declared")]
    DoneAsDeclared,

    [JsonStringEnumMemberName("changed")]
    Changed,

    [JsonStringEnumMemberName("impeded")]
    Impeded,

    [JsonStringEnumMemberName("denied")]
    Denied,

    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}

/// <summary>Telling another party of an intent or a protected site, or of its change.</summary>
/// <param name="Version">Rises by one for each change.</param>
/// <param name="Volumes">F3548-21 <c>Volume4D[]</c>; without altitudes where the agreement discloses the footprint only.</param>
/// <param name="Agreements">Those it touches and the receiver is in.</param>
/// <param name="Ovn">What the exchange calls this version: the receiver's key for its own declarations.</param>
/// <param name="Activity">Its kind, where the agreement says who gives way by kind.</param>
/// <param name="Place">The name of the place it is at, to be read back against the coordinates.</param>
/// <param name="Standing">It is renewed by reconfirming it.</param>
/// <param name="Settles">The conflict whose accepted proposal this change carries out.</param>
public sealed record Notice(
    EntityId Intent,
    int Version,
    DeclaredKind Kind,
    IntentState State,
    RawJson Volumes,
    bool Footprint,
    bool Standing,
    ImmutableArray<EntityId> Agreements,
    string? Ovn = null,
    string? Note = null,
    string? Activity = null,
    string? Place = null,
    UnderWayChange? UnderWay = null,
    EntityId? Settles = null) : LetterBody;

public sealed record NoticeWithdrawn(EntityId Intent, IntentOutcome Outcome, string? Reason = null) : LetterBody;

/// <summary>An officer of the receiver has seen this version; of a change under way, that is its acknowledgement.</summary>
public sealed record NoticeSeen(EntityId Intent, int Version, string Officer) : LetterBody;

/// <summary>The sender of a notice stands by its coordinates although they lie far from the place it named.</summary>
public sealed record PlaceConfirmed(EntityId Intent, int Version, string Officer) : LetterBody;

/// <summary>How far a notice got among those of the receiver who must know: counts, not names.</summary>
public sealed record NoticePassedOn(EntityId Intent, int MustKnow, int Told, int Confirmed) : LetterBody;

public sealed record Reconfirmed(EntityId Intent, string? Officer = null) : LetterBody;

public enum ProposalKind
{
    [JsonStringEnumMemberName("shift-time")]
    ShiftTime,

    [JsonStringEnumMemberName("change-altitude")]
    ChangeAltitude,

    [JsonStringEnumMemberName("move")]
    Move,

    [JsonStringEnumMemberName("shrink")]
    Shrink,

    [JsonStringEnumMemberName("hold")]
    Hold,

    [JsonStringEnumMemberName("please-hold")]
    PleaseHold,

    [JsonStringEnumMemberName("accept-risk")]
    AcceptRisk,
}

/// <param name="Change">What becomes of which intent, for the kinds that change one.</param>
/// <param name="Counters">The proposal that this one is the answer to.</param>
public sealed record Proposed(
    EntityId Conflict,
    EntityId Proposal,
    ProposalKind Kind,
    RawJson? Change = null,
    EntityId? Changes = null,
    string? Reason = null,
    string? Officer = null,
    string? SecondOfficer = null,
    EntityId? Counters = null)
    : LetterBody;

public sealed record ProposalAnswered(
    EntityId Conflict, EntityId Proposal, bool Accepted, string? Reason = null, string? Officer = null, string? SecondOfficer = null) : LetterBody;

public enum Stand
{
    [JsonStringEnumMemberName("move")]
    Move,

    [JsonStringEnumMemberName("hold")]
    Hold,
}

/// <summary>"I move" or "I hold".</summary>
public sealed record Stood(EntityId Conflict, Stand Stand, string? Reason = null, string? Officer = null) : LetterBody;

/// <summary>The sender lost what came after these numbers (an old backup): tell it again. Stands outside the row of numbers.</summary>
/// <param name="HasOfYours">The last letter of the receiver's that the sender knows.</param>
/// <param name="HasOfMine">The last letter of its own to the receiver that the sender knows.</param>
public sealed record HistoryAsked(long HasOfYours, long HasOfMine) : LetterBody;

/// <param name="Jws">The letter as its author signed it: the asker's own, kept by the teller, or the teller's, signed again.</param>
public sealed record PastLetter(long Place, Instant Time, string Jws);

/// <param name="Last">No more follow.</param>
public sealed record HistoryTold(ImmutableArray<PastLetter> Letters, bool Last) : LetterBody;

/// <summary>A civil system's F3548-21 request to the receiver, brought by the exchange.</summary>
public sealed record UssRequest(EntityId Id, string Method, string Path, string Caller, ImmutableArray<string> Scopes, string? Query = null, string? Body = null) : LetterBody;

public sealed record UssAnswer(EntityId Id, int Status, string? Body = null) : LetterBody;

/// <summary>Says nothing: it stands where a letter was to be that could not be sent.</summary>
public sealed record Blank : LetterBody;
