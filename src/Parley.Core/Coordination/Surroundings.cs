using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>One volume of an obstacle.</summary>
internal sealed record ObstacleVolume(EntityId Id, Volume4D Volume, Minima Minima);

/// <summary>
/// What one search has to keep clear of, and how much it may still calculate. When that is used up, whatever is near enough by its
/// bounding cap counts as in conflict: suggestions may be missed then, but none is wrong. For one search on one thread.
/// </summary>
internal sealed class Surroundings
{
    private const int MostLooks = 1_000_000;
    private const int MostChecks = 2_000;
    private const long MostEdgePairs = 4_000_000;

    private readonly Dictionary<(Outline, ObstacleVolume), bool> _near = new(ReferencePairs.Instance);
    private readonly HashSet<Outline> _own;
    private int _looks;
    private int _checks;
    private long _edgePairs;

    public Surroundings(EntityId intent, ImmutableArray<Volume4D> volumes, IReadOnlyList<Obstacle> obstacles)
    {
        All = [.. obstacles.Where(o => o.Id != intent).SelectMany(o => o.Volumes.Select(v => new ObstacleVolume(o.Id, v, o.Minima)))];
        _own = new HashSet<Outline>(volumes.Select(v => v.Outline), ReferenceEqualityComparer.Instance);
    }

    public ImmutableArray<ObstacleVolume> All { get; }

    /// <summary>True when a volume is nearer than all minima, times <paramref name="times"/>; in doubt true.</summary>
    public bool Conflict(Volume4D volume, ObstacleVolume obstacle, int times = 1)
    {
        if (++_looks > MostLooks)
        {
            return true;
        }

        var minima = Times(obstacle.Minima, times);
        var other = obstacle.Volume;
        if (!InTime(volume.Time, other.Time, minima) || !InHeight(volume.Altitudes, other.Altitudes, minima) || !CapsNear(volume.Outline, other.Outline, minima))
        {
            return false;
        }

        // Outlines stay the same object while times and altitudes are sought.
        var keep = times == 1 && _own.Contains(volume.Outline);
        if (keep && _near.TryGetValue((volume.Outline, obstacle), out var near))
        {
            return near;
        }

        if (!Afford(volume.Outline, other.Outline))
        {
            return true;
        }

        near = Separation.InConflict(volume, other, minima);
        if (keep)
        {
            _near.Add((volume.Outline, obstacle), near);
        }

        return near;
    }

    public bool Clear(ImmutableArray<Volume4D> volumes) => !Meeting(volumes).Any();

    /// <summary>The obstacles' volumes that any of these is in conflict with, in order.</summary>
    public IEnumerable<ObstacleVolume> Meeting(ImmutableArray<Volume4D> volumes, int times = 1)
    {
        // One glance at the whole spares most of those at each volume.
        var center = Changing.CenterOf(volumes);
        var bound = new Cap(center, volumes.Max(v => center.AngleTo(v.Outline.Bound.Center) + v.Outline.Bound.Angle));
        var time = new TimeInterval(volumes.Min(v => v.Time.Start), volumes.Max(v => v.Time.End));
        var band = new AltitudeBand(volumes.Min(v => v.Altitudes.Lower), volumes.Max(v => v.Altitudes.Upper));
        return All.Where(o => time.GapTo(o.Volume.Time) <= o.Minima.Time * times
            && band.GapTo(o.Volume.Altitudes) <= o.Minima.VerticalMetres * times
            && bound.AngleTo(o.Volume.Outline.Bound) * Ellipsoid.LeastRadius <= o.Minima.HorizontalMetres * times
            && volumes.Any(v => Conflict(v, o, times)));
    }

    /// <summary>Nearer over the ground than the minimum, whatever time and altitude.</summary>
    public bool NearOnGround(Volume4D volume, ObstacleVolume obstacle) =>
        Conflict(volume with { Time = obstacle.Volume.Time, Altitudes = obstacle.Volume.Altitudes }, obstacle);

    public static bool CapsNear(Outline a, Outline b, Minima minima)
    {
        var apart = a.Bound.AngleTo(b.Bound) * Ellipsoid.LeastRadius;
        return apart <= 0 || apart < minima.HorizontalMetres;
    }

    public static bool InTime(TimeInterval a, TimeInterval b, Minima minima) =>
        minima.Time > TimeSpan.Zero ? a.GapTo(b) < minima.Time : a.Overlaps(b);

    public static bool InHeight(AltitudeBand a, AltitudeBand b, Minima minima) =>
        minima.VerticalMetres > 0 ? a.GapTo(b) < minima.VerticalMetres : a.Overlaps(b);

    private static Minima Times(Minima minima, int times) =>
        times == 1 ? minima : new(minima.HorizontalMetres * times, minima.VerticalMetres * times, minima.Time * times);

    private bool Afford(Outline a, Outline b)
    {
        var pairs = a is PolygonOutline p && b is PolygonOutline q ? 2L * p.Ring.Length * q.Ring.Length : 64;
        if (_checks >= MostChecks || _edgePairs + pairs > MostEdgePairs)
        {
            return false;
        }

        _checks++;
        _edgePairs += pairs;
        return true;
    }

    private sealed class ReferencePairs : IEqualityComparer<(Outline Outline, ObstacleVolume Obstacle)>
    {
        public static readonly ReferencePairs Instance = new();

        public bool Equals((Outline Outline, ObstacleVolume Obstacle) x, (Outline Outline, ObstacleVolume Obstacle) y) =>
            ReferenceEquals(x.Outline, y.Outline) && ReferenceEquals(x.Obstacle, y.Obstacle);

        public int GetHashCode((Outline Outline, ObstacleVolume Obstacle) pair) => HashCode.Combine(
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Outline),
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Obstacle));
    }
}
