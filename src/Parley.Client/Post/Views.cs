using System.Text.Json;
using Parley.Client.F3548;

namespace Parley.Client.Post;

// What a post's API answers with (docs/formats.md names the paths). Times are RFC 3339 in UTC; metres above the WGS84 ellipsoid; seconds.

/// <summary>GET /api/status.</summary>
/// <param name="Exchange"><c>up</c> or <c>down</c>.</param>
/// <param name="Position">The last entry of this post's journal that the answer covers.</param>
/// <param name="Fingerprint">30 digits over this party's keys, to be compared by voice.</param>
public sealed record StatusView(
    string Party, string Exchange, long Position, IReadOnlyList<AlarmView> Alarms, string Fingerprint, int LettersWaiting, IReadOnlyList<string> Restoring, string Version);

/// <param name="Severity">1 to know, 2 to act, 3 to act now.</param>
public sealed record AlarmView(string Id, string Kind, int Severity, string Text, string? About, string Since, string? TakenBy, string? TakenAt);

public sealed record PartyView(string Name, string Fingerprint, string Since, JsonElement Description);

/// <summary>GET /api/keys.</summary>
/// <param name="Fingerprint">Of this post's keys in force: 30 digits.</param>
/// <param name="Next">Keys that were made and that the exchange does not take yet; null when there are none.</param>
/// <param name="Former">Fingerprints of those before, the newest first: what was sealed for them still opens.</param>
public sealed record KeysView(string Fingerprint, NextKeysView? Next, IReadOnlyList<string> Former);

/// <param name="Party">The party.json that the exchange's operator is to admit.</param>
/// <param name="Fault">Why they can never be in force, and what to do; null: nothing stands against it.</param>
public sealed record NextKeysView(string Fingerprint, string Since, string Officer, string SecondOfficer, string? Reason, JsonElement Party, string? Fault = null);

/// <param name="State"><c>drafted</c>, <c>signed</c> (by all, not yet valid), <c>in-force</c>, <c>suspended</c> or <c>ended</c>.</param>
/// <param name="Hash">SHA-256 of <paramref name="Text"/>, hex: what the signatures are for, the same at all parties.</param>
public sealed record AgreementView(
    string Id,
    string Hash,
    string State,
    string Title,
    string DraftedBy,
    string DraftedAt,
    IReadOnlyDictionary<string, SignatureView> Signatures,
    IReadOnlyDictionary<string, SuspensionView> Suspensions,
    EndView? End,
    string? Amends,
    string? AmendedBy,
    JsonElement Document,
    string Text);

/// <summary>What drafting answers.</summary>
/// <param name="Hash">Null while the draft waits for the exchange, as is <paramref name="State"/>.</param>
public sealed record DraftedView(string Id, string? Hash, string? State, bool Pending = false);

public sealed record SignatureView(string At, string? Officer);

public sealed record SuspensionView(string At, string Effective, string Reason, string? Officer);

public sealed record EndView(string At, string By, string Reason);

/// <summary>One notice: the same figures at both posts.</summary>
/// <param name="LeadTimeS">Start minus the exchange's time of the notice; null while it has none.</param>
public sealed record NoticeView(
    string Party,
    bool? Late,
    double? LeadTimeS,
    string? Vague,
    int? Version,
    string? At,
    string? DeliveredAt,
    string? SeenBy,
    string? SeenAt,
    int? SeenVersion,
    PassedOnView? PassedOn,
    string Disclosure);

/// <summary>How far a notice got among those who must know: counts, not names.</summary>
public sealed record PassedOnView(int MustKnow, int Told, int Confirmed);

public sealed record RecipientView(string Name, string Way, string? ToldAt, string? ToldBy, string? ConfirmedAt, string? ConfirmedBy);

public sealed record UncoveredView(int Volume, string Text, IReadOnlyList<IReadOnlyList<LatLngPoint>> Outlines);

public sealed record MarkView(string What, int Version, string Party, string At, double LeadTimeS);

public sealed record PlaceView(string Name, double? DistanceKm, bool Known, bool Wrong);

