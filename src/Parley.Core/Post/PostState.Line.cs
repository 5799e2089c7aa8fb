using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Line;

namespace Parley.Core.Post;

// The line: messages, and the three times of each. What calls here is an alarm; what both sides must see alike is on the message.
public sealed partial class PostState
{
    // More of one party's messages than these call in one voice: a flood must not bury what others say.
    private const int MostCalls = 20;

    private const int MostTo = 50;

    private readonly Slots<EntityId, Message> _messages = new();

    // By place, the order in which all who got them show them.
    private readonly SortedSet<(long Place, EntityId Id)> _messagesInOrder = [];

    // What is not acknowledged here yet, by sender.
    private readonly SortedDictionary<PartyName, ImmutableSortedSet<EntityId>> _untaken = [];

    private readonly SortedDictionary<PartyName, Muted> _muted = [];

    // Own messages of which the mediator is to be told, until it was.
    private readonly SortedSet<EntityId> _toMediator = [];

    public Message? Message(EntityId id) => _messages.GetValueOrDefault(id);

    public int MessageCount => _messages.Count;

    /// <summary>The newest first, of those before one (of all when there is none): in no more time than it takes to read them.</summary>
    public IEnumerable<Message> Messages(EntityId? before = null) => (before is { } id && _messages.TryGetValue(id, out var known)
        ? _messagesInOrder.GetViewBetween((long.MinValue, default), (known.Place, id)).Reverse().Skip(1)
        : _messagesInOrder.Reverse()).Select(m => _messages[m.Id]);

    public int UntakenOf(PartyName party) => _untaken.TryGetValue(party, out var ids) ? ids.Count : 0;

    /// <summary>Own messages that the exchange has not taken yet.</summary>
    public IEnumerable<(MessageSent What, string[] To)> WaitingMessages =>
        _outbox.Values.Where(static l => l.Body is MessageSent).Select(static l => ((MessageSent)l.Body, l.To.Keys.ToArray()))
            .Concat(_unnumbered.Where(static d => d.Body is MessageSent).Select(static d => ((MessageSent)d.Body, d.To.Select(static p => p.Value).ToArray())));

    /// <summary>The other parties of the agreements that are watched, their mediators among them.</summary>
    public IEnumerable<PartyName> OtherParties(Instant at) => Counterparts(at);

    /// <summary>What is still to be acknowledged here, from whomever.</summary>
    public IEnumerable<Message> Untaken => _untaken.Values.SelectMany(static ids => ids).Select(id => _messages[id]);

    public Muted? MutedAt(PartyName party, Instant now) => _muted.TryGetValue(party, out var muted) && muted.Until > now ? muted : null;

    /// <summary>Own messages that the mediator is to be told of now, with whom it is to go to.</summary>
    public IEnumerable<Draft> ToTellMediators() =>
        from id in _toMediator
        let message = _messages[id]
        let silent = message.Silent.ToImmutableArray()
        let mediators = silent.Select(p => message.Calls.GetValueOrDefault(p)?.Mediator).OfType<PartyName>().Where(m => !message.To.Contains(m) && m != Me).Distinct().ToArray()
        where message.MediatorTold is null && mediators.Length > 0 && !Waiting(b => b is MessageEscalated escalated && escalated.Original.Message == id)
        select new Draft([.. message.To.Concat(mediators).Distinct().Order()], new MessageEscalated(message.What, silent, message.At));

    /// <summary>Whose acknowledgement of a message from here is written and has still to go through the exchange; null: nobody's.</summary>
    public string? AcknowledgementWaits(EntityId message) =>
        _outbox.Values.Select(static l => l.Body).Concat(_unnumbered.Select(static d => d.Body)).OfType<MessageAcknowledged>().FirstOrDefault(a => a.Message == message)?.Officer;

    private bool Waiting(Func<LetterBody, bool> wanted) => _outbox.Values.Any(l => wanted(l.Body)) || _unnumbered.Exists(d => wanted(d.Body));

