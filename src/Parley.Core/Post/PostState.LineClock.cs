using Parley.Core.Exchange;

namespace Parley.Core.Post;

// What the clock brings to the line: steps of an escalation, link checks that were missed, inquiries without an answer.
public sealed partial class PostState
{
    private enum LineDue
    {
        Message,
        Inquiry,
    }

    // When something may have to be looked at again, and what. Looking twice changes nothing.
    private readonly SortedSet<(Instant At, LineDue What, EntityId Id)> _dueLine = [];

    private Instant? NextLineDue => _dueLine.Count == 0 ? NextTestDue : Sooner(NextTestDue, _dueLine.Min.At);

    private void ScheduleMessage(Message message, Instant now)
    {
        if (message.NextStep(now) is { } next)
        {
            _dueLine.Add((next.Plus(TimeSpan.FromTicks(1)), LineDue.Message, message.Id));
        }
    }

    private void StrikeLine(Instant now)
    {
        while (_dueLine.Count > 0 && _dueLine.Min is var due && due.At <= now)
        {
            _dueLine.Remove(due);
            if (due.What == LineDue.Inquiry)
            {
                StrikeInquiry(due.Id, now);
            }
            else if (_messages.TryGetValue(due.Id, out var message))
            {
                StrikeMessage(message, now);
            }
        }

        StrikeTests(now);
    }

    private void StrikeMessage(Message message, Instant now)
    {
        if (message.What.Kind == MessageKind.LinkCheck)
        {
            StrikeCheck(message, now);
        }
        else
        {
            foreach (var party in message.Silent)
            {
                if (message.StepsTo(party, now).LastOrDefault() is { Name: not null } step)
                {
                    Escalate(message, party, step, now);
                }
            }
        }

        if (message.NextStep(now) is { } next && next > now)
        {
            _dueLine.Add((next.Plus(TimeSpan.FromTicks(1)), LineDue.Message, message.Id));
        }
    }

    private void Escalate(Message message, PartyName party, EscalationStep step, Instant now)
    {
        if (party == Me)
        {
            CallFor(message, now, step);
        }
        else if (message.From == Me)
        {
            Raise(
                $"silent:{message.Id}", "unacknowledged", step.To == EscalationTo.NextContact ? 2 : 3,
                $"{string.Join(", ", message.Silent)} has not acknowledged the {Word(message)} of {message.At}: {(step.To == EscalationTo.Mediator ? $"the mediator {step.Name} is told" : step.To == EscalationTo.Everyone ? "everyone there is called" : $"{step.Name} is called")}.",
                message.Id.ToString(), now, again: true);
            if (step.To == EscalationTo.Mediator && message.MediatorTold is null)
            {
                _toMediator.Add(message.Id);
            }
        }
    }
}