/// <summary>An intent or protected site, own, foreign or civil.</summary>
/// <param name="Kind"><c>intent</c> or <c>site</c>.</param>
/// <param name="Alive">False once it has ended, expired or was withdrawn.</param>
/// <param name="Meets">Only of a check.</param>
public sealed record IntentView(
    string Id,
    string Owner,
    bool Mine,
    bool Civil,
    string Kind,
    string State,
    int Version,
    string? Ovn,
    bool Alive,
    string Start,
    string End,
    IReadOnlyList<WireVolume4D> Volumes,
    string? Note,
    string? Activity,
    PlaceView? Place,
    string? UnderWay,
    bool Standing,
    string? ReconfirmBy,
    bool Expired,
    string? Outcome,
    string? Reason,
    IReadOnlyList<string> Agreements,
    IReadOnlyList<NoticeView> Notices,
    IReadOnlyList<MarkView> Marks,
    IReadOnlyList<string> Conflicts,
    bool Uncovered,
    IReadOnlyList<UncoveredView>? UncoveredParts,
    IReadOnlyList<RecipientView>? Recipients,
    bool Pending,
    IReadOnlyList<WouldMeetView>? Meets = null);

/// <summary>What an intent that is only checked would be in conflict with.</summary>
public sealed record WouldMeetView(string Conflict, string Intent, string Owner, GapView Gap, GapView Minima, EncounterView Encounter);

/// <param name="Change">Relative to what the intent declares: <c>shift_s</c>; <c>climb_m</c>; <c>bearing_deg</c> and <c>distance_m</c>; <c>shrink_m</c>.</param>
/// <param name="Cost">1 is a minute of delay; see docs/formats.md.</param>
public sealed record SuggestionView(string Kind, ChangeView Change, double Cost, string Text, IReadOnlyList<string> Touches);

public sealed record ChangeView
{
    public string? Intent { get; set; }

    public double? ShiftS { get; set; }

    public double? ClimbM { get; set; }

    public double? BearingDeg { get; set; }

    public double? DistanceM { get; set; }

    public double? ShrinkM { get; set; }
}

public sealed record ProposalView(
    string Id,
    string Kind,
    string By,
    string At,
    ChangeView? Change,
    string? Reason,
    string? Officer,
    string? SecondOfficer,
    string? Counters,
    string State,
    IReadOnlyDictionary<string, AnswerView> Answers,
    bool CarriedOut,
    string? Failed);

public sealed record AnswerView(bool Accepted, string At, string? Reason, string? Officer, string? SecondOfficer);

public sealed record StandView(string Stand, string At, string? Reason, string? Officer);

public sealed record GapView(double HorizontalM, double VerticalM, double TimeS);

public sealed record StepView(string At, string Intent, int Version, GapView Gap, double? RatioBefore, double RatioAfter, bool Near);

public sealed record EncounterView(LatLngPoint Center, double? AltitudeLowerM, double? AltitudeUpperM, string Start, string End);

/// <param name="State"><c>open</c>, <c>agreed</c>, <c>expired</c> or <c>gone</c>.</param>
/// <param name="GivesWay">Who gives way: as agreed, else as it will be by default at the deadline.</param>
/// <param name="Silent">Parties that had said nothing by the deadline.</param>
/// <param name="Level">0 found, 1 past the deadline, 2 ten minutes before, 3 two minutes before.</param>
public sealed record ConflictView(
    string Id,
    IReadOnlyList<string> Intents,
    IReadOnlyList<string> Parties,
    string? Mediator,
    string State,
    string Found,
    string Deadline,
    IReadOnlyList<string> Agreements,
    GapView Gap,
    GapView Minima,
    EncounterView Encounter,
    string GivesWay,
    IReadOnlyList<string> Silent,
    int Level,
    IReadOnlyDictionary<string, StandView> Stands,
    IReadOnlyList<SuggestionView> Suggestions,
    IReadOnlyList<ProposalView> Proposals,
    IReadOnlyList<StepView> Series);

/// <summary>What a change would make of an intent, before anybody proposes it.</summary>
/// <param name="Says">The change in one sentence with its numbers.</param>
/// <param name="Fault">Why it must not be proposed, in one sentence; null when it is clear.</param>
/// <param name="Cost">1 is a minute of delay; see docs/formats.md.</param>
/// <param name="Features">GeoJSON features of the volumes as the change leaves them; none where it can't be made.</param>
public sealed record PreviewView(string Says, string? Fault, double Cost, IReadOnlyList<JsonElement> Features);

/// <summary>What was made, by its id.</summary>
public sealed record IdView(string Id, bool Pending = false);
