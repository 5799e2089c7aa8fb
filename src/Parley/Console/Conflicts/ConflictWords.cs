using System.Globalization;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Console.Parts;
using Parley.Console.Texts;

namespace Parley.Console.Conflicts;

/// <summary>Nearness, changes and proposals in the words of one language. Thread-safe.</summary>
internal static class ConflictWords
{
    private const double MetresPerFoot = 0.3048;
    private static readonly string[] Winds = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

    /// <summary>How near two come, in each of the three ways: <c>0 m apart, 40 m in height, 0 s in time</c>, or that they overlap.</summary>
    public static string Near(Wording words, GapView gap) =>
        gap is { HorizontalM: <= 0, VerticalM: <= 0, TimeS: <= 0 } ? words["near.overlap"]
        : words.Say("near.gap", Length(gap.HorizontalM), Height(gap.VerticalM), Amount.Span(words, gap.TimeS));

    /// <summary>The separation that was agreed.</summary>
    public static string Minima(Wording words, GapView minima) => words.Say("near.minima", Length(minima.HorizontalM), Height(minima.VerticalM), Amount.Span(words, minima.TimeS));

    /// <summary>A change in a few words with its numbers: <c>10 min later</c>.</summary>
    public static string Change(Wording words, string kind, ChangeView? change) => kind switch
    {
        "shift-time" when change?.ShiftS is { } s => words.Say(s < 0 ? "change.earlier" : "change.later", Amount.Span(words, Math.Abs(s))),
        "change-altitude" when change?.ClimbM is { } m => words.Say(m < 0 ? "change.lower" : "change.higher", Height(Math.Abs(m))),
        "move" when change is { DistanceM: { } d, BearingDeg: { } b } => words.Say("change.move", Length(d), Bearing(words, b)),
        "shrink" when change?.ShrinkM is { } m => words.Say("change.shrink", Length(m)),
        _ => words[$"proposal.{kind}"],
    };

    /// <summary><c>350 m</c>, <c>4.2 km</c>.</summary>
    public static string Length(double metres) => metres < 1000 ? $"{Number(metres, "0")} m" : $"{Number(metres / 1000, "0.##")} km";

    /// <summary>Metres and feet.</summary>
    public static string Height(double metres) => $"{Number(metres, "0")} m ({Number(metres / MetresPerFoot, "0")} ft)";

    public static string Band(double lower, double upper) => $"{Number(lower, "0")}–{Number(upper, "0")} m ({Number(lower / MetresPerFoot, "0")}–{Number(upper / MetresPerFoot, "0")} ft)";

    /// <summary>The lowest and highest of an intent; null where they are not disclosed.</summary>
    public static string? Band(IReadOnlyList<WireVolume4D> volumes)
    {
        var known = volumes.Where(static v => v.Volume is { AltitudeLower.Value: not null, AltitudeUpper.Value: not null }).ToArray();
        return known.Length == 0 ? null : Band(known.Min(static v => v.Volume!.AltitudeLower!.Value!.Value), known.Max(static v => v.Volume!.AltitudeUpper!.Value!.Value));
    }

    private static string Bearing(Wording words, double degrees)
    {
        var wind = (int)Math.Round(degrees / 45);
        return Math.Abs(degrees - (wind * 45)) < 0.5 ? words[$"wind.{Winds[wind % 8]}"] : words.Say("wind.towards", Number(degrees, "000"));
    }

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
