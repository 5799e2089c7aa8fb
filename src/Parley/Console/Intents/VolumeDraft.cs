using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Client.F3548;
using Parley.Console.Map;
using Parley.Console.Parts;

namespace Parley.Console.Intents;

/// <summary>One volume while it is being written: what stands in its fields, and what was understood of it. Owned by one page.</summary>
internal sealed partial class VolumeDraft(int number)
{
    private const double MetresPerFoot = 0.3048;

    /// <summary>Its fields' own, never used again when it is removed.</summary>
    public int Number { get; } = number;

    public DrawnOutline? Outline { get; set; }

    /// <summary>What stands in the way, by field: <c>outline</c>, <c>radius</c>, <c>low</c>, <c>high</c>, <c>start</c>, <c>end</c>, <c>duration</c>.</summary>
    public Dictionary<string, Fault> Faults { get; } = [];

    public string Radius { get; set; } = "1000";

    public string Low { get; set; } = "";

    public string High { get; set; } = "";

    /// <summary><c>ft</c> or <c>m</c>.</summary>
    public string Unit { get; set; } = "ft";

    public string StartZ { get; private set; } = "";

    public string StartLocal { get; private set; } = "";

    public string EndZ { get; private set; } = "";

    public string EndLocal { get; private set; } = "";

    public string Duration { get; private set; } = "";

    public DateTimeOffset? Start { get; private set; }

    public DateTimeOffset? End { get; private set; }

    /// <summary>A sentence's key with what is filled in.</summary>
    internal readonly record struct Fault(string Key, params object?[] With);

    public double? LowM => Metres(Low);

    public double? HighM => Metres(High);

    /// <summary>The other unit's value, beside what was typed; empty when that is no number.</summary>
    public string Other(string text) => Metres(text) is { } m ? Unit == "ft" ? $"{m.ToString("0", CultureInfo.InvariantCulture)} m" : $"{(m / MetresPerFoot).ToString("0", CultureInfo.InvariantCulture)} ft" : "";

    public double? RadiusM => ValueOf(Radius) is { } m && m is > 0 and <= 500_000 ? m : null;

    public void SetStart(string text, bool local, TimeZoneInfo zone, DateTimeOffset now)
    {
        var read = TimeText.Read(text, local ? zone : TimeZoneInfo.Utc, now);
        (StartZ, StartLocal) = local ? (TimeText.Write(read.At, TimeZoneInfo.Utc), text) : (text, TimeText.Write(read.At, zone));
        Start = read.At;
        Say("start", read.Fault);
        if (Start is { } start && TimeText.Duration(Duration) is { } span)
        {
            SetEnd(start + span, zone);
        }
    }

    public void SetEnd(string text, bool local, TimeZoneInfo zone, DateTimeOffset now)
    {
        var read = TimeText.Read(text, local ? zone : TimeZoneInfo.Utc, now);
        (EndZ, EndLocal) = local ? (TimeText.Write(read.At, TimeZoneInfo.Utc), text) : (text, TimeText.Write(read.At, zone));
        End = read.At;
        Say("end", read.Fault);
        Duration = Start is { } start && End is { } end && end > start ? ((long)(end - start).TotalMinutes).ToString(CultureInfo.InvariantCulture) : "";
        Faults.Remove("duration");
    }

    public void SetDuration(string text, TimeZoneInfo zone)
    {
        Duration = text;
        var span = TimeText.Duration(text);
        Say("duration", span is null && !string.IsNullOrWhiteSpace(text) ? "time.duration" : null);
        if (Start is { } start && span is { } given)
        {
            SetEnd(start + given, zone);
        }
    }

