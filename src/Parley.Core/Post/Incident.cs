using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>What was declared and said around an incident when it was opened: kept as it was, whatever becomes of it.</summary>
/// <param name="At">The exchange's time of the opening.</param>
public sealed record Frozen(
    Instant At,
    ImmutableArray<Agreement> Agreements,
    ImmutableArray<Declared> Declared,
    ImmutableArray<Conflict> Conflicts,
    ImmutableArray<Message> Messages,
    ImmutableArray<Alarm> Alarms);

/// <param name="Late">True when it came after the deadline.</param>
public sealed record AnswerGiven(InquiryAnswered What, Instant At, bool Late);

public sealed record Inquiry(InquiryPut What, PartyName By, Instant At, AnswerGiven? Answer)
{
    /// <summary>True when the deadline has passed without an answer in time: that stays on the record, whatever comes later.</summary>
    public bool UnansweredAt(Instant now) => now > What.Deadline && Answer is not { Late: false };
}

/// <summary>Something that happened, and the questions and answers about it: a function of the letters about it, in the exchange's order.</summary>
public sealed record Incident(IncidentOpened What, PartyName By, ImmutableArray<PartyName> Parties, Instant At, Frozen Frozen)
{
    public EntityId Id => What.Incident;

    public ImmutableArray<Inquiry> Inquiries { get; init; } = [];

    public IncidentClosed? Closed { get; init; }

    public Instant? ClosedAt { get; init; }
}
