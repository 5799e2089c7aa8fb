namespace Parley.Core.Geometry;

/// <summary>A height in metres above the WGS84 ellipsoid. Infinite for "no bound".</summary>
public readonly record struct Altitude(double Metres) : IComparable<Altitude>
{
    /// <summary>Lowest altitude taken from outside, metres (F3548-21).</summary>
    public const double Lowest = -8_000;

    /// <summary>Highest altitude taken from outside, metres (F3548-21).</summary>
    public const double Highest = 100_000;

    public static Altitude FromFeet(double feet) => new(feet * LengthUnit.MetresPerFoot);

    /// <summary>Reads a value with its unit (<c>M</c>, <c>FT</c>) and datum (<c>W84</c>); each of them can be the problem.</summary>
    public static Checked<Altitude> Create(double value, string? units, string? datum)
    {
        if (datum is not "W84")
        {
            return new Problem("reference", $"the altitude's datum is '{Problems.Quote(datum)}' but only W84 (the WGS84 ellipsoid) is known; convert it");
        }

        if (!LengthUnit.ToMetres(value, units).Try(out var metres, out var problem))
        {
            return problem;
        }

        return metres is >= Lowest and <= Highest
            ? new Altitude(metres)
            : new Problem("value", $"altitude {value} {units} is out of range; give one between {Lowest} and {Highest} m");
    }

    public int CompareTo(Altitude other) => Metres.CompareTo(other.Metres);

    public static bool operator <(Altitude a, Altitude b) => a.Metres < b.Metres;

    public static bool operator >(Altitude a, Altitude b) => a.Metres > b.Metres;

    public static bool operator <=(Altitude a, Altitude b) => a.Metres <= b.Metres;

    public static bool operator >=(Altitude a, Altitude b) => a.Metres >= b.Metres;
}

/// <summary>From one altitude up to another, both included. Immutable; any thread. Only <see cref="Create"/> checks.</summary>
public readonly record struct AltitudeBand(Altitude Lower, Altitude Upper)
{
    public static readonly AltitudeBand Unbounded = new(new(double.NegativeInfinity), new(double.PositiveInfinity));

    /// <summary>A checked band; an infinite bound means none. Problems: not a number, out of range, lower above upper.</summary>
    public static Checked<AltitudeBand> Create(Altitude lower, Altitude upper)
    {
        if (!InRange(lower) || lower.Metres == double.PositiveInfinity)
        {
            return new Problem("altitude_lower", $"altitude {lower.Metres} m is out of range; give one between {Altitude.Lowest} and {Altitude.Highest} m");
        }

        if (!InRange(upper) || upper.Metres == double.NegativeInfinity)
        {
            return new Problem("altitude_upper", $"altitude {upper.Metres} m is out of range; give one between {Altitude.Lowest} and {Altitude.Highest} m");
        }

        return lower <= upper
            ? new AltitudeBand(lower, upper)
            : new Problem("altitude_lower", $"the lower altitude {lower.Metres} m is above the upper one {upper.Metres} m; exchange them");
    }

    /// <summary>True when they share more than a bound. A band without height inside another is in it; so is one equal to it.</summary>
    public bool Overlaps(AltitudeBand other) => (Lower < other.Upper && other.Lower < Upper) || (Lower == Upper && this == other);

    /// <summary>True when they share anything, be it one bound.</summary>
    public bool Meets(AltitudeBand other) => Lower <= other.Upper && other.Lower <= Upper;

    /// <summary>Metres between the bands; 0 when they meet.</summary>
    public double GapTo(AltitudeBand other) => Meets(other) ? 0 : Math.Max(other.Lower.Metres - Upper.Metres, Lower.Metres - other.Upper.Metres);

    /// <summary>The band with both bounds moved outwards by <paramref name="metres"/> (≥ 0).</summary>
    public AltitudeBand Widened(double metres) => new(new(Lower.Metres - metres), new(Upper.Metres + metres));

    private static bool InRange(Altitude a) => double.IsInfinity(a.Metres) || a.Metres is >= Altitude.Lowest and <= Altitude.Highest;
}

/// <summary>The units of length that the formats know.</summary>
public static class LengthUnit
{
    public const double MetresPerFoot = 0.3048;

    /// <summary>Metres of a value in <c>M</c> or <c>FT</c>; the problem is under <c>units</c> or <c>value</c>.</summary>
    public static Checked<double> ToMetres(double value, string? units) => units switch
    {
        _ when !double.IsFinite(value) => new Problem("value", $"{value} is not a finite number"),
        "M" => value,
        "FT" => value * MetresPerFoot,
        _ => new Problem("units", $"the unit '{Problems.Quote(units)}' is not known; use M (metres) or FT (feet)"),
    };
}

/// <summary>Helpers for sentences about what others wrote.</summary>
internal static class Problems
{
    /// <summary>What was written, cut to what fits a sentence.</summary>
    public static string Quote(string? text) => text is null ? "" : text.Length <= 40 ? text : text[..40] + "…";
}
