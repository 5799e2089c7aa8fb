using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>Delivered, read and acknowledged: three different times, all the exchange's, so that both sides show the same.</summary>
public sealed record MessageTimes(
    Instant? Delivered = null, Instant? Read = null, string? ReadBy = null, Instant? Acknowledged = null, string? AcknowledgedBy = null);

/// <summary>What was agreed about calling one receiver of a message.</summary>
/// <param name="WithinS">The time to acknowledge it in, s; each step of the escalation takes as long again.</param>
/// <param name="Contacts">Names in the order of escalation.</param>
public sealed record Calling(double WithinS, ImmutableArray<string> Contacts, PartyName? Mediator);

/// <summary>Whom an escalation calls at a step.</summary>
public enum EscalationTo
{
    NextContact,
    Everyone,
    Mediator,
}

/// <param name="At">When it was due: the exchange's time of the message and the agreed times, the same at both posts.</param>
public readonly record struct EscalationStep(Instant At, EscalationTo To, string Name);

/// <summary>One message on the line, as all who got it see it: a function of the letters about it, in the exchange's order.</summary>
/// <param name="Place">Its number among all letters of the exchange: the order of messages.</param>
/// <param name="At">When the exchange journalled it.</param>
public sealed record Message(
    MessageSent What,
    PartyName From,
    ImmutableArray<PartyName> To,
    long Place,
    Instant At,
    ImmutableSortedDictionary<PartyName, Calling> Calls,
    ImmutableSortedDictionary<PartyName, MessageTimes> Times)
{
    public EntityId Id => What.Message;

    /// <summary>When the mediator was told that nobody acknowledges it.</summary>
    public Instant? MediatorTold { get; init; }

    /// <summary>Of a link check: why it counts as missed here, once it does.</summary>
    public MissedWhy? Missed { get; init; }

    public bool AcknowledgedBy(PartyName party) => Times.GetValueOrDefault(party)?.Acknowledged is not null;

    /// <summary>Receivers that have not acknowledged it yet.</summary>
    public IEnumerable<PartyName> Silent => To.Where(p => !AcknowledgedBy(p));

    /// <summary>
    /// The steps that the escalation to one receiver has taken by a time: the next contacts one after the other, then everyone, then the mediator;
    /// none after the acknowledgement. A STOP begins with everyone, and its mediator is among the receivers.
    /// </summary>
    public IEnumerable<EscalationStep> StepsTo(PartyName receiver, Instant now)
    {
        if (!Calls.TryGetValue(receiver, out var calling) || What.Kind == MessageKind.LinkCheck)
        {
            yield break;
        }

        var until = Times.GetValueOrDefault(receiver)?.Acknowledged is { } taken && taken < now ? taken : now;
        for (var i = 0; ; i++)
        {
            if (StepOf(calling, i) is not { } step || step.At > until)
            {
                yield break;
            }

            yield return step;
        }
    }

    /// <summary>When the next step to any receiver is due, or null.</summary>
    public Instant? NextStep(Instant now)
    {
        Instant? next = null;
        foreach (var receiver in Silent)
        {
            if (Calls.TryGetValue(receiver, out var calling))
            {
                var taken = What.Kind == MessageKind.LinkCheck ? (now >= Due(receiver) ? 1 : 0) : StepsTo(receiver, now).Count();
                var step = What.Kind == MessageKind.LinkCheck ? (taken == 0 ? Due(receiver) : null) : StepOf(calling, taken)?.At;
                next = step is { } at && (next is null || at < next) ? at : next;
            }
        }

        return next;
    }

    /// <summary>The step to one receiver that comes next while it stays silent; null when there is none left, or it has acknowledged.</summary>
    public EscalationStep? NextStepTo(PartyName receiver, Instant now) =>
        What.Kind == MessageKind.LinkCheck || AcknowledgedBy(receiver) || !Calls.TryGetValue(receiver, out var calling) ? null : StepOf(calling, StepsTo(receiver, now).Count());

    /// <summary>By when one receiver is to have acknowledged it.</summary>
    public Instant? Due(PartyName receiver) => Calls.TryGetValue(receiver, out var calling) ? At.Plus(TimeSpan.FromSeconds(calling.WithinS)) : null;

    private EscalationStep? StepOf(Calling calling, int index)
    {
        if (What.Kind == MessageKind.Stop)
        {
            return index == 0 ? new EscalationStep(At, EscalationTo.Everyone, "everyone") : null;
        }

        // The first contact was called with the message itself.
        var others = Math.Max(calling.Contacts.Length - 1, 0);
        var at = At.Plus(TimeSpan.FromSeconds(calling.WithinS * (index + 1)));
        return index < others ? new EscalationStep(at, EscalationTo.NextContact, calling.Contacts[index + 1])
            : index == others ? new EscalationStep(at, EscalationTo.Everyone, "everyone")
            : index == others + 1 && calling.Mediator is { } mediator ? new EscalationStep(at, EscalationTo.Mediator, mediator.Value)
            : null;
    }
}

/// <summary>Why a link check was missed.</summary>
public enum MissedWhy
{
    /// <summary>This post's own line to the exchange was down.</summary>
    LinkDown,

    /// <summary>The other post did not take it, or sent none.</summary>
    PostDown,

    /// <summary>It was taken in where nobody was on watch.</summary>
    NobodyOnWatch,

    /// <summary>Somebody was on watch and did not answer.</summary>
    Unanswered,
}

/// <summary>A link check that was missed: a record that stays.</summary>
/// <param name="Outgoing">This post's own check; otherwise the other's.</param>
/// <param name="Check">Null when none came at all.</param>
public readonly record struct LinkMiss(Instant At, PartyName Party, bool Outgoing, MissedWhy Why, EntityId? Check);

/// <summary>How the line to one party is tested: when each side's last check was journalled.</summary>
public readonly record struct LinkTest(Instant? Sent, Instant? Received, Instant? Answered, Instant? SentDue, Instant? ReceivedDue);

/// <summary>One who is on watch here.</summary>
public sealed record OnWatch(string Officer, string Role, Instant Since);

/// <summary>A change of the watch: a record that stays.</summary>
public sealed record WatchChange(Instant At, string? Left, string? Took, string? Role, string? Note);

public sealed record Muted(Instant Until, string Officer, Instant At);
