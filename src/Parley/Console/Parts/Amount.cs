using System.Globalization;
using Parley.Console.Texts;
using Parley.Core.Geometry;

namespace Parley.Console.Parts;

/// <summary>Lengths and times as people here read them. Units are written by their international signs in every language. Thread-safe.</summary>
internal static class Amount
{
    private const double MetresPerFoot = 0.3048;

    /// <summary>Across: <c>1,000 m · 0.54 NM</c>.</summary>
    public static string Across(double metres) => Say($"{Number(metres)} m · {(metres / Quantity.MetresPerNauticalMile).ToString(metres < 18_520 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture)} NM");

    /// <summary>Up and down: <c>150 m · 492 ft</c>.</summary>
    public static string Height(double metres) => Say($"{Number(metres)} m · {Math.Round(metres / MetresPerFoot):#,0} ft");

    /// <summary>Between two heights.</summary>
    public static string Band(double lower, double upper) => Say($"{Number(lower)}–{Number(upper)} m · {Math.Round(lower / MetresPerFoot):#,0}–{Math.Round(upper / MetresPerFoot):#,0} ft");

    /// <summary>Seconds, in the two largest units of the reader's language: <c>1 h 20 min</c>, <c>45 s</c>, <c>−3 min</c>.</summary>
    public static string Span(Wording words, double seconds)
    {
        var span = TimeSpan.FromSeconds(Math.Round(Math.Min(Math.Abs(seconds), 1e9)));
        (int Count, string Unit)[] parts = [(span.Days, "days"), (span.Hours, "hours"), (span.Minutes, "minutes"), (span.Seconds, "seconds")];
        var shown = parts.SkipWhile(static p => p.Count == 0).Take(2).Where(static p => p.Count > 0).ToArray();
        return shown.Length == 0
            ? words.Say("span.seconds", "0")
            : string.Join(' ', shown.Select((p, i) => words.Say($"span.{p.Unit}", Say($"{(seconds < 0 && i == 0 ? "−" : "")}{p.Count}"))));
    }

    /// <summary>Seconds to the last one, where two that differ must not look alike: <c>1 d 59 min 59 s</c>.</summary>
    public static string ExactSpan(Wording words, double seconds)
    {
        var span = TimeSpan.FromSeconds(Math.Floor(Math.Min(Math.Abs(seconds), 1e9)));
        (double Count, string Unit)[] parts = [(span.Days, "days"), (span.Hours, "hours"), (span.Minutes, "minutes"), (Math.Round(span.Seconds + Math.Abs(seconds) % 1, 3), "seconds")];
        var shown = parts.Where(static p => p.Count > 0).ToArray();
        return shown.Length == 0 ? words.Say("span.seconds", "0") : (seconds < 0 ? "−" : "") + string.Join(' ', shown.Select(p => words.Say($"span.{p.Unit}", Say($"{p.Count:0.###}"))));
    }

    /// <summary>As <see cref="Quantity.ParseTime"/> reads it, and to be changed by hand: the largest unit that leaves it whole.</summary>
    public static string PlainSpan(double seconds) =>
        seconds > 0 && seconds % 3600 == 0 ? Say($"{seconds / 3600} h") : seconds > 0 && seconds % 60 == 0 ? Say($"{seconds / 60} min") : Say($"{seconds:0.###} s");

    /// <summary>As <see cref="Quantity.ParseLength"/> reads it.</summary>
    public static string PlainLength(double metres) => metres >= 1852 && metres % 463 == 0 ? Say($"{metres / Quantity.MetresPerNauticalMile} NM") : Say($"{metres:0.###} m");

    public static string Number(double value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);

    /// <summary>A place: <c>41.50000° S 025.20000° W</c> as <c>41°30.00′S 025°12.00′W</c>.</summary>
    public static string Place(double lat, double lng) => $"{Angle(lat, "00", 'N', 'S')} {Angle(lng, "000", 'E', 'W')}";

    private static string Angle(double value, string degrees, char positive, char negative)
    {
        // Rounded first, so that 59.999′ becomes the next degree and never 60.00′.
        var hundredths = (long)Math.Round(Math.Abs(value) * 6000);
        return $"{(hundredths / 6000).ToString(degrees, CultureInfo.InvariantCulture)}°{(hundredths % 6000 / 100.0).ToString("00.00", CultureInfo.InvariantCulture)}′{(value < 0 ? negative : positive)}";
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
