using Parley.Core;
using Parley.Core.Geometry;

namespace Parley.Plans;

/// <summary>Two intents of different parties that come nearer than the minima: all their volumes' conflicts in one.</summary>
/// <param name="When">From the earliest beginning to the latest end.</param>
/// <param name="Altitudes">From the lowest to the highest.</param>
/// <param name="Center">Middle of the shared area of the earliest.</param>
/// <param name="Gap">The smallest of each.</param>
internal sealed record PlanConflict(PlannedVolume A, PlannedVolume B, TimeInterval When, AltitudeBand Altitudes, LatLng Center, Gap Gap);

/// <summary>Finds every conflict between different parties' volumes; two intents of one party never conflict.</summary>
internal static class ConflictSearch
{
    // Coarse coverings: here the exact test follows at once, and large volumes shall not fill the memory.
    private const int CellsEach = 32;

    /// <summary>One conflict for each pair of intents, by beginning, then by the order they were read in.</summary>
    public static List<PlanConflict> Run(IReadOnlyList<PlannedVolume> volumes, Minima minima)
    {
        var index = new SpatialIndex<PlannedVolume>();
        var found = new Dictionary<(string, string, string, string), int>();
        var conflicts = new List<PlanConflict>();
        var near = new List<PlannedVolume>();
        foreach (var b in volumes)
        {
            var (outline, band, time) = (b.Volume.Outline, b.Volume.Altitudes, b.Volume.Time);
            near.Clear();
            var cells = CellCovering.Near(outline, 0, CellsEach);
            var wide = minima.HorizontalMetres > 0 ? CellCovering.Near(outline, minima.HorizontalMetres, CellsEach) : cells;
            index.Query(wide, band.Widened(minima.VerticalMetres), time.Widened(minima.Time), near);
            foreach (var a in near)
            {
                if (a.Party == b.Party || !Separation.InConflict(a.Volume, b.Volume, minima))
                {
                    continue;
                }

                // Whichever was read first is A, though volumes of both may follow each other in any order.
                var conflict = Describe(a, b);
                if (found.TryGetValue((a.Party, a.Id, b.Party, b.Id), out var at) || found.TryGetValue((b.Party, b.Id, a.Party, a.Id), out at))
                {
                    conflicts[at] = Merge(conflicts[at], conflict);
                }
                else
                {
                    found.Add((a.Party, a.Id, b.Party, b.Id), conflicts.Count);
                    conflicts.Add(conflict);
                }
            }

            index.Insert(b, cells, band, time);
        }

        return [.. conflicts.OrderBy(c => c.When.Start)];
    }

    private static PlanConflict Describe(PlannedVolume a, PlannedVolume b)
    {
        var encounter = Separation.SharedArea(a.Volume, b.Volume);
        return new(a, b, encounter.Time, encounter.Altitudes, encounter.Center, Separation.Between(a.Volume, b.Volume));
    }

    private static PlanConflict Merge(PlanConflict one, PlanConflict other) => one with
    {
        When = new(Least(one.When.Start, other.When.Start), Greatest(one.When.End, other.When.End)),
        Altitudes = new(
            new(Math.Min(one.Altitudes.Lower.Metres, other.Altitudes.Lower.Metres)),
            new(Math.Max(one.Altitudes.Upper.Metres, other.Altitudes.Upper.Metres))),
        Center = other.When.Start < one.When.Start ? other.Center : one.Center,
        Gap = new(
            Math.Min(one.Gap.HorizontalMetres, other.Gap.HorizontalMetres),
            Math.Min(one.Gap.VerticalMetres, other.Gap.VerticalMetres),
            one.Gap.Time < other.Gap.Time ? one.Gap.Time : other.Gap.Time),
    };

    private static Instant Least(Instant a, Instant b) => a < b ? a : b;

    private static Instant Greatest(Instant a, Instant b) => a > b ? a : b;
}
