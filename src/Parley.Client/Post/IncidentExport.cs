namespace Parley.Client.Post;

/// <summary>
/// All that a post knows of an incident, in one document that needs nothing else: what was frozen when it was opened, the inquiries and what
/// came of each, and the whole timeline in order.
/// </summary>
/// <param name="Format"><c>parley-incident/1</c>.</param>
/// <param name="ExportedBy">The party whose post wrote it.</param>
public sealed record IncidentExport(
    string Format,
    string ExportedBy,
    string ExportedAt,
    IncidentView Incident,
    IReadOnlyList<AgreementView> Agreements,
    IReadOnlyList<IntentView> Intents,
    IReadOnlyList<FrozenConflictView> Conflicts,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyList<AlarmView> Alarms,
    IReadOnlyList<EventView> Timeline);

/// <summary>A conflict as it was at the freezing.</summary>
public sealed record FrozenConflictView(string Id, IReadOnlyList<string> Intents, IReadOnlyList<string> Parties, string State, string Found, string Deadline, GapView Gap, IReadOnlyList<ProposalView> Proposals);

/// <summary>One line of the timeline.</summary>
/// <param name="At">The exchange's time where a letter told of it.</param>
/// <param name="Who">The party.</param>
/// <param name="What">Kind of event: <c>notice</c>, <c>acknowledged</c>, <c>message</c>, <c>conflict</c>, <c>incident</c>, <c>inquiry</c>, <c>answer</c>, <c>no-answer</c>, <c>alarm</c>, <c>closed</c> …</param>
/// <param name="Text">One sentence.</param>
/// <param name="About">Id of the intent, message, conflict or inquiry.</param>
public sealed record EventView(string At, string Who, string What, string Text, string? About);