    /// <summary>Whom a STOP goes to: everyone on each other side, with the mediators between; each other side by itself, as none need know of another.</summary>
    public IEnumerable<ImmutableArray<PartyName>> OtherSides(Instant at) =>
        from other in Counterparts(at)
        let shared = Shared(Me, other, at).ToArray()
        where shared.Any(a => a.Terms.Parties.Contains(other))
        let mediators = shared.Select(static a => a.Terms.Mediator).OfType<PartyName>().Where(m => m != Me && m != other)
        select mediators.Prepend(other).Distinct().Order().ToImmutableArray();

    private IEnumerable<PartyName> Counterparts(Instant at) => _agreements.Values.Where(a => a.Watches(at) && a.Includes(Me)).SelectMany(Members).Where(p => p != Me).Distinct().Order();

    private static IEnumerable<PartyName> Members(Agreement agreement) => agreement.Terms.Mediator is { } mediator ? agreement.Terms.Parties.Add(mediator) : agreement.Terms.Parties;

    private IEnumerable<Agreement> Shared(PartyName a, PartyName b, Instant at) => _agreements.Values.Where(g => g.Watches(at) && g.Includes(a) && g.Includes(b));

    /// <summary>What two parties agreed about calling each other, the shortest time of all their agreements; the usual times where they have none.</summary>
    private Calling Call(PartyName from, PartyName to, Precedence precedence, Instant at)
    {
        var shared = Shared(from, to, at).ToArray();
        if (shared.Length == 0)
        {
            return new Calling(precedence switch { Precedence.Flash => 60, Precedence.Immediate => 300, Precedence.Priority => 900, _ => 3600 }, [], null);
        }

        var contacts = shared.Select(a => a.Terms.Contacts.GetValueOrDefault(to.Value)).FirstOrDefault(static c => !c.IsDefaultOrEmpty);
        return new Calling(
            shared.Min(a => Within(a.Terms, precedence)), contacts.IsDefault ? [] : [.. contacts.Select(static c => c.Name)],
            shared.Select(static a => a.Terms.Mediator).FirstOrDefault(m => m is not null && m != from && m != to));
    }

    private static double Within(AgreementDocument terms, Precedence precedence) => precedence switch
    {
        Precedence.Flash => terms.AcknowledgeWithinS.Flash,
        Precedence.Immediate => terms.AcknowledgeWithinS.Immediate,
        Precedence.Priority => terms.AcknowledgeWithinS.Priority,
        _ => terms.AcknowledgeWithinS.Routine,
    };

    private PostRefused? Judge(PartyName from, MessageSent message) =>
        _messages.ContainsKey(message.Message) ? PostRefused.NotNow($"The message {message.Message} is here already.")
        : message.Kind == MessageKind.Message && string.IsNullOrWhiteSpace(message.Text) && message.Phrase is null && message.Attachments is null or { IsEmpty: true }
            ? PostRefused.Unacceptable("The message says nothing: give it a text, a phrase or an attachment.")
        : null;

    private void Say(MessageSent sent, Placed letter)
    {
        ImmutableArray<PartyName> to = [.. letter.To.Keys.Take(MostTo).Select(static n => new PartyName(n))];
        var message = new Message(
            sent, letter.From, to, letter.Place, letter.At, to.ToImmutableSortedDictionary(static p => p, p => Call(letter.From, p, sent.Precedence, letter.At)),
            ImmutableSortedDictionary<PartyName, MessageTimes>.Empty);
        _messages[message.Id] = message;
        _messagesInOrder.Add((letter.Place, message.Id));
        if (letter.From != Me && to.Contains(Me))
        {
            _untaken[letter.From] = (_untaken.GetValueOrDefault(letter.From) ?? []).Add(message.Id);
            Write(new Draft([letter.From], new MessageDelivered(message.Id)));
            CallFor(message, letter.At, null);
        }

        if (sent.Kind == MessageKind.LinkCheck)
        {
            NoteCheck(message);
        }

        ScheduleMessage(message, letter.At);
    }