    public void Take(DateTimeOffset start, DateTimeOffset end, TimeZoneInfo zone)
    {
        (Start, StartZ, StartLocal) = (start, TimeText.Write(start, TimeZoneInfo.Utc), TimeText.Write(start, zone));
        SetEnd(end, zone);
        Duration = ((long)(end - start).TotalMinutes).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The volume, once everything is there and right; what is wrong is in <see cref="Faults"/>, and what is merely not there yet in neither.</summary>
    /// <param name="asked">True once somebody wants to file it: then what is missing is a fault, too.</param>
    public WireVolume4D? Write(bool asked)
    {
        foreach (var field in new[] { "radius", "low", "high" })
        {
            Faults.Remove(field);
        }

        Missing("outline", Outline is null, "file.no-outline", asked);
        Missing("low", Low.Trim().Length == 0, "file.no-height", asked);
        Missing("high", High.Trim().Length == 0, "file.no-height", asked);
        Missing("start", Start is null && StartZ.Length == 0 && StartLocal.Length == 0, "file.no-time", asked);
        Missing("end", End is null && EndZ.Length == 0 && EndLocal.Length == 0, "file.no-time", asked);
        Wrong("radius", Outline?.Circle is not null && RadiusM is null, new Fault("file.radius"));
        Wrong("low", Low.Trim().Length > 0 && LowM is not (>= -8000 and <= 100_000), new Fault("file.height"));
        Wrong("high", High.Trim().Length > 0 && HighM is not (>= -8000 and <= 100_000), new Fault("file.height"));
        if (!Faults.ContainsKey("low") && !Faults.ContainsKey("high"))
        {
            Wrong("high", LowM > HighM, new Fault("file.heights-swapped"));
        }

        if (Start is { } from && End is { } to)
        {
            Faults.Remove("end");
            Wrong("end", to <= from, new Fault("file.end-before-start"));
        }

        return Faults.Count > 0 || Outline is not { } outline || LowM is not { } low || HighM is not { } high || Start is not { } start || End is not { } end ? null : new WireVolume4D
        {
            Volume = new Volume3D
            {
                OutlineCircle = outline.Circle is { } center ? new Circle { Center = center, Radius = new Radius { Value = RadiusM, Units = "M" } } : null,
                OutlinePolygon = outline.Circle is null ? new Polygon { Vertices = [.. outline.Points!] } : null,
                AltitudeLower = new WireAltitude { Value = low, Reference = "W84", Units = "M" },
                AltitudeUpper = new WireAltitude { Value = high, Reference = "W84", Units = "M" },
            },
            TimeStart = Time(start),
            TimeEnd = Time(end),
        };
    }

    /// <summary>Takes over what is declared.</summary>
    public static VolumeDraft From(int number, WireVolume4D volume, TimeZoneInfo zone)
    {
        var shape = volume.Volume!;
        var draft = new VolumeDraft(number)
        {
            Unit = "m",
            Low = Text(shape.AltitudeLower?.Value),
            High = Text(shape.AltitudeUpper?.Value),
            Radius = Text(shape.OutlineCircle?.Radius?.Value ?? 1000),
            Outline = shape.OutlineCircle is { } circle
                ? new DrawnOutline { Circle = circle.Center, Radius = circle.Radius?.Value ?? 1000 }
                : new DrawnOutline { Points = [.. shape.OutlinePolygon!.Vertices!.OfType<LatLngPoint>()] },
        };
        draft.Take(DateTimeOffset.Parse(volume.TimeStart!.Value!, CultureInfo.InvariantCulture), DateTimeOffset.Parse(volume.TimeEnd!.Value!, CultureInfo.InvariantCulture), zone);
        return draft;
    }

    private void SetEnd(DateTimeOffset end, TimeZoneInfo zone)
    {
        (End, EndZ, EndLocal) = (end, TimeText.Write(end, TimeZoneInfo.Utc), TimeText.Write(end, zone));
        Faults.Remove("end");
        Faults.Remove("duration");
    }

    private void Say(string field, string? key)
    {
        Faults.Remove(field);
        if (key is not null)
        {
            Faults[field] = new Fault(key);
        }
    }

    private void Missing(string field, bool missing, string key, bool asked)
    {
        if (Faults.TryGetValue(field, out var said) && said.Key == key)
        {
            Faults.Remove(field);
        }

        if (missing && asked)
        {
            Faults.TryAdd(field, new Fault(key));
        }
    }

    private void Wrong(string field, bool wrong, Fault fault)
    {
        if (wrong)
        {
            Faults[field] = fault;
        }
    }

    private double? Metres(string text) => ValueOf(text) is { } value ? Unit == "ft" ? value * MetresPerFoot : value : null;

    private static double? ValueOf(string text) =>
        double.TryParse(GroupsOfThree().IsMatch(text) ? "" : text.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>1,500 is fifteen hundred to one and one and a half to another: it is asked for again, and never guessed.</summary>
    [GeneratedRegex(@"\d,\d{3}\s*$", RegexOptions.ExplicitCapture, 1000)]
    internal static partial Regex GroupsOfThree();

    private static string Text(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    private static WireTime Time(DateTimeOffset at) => new() { Value = Core.Instant.From(at).ToString(), Format = "RFC3339" };
}
