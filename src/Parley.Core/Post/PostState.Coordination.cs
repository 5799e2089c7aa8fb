using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// Coordination: proposals, answers, "I move", "I hold". Two moves into one another are refused; silence can't block.
public sealed partial class PostState
{
    private PostRefused? JudgeCase(PartyName from, EntityId id, Instant at, out Conflict conflict)
    {
        conflict = _conflicts.GetValueOrDefault(id)!;
        if (conflict is null)
        {
            return PostRefused.NotFound("conflict", id);
        }

        if (!conflict.Between(from) && !Mediates(from, conflict))
        {
            return PostRefused.NotYours($"{from} is not in the conflict {id}, nor its mediator.");
        }

        return conflict.StateAt(at) switch
        {
            ConflictState.Gone => PostRefused.NotNow("The conflict is gone: the two no longer meet."),
            ConflictState.Expired => PostRefused.NotNow("The conflict is over: its time has passed."),
            _ => null,
        };
    }

    public bool Mediates(PartyName party, Conflict conflict) =>
        conflict.Now.Agreements.Any(id => _agreements.TryGetValue(id, out var agreement) && agreement.Terms.Mediator == party);

    private PostRefused? Judge(PartyName from, Proposed proposed, Instant at)
    {
        if (JudgeCase(from, proposed.Conflict, at, out var conflict) is { } refused)
        {
            return refused;
        }

        if (conflict.Proposals.Any(p => p.What.Proposal == proposed.Proposal))
        {
            return PostRefused.NotNow($"The proposal {proposed.Proposal} is here already.");
        }

        if (conflict.Proposals.Count(p => p.By == from && p.State == ProposalState.Open) >= 20)
        {
            return PostRefused.NotNow("20 proposals of this party are open; wait for an answer to one.");
        }

        if (Changes(proposed.Kind) != (proposed.Changes is not null && proposed.Change is not null))
        {
            return PostRefused.Unacceptable(Changes(proposed.Kind) ? "Say what changes: the intent, and how." : "This kind of proposal changes no intent; leave the change out.");
        }

        if (proposed.Changes is { } intent && intent != conflict.A && intent != conflict.B)
        {
            return PostRefused.Unacceptable($"The proposal changes {intent}, which is not in this conflict.");
        }

        if (proposed.Kind == ProposalKind.AcceptRisk && (string.IsNullOrWhiteSpace(proposed.Reason) || string.IsNullOrWhiteSpace(proposed.SecondOfficer)))
        {
            return PostRefused.Unacceptable("Accepting a risk needs a reason and a second officer's consent; name both.");
        }

        if (proposed.Counters is { } countered && !conflict.Proposals.Any(p => p.What.Proposal == countered && p.State == ProposalState.Open && p.By != from))
        {
            return PostRefused.NotNow($"The proposal {countered} is not open to be countered.");
        }

        // "We hold" against one who holds, and "I move" into one who moves, are found out at once.
        return proposed.Kind == ProposalKind.Hold && conflict.Between(from) ? JudgeStand(from, Stand.Hold, conflict) : null;
    }

    private static bool Changes(ProposalKind kind) => kind is ProposalKind.ShiftTime or ProposalKind.ChangeAltitude or ProposalKind.Move or ProposalKind.Shrink;

    private void Say(Proposed proposed, Placed letter)
    {
        var conflict = _conflicts[proposed.Conflict];
        var proposals = conflict.Proposals;
        if (proposed.Counters is { } countered)
        {
            var index = proposals.ToList().FindIndex(p => p.What.Proposal == countered);
            proposals = proposals.SetItem(index, proposals[index] with { State = ProposalState.Countered });
        }

        conflict = conflict with
        {
            Proposals = proposals.Add(new Proposal(proposed, letter.From, letter.At, ImmutableSortedDictionary<PartyName, Answered>.Empty, ProposalState.Open)),
        };
        if (proposed.Kind == ProposalKind.Hold && conflict.Between(letter.From))
        {
            conflict = conflict with { Stands = conflict.Stands.SetItem(letter.From, new Standing(Stand.Hold, letter.At, proposed.Reason, proposed.Officer)) };
        }

        _conflicts[conflict.Id] = conflict;
        if (letter.From != Me && conflict.Between(Me))
        {
            Raise($"proposal:{proposed.Proposal}", "proposal", 2, $"{letter.From} proposes for the conflict {conflict.Id}; answer it by {conflict.Deadline}.", conflict.Id.ToString(), letter.At);
        }
    }

    private PostRefused? Judge(PartyName from, ProposalAnswered answered, Instant at)
    {
        if (JudgeCase(from, answered.Conflict, at, out var conflict) is { } refused)
        {
            return refused;
        }

        if (conflict.Proposals.FirstOrDefault(p => p.What.Proposal == answered.Proposal) is not { } proposal)
        {
            return PostRefused.NotFound("proposal", answered.Proposal);
        }

        if (proposal.State != ProposalState.Open)
        {
            return PostRefused.NotNow($"The proposal is no longer open; it was {proposal.State.ToString().ToLowerInvariant()}.");
        }

        if (!conflict.Between(from) || proposal.By == from)
        {
            return PostRefused.NotYours("The other side answers a proposal, not the one that made it, nor the mediator.");
        }

        if (!answered.Accepted)
        {
            return null;
        }

        var mover = Mover(proposal, conflict);
        if (mover is { } who && Moving(conflict, at).FirstOrDefault(p => p != who) is { Value: not null } other)
        {
            return PostRefused.NotNow($"{other} already moves; two moves into one another are refused. Let one hold.");
        }

        return conflict.AgreedBy is not null ? PostRefused.NotNow("Another proposal was accepted already.") : null;
    }