    private PostRefused? JudgeReceiver(PartyName from, EntityId id)
    {
        if (_messages.GetValueOrDefault(id) is not { } message)
        {
            return PostRefused.NotFound("message", id);
        }

        return message.From == from ? PostRefused.NotYours("The message is the sender's own; the other side acknowledges it.")
            : !message.To.Contains(from) && message.MediatorTold is null ? PostRefused.NotYours($"The message {id} was not sent to {from}.")
            : null;
    }

    private PostRefused? Judge(PartyName from, MessageAcknowledged acknowledged) =>
        JudgeReceiver(from, acknowledged.Message)
        ?? (_messages[acknowledged.Message].Times.GetValueOrDefault(from) is { Acknowledged: { } at, AcknowledgedBy: var by } ? PostRefused.NotNow($"{by} of {from} acknowledged it at {at} already.") : null)
        ?? (IsOnWatch(from, acknowledged.Officer) ? null : PostRefused.NotYours($"{acknowledged.Officer} is not on watch at {from}; only who is on watch acknowledges. Go on watch first."));

    private void Time(EntityId id, PartyName by, Func<MessageTimes, MessageTimes> change)
    {
        if (_messages.TryGetValue(id, out var message))
        {
            _messages[id] = message with { Times = message.Times.SetItem(by, change(message.Times.GetValueOrDefault(by) ?? new MessageTimes())) };
        }
    }

    private void Say(MessageDelivered delivered, Placed letter)
    {
        Time(delivered.Message, letter.From, t => t with { Delivered = t.Delivered ?? letter.At });
        Reconsider(delivered.Message, letter.From, letter.At);
    }

    private void Say(MessageRead read, Placed letter) =>
        Time(read.Message, letter.From, t => t.Read is null ? t with { Delivered = t.Delivered ?? letter.At, Read = letter.At, ReadBy = read.Officer } : t);

    private void Say(MessageAcknowledged acknowledged, Placed letter)
    {
        Time(acknowledged.Message, letter.From, t => t with
        {
            Delivered = t.Delivered ?? letter.At,
            Read = t.Read ?? letter.At,
            ReadBy = t.ReadBy ?? acknowledged.Officer,
            Acknowledged = letter.At,
            AcknowledgedBy = acknowledged.Officer,
        });
        var message = _messages[acknowledged.Message];
        if (letter.From == Me)
        {
            Taken(message);
        }

        if (!message.Silent.Any())
        {
            Clear($"silent:{message.Id}");
            _toMediator.Remove(message.Id);
        }

        if (message.What.Kind == MessageKind.LinkCheck)
        {
            NoteAnswer(message, letter.From, letter.At);
        }
    }

    private void Taken(Message message)
    {
        Clear($"message:{message.Id}");
        if (_untaken.TryGetValue(message.From, out var rest))
        {
            rest = rest.Remove(message.Id);
            _untaken[message.From] = rest;
            if (rest.IsEmpty)
            {
                _untaken.Remove(message.From);
                Clear($"flood:{message.From}");
                Clear($"muted:{message.From}");
            }
        }
    }

    private PostRefused? Judge(PartyName from, MessageEscalated escalated) =>
        _messages.GetValueOrDefault(escalated.Original.Message) is not { } known ? null
        : known.From != from ? PostRefused.NotYours($"The message is not {from}'s, so it can't escalate it.")
        : known.MediatorTold is not null ? PostRefused.NotNow("The mediator was told already.")
        : null;

