using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>
/// Finds the smallest changes by which one intent keeps clear of everything. Bounded: at most a million glances and 2,000
/// exact comparisons of outlines; what there is no time to compare counts as near. Static; any thread.
/// </summary>
public static class Suggestions
{
    public const int Most = 8;

    /// <summary>
    /// At most 8, cheapest first, at least one of each kind where one was found; none if the intent is in no conflict. After each, the
    /// intent is in conflict with no obstacle (<see cref="Separation.InConflict"/>) and within the room it was in. An obstacle with the
    /// intent's own id is left out.
    /// </summary>
    public static ImmutableArray<Suggestion> Find(EntityId intent, ImmutableArray<Volume4D> volumes, IReadOnlyList<Obstacle> obstacles, Room room)
    {
        var around = new Surroundings(intent, volumes, obstacles);
        var resolved = volumes.IsEmpty
            ? []
            : around.Meeting(volumes).Select(o => o.Id).ToHashSet();
        if (resolved.Count == 0)
        {
            return [];
        }

        // The cheap searches first: they leave the most of what may be calculated.
        var changes = TimeAndHeight.Shifts(intent, volumes, around, room)
            .Concat(TimeAndHeight.Climbs(intent, volumes, around, room))
            .Concat(ShrinkSearch.Least(intent, volumes, around) is { } shrink ? [shrink] : [])
            .Concat(new MoveSearch(intent, volumes, around, room).Moves());
        var found = new List<Candidate>();
        foreach (var change in changes)
        {
            if (Changing.Apply(volumes, change, OutlineLimits.Default).Try(out var after, out _) && around.Clear(after))
            {
                found.Add(new(change, Cost(change, volumes, after), after));
            }
        }

        var cheapest = found.OrderBy(c => c.Cost).ToList();
        var afterwards = new Surroundings(intent, [], obstacles);
        var kept = cheapest.DistinctBy(c => c.Change.Kind).ToList();
        kept.AddRange(cheapest.Except(kept).Take(Most - kept.Count));
        return
        [
            .. kept.OrderBy(c => c.Cost).Select(c => new Suggestion(c.Change, c.Cost, ChangeWords.Of(c.Change, volumes, c.After), Touched(c.After))),
        ];

        ImmutableArray<EntityId> Touched(ImmutableArray<Volume4D> after) =>
        [
            .. afterwards.Meeting(after, times: 2).Where(o => !resolved.Contains(o.Id)).Select(o => o.Id).Distinct().Order(),
        ];
    }

    private static double Cost(Change change, ImmutableArray<Volume4D> before, ImmutableArray<Volume4D> after) => change.Kind switch
    {
        ChangeKind.ShiftTime => ChangeCost.OfShift(change.ShiftSeconds!.Value),
        ChangeKind.ChangeAltitude => ChangeCost.OfClimb(change.ClimbMetres!.Value),
        ChangeKind.Move => ChangeCost.OfMove(change.DistanceMetres!.Value),
        _ => ChangeCost.OfShrink(ShrinkSearch.ShareLost(before, after)),
    };

    private sealed record Candidate(Change Change, double Cost, ImmutableArray<Volume4D> After);
}
