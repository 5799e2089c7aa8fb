using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>The least shrink that leaves what is in the way. What a shrink leaves is within what was, so nothing new comes near.</summary>
internal static class ShrinkSearch
{
    /// <summary>More than this share of the area is a cancellation rather than a change.</summary>
    public const double MostShareLost = 0.6;

    public static Change? Least(EntityId intent, ImmutableArray<Volume4D> volumes, Surroundings around)
    {
        var pairs = (from o in around.Meeting(volumes) from v in volumes where around.Conflict(v, o) select (V: v, O: o)).ToList();
        if (pairs.Count == 0 || volumes.Any(v => v.Outline is PolygonOutline && v.Outline.Bound.Angle > MetricPlane.TrueWithin))
        {
            return null;
        }

        // Steps of 10 m for small outlines, 100 m for others, up to where the smallest outline would be gone.
        var most = volumes.Min(v => v.Outline.Bound.Angle) * Ellipsoid.GreatestRadius;
        var step = most <= 2_000 ? 10 : 100;
        var (low, high) = (0, (int)(most / step) + 1);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = pairs.TrueForAll(p => Free(p.V, p.O, middle * step, around)) ? (low, middle) : (middle, high);
        }

        var change = new Change(intent, ChangeKind.Shrink) { ShrinkMetres = high * step };
        return Changing.Apply(volumes, change, OutlineLimits.Default).Try(out var left, out _) && ShareLost(volumes, left) <= MostShareLost ? change : null;
    }

    /// <summary>0 to 1, of the sum of the outlines' areas.</summary>
    public static double ShareLost(ImmutableArray<Volume4D> before, ImmutableArray<Volume4D> after) =>
        1 - (after.Sum(v => v.Outline.AreaKm2) / before.Sum(v => v.Outline.AreaKm2));

    // Nothing left is free as well, so that it is monotonous.
    private static bool Free(Volume4D volume, ObstacleVolume obstacle, double metres, Surroundings around) =>
        Shrinking.Of(volume.Outline, metres, OutlineLimits.Default).Try(out var outlines, out _)
        && outlines.All(o => !around.Conflict(volume with { Outline = o }, obstacle));
}
