using System.Globalization;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Line;

/// <summary>
/// What stands in a slot. It is shown in the same characters in every language, so that both sides can read it to each other, and in
/// printable text of one direction (left to right). Immutable; any thread. Only <see cref="Phrasebook.Check"/> checks the ranges.
/// </summary>
public abstract record PhraseSlotValue
{
    private protected PhraseSlotValue()
    {
    }

    public abstract PhraseSlotType Type { get; }

    /// <summary>The one way in which a letter writes this value; reading it gives the value back.</summary>
    public abstract string Wire { get; }

    /// <summary>What a person reads.</summary>
    public virtual string Shown => Wire;

    private protected static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="At">To seven decimals of a degree, about 1 cm.</param>
public sealed record PositionValue(LatLng At) : PhraseSlotValue
{
    public override PhraseSlotType Type => PhraseSlotType.Position;

    public override string Wire => Invariant($"{At.Lat:0.#######},{At.Lng:0.#######}");

    /// <summary>Degrees and minutes to a thousandth, about 2 m, as charts and aircraft show them: <c>54°01.872′N 019°08.070′E</c>.</summary>
    public override string Shown => $"{Angle(At.Lat, "00", 'N', 'S')} {Angle(At.Lng, "000", 'E', 'W')}";

    private static string Angle(double degrees, string digits, char positive, char negative)
    {
        // In whole thousandths first, so that 59.9996′ carries into the degrees.
        var thousandths = (int)Math.Round(Math.Abs(degrees) * 60_000);
        var (whole, minutes) = (thousandths / 60_000, thousandths % 60_000 / 1_000m);
        return whole.ToString(digits, CultureInfo.InvariantCulture) + Invariant($"°{minutes:00.000}′") + (degrees < 0 && thousandths > 0 ? negative : positive);
    }
}

/// <param name="Number">In <paramref name="Unit"/>, above the WGS84 ellipsoid.</param>
/// <param name="Unit"><c>ft</c> or <c>m</c>.</param>
public sealed record AltitudeValue(int Number, string Unit) : PhraseSlotValue
{
    public override PhraseSlotType Type => PhraseSlotType.Altitude;

    public Altitude Altitude => Unit == "ft" ? Altitude.FromFeet(Number) : new Altitude(Number);

    public override string Wire => Invariant($"{Number} {Unit} WGS84");

    /// <summary>As given, with the other unit beside it, rounded: <c>3000 ft (914 m) WGS84</c>.</summary>
    public override string Shown => Unit == "ft"
        ? Invariant($"{Number} ft ({Math.Round(Number * LengthUnit.MetresPerFoot)} m) WGS84")
        : Invariant($"{Number} m ({Math.Round(Number / LengthUnit.MetresPerFoot)} ft) WGS84");
}

public sealed record TimeValue(Instant At) : PhraseSlotValue
{
    public override PhraseSlotType Type => PhraseSlotType.Time;

    public override string Wire => At.ToString();

    /// <summary>Always with its date, as it may be read on another day; seconds where there are any: <c>2026-11-24 14:05Z</c>.</summary>
    public override string Shown =>
        At.ToDateTimeOffset().ToString(At.Ticks % TimeSpan.TicksPerMinute < TimeSpan.TicksPerSecond ? "yyyy-MM-dd HH:mm'Z'" : "yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

public sealed record CallSignValue(string CallSign) : PhraseSlotValue
{
    public override PhraseSlotType Type => PhraseSlotType.CallSign;

    public override string Wire => CallSign;
}

public sealed record IntentIdValue(EntityId Id) : PhraseSlotValue
{
    public override PhraseSlotType Type => PhraseSlotType.IntentId;

    /// <summary>Whole, in lower case: its beginning alone could be another intent's too.</summary>
    public override string Wire => Id.ToString();
}

public sealed record NumberValue(int Number) : PhraseSlotValue
{
    public override PhraseSlotType Type => PhraseSlotType.Number;

    public override string Wire => Number.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Number">In <paramref name="Unit"/>, to three decimals.</param>
/// <param name="Unit"><c>m</c>, <c>km</c>, <c>ft</c> or <c>NM</c>.</param>
public sealed record DistanceValue(decimal Number, string Unit) : PhraseSlotValue
{
    private const decimal MetresPerFoot = 0.3048m;
    private const decimal KilometresPerNauticalMile = 1.852m;

    public override PhraseSlotType Type => PhraseSlotType.Distance;

    public double Metres => (double)(Number * Unit switch { "km" => 1_000, "ft" => MetresPerFoot, "NM" => KilometresPerNauticalMile * 1_000, _ => 1 });

    public override string Wire => Invariant($"{Number:0.###} {Unit}");

    /// <summary>As given, with the other system's unit beside it, rounded: <c>5 NM (9.3 km)</c>, <c>300 m (984 ft)</c>.</summary>
    public override string Shown => Unit switch
    {
        "NM" => Invariant($"{Wire} ({Number * KilometresPerNauticalMile:0.#} km)"),
        "km" => Invariant($"{Wire} ({Number / KilometresPerNauticalMile:0.#} NM)"),
        "ft" => Invariant($"{Wire} ({Number * MetresPerFoot:0} m)"),
        _ => Invariant($"{Wire} ({Number / MetresPerFoot:0} ft)"),
    };
}

/// <param name="Number">In <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>s</c>, <c>min</c> or <c>h</c>.</param>
public sealed record DurationValue(int Number, string Unit) : PhraseSlotValue
{
    public override PhraseSlotType Type => PhraseSlotType.Duration;

    public TimeSpan Span => TimeSpan.FromSeconds((long)Number * Unit switch { "h" => 3_600, "min" => 60, _ => 1 });

    public override string Wire => Invariant($"{Number} {Unit}");
}