    private void Say(MessageEscalated escalated, Placed letter)
    {
        var id = escalated.Original.Message;
        if (_messages.TryGetValue(id, out var known))
        {
            _messages[id] = known with { MediatorTold = letter.At };
            _toMediator.Remove(id);
            return;
        }

        var message = new Message(
            escalated.Original, letter.From, escalated.Silent.IsDefault ? [] : escalated.Silent, letter.Place, escalated.Sent, ImmutableSortedDictionary<PartyName, Calling>.Empty,
            ImmutableSortedDictionary<PartyName, MessageTimes>.Empty)
        { MediatorTold = letter.At };
        _messages[id] = message;
        _messagesInOrder.Add((letter.Place, id));
        _untaken[letter.From] = (_untaken.GetValueOrDefault(letter.From) ?? []).Add(id);
        Raise(
            $"message:{id}", "message-escalated", 3, $"{string.Join(", ", message.To)} has not acknowledged {letter.From}'s {Word(message)}, sent at {escalated.Sent}: you mediate.", id.ToString(), letter.At);
    }

    /// <summary>Calls for a message that stands here; a muted party's and a flood's call together.</summary>
    private void CallFor(Message message, Instant at, EscalationStep? step)
    {
        var from = message.From;
        var count = _untaken[from].Count;
        if (message.What.Kind != MessageKind.Stop && MutedAt(from, at) is { } muted)
        {
            Raise($"muted:{from}", "muted", 1, $"{count} messages of {from} wait, which {muted.Officer} muted until {muted.Until}.", from.Value, at);
            return;
        }

        if (count > MostCalls && _alarms.Keys.Count(static k => k.StartsWith("message:", StringComparison.Ordinal)) >= MostCalls)
        {
            Raise($"flood:{from}", "flood", 3, $"{count} messages of {from} wait to be acknowledged; more than {MostCalls} call in one voice. Mute it if it floods the line.", from.Value, at);
            return;
        }

        var says = step is { } s
            ? $"Not acknowledged since {message.At}: {from}'s {Word(message)}. {(s.To == EscalationTo.NextContact ? $"Call {s.Name} now." : s.To == EscalationTo.Everyone ? "Everyone is called." : $"The mediator {s.Name} is told.")}"
            : $"{(message.What.Kind == MessageKind.Stop ? "STOP" : Word(message))} of {from}{Words(message)}: acknowledge it{(message.Due(Me) is { } due ? $" by {due}" : "")}.";
        var severity = message.What.Kind == MessageKind.LinkCheck ? 1
            : message.What.Kind == MessageKind.Stop || message.What.Precedence == Precedence.Flash || step is { To: not EscalationTo.NextContact } ? 3
            : message.What.Precedence == Precedence.Routine && step is null ? 1
            : 2;
        var kind = message.What.Kind switch { MessageKind.Stop => "stop", MessageKind.LinkCheck => "link-check", _ => "message" };
        Raise($"message:{message.Id}", kind, severity, says, message.Id.ToString(), at, again: step is not null);
    }

    private static string Word(Message message) => message.What.Kind == MessageKind.LinkCheck ? "link check" : message.What.Kind == MessageKind.Stop ? "STOP"
        : $"{message.What.Precedence.ToString().ToUpperInvariant()} message";

    private static string Words(Message message) => message.What.Text is { Length: > 0 } text ? $" “{(text.Length <= 120 ? text : $"{text[..119]}…")}”" : message.What.Phrase is { } phrase ? $" {phrase.Code}" : "";

    private PostOutcome Apply(MuteParty mute)
    {
        if (mute.Until is { } until)
        {
            _muted[mute.Party] = new Muted(until, mute.Officer, mute.Now);
        }
        else
        {
            _muted.Remove(mute.Party);
        }

        foreach (var id in _untaken.GetValueOrDefault(mute.Party) ?? [])
        {
            if (mute.Until is not null && _messages[id].What.Kind != MessageKind.Stop)
            {
                Clear($"message:{id}");
            }

            CallFor(_messages[id], mute.Now, null);
        }

        Clear(mute.Until is null ? $"muted:{mute.Party}" : $"flood:{mute.Party}");
        return PostOutcome.Fine;
    }
}
