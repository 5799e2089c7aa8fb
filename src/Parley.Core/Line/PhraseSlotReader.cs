using System.Buffers;
using System.Globalization;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Line;

/// <summary>
/// Reads what a letter or a person wrote into a slot. Only printable ASCII passes, so nothing in a slot can reorder, overprint or mark up
/// the sentence around it; problems never repeat what was written. Pure; any thread.
/// </summary>
internal static class PhraseSlotReader
{
    private const int MostCharacters = 64;
    private const int MostInCallSign = 12;
    private const int MostNumber = 99_999;
    private const double MostMetres = 20_000_000;
    private const long MostSeconds = 8_784 * 3_600; // A leap year.

    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("-.0123456789");

    public static Checked<PhraseSlotValue> Read(PhraseSlotType type, string? text)
    {
        PhraseSlotValue? value = text is not { Length: >= 1 and <= MostCharacters } ? null : type switch
        {
            PhraseSlotType.Position => Position(text),
            PhraseSlotType.Altitude => AltitudeOf(text),
            PhraseSlotType.Time => Instant.Parse(text).Try(out var at, out _) ? new TimeValue(at) : null,
            PhraseSlotType.CallSign => CallSign(text),
            PhraseSlotType.IntentId => EntityId.Parse(text).Try(out var id, out _) ? new IntentIdValue(id) : null,
            PhraseSlotType.Number => Whole(text, MostNumber) is { } number ? new NumberValue(number) : null,
            PhraseSlotType.Distance => DistanceOf(text),
            PhraseSlotType.Duration => DurationOf(text),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
        if (value is not null)
        {
            return value;
        }

        return new Problem("", type == PhraseSlotType.Altitude && text is ['F' or 'f', 'L' or 'l', ..]
            ? $"is not an altitude (a flight level depends on the day's pressure); write {type.Form()}"
            : $"is not {(type is PhraseSlotType.Altitude or PhraseSlotType.IntentId ? "an" : "a")} {type.Word()}; write {type.Form()}");
    }

    private static PositionValue? Position(string text)
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            return null;
        }

        var second = text.AsSpan(comma + 1);
        second = second is [' ', ..] ? second[1..] : second;
        return Decimal(text.AsSpan(0, comma), whole: 3, decimals: 15) is { } lat && Decimal(second, whole: 3, decimals: 15) is { } lng
            && LatLng.Create(Degrees(lat), Degrees(lng)).Try(out var at, out _)
                ? new PositionValue(at)
                : null;
    }

    // Adding zero takes the sign of a negative zero, which would be written as -0.
    private static double Degrees(decimal given) => (double)Math.Round(given, 7) + 0.0;

    private static AltitudeValue? AltitudeOf(string text)
    {
        var parts = text.Split(' ');
        var (value, unit) = parts is [_, "ft" or "FT" or "m" or "M", "WGS84" or "W84"]
            ? (Decimal(parts[0], whole: 6, decimals: 0), parts[1])
            : (null, "");
        return value is { } number && Altitude.Create((double)number, unit.ToUpperInvariant(), "W84").Ok
            ? new AltitudeValue((int)number, unit.ToLowerInvariant())
            : null;
    }

    private static CallSignValue? CallSign(string text)
    {
        var separated = true;
        foreach (var c in text)
        {
            var separator = c is '-' or ' ';
            if ((!separator && !char.IsAsciiLetterOrDigit(c)) || (separator && separated))
            {
                return null;
            }

            separated = separator;
        }

        return separated || text.Length > MostInCallSign ? null : new CallSignValue(text);
    }

    private static DistanceValue? DistanceOf(string text)
    {
        var (number, unit) = Measure(text, decimals: 3);
        var known = unit switch { "m" => "m", "km" => "km", "ft" => "ft", "NM" or "nm" or "nmi" => "NM", _ => null };
        return number >= 0 && known is not null && new DistanceValue(Math.Abs(number.Value), known) is { Metres: <= MostMetres } value ? value : null;
    }

    private static DurationValue? DurationOf(string text)
    {
        var (number, unit) = Measure(text, decimals: 0);
        return number >= 0 && unit is "s" or "min" or "h" && new DurationValue((int)number!.Value, unit) is { Span.Ticks: <= MostSeconds * TimeSpan.TicksPerSecond } value
            ? value
            : null;
    }

    /// <summary>A number of at most eight digits before the point and its unit, with or without one space between them.</summary>
    private static (decimal? Number, string Unit) Measure(string text, int decimals)
    {
        var end = text.AsSpan().IndexOfAnyExcept(OfNumbers);
        if (end < 0)
        {
            return (null, "");
        }

        var unit = text[end] == ' ' ? text[(end + 1)..] : text[end..];
        return (Decimal(text.AsSpan(0, end), whole: 8, decimals), unit);
    }

    private static int? Whole(string text, int most) => Decimal(text, whole: 9, decimals: 0) is { } number && number >= 0 && number <= most ? (int)number : null;

    /// <summary>A number in plain writing: a minus or none, 1 to <paramref name="whole"/> ASCII digits, and a fraction where there may be one.</summary>
    private static decimal? Decimal(ReadOnlySpan<char> text, int whole, int decimals)
    {
        var unsigned = text is ['-', ..] ? text[1..] : text;
        var point = unsigned.IndexOf('.');
        var before = point < 0 ? unsigned : unsigned[..point];
        var after = point < 0 ? [] : unsigned[(point + 1)..];
        return before.Length >= 1 && before.Length <= whole && (point < 0 || after.Length >= 1) && after.Length <= decimals
            && !before.ContainsAnyExceptInRange('0', '9') && !after.ContainsAnyExceptInRange('0', '9')
                ? decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
                : null;
    }
}
