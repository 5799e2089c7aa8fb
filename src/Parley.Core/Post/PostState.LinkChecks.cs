using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Line;

namespace Parley.Core.Post;

// Link checks: each side tests the line to each other side as often as agreed, and a human answers in the agreed time. A missed one calls at
// both, and says what is wrong: the link, the post, the watch, or the officer.
public sealed partial class PostState
{
    private readonly SortedDictionary<PartyName, LinkTest> _tests = [];
    private readonly List<LinkMiss> _misses = [];
    private bool _linkUp;

    /// <summary>Every link check that was missed, in either direction.</summary>
    public IReadOnlyList<LinkMiss> Misses => _misses;

    /// <summary>True while this post's own line to the exchange stands, as it last noted.</summary>
    public bool LinkUp => _linkUp;

    public LinkTest? TestOf(PartyName party) => _tests.TryGetValue(party, out var test) ? test : null;

    public IEnumerable<PartyName> Tested => _tests.Keys;

    /// <summary>Those whose line this post is to test now; one check to each is under way at most.</summary>
    public IEnumerable<PartyName> ChecksDue(Instant now) =>
        _tests.Where(t => t.Value.SentDue <= now && Every(t.Key, now) is not null).Select(static t => t.Key).Where(p => !CheckWaits(p));

    private bool CheckWaits(PartyName party) =>
        _outbox.Values.Any(l => l.Body is MessageSent { Kind: MessageKind.LinkCheck } && l.To.ContainsKey(party.Value))
        || _unnumbered.Exists(d => d.Body is MessageSent { Kind: MessageKind.LinkCheck } && d.To.Contains(party));

    private (TimeSpan Every, TimeSpan Within)? Every(PartyName party, Instant now)
    {
        var shared = Shared(Me, party, now).Select(static a => a.Terms).ToArray();
        return shared.Length == 0 ? null
            : (TimeSpan.FromSeconds(shared.Min(static t => t.LinkCheckEveryS)), TimeSpan.FromSeconds(shared.Min(static t => Within(t, Precedence.Priority))));
    }

    private void BeginChecks(Agreement agreement, Instant at)
    {
        foreach (var party in Members(agreement).Where(p => p != Me).Distinct())
        {
            if (Every(party, at) is { } times)
            {
                var known = _tests.GetValueOrDefault(party);
                _tests[party] = known with
                {
                    SentDue = Sooner(known.SentDue, at.Plus(times.Every)),
                    ReceivedDue = Sooner(known.ReceivedDue, at.Plus(times.Every).Plus(times.Within)),
                };
            }
        }
    }

    private static Instant Sooner(Instant? a, Instant b) => a is { } known && known < b ? known : b;

    private void NoteCheck(Message message)
    {
        foreach (var party in message.From == Me ? message.To : [message.From])
        {
            if (Every(party, message.At) is not { } times)
            {
                continue;
            }

            var test = _tests.GetValueOrDefault(party);
            _tests[party] = message.From == Me
                ? test with { Sent = message.At, SentDue = message.At.Plus(times.Every) }
                : test with { Received = message.At, ReceivedDue = message.At.Plus(times.Every).Plus(times.Within) };
        }
    }

    // A post's own clock may strike before word of what happened in time has come: then the check was not missed, or for another reason.
    private void Reconsider(EntityId id, PartyName by, Instant at)
    {
        var message = _messages[id];
        if (message.Missed is not null && at <= message.Due(by))
        {
            _messages[id] = message = message with { Missed = null };
            _misses.RemoveAll(m => m.Check == id);
            StrikeCheck(message, message.Due(by)!.Value.Plus(TimeSpan.FromTicks(1)));
        }
    }

    private void NoteAnswer(Message message, PartyName by, Instant at)
    {
        Reconsider(message.Id, by, at);
        if (message.From == Me)
        {
            _tests[by] = _tests.GetValueOrDefault(by) with { Answered = at };
            Clear($"link:{by}:out");
        }
        else if (by == Me)
        {
            Clear($"link:{message.From}:in");
        }
    }

