using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>Shifts in time and changes of altitude: where the outlines stay, each pair's blocked shifts are known exactly.</summary>
internal static class TimeAndHeight
{
    public static IEnumerable<Change> Shifts(EntityId intent, ImmutableArray<Volume4D> volumes, Surroundings around, Room room)
    {
        var start = volumes.Where(v => v.Time.Start != Instant.Min).Select(v => v.Time.Start.Ticks).DefaultIfEmpty(long.MaxValue).Min();
        var end = volumes.Where(v => v.Time.End != Instant.Max).Select(v => v.Time.End.Ticks).DefaultIfEmpty(long.MinValue).Max();
        if (start == long.MaxValue || end == long.MinValue)
        {
            yield break;
        }

        var blocked = Pairs(volumes, around, (v, o) => Surroundings.InHeight(v.Altitudes, o.Volume.Altitudes, o.Minima))
            .Select(p => new LineSearch.Blocked(
                Seconds(p.O.Volume.Time.Start, Instant.Min) - p.O.Minima.Time.TotalSeconds - Seconds(p.V.Time.End, Instant.Max),
                Seconds(p.O.Volume.Time.End, Instant.Max) + p.O.Minima.Time.TotalSeconds - Seconds(p.V.Time.Start, Instant.Min),
                () => around.NearOnGround(p.V, p.O)))
            .ToList();

        // From the first volume's start on, as seconds since year 1 have no digits left for the difference.
        double Seconds(Instant at, Instant open) => at == open
            ? open == Instant.Max ? double.PositiveInfinity : double.NegativeInfinity
            : (at.Ticks - start) / (double)TimeSpan.TicksPerSecond;

        var least = (room.EarliestStart.Ticks - start) / (double)TimeSpan.TicksPerSecond;
        var most = room.LatestEnd == Instant.Max ? double.PositiveInfinity : (room.LatestEnd.Ticks - end) / (double)TimeSpan.TicksPerSecond;
        if (LineSearch.Smallest(blocked, 1, least, Math.Min(most, Change.MostShiftSeconds), RoundSeconds) is { } later and > 0)
        {
            yield return new Change(intent, ChangeKind.ShiftTime) { ShiftSeconds = later };
        }

        if (LineSearch.Smallest(blocked, -1, -most, Math.Min(-least, Change.MostShiftSeconds), RoundSeconds) is { } earlier and < 0)
        {
            yield return new Change(intent, ChangeKind.ShiftTime) { ShiftSeconds = earlier };
        }
    }

    public static IEnumerable<Change> Climbs(EntityId intent, ImmutableArray<Volume4D> volumes, Surroundings around, Room room)
    {
        var lower = volumes.Min(v => v.Altitudes.Lower.Metres);
        var upper = volumes.Max(v => v.Altitudes.Upper.Metres);
        if (double.IsInfinity(lower) || double.IsInfinity(upper))
        {
            yield break;
        }

        var blocked = Pairs(volumes, around, (v, o) => Surroundings.InTime(v.Time, o.Volume.Time, o.Minima))
            .Select(p => new LineSearch.Blocked(
                p.O.Volume.Altitudes.Lower.Metres - p.O.Minima.VerticalMetres - p.V.Altitudes.Upper.Metres,
                p.O.Volume.Altitudes.Upper.Metres + p.O.Minima.VerticalMetres - p.V.Altitudes.Lower.Metres,
                () => around.NearOnGround(p.V, p.O)))
            .ToList();

        // Where the ground is, nobody says here: without an agreed band, not below the ellipsoid unless it is there already.
        var band = room.Altitudes ?? new AltitudeBand(new(Math.Min(0, lower)), new(Altitude.Highest));
        var (least, most) = (Math.Max(band.Lower.Metres, Altitude.Lowest) - lower, Math.Min(band.Upper.Metres, Altitude.Highest) - upper);
        if (LineSearch.Smallest(blocked, 1, least, Math.Min(most, Change.MostClimbMetres), RoundHeight) is { } higher and > 0)
        {
            yield return new Change(intent, ChangeKind.ChangeAltitude) { ClimbMetres = higher };
        }

        if (LineSearch.Smallest(blocked, -1, -most, Math.Min(-least, Change.MostClimbMetres), RoundHeight) is { } deeper and < 0)
        {
            yield return new Change(intent, ChangeKind.ChangeAltitude) { ClimbMetres = deeper };
        }
    }

    /// <summary>Half minutes up to five minutes, then whole ones.</summary>
    internal static double RoundSeconds(double seconds) => Rounding.Up(seconds, seconds <= 300 ? 30 : 60);

    /// <summary>10 m up to 100 m, then 50 m.</summary>
    internal static double RoundHeight(double metres) => Rounding.Up(metres, metres <= 100 ? 10 : 50);

    private static IEnumerable<(Volume4D V, ObstacleVolume O)> Pairs(
        ImmutableArray<Volume4D> volumes, Surroundings around, Func<Volume4D, ObstacleVolume, bool> inTheOther) =>
        from o in around.All
        from v in volumes
        where inTheOther(v, o) && Surroundings.CapsNear(v.Outline, o.Volume.Outline, o.Minima)
        select (v, o);
}
