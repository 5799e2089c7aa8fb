using System.Collections.Immutable;
using System.Globalization;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>A change in one sentence with its numbers. Static; any thread.</summary>
public static class ChangeWords
{
    private static readonly string[] Winds = ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];

    /// <summary>For example <c>Start 6 min later (10:36 to 10:44 Z).</c>; the volumes before and after it as <see cref="Changing.Apply"/> makes them.</summary>
    public static string Of(Change change, ImmutableArray<Volume4D> before, ImmutableArray<Volume4D> after) => change.Kind switch
    {
        ChangeKind.ShiftTime => Shift(change.ShiftSeconds ?? 0, before, after),
        ChangeKind.ChangeAltitude => Climb(change.ClimbMetres ?? 0, after),
        ChangeKind.Move => $"Move {Length(change.DistanceMetres ?? 0)} {Direction(change.BearingDegrees ?? 0)}.",
        _ => Shrink(change.ShrinkMetres ?? 0, before, after),
    };

    /// <summary><c>350 m</c>, <c>4.2 km</c>.</summary>
    internal static string Length(double metres) => metres < 1_000
        ? string.Create(CultureInfo.InvariantCulture, $"{metres:0.#} m")
        : string.Create(CultureInfo.InvariantCulture, $"{metres / 1_000:0.##} km");

    /// <summary><c>10:36 to 10:44 Z</c>, with days where it is not one day or not the day of <paramref name="near"/>.</summary>
    internal static string Times(Instant start, Instant end, Instant? near = null)
    {
        if (start == Instant.Min || end == Instant.Max)
        {
            return (start == Instant.Min, end == Instant.Max) switch
            {
                (true, true) => "at all times",
                (true, false) => $"until {Time(end, day: true)} Z",
                _ => $"from {Time(start, day: true)} Z",
            };
        }

        var days = start.Ticks / TimeSpan.TicksPerDay != end.Ticks / TimeSpan.TicksPerDay
            || (near is { } other && other.Ticks / TimeSpan.TicksPerDay != start.Ticks / TimeSpan.TicksPerDay);
        return $"{Time(start, days)} to {Time(end, days)} Z";
    }

    internal static string Span(double seconds)
    {
        var (days, rest) = ((int)(seconds / 86_400), seconds % 86_400);
        var (hours, minutes, left) = ((int)(rest / 3_600), (int)(rest % 3_600 / 60), rest % 60);
        var parts = new[] { (days, "d"), (hours, "h"), (minutes, "min") }.Where(p => p.Item1 > 0).Select(p => $"{p.Item1} {p.Item2}").ToList();
        if (left > 0 || parts.Count == 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{left:0.###} s"));
        }

        return string.Join(' ', parts);
    }

    private static string Shift(double seconds, ImmutableArray<Volume4D> before, ImmutableArray<Volume4D> after)
    {
        var times = Times(after.Min(v => v.Time.Start), after.Max(v => v.Time.End), before.Min(v => v.Time.Start));
        return $"Start {Span(Math.Abs(seconds))} {(seconds < 0 ? "earlier" : "later")} ({times}).";
    }

    private static string Climb(double metres, ImmutableArray<Volume4D> after)
    {
        var feet = Math.Round(Math.Abs(metres) / LengthUnit.MetresPerFoot);
        var (low, high) = (after.Min(v => v.Altitudes.Lower.Metres), after.Max(v => v.Altitudes.Upper.Metres));
        return string.Create(CultureInfo.InvariantCulture, $"Fly {Math.Abs(metres):0.#} m ({feet:#,0} ft) {(metres < 0 ? "lower" : "higher")} ({low:#,0.#} to {high:#,0.#} m).");
    }

    private static string Shrink(double metres, ImmutableArray<Volume4D> before, ImmutableArray<Volume4D> after)
    {
        var (was, left) = (before.Sum(v => v.Outline.AreaKm2), after.Sum(v => v.Outline.AreaKm2));
        var percent = Math.Max(1, Math.Round(100 * (1 - (left / was))));
        return string.Create(CultureInfo.InvariantCulture, $"Shrink the area by {Length(metres)} on all sides ({percent:0} % less, {left:0.##} km² left).");
    }

    private static string Direction(double bearing)
    {
        var wind = (int)Math.Round(bearing / 45);
        return Math.Abs(bearing - (wind * 45)) < 0.5 ? Winds[wind % 8] : string.Create(CultureInfo.InvariantCulture, $"towards {bearing:000}°");
    }

    private static string Time(Instant at, bool day)
    {
        var time = at.ToDateTimeOffset();
        return time.ToString((day ? "d MMM " : "") + (at.Ticks % TimeSpan.TicksPerMinute == 0 ? "HH:mm" : "HH:mm:ss"), CultureInfo.InvariantCulture);
    }
}
