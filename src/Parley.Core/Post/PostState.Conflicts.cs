using System.Collections.Immutable;
using System.Globalization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// Conflicts: found, followed step by step as what meets changes, gone.
public sealed partial class PostState
{
    // Below each of these ratios a case calls again: a conflict, half of the minima, an overlap.
    private static readonly double[] Thresholds = [1, 0.5, double.Epsilon];

    private void Weigh(Declared cause, int version, ImmutableArray<Closeness> pairs, Instant at)
    {
        foreach (var pair in pairs)
        {
            if (!_declared.TryGetValue(pair.Other, out var other) || other.Owner == cause.Owner)
            {
                continue;
            }

            if (_conflicts.TryGetValue(pair.Conflict, out var known))
            {
                Step(known, cause.Id, version, pair, at);
            }
            else if (pair.Near && !other.Over && !other.Expired)
            {
                Open(cause, other, version, pair, at);
            }
        }
    }

    private void Open(Declared cause, Declared other, int version, Closeness pair, Instant at)
    {
        var (a, b) = cause.Id.CompareTo(other.Id) < 0 ? (cause, other) : (other, cause);
        var by = Terms(pair.Agreements).Select(static t => t.CoordinateByS).DefaultIfEmpty(0).Max();
        var deadline = pair.Start.Plus(-TimeSpan.FromSeconds(by));
        var conflict = new Conflict(pair.Conflict, a.Id, b.Id, a.Owner, b.Owner, at, deadline > at ? deadline : at, pair with { Other = b.Id })
        {
            Nearest = pair.Ratio,
            Series = [new CaseStep(at, cause.Id, version, null, pair.Ratio, pair with { Other = b.Id })],
        };
        _conflicts[conflict.Id] = conflict;
        Link(a.Id, conflict.Id);
        Link(b.Id, conflict.Id);
        Call(conflict, at, "Conflict");
        Schedule(conflict);
    }

    private void Link(EntityId declared, EntityId conflict) =>
        _conflictsOf[declared] = (_conflictsOf.GetValueOrDefault(declared) ?? []).Add(conflict);

    private void Step(Conflict conflict, EntityId cause, int version, Closeness pair, Instant at)
    {
        if (!conflict.Now.Near && !pair.Near)
        {
            return;
        }

        var before = conflict.Now;
        var now = pair with { Other = conflict.B };
        var reopened = now.Near && (!before.Near || (conflict.AgreedBy is not null && now.Ratio < before.Ratio));
        var nearer = now.Near && Level(now.Ratio) > Level(conflict.Nearest);
        conflict = conflict with
        {
            Now = now,
            Nearest = now.Near ? Math.Min(conflict.Nearest, now.Ratio) : conflict.Nearest,
            Series = conflict.Series.Add(new CaseStep(at, cause, version, before.Ratio, now.Ratio, now)),
        };
        if (reopened)
        {
            Quiet(conflict);
            // What was agreed was agreed of other volumes: it is settled anew, from the beginning.
            var by = Terms(now.Agreements).Select(static t => t.CoordinateByS).DefaultIfEmpty(0).Max();
            var deadline = now.Start.Plus(-TimeSpan.FromSeconds(by));
            conflict = conflict with
            {
                AgreedBy = null,
                GivesWay = null,
                Level = 0,
                Found = at,
                Deadline = deadline > at ? deadline : at,
                Stands = ImmutableSortedDictionary<PartyName, Standing>.Empty,
                Proposals = [.. conflict.Proposals.Select(static p => p.State == ProposalState.Open ? p with { State = ProposalState.Declined } : p)],
            };
        }

        _conflicts[conflict.Id] = conflict = now.Near ? conflict : Closed(conflict);
        if (!now.Near)
        {
            Quiet(conflict);
        }
        else if (reopened || nearer)
        {
            Call(conflict, at, reopened ? "Conflict again" : "Conflict, nearer than before");
        }

        Schedule(conflict);
    }

    /// <summary>Nobody has to do anything about the case any more, or everything anew: none of its calls stands.</summary>
    private void Quiet(Conflict conflict)
    {
        Clear($"conflict:{conflict.Id}");
        Clear($"gives-way:{conflict.Id}");
        Clear($"stood:{conflict.Id}");
        foreach (var proposal in conflict.Proposals)
        {
            Clear($"proposal:{proposal.What.Proposal}");
            Clear($"carry-out:{proposal.What.Proposal}");
        }
    }

    private static int Level(double ratio) => Thresholds.Count(t => ratio < t);

    private void Call(Conflict conflict, Instant at, string what)
    {
        Raise(
            $"conflict:{conflict.Id}", "conflict", 2,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {conflict.OwnerA}'s {conflict.A} and {conflict.OwnerB}'s {conflict.B}, {conflict.Now.HorizontalM:0} m, {conflict.Now.VerticalM:0} m and {conflict.Now.TimeS:0} s apart; settle it by {conflict.Deadline}."),
            conflict.Id.ToString(), at, again: true);
    }
}
