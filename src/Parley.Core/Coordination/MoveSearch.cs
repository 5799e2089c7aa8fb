using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>Moves sideways: along each of the eight winds, and straight away from what is in the way, to where nothing is any more.</summary>
internal sealed class MoveSearch(EntityId intent, ImmutableArray<Volume4D> volumes, Surroundings around, Room room)
{
    private const double MostMetres = 100_000;
    private const int MostObstaclesPassed = 40;

    // Beyond this multiple of the shortest move found, another direction is no help.
    private const double Longest = 2;

    // Only these matter however far it goes: a move changes neither time nor height.
    private readonly ImmutableArray<(int Volume, ObstacleVolume Obstacle)> _pairs =
    [
        .. from o in around.All
           from n in Enumerable.Range(0, volumes.Length)
           where Surroundings.InTime(volumes[n].Time, o.Volume.Time, o.Minima)
               && Surroundings.InHeight(volumes[n].Altitudes, o.Volume.Altitudes, o.Minima)
               && Surroundings.CapsNear(volumes[n].Outline, o.Volume.Outline, o.Minima with { HorizontalMetres = o.Minima.HorizontalMetres + MostMetres })
           select (n, o),
    ];

    private readonly Vec3 _center = Changing.CenterOf(volumes);

    public IEnumerable<Change> Moves()
    {
        var stays = room.Area is { } area && volumes.All(v => Containment.Holds(area, v.Outline)) ? area : null;
        var shortest = MostMetres;
        foreach (var bearing in Bearings())
        {
            if (Along(bearing, Math.Min(MostMetres, shortest * Longest)) is not { } found || (stays is not null && !found.Moved.All(v => Containment.Holds(stays, v.Outline))))
            {
                continue;
            }

            shortest = Math.Min(shortest, found.Metres);
            yield return new Change(intent, ChangeKind.Move) { BearingDegrees = bearing, DistanceMetres = found.Metres };
        }
    }

    /// <summary>Hundreds of metres; tens below 500 m.</summary>
    internal static double Round(double metres) => Rounding.Up(metres, metres <= 500 ? 10 : 100);

    private List<double> Bearings()
    {
        var bearings = new List<double>();
        var first = _pairs.FirstOrDefault(p => around.Conflict(volumes[p.Volume], p.Obstacle));
        if (first.Obstacle is not null)
        {
            var from = first.Obstacle.Volume.Outline.Bound.Center;
            if (from.AngleTo(_center) > 1e-7)
            {
                var east = Gnomonic.EastOf(_center);
                var away = _center - from;
                var degrees = Math.Round(double.RadiansToDegrees(Math.Atan2(away.Dot(east), away.Dot(_center.Cross(east)))));
                bearings.Add((degrees + 360) % 360);
            }
        }

        for (var wind = 0; wind < 360; wind += 45)
        {
            if (bearings.Count == 0 || Math.Abs(bearings[0] - wind) is >= 5 and <= 355)
            {
                bearings.Add(wind);
            }
        }

        return bearings;
    }

    private (double Metres, ImmutableArray<Volume4D> Moved)? Along(double bearing, double most)
    {
        var metres = 0.0;
        for (var passed = 0; passed < MostObstaclesPassed && metres <= most; passed++)
        {
            if (MovedAll(bearing, metres) is not { } moved)
            {
                return null;
            }

            var meets = _pairs.FirstOrDefault(p => around.Conflict(moved[p.Volume], p.Obstacle));
            if (meets.Obstacle is null)
            {
                return metres > 0 ? (metres, moved) : null;
            }

            metres = Past(bearing, metres, volumes[meets.Volume], meets.Obstacle);
        }

        return null;
    }

    // The far side by bounding caps, then halved down to a step; for convex outlines that is the nearest place past it.
    private double Past(double bearing, double metres, Volume4D volume, ObstacleVolume obstacle)
    {
        var (mine, its) = (volume.Outline.Bound, obstacle.Volume.Outline.Bound);
        var low = metres;
        var high = Round(metres + ((mine.Center.AngleTo(its.Center) + mine.Angle + its.Angle) * Ellipsoid.GreatestRadius) + obstacle.Minima.HorizontalMetres + 1);
        while (high - low > (high <= 500 ? 10 : 100))
        {
            var middle = Round((low + high) / 2);
            if (middle >= high)
            {
                break;
            }

            if (Moved(new Displacement(_center, bearing, middle), volume) is not { } moved)
            {
                return double.PositiveInfinity;
            }

            (low, high) = around.Conflict(moved, obstacle) ? (middle, high) : (low, middle);
        }

        return high;
    }

    private ImmutableArray<Volume4D>? MovedAll(double bearing, double metres)
    {
        if (metres == 0)
        {
            return volumes;
        }

        var displacement = new Displacement(_center, bearing, metres);
        var all = ImmutableArray.CreateBuilder<Volume4D>(volumes.Length);
        foreach (var volume in volumes)
        {
            if (Moved(displacement, volume) is not { } moved)
            {
                return null;
            }

            all.Add(moved);
        }

        return all.ToImmutable();
    }

    private static Volume4D? Moved(Displacement displacement, Volume4D volume) =>
        displacement.Of(volume.Outline, OutlineLimits.Default).Try(out var outline, out _) ? volume with { Outline = outline } : null;
}
