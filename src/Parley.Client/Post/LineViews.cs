namespace Parley.Client.Post;

// The line, the watch and incidents, as a post's API answers with them (docs/formats.md names the paths). Times are RFC 3339 in UTC.

/// <summary>One message, the same at everyone who got it but for <paramref name="Mine"/>, <paramref name="Pending"/> and the language of the phrase.</summary>
/// <param name="Kind"><c>message</c>, <c>stop</c> or <c>link-check</c>.</param>
/// <param name="Precedence"><c>FLASH</c>, <c>IMMEDIATE</c>, <c>PRIORITY</c> or <c>ROUTINE</c>.</param>
/// <param name="At">When the exchange journalled it; null while it waits for the exchange.</param>
/// <param name="Defused">Characters that could have misled were replaced; the message as signed is in the journal.</param>
/// <param name="MediatorTold">When the mediator was told that nobody acknowledged it.</param>
/// <param name="Missed">Of a link check: <c>link-down</c>, <c>post-down</c>, <c>nobody-on-watch</c> or <c>unanswered</c>.</param>
public sealed record MessageView(
    string Id,
    string Thread,
    string Kind,
    string Precedence,
    string From,
    bool Mine,
    IReadOnlyList<string> To,
    string? At,
    string? Text,
    PhraseView? Phrase,
    IReadOnlyList<AttachmentView> Attachments,
    string? Officer,
    bool Defused,
    IReadOnlyList<ReceiverView> Receivers,
    string? MediatorTold,
    string? Missed,
    bool Pending)
{
    /// <summary>The officer of this post whose acknowledgement is written and waits for the exchange.</summary>
    public string? AcknowledgementWaits { get; init; }
}

/// <param name="Says">The phrase in the language asked for; null when it does not read as a phrase, for which <paramref name="Fault"/> says why.</param>
public sealed record PhraseView(string Code, IReadOnlyDictionary<string, string> Slots, string? Says, string? Fault)
{
    /// <summary>Of a phrase of the phrasebook: what a message with it is sent at unless its writer says otherwise.</summary>
    public string? Precedence { get; init; }

    /// <summary>Of a phrase of the phrasebook, what each slot takes, in the order of its slots: <c>position</c>, <c>altitude</c>, <c>time</c>, <c>call-sign</c>, <c>intent-id</c>, <c>number</c>, <c>distance</c>, <c>duration</c>.</summary>
    public IReadOnlyDictionary<string, string>? Types { get; init; }
}

/// <summary>GET /api/phrases/{code}: a phrase as each side would read it, before it is sent.</summary>
/// <param name="Says">By language. With slots that are still open, these stand as <c>{name}</c>.</param>
/// <param name="Fault">What a slot is to be, in one sentence; null when all slots are filled as they are to be.</param>
/// <param name="At">The slot at fault.</param>
public sealed record PhraseReadingView(string Code, IReadOnlyDictionary<string, string> Says, string? Fault, string? At);

/// <summary>GET /api/line/threads: messages that belong together. Link checks are left out.</summary>
/// <param name="Id">The message that began it.</param>
/// <param name="With">The other parties in it.</param>
/// <param name="Last">Its newest message.</param>
/// <param name="Unacknowledged">How many this post has still to acknowledge.</param>
/// <param name="Silent">How many of this post's own somebody has still to acknowledge.</param>
/// <param name="Precedence">The highest of those that this post has still to acknowledge; of all when there are none.</param>
public sealed record ThreadView(string Id, IReadOnlyList<string> With, MessageView Last, int Messages, int Unacknowledged, int Silent, string Precedence);

/// <param name="Kind"><c>point</c>, <c>track</c> or <c>intent</c>.</param>
public sealed record AttachmentView(string Kind, IReadOnlyList<PointView>? Points, string? Intent, string? Label);

/// <param name="AltitudeM">Above the WGS84 ellipsoid, m.</param>
public sealed record PointView(double Lat, double Lng, double? AltitudeM, string? At);

/// <summary>How far a message got with one receiver: three times, all the exchange's.</summary>
/// <param name="AcknowledgeBy">By when the agreement asks it to be acknowledged.</param>
/// <param name="Steps">Whom the escalation has called, and when.</param>
public sealed record ReceiverView(
    string Party, string? DeliveredAt, string? ReadAt, string? ReadBy, string? AcknowledgedAt, string? AcknowledgedBy, string? AcknowledgeBy, IReadOnlyList<EscalationView> Steps)
{
    /// <summary>Whom the escalation calls next, and when, while nobody acknowledges.</summary>
    public EscalationView? Next { get; init; }
}

/// <param name="To"><c>contact</c>, <c>everyone</c> or <c>mediator</c>.</param>
public sealed record EscalationView(string At, string To, string Name);

/// <summary>GET /api/line: how it stands with one other party.</summary>
/// <param name="Link"><c>up</c>, <c>missed</c> when the last link check of either direction was missed, <c>untested</c> before the first.</param>
/// <param name="OnWatch">Who that party told is on watch there; null when it never told.</param>
public sealed record LineView(
    string Party, string Link, string? LastCheckSent, string? LastCheckAnswered, string? LastCheckReceived, string? NextCheck, IReadOnlyList<string>? OnWatch, int Unacknowledged, string? MutedUntil,
    string? MutedBy);

/// <param name="Direction"><c>out</c>: this post's own check; <c>in</c>: the other's.</param>
/// <param name="Why"><c>link-down</c>, <c>post-down</c>, <c>nobody-on-watch</c> or <c>unanswered</c>.</param>
/// <param name="Check">The message; null when none came at all.</param>
public sealed record MissView(string At, string Party, string Direction, string Why, string? Check);

/// <summary>GET /api/watch.</summary>
public sealed record WatchView(IReadOnlyList<OnWatchView> OnWatch, IReadOnlyList<WatchChangeView> Changes);

public sealed record OnWatchView(string Officer, string Role, string Since);

public sealed record WatchChangeView(string At, string? Left, string? Took, string? Role, string? Note);

/// <summary>One incident with its inquiries; what was frozen is in its export.</summary>
public sealed record IncidentView(
    string Id, string Title, string By, IReadOnlyList<string> Parties, string OpenedAt, string? Officer, PointView Place, string When, string Known, double RadiusM, FrozenView Frozen,
    IReadOnlyList<InquiryView> Inquiries, string? ClosedAt, string? ClosedWhy);

/// <summary>How much was frozen.</summary>
public sealed record FrozenView(string At, int Agreements, int Intents, int Conflicts, int Messages);

/// <param name="Answer"><c>confirmed</c>, <c>denied</c>, <c>neither-confirmed-nor-denied</c>; null: not answered.</param>
/// <param name="State"><c>open</c>, <c>answered</c>, <c>no-answer</c> once the deadline has passed without one, <c>answered-late</c>.</param>
public sealed record InquiryView(
    string Id, string By, string Asked, string Question, string At, string Deadline, string State, string? Answer, string? Text, string? Officer, string? AnsweredAt);
