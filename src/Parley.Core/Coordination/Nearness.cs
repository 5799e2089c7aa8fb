using System.Collections.Immutable;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>The closest pair of volumes of two intents. Immutable; any thread.</summary>
/// <param name="VolumeA">Index in A.</param>
/// <param name="VolumeB">Index in B.</param>
/// <param name="InConflict">True when the pair is nearer than the minima asked about.</param>
public sealed record Approach(int VolumeA, int VolumeB, bool InConflict, Gap Gap, Encounter Encounter);

/// <summary>How near two intents come. Static; any thread.</summary>
public static class Nearness
{
    // A polygon's distance costs its edges times the other's: beyond this many in all, pairs are compared by their bounding caps.
    private const long MostEdgePairs = 4_000_000;

    /// <summary>
    /// Of the pairs in conflict the deepest: the one that takes most to leave in whichever of time and height takes less, on the scale of
    /// <see cref="ChangeCost"/>. With no conflict the nearest: the one whose largest gap is least, each gap as a share of its minimum (where
    /// that is zero, on the scale of <see cref="ChangeCost"/>). Both must have a volume.
    /// </summary>
    public static Approach Gap(ImmutableArray<Volume4D> volumesA, ImmutableArray<Volume4D> volumesB, Minima minima = default)
    {
        if (volumesA.IsEmpty || volumesB.IsEmpty)
        {
            throw new ArgumentException("Two intents are near each other only if each has a volume.", volumesA.IsEmpty ? nameof(volumesA) : nameof(volumesB));
        }

        var pairs = new List<Pair>(volumesA.Length * volumesB.Length);
        for (var a = 0; a < volumesA.Length; a++)
        {
            for (var b = 0; b < volumesB.Length; b++)
            {
                pairs.Add(Pair.Of(a, b, volumesA[a], volumesB[b], minima));
            }
        }

        var budget = MostEdgePairs;
        foreach (var pair in pairs.Where(p => p.MayConflict).OrderByDescending(p => p.Depth))
        {
            if (budget >= 0 && Spend(pair) && Separation.InConflict(pair.VolumeA, pair.VolumeB, minima))
            {
                return pair.Describe(inConflict: true);
            }
        }

        var best = (Pair: default(Pair?), Score: double.PositiveInfinity);
        foreach (var pair in pairs.OrderBy(p => p.AtLeast))
        {
            if (best.Pair is not null && (pair.AtLeast >= best.Score || budget < 0))
            {
                break;
            }

            Spend(pair);
            var score = Math.Max(pair.AtLeast, OutlineRelation.Distance(pair.VolumeA.Outline, pair.VolumeB.Outline) / Pair.Unit(minima.HorizontalMetres, ChangeCost.MetresSidewaysEach));
            if (score < best.Score || best.Pair is null)
            {
                best = (pair, score);
            }
        }

        return best.Pair!.Value.Describe(inConflict: false);

        bool Spend(Pair pair)
        {
            budget -= pair.VolumeA.Outline is PolygonOutline p && pair.VolumeB.Outline is PolygonOutline q ? 2L * p.Ring.Length * q.Ring.Length : 64;
            return true;
        }
    }

    private readonly record struct Pair(int A, int B, Volume4D VolumeA, Volume4D VolumeB, bool MayConflict, double Depth, double AtLeast)
    {
        public static Pair Of(int a, int b, Volume4D volumeA, Volume4D volumeB, Minima minima)
        {
            var may = Surroundings.InTime(volumeA.Time, volumeB.Time, minima)
                && Surroundings.InHeight(volumeA.Altitudes, volumeB.Altitudes, minima)
                && Surroundings.CapsNear(volumeA.Outline, volumeB.Outline, minima);
            var depth = Math.Min(
                (Common(volumeA.Time, volumeB.Time) + minima.Time).TotalSeconds / ChangeCost.SecondsEach,
                (Common(volumeA.Altitudes, volumeB.Altitudes) + minima.VerticalMetres) / ChangeCost.MetresOfHeightEach);
            var sideways = volumeA.Outline.Bound.AngleTo(volumeB.Outline.Bound) * Ellipsoid.LeastRadius;
            var least = Math.Max(
                sideways / Unit(minima.HorizontalMetres, ChangeCost.MetresSidewaysEach),
                Math.Max(
                    volumeA.Altitudes.GapTo(volumeB.Altitudes) / Unit(minima.VerticalMetres, ChangeCost.MetresOfHeightEach),
                    volumeA.Time.GapTo(volumeB.Time).TotalSeconds / Unit(minima.Time.TotalSeconds, ChangeCost.SecondsEach)));
            return new(a, b, volumeA, volumeB, may, depth, least);
        }

        public static double Unit(double minimum, double otherwise) => minimum > 0 ? minimum : otherwise;

        public Approach Describe(bool inConflict) =>
            new(A, B, inConflict, Separation.Between(VolumeA, VolumeB), Separation.SharedArea(VolumeA, VolumeB));

        // Negative where they have none in common.
        private static TimeSpan Common(TimeInterval a, TimeInterval b) =>
            (a.End < b.End ? a.End : b.End).Since(a.Start > b.Start ? a.Start : b.Start);

        private static double Common(AltitudeBand a, AltitudeBand b) =>
            Math.Min(a.Upper.Metres, b.Upper.Metres) - Math.Max(a.Lower.Metres, b.Lower.Metres);
    }
}
