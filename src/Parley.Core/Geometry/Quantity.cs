using System.Buffers;
using System.Globalization;

namespace Parley.Core.Geometry;

/// <summary>Numbers with their unit as people write them: <c>5NM</c>, <c>1000ft</c>, <c>300 m</c>, <c>2km</c>, <c>5min</c>.</summary>
public static class Quantity
{
    public const double MetresPerNauticalMile = 1_852;

    private static readonly SearchValues<char> Digits = SearchValues.Create("+-.0123456789");

    private const double MostMetres = 20_100_000;
    private const double MostSeconds = 366 * 86_400.0;

    /// <summary>Metres, 0 to half around the globe; units m, km, ft, NM in any case; a plain 0 needs none.</summary>
    public static Checked<double> ParseLength(string? text) => Parse(text, "a length like 5NM, 1000ft, 300m or 2km", MostMetres, unit => unit switch
    {
        "m" => 1,
        "km" => 1_000,
        "ft" => LengthUnit.MetresPerFoot,
        "nm" or "nmi" => MetresPerNauticalMile,
        _ => double.NaN,
    });

    /// <summary>A time span, 0 to a year; units s, min, h in any case; a plain 0 needs none.</summary>
    public static Checked<TimeSpan> ParseTime(string? text) =>
        Parse(text, "a time span like 30s, 5min or 1h", MostSeconds, unit => unit switch
        {
            "s" => 1,
            "min" => 60,
            "h" => 3_600,
            _ => double.NaN,
        }).Try(out var seconds, out var problem)
            ? TimeSpan.FromSeconds(seconds)
            : problem;

    private static Checked<double> Parse(string? text, string wanted, double most, Func<string, double> factorOf)
    {
        var all = (text ?? "").Trim();
        var digits = all.AsSpan().IndexOfAnyExcept(Digits);
        var (number, unit) = digits < 0 ? (all, "") : (all[..digits], all[digits..].Trim());
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return new Problem("", $"'{Problems.Quote(all)}' is not {wanted}");
        }

        var factor = unit.Length == 0 && value == 0 ? 1 : factorOf(unit.ToLowerInvariant());
        if (double.IsNaN(factor))
        {
            return new Problem("", unit.Length == 0
                ? $"'{Problems.Quote(all)}' has no unit; write {wanted}"
                : $"the unit of '{Problems.Quote(all)}' is not known; write {wanted}");
        }

        return value * factor >= 0 && value * factor <= most
            ? value * factor
            : new Problem("", $"'{Problems.Quote(all)}' is out of range; write {wanted}, 0 or more");
    }
}
