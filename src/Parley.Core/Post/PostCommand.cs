using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>
/// One entry of a post's journal: something its people or systems asked for, or a letter taken from the relay, with every value that the
/// state does not decide itself. Applying it twice to equal states gives equal states, on any machine.
/// </summary>
/// <param name="Now">This post's clock. What both sides must see alike is timed by the exchange instead.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(PinParty), "pin-party")]
[JsonDerivedType(typeof(MakeKeys), "make-keys")]
[JsonDerivedType(typeof(DropKeys), "drop-keys")]
[JsonDerivedType(typeof(ChangeKeys), "change-keys")]
[JsonDerivedType(typeof(WriteLetters), "write")]
[JsonDerivedType(typeof(ReceiveLetter), "take")]
[JsonDerivedType(typeof(TakeSent), "take-sent")]
[JsonDerivedType(typeof(VoidLetter), "void")]
[JsonDerivedType(typeof(TakeReceipt), "take-receipt")]
[JsonDerivedType(typeof(RefuseLetter), "refuse")]
[JsonDerivedType(typeof(BeginFiling), "begin-filing")]
[JsonDerivedType(typeof(EndFiling), "end-filing")]
[JsonDerivedType(typeof(FailFiling), "fail-filing")]
[JsonDerivedType(typeof(TakeCivil), "take-civil")]
[JsonDerivedType(typeof(DropCivil), "drop-civil")]
[JsonDerivedType(typeof(PutRecipients), "put-recipients")]
[JsonDerivedType(typeof(MarkRecipient), "mark-recipient")]
[JsonDerivedType(typeof(FailChange), "fail-change")]
[JsonDerivedType(typeof(TakeAlarm), "take-alarm")]
[JsonDerivedType(typeof(Strike), "strike")]
[JsonDerivedType(typeof(Woke), "woke")]
[JsonDerivedType(typeof(Compared), "compared")]
[JsonDerivedType(typeof(AdoptNumbers), "adopt-numbers")]
[JsonDerivedType(typeof(TellHistory), "tell-history")]
[JsonDerivedType(typeof(TakeHistory), "take-history")]
[JsonDerivedType(typeof(SkipMissing), "skip-missing")]
[JsonDerivedType(typeof(ReleaseHeld), "release-held")]
[JsonDerivedType(typeof(EndHistory), "end-history")]
[JsonDerivedType(typeof(TakeWatch), "take-watch")]
[JsonDerivedType(typeof(LeaveWatch), "leave-watch")]
[JsonDerivedType(typeof(ChangeLink), "change-link")]
[JsonDerivedType(typeof(MuteParty), "mute-party")]
[JsonDerivedType(typeof(KeepComment), "keep-comment")]
[JsonDerivedType(typeof(KeepReport), "keep-report")]
[JsonDerivedType(typeof(KeepExchange), "keep-exchange")]
public abstract record PostCommand(Instant Now);

/// <summary>The party's keys as this post will hold them from now on; others under the same name are refused until two officers say so.</summary>
/// <param name="Officer">Who accepted them in the place of others, and with whom; null for the first ones that the exchange showed.</param>
/// <param name="Ask">Whether the party is asked for what it said under them until now, which was refused.</param>
public sealed record PinParty(Instant Now, PartyName Party, RawJson Description, string Fingerprint, string? Officer = null, string? SecondOfficer = null, bool Ask = false) : PostCommand(Now);

/// <summary>Other keys of this post's own were made, to be in force once the exchange's operator admits them. The private ones are in a file beside the journal.</summary>
public sealed record MakeKeys(Instant Now, RawJson Description, string Fingerprint, string Officer, string SecondOfficer, string? Reason = null) : PostCommand(Now);

/// <summary>The keys that were made will not be used.</summary>
/// <param name="Officer">Null when the file with the private ones is gone.</param>
public sealed record DropKeys(Instant Now, string Fingerprint, string? Officer = null) : PostCommand(Now);

/// <summary>The exchange takes the keys that were made: from here on they are this post's.</summary>
public sealed record ChangeKeys(Instant Now, string Fingerprint) : PostCommand(Now);

/// <summary>A letter to be sent; its numbers are given when it is applied.</summary>
public sealed record Draft(ImmutableArray<PartyName> To, LetterBody Body);

public sealed record WriteLetters(Instant Now, ImmutableArray<Draft> Letters) : PostCommand(Now);