    private PostOutcome Apply(ChangeLink change)
    {
        _linkUp = change.Up;
        return PostOutcome.Fine;
    }

    private Instant? NextTestDue
    {
        get
        {
            Instant? next = null;
            foreach (var (party, test) in _tests)
            {
                next = Sooner(Sooner(next, Overdue(party, test.SentDue)), test.ReceivedDue ?? Instant.Max);
            }

            // Struck at its very moment it would not be over yet.
            return next == Instant.Max ? null : next?.Plus(TimeSpan.FromTicks(1));
        }
    }

    private Instant Overdue(PartyName party, Instant? due) => due is { } at ? at.Plus(Every(party, at)?.Within ?? TimeSpan.Zero) : Instant.Max;

    private void StrikeTests(Instant now)
    {
        foreach (var party in _tests.Keys.ToArray())
        {
            var test = _tests[party];
            if (Every(party, now) is not { } times)
            {
                _tests[party] = test with { SentDue = null, ReceivedDue = null };
                Clear($"link:{party}:out");
                Clear($"link:{party}:in");
                continue;
            }

            if (test.SentDue is { } sent && Overdue(party, sent) < now)
            {
                // It could not even leave: the exchange has not taken it.
                Miss(new LinkMiss(now, party, true, MissedWhy.LinkDown, null));
                test = test with { SentDue = After(sent, times.Every, now) };
            }

            if (test.ReceivedDue is { } received && received < now)
            {
                Miss(new LinkMiss(now, party, false, _linkUp ? MissedWhy.PostDown : MissedWhy.LinkDown, null));
                test = test with { ReceivedDue = After(received, times.Every, now) };
            }

            _tests[party] = test;
        }
    }

    private static Instant After(Instant due, TimeSpan every, Instant now)
    {
        var periods = Math.Floor(now.Since(due) / every) + 1;
        return due.Plus(every * periods);
    }

    /// <summary>A check that nobody answered in time.</summary>
    private void StrikeCheck(Message message, Instant now)
    {
        foreach (var party in message.Silent.Where(p => message.Due(p) < now).ToArray())
        {
            var mine = message.From == Me;
            if (message.Missed is not null || (!mine && party != Me))
            {
                continue;
            }

            var delivered = message.Times.GetValueOrDefault(party)?.Delivered;
            var why = delivered is null || delivered > message.Due(party) ? MissedWhy.PostDown
                : WatchAt(party) is { IsEmpty: true } || (party == Me && _watch.Count == 0) ? MissedWhy.NobodyOnWatch
                : MissedWhy.Unanswered;
            _messages[message.Id] = message = message with { Missed = why };
            Miss(new LinkMiss(message.Due(party)!.Value, mine ? party : message.From, mine, why, message.Id));
        }
    }

    private void Miss(LinkMiss miss)
    {
        _misses.Add(miss);
        var whose = miss.Outgoing ? $"The link check to {miss.Party}" : $"The link check of {miss.Party}";
        var why = miss.Why switch
        {
            MissedWhy.LinkDown => "link down: this post does not reach the exchange",
            MissedWhy.PostDown => miss.Outgoing ? $"post down: {miss.Party}'s post has not taken it" : $"post down: {(miss.Check is null ? $"none came from {miss.Party}'s post" : "this post was away")}",
            MissedWhy.NobodyOnWatch => miss.Outgoing ? $"nobody on watch at {miss.Party}" : "nobody on watch here",
            _ => miss.Outgoing ? $"unanswered: an officer is on watch at {miss.Party} and has not acknowledged it" : "unanswered: nobody here has acknowledged it in time",
        };
        Raise($"link:{miss.Party}:{(miss.Outgoing ? "out" : "in")}", "link-check-missed", 3, $"{whose} was missed; {why}.", miss.Party.Value, miss.At, again: true);
    }
}