    /// <summary>Whose intent a proposal moves, if it moves one.</summary>
    private static PartyName? Mover(Proposal proposal, Conflict conflict) => proposal.What.Changes is { } intent
        ? intent == conflict.A ? conflict.OwnerA : conflict.OwnerB
        : null;

    /// <summary>
    /// Who has said that it moves, or has an accepted move that is not carried out yet. Whether one failed is not asked: letters are judged by this, and
    /// only the mover's own post knows.
    /// </summary>
    public static IEnumerable<PartyName> Moving(Conflict conflict, Instant at) => conflict.StateAt(at) is ConflictState.Gone
        ? []
        : conflict.Stands.Where(static s => s.Value.Stand == Stand.Move).Select(static s => s.Key)
            .Concat(conflict.Proposals.Where(p => p.What.Proposal == conflict.AgreedBy && !p.CarriedOut).Select(p => Mover(p, conflict)).OfType<PartyName>());

    private void Say(ProposalAnswered answered, Placed letter)
    {
        var conflict = _conflicts[answered.Conflict];
        var index = conflict.Proposals.ToList().FindIndex(p => p.What.Proposal == answered.Proposal);
        var proposal = conflict.Proposals[index];
        proposal = proposal with { Answers = proposal.Answers.SetItem(letter.From, new Answered(answered.Accepted, letter.At, answered.Reason, answered.Officer, answered.SecondOfficer)) };
        if (!answered.Accepted)
        {
            proposal = proposal with { State = ProposalState.Declined };
        }
        else if (new[] { conflict.OwnerA, conflict.OwnerB }.All(p => p == proposal.By || proposal.Answers.ContainsKey(p)))
        {
            // A mediator's proposal stands once both have accepted it; any other once the other side has.
            proposal = proposal with { State = ProposalState.Accepted };
            conflict = conflict with
            {
                AgreedBy = proposal.What.Proposal,
                GivesWay = proposal.What.Kind switch
                {
                    ProposalKind.AcceptRisk => null,
                    ProposalKind.Hold => conflict.Between(proposal.By) ? conflict.OtherThan(proposal.By) : null,
                    ProposalKind.PleaseHold => conflict.Between(proposal.By) ? proposal.By : null,
                    _ => Mover(proposal, conflict),
                },
            };
            Quiet(conflict);
            if (Mover(proposal, conflict) == Me)
            {
                _carrying.Add(conflict.Id);
            }

            if (proposal.What.Kind is ProposalKind.Hold or ProposalKind.PleaseHold && conflict.GivesWay == Me)
            {
                Raise($"gives-way:{conflict.Id}", "gives-way", 2, $"You give way in the conflict {conflict.Id}: change or withdraw your intent.", conflict.Id.ToString(), letter.At);
            }
        }

        conflict = conflict with { Proposals = conflict.Proposals.SetItem(index, proposal) };
        Clear($"proposal:{answered.Proposal}");
        _conflicts[conflict.Id] = proposal.State == ProposalState.Accepted ? Closed(conflict) : conflict;
    }

    // Nobody need answer what has become pointless.
    private Conflict Closed(Conflict conflict)
    {
        foreach (var open in conflict.Proposals.Where(static p => p.State == ProposalState.Open))
        {
            Clear($"proposal:{open.What.Proposal}");
        }

        return conflict with { Proposals = [.. conflict.Proposals.Select(static p => p.State == ProposalState.Open ? p with { State = ProposalState.Declined } : p)] };
    }

    private PostRefused? Judge(PartyName from, Stood stood, Instant at)
    {
        if (JudgeCase(from, stood.Conflict, at, out var conflict) is { } refused)
        {
            return refused;
        }

        return !conflict.Between(from) ? PostRefused.NotYours("The mediator neither moves nor holds.") : JudgeStand(from, stood.Stand, conflict, at);
    }

    private static PostRefused? JudgeStand(PartyName from, Stand stand, Conflict conflict, Instant? at = null)
    {
        var other = conflict.OtherThan(from);
        return stand == Stand.Move && Moving(conflict, at ?? conflict.Found).Contains(other)
            ? PostRefused.NotNow($"{other} already moves; two moves into one another are refused. Hold, or agree on something else.")
            : stand == Stand.Hold && conflict.Stands.TryGetValue(other, out var theirs) && theirs.Stand == Stand.Hold
                ? PostRefused.NotNow($"{other} already holds; one of you has to move. Propose who.")
                : null;
    }