/// <summary>Another party's letter, in its place. What it needs of geometry and gazetteer was worked out before, in <paramref name="Found"/>.</summary>
/// <param name="Seq">Its number in this post's mailbox.</param>
/// <param name="Place">Its number among all letters of the exchange.</param>
/// <param name="Time">When the exchange journalled it.</param>
/// <param name="Jws">The letter as signed: evidence, and what is told again to a sender that lost it. Not looked into when replayed.</param>
public sealed record ReceiveLetter(Instant Now, long Seq, long Place, Instant Time, Letter Letter, string Jws, Findings? Found = null) : PostCommand(Now);

/// <summary>This post's own letter has its place: what it says counts from here on, in the same order at all who got it.</summary>
/// <param name="Letter">What it said, for whoever reads the journal and for the other side, should it lose it; the state has it in its outbox.</param>
public sealed record TakeSent(Instant Now, long Seq, long Place, Instant Time, long Number, Letter? Letter = null, Findings? Found = null) : PostCommand(Now);

/// <summary>An own letter that the exchange will never take for its receivers; it goes to the exchange alone, as a blank, to keep the numbers in a row.</summary>
public sealed record VoidLetter(Instant Now, long Number, string Reason) : PostCommand(Now);

/// <summary>A receiver signed that it holds these letters of ours.</summary>
public sealed record TakeReceipt(Instant Now, long Seq, Instant Time, PartyName By, ImmutableArray<long> Numbers, string Receipt) : PostCommand(Now);

/// <summary>A letter that changes nothing, and why: the entry that hostile input leaves.</summary>
/// <param name="Number">Its number in the sender's row, where that could be read: the row goes on behind it.</param>
public sealed record RefuseLetter(Instant Now, long Seq, Instant Time, PartyName From, string Reason, string Sha256, long Number = 0) : PostCommand(Now);

/// <summary>An own intent is about to be registered, changed or withdrawn at the exchange; a crash from here on is taken up again.</summary>
/// <param name="OvnSuffix">Asked for at the exchange, so that after a crash it can be told whether the registration happened.</param>
public sealed record BeginFiling(Instant Now, EntityId Intent, FilingStep Step, OwnPlan Plan, string OvnSuffix) : PostCommand(Now);

public enum FilingStep
{
    File,
    Change,
    Withdraw,
}

/// <summary>What an own intent is to be.</summary>
public sealed record OwnPlan(
    DeclaredKind Kind,
    IntentState State,
    RawJson Volumes,
    ImmutableArray<EntityId> Agreements,
    NoticeFacts Facts,
    bool Standing,
    string? Note = null,
    string? Activity = null,
    string? Place = null,
    UnderWayChange? UnderWay = null,
    EntityId? Settles = null,
    RawJson? Uncovered = null,
    IntentOutcome? Outcome = null,
    string? Reason = null);

/// <summary>The exchange took it in. The letters that tell of it are written in the same entry, so neither can be without the other.</summary>
/// <param name="Ovn">Null for what is not registered: a protected site, or a withdrawal.</param>
/// <param name="Civil">How it lies to what civil systems declared.</param>
/// <param name="Reference">What the exchange said of it beside its OVN.</param>
public sealed record EndFiling(
    Instant Now, EntityId Intent, ImmutableArray<Draft> Letters, ImmutableArray<Closeness> Civil, string? Ovn = null, ReferenceFacts? Reference = null) : PostCommand(Now);

/// <param name="Version">The exchange's count of its changes.</param>
/// <param name="Subscription">The subscription that came with it.</param>
public sealed record ReferenceFacts(int Version, EntityId? Subscription = null);

public sealed record FailFiling(Instant Now, EntityId Intent, string Reason) : PostCommand(Now);

/// <summary>An intent or constraint of a civil system, as its F3548 endpoint told or notified it.</summary>
public sealed record TakeCivil(
    Instant Now, EntityId Id, bool Constraint, PartyName Manager, int Version, IntentState State, RawJson Volumes, NoticeFacts Facts,
    ImmutableArray<Closeness> Pairs, string? Ovn = null) : PostCommand(Now);

public sealed record DropCivil(Instant Now, EntityId Id) : PostCommand(Now);

/// <summary>Who of this party must know of a foreign notice.</summary>
public sealed record PutRecipients(Instant Now, EntityId Intent, ImmutableArray<RecipientName> Recipients, Draft? Tell = null) : PostCommand(Now);