    private void Say(Stood stood, Placed letter)
    {
        var conflict = _conflicts[stood.Conflict];
        _conflicts[conflict.Id] = conflict with
        {
            Stands = conflict.Stands.SetItem(letter.From, new Standing(stood.Stand, letter.At, stood.Reason, stood.Officer)),
        };
        if (letter.From != Me)
        {
            Raise($"stood:{conflict.Id}", "stood", 1, $"{letter.From} says: {(stood.Stand == Stand.Move ? "I move" : "I hold")}, in the conflict {conflict.Id}.", conflict.Id.ToString(), letter.At);
        }
    }

    /// <summary>Who gives way if nothing is agreed by the deadline: by what was declared, else by the agreement's rule.</summary>
    public PartyName DefaultGivesWay(Conflict conflict)
    {
        if (conflict.GivesWay is { } agreed)
        {
            return agreed;
        }

        foreach (var (party, stand) in conflict.Stands)
        {
            if (stand.Stand == Stand.Move)
            {
                return party;
            }
        }

        // A protected site never moves, whoever holds against it.
        var (a, b) = (_declared[conflict.A], _declared[conflict.B]);
        if (a.Kind != b.Kind)
        {
            return a.Kind == DeclaredKind.Site ? b.Owner : a.Owner;
        }

        foreach (var (party, _) in conflict.Stands)
        {
            return conflict.OtherThan(party);
        }

        var rule = Terms(conflict.Now.Agreements).Select(static t => t.GiveWay).FirstOrDefault();
        if (rule is { By: GiveWayBy.Activity } && Rank(rule, a) != Rank(rule, b))
        {
            return Rank(rule, a) > Rank(rule, b) ? a.Owner : b.Owner;
        }

        return Filed(a, b.Owner) > Filed(b, a.Owner) ? a.Owner : b.Owner;
    }

    // As the other side was told: a third party may have been told of it before.
    private static Instant Filed(Declared declared, PartyName to) => declared.Notices.GetValueOrDefault(to)?.FirstAt ?? declared.FirstNoticed ?? Instant.Min;

    private static int Rank(GiveWay rule, Declared declared) =>
        declared.Activity is { } activity && rule.Order.IndexOf(activity) is >= 0 and var at ? at : int.MaxValue;

    private void CarryOut(Notice notice, Placed letter)
    {
        if (notice.Settles is not { } id || !_conflicts.TryGetValue(id, out var conflict))
        {
            return;
        }

        if (letter.From == Me)
        {
            _carrying.Remove(id);
            if (!letter.To.ContainsKey(conflict.OtherThan(Me).Value))
            {
                // Of the letters of one change, the one to the other side counts, at the same place for both.
                return;
            }
        }

        foreach (var done in conflict.Proposals.Where(p => p.What.Changes == notice.Intent))
        {
            Clear($"carry-out:{done.What.Proposal}");
        }

        _conflicts[id] = conflict with
        {
            Proposals = [.. conflict.Proposals.Select(p => p is { State: ProposalState.Accepted, CarriedOut: false } && p.What.Changes == notice.Intent ? p with { CarriedOutIn = notice.Version } : p)],
            Stands = conflict.Stands.Remove(letter.From),
        };
        if (conflict.Now.Near && conflict.Proposals.Any(p => p.What.Proposal == conflict.AgreedBy && p.What.Changes == notice.Intent))
        {
            // It was done as agreed, and they still meet: it is not settled.
            _conflicts[id] = _conflicts[id] with { AgreedBy = null, GivesWay = null };
            Call(_conflicts[id], letter.At, "Still in conflict after the agreed change");
            Schedule(_conflicts[id]);
        }
    }

    // Cases with an agreed change of an own intent, so that looking for work does not look at all.
    private readonly SortedSet<EntityId> _carrying = [];

    /// <summary>Agreed changes of own intents that are still to be carried out.</summary>
    public IEnumerable<(Conflict Conflict, Proposal Proposal)> ToCarryOut() =>
        from id in _carrying
        // A change whose notice has no place yet was made already; made twice, it would go twice as far.
        where !CatchingUp && !_outbox.Values.Any(l => l.Body is Notice notice && notice.Settles == id)
        let conflict = _conflicts[id]
        where conflict.AgreedBy is not null
        from proposal in conflict.Proposals
        where proposal is { State: ProposalState.Accepted, CarriedOut: false, Failed: null } && proposal.What.Proposal == conflict.AgreedBy && Mover(proposal, conflict) == Me
        select (conflict, proposal);

    private PostOutcome Apply(FailChange fail)
    {
        if (_conflicts.TryGetValue(fail.Conflict, out var conflict))
        {
            _conflicts[conflict.Id] = conflict with
            {
                Proposals = [.. conflict.Proposals.Select(p => p.What.Proposal == fail.Proposal ? p with { Failed = fail.Reason } : p)],
            };
            _carrying.Remove(conflict.Id);
            if (conflict.Now.Near && fail.Now <= conflict.Now.End)
            {
                Raise($"carry-out:{fail.Proposal}", "change-failed", 3, $"The agreed change could not be carried out: {fail.Reason} Change the intent yourself.", fail.Conflict.ToString(), fail.Now);
            }
        }

        return PostOutcome.Fine;
    }
}