/// <param name="Way">How to reach it: a channel, a number, a runner.</param>
public sealed record RecipientName(string Name, string Way);

public sealed record MarkRecipient(Instant Now, EntityId Intent, string Name, bool Confirmed, string Officer, Draft? Tell = null) : PostCommand(Now);

/// <summary>An agreed change of an own intent could not be carried out.</summary>
public sealed record FailChange(Instant Now, EntityId Conflict, EntityId Proposal, string Reason) : PostCommand(Now);

/// <summary>An officer takes an alarm: it stays until its cause is gone, but no longer calls. One that only tells of an event is gone; this entry keeps who took it.</summary>
public sealed record TakeAlarm(Instant Now, string Alarm, string Officer) : PostCommand(Now);

/// <summary>Something is due by the clock.</summary>
public sealed record Strike(Instant Now) : PostCommand(Now);

/// <summary>
/// The post was started, perhaps from an old backup: no letter is numbered until it has compared with the relay how far it got, since a number
/// given twice would be a letter lost.
/// </summary>
public sealed record Woke(Instant Now) : PostCommand(Now);

/// <summary>The relay knows nothing of this post that the post does not know itself: letters written since it woke are numbered now.</summary>
public sealed record Compared(Instant Now) : PostCommand(Now);

/// <summary>The relay knows more of this post than the post itself, which is from an old backup: it goes on from the relay's numbers.</summary>
public sealed record AdoptNumbers(Instant Now, long LastNumber, long LastSeq, ImmutableArray<PartyName> Ask) : PostCommand(Now);

/// <summary>A letter that this post lost, told again by the other side: the teller's own, or one of ours that it kept with our signature.</summary>
public sealed record TellHistory(Instant Now, PartyName Teller, long Place, Instant Time, Letter Letter, string Jws) : PostCommand(Now);

/// <summary>The other side has told again all that it has, or has not in the time that one can wait.</summary>
public sealed record EndHistory(Instant Now, PartyName Teller, bool Told) : PostCommand(Now);

/// <summary>What was told again is taken in, in the exchange's order.</summary>
public sealed record TakeHistory(Instant Now, long Place, Findings? Found = null) : PostCommand(Now);

/// <summary>
/// The other side has told again, and letters before those held are still missing: they can't be had or can't be read, so the row goes on without them.
/// </summary>
public sealed record SkipMissing(Instant Now, PartyName From) : PostCommand(Now);

/// <summary>A letter that came before its turn has its turn.</summary>
public sealed record ReleaseHeld(Instant Now, PartyName From) : PostCommand(Now);

/// <summary>An officer goes on watch, alone, beside others, or in the place of one who hands over.</summary>
/// <param name="Role">What the officer holds: the duty, or a part of it.</param>
/// <param name="From">Who hands over and leaves the watch with it.</param>
public sealed record TakeWatch(Instant Now, string Officer, string Role, string? From = null, string? Note = null) : PostCommand(Now);

public sealed record LeaveWatch(Instant Now, string Officer, string? Note = null) : PostCommand(Now);

/// <summary>This post's own line to the exchange came up or broke.</summary>
public sealed record ChangeLink(Instant Now, bool Up) : PostCommand(Now);

/// <summary>A party's messages, but for a STOP, stop calling until a time; each still stands in the list.</summary>
/// <param name="Until">Null: they call again.</param>
public sealed record MuteParty(Instant Now, PartyName Party, string Officer, Instant? Until = null) : PostCommand(Now);

/// <summary>A comment within the party: it stands in this journal and goes nowhere.</summary>
public sealed record KeepComment(Instant Now, EntityId Comment, CommentAbout About, EntityId Subject, string Text, string? Officer = null) : PostCommand(Now);

/// <summary>An F3548-21 error report from a civil system, kept as it came.</summary>
public sealed record KeepReport(Instant Now, EntityId Id, PartyName By, RawJson Report) : PostCommand(Now);

/// <summary>One F3548-21 call that this post made of, or answered to, another system, for its log sets; the state is not changed.</summary>
/// <param name="About">The intent or constraint it was about.</param>
/// <param name="With">The other side.</param>
/// <param name="Record">F3548-21 <c>ExchangeRecord</c>.</param>
public sealed record KeepExchange(Instant Now, EntityId About, PartyName With, RawJson Record) : PostCommand(Now);
