using System.Collections.Immutable;
using System.Globalization;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.F3548;

/// <summary>Turns F3548-21 volumes into what the exchange keeps of them: cells, band and interval. All trigonometry happens here, before the command. Thread-safe.</summary>
internal sealed class VolumeReader(OutlineLimits limits)
{
    // More volumes than any real intent has (the field's largest test uses 50), few enough that one request can't hold a core for long.
    private const int MaxVolumes = 1000;

    /// <summary>
    /// Vertices of one outline. Telling whether a hostile outline crosses itself takes time with the square of them: 0.1 s for so many,
    /// and no honest airspace has more.
    /// </summary>
    public const int MaxVertices = 2000;

    /// <summary>The extent over all volumes. F3548-21 asks of intents both bounds of time and altitude, of constraints both of time.</summary>
    public Checked<Extent> ReadExtents(IReadOnlyList<WireVolume4D?>? volumes, bool altitudesRequired, Instant now)
    {
        if (volumes is null or { Count: 0 })
        {
            return new Problem("extents", "is missing; give at least one volume");
        }

        if (volumes.Count > MaxVolumes)
        {
            return new Problem("extents", $"has {volumes.Count} volumes, more than {MaxVolumes}; merge some");
        }

        var outlines = new Outline[volumes.Count];
        Altitude? lower = null, upper = null;
        Instant? start = null, end = null;
        for (var i = 0; i < volumes.Count; i++)
        {
            var at = $"extents[{i}]";
            if (!ReadOne(volumes[i]).Try(out var volume, out var problem))
            {
                return problem.Under(at);
            }

            if (volume.Start is not { } volumeStart)
            {
                return new Problem($"{at}.time_start", "is missing; say when the volume begins");
            }

            if (volume.End is not { } volumeEnd)
            {
                return new Problem($"{at}.time_end", "is missing; say when the volume ends");
            }

            if (altitudesRequired && volume.Lower is null)
            {
                return new Problem($"{at}.volume.altitude_lower", "is missing; give it in M above W84");
            }

            if (altitudesRequired && volume.Upper is null)
            {
                return new Problem($"{at}.volume.altitude_upper", "is missing; give it in M above W84");
            }

            outlines[i] = volume.Outline;
            var volumeLower = volume.Lower ?? AltitudeBand.Unbounded.Lower;
            var volumeUpper = volume.Upper ?? AltitudeBand.Unbounded.Upper;
            lower = lower is { } l && l.Metres <= volumeLower.Metres ? l : volumeLower;
            upper = upper is { } u && u.Metres >= volumeUpper.Metres ? u : volumeUpper;
            start = start is { } s && s <= volumeStart ? s : volumeStart;
            end = end is { } e && e >= volumeEnd ? e : volumeEnd;
        }

        if (end < now)
        {
            return new Problem("extents", $"end at {end}, in the past; declare what is still to come");
        }

        var cells = outlines.Length == 1 ? CellCovering.Of(outlines[0]) : CellCovering.Of(outlines);
        return new Extent(cells, new AltitudeBand(lower!.Value, upper!.Value), new TimeInterval(start!.Value, end!.Value));
    }

    /// <summary>
    /// The volumes themselves, for a post, which holds them; what the path of a problem begins with is the caller's to add. Both times are
    /// asked for; altitudes where <paramref name="altitudesRequired"/>, else what is left out is unbounded.
    /// </summary>
    public Checked<ImmutableArray<Volume4D>> ReadVolumes(IReadOnlyList<WireVolume4D?>? volumes, bool altitudesRequired)
    {
        if (volumes is null or { Count: 0 })
        {
            return new Problem("volumes", "is missing; give at least one volume");
        }

        if (volumes.Count > MaxVolumes)
        {
            return new Problem("volumes", $"has {volumes.Count} volumes, more than {MaxVolumes}; merge some");
        }

        var read = ImmutableArray.CreateBuilder<Volume4D>(volumes.Count);
        for (var i = 0; i < volumes.Count; i++)
        {
            if (!ReadOne(volumes[i]).Try(out var volume, out var problem))
            {
                return problem.Under($"volumes[{i}]");
            }

            if (volume.Start is not { } start || volume.End is not { } end)
            {
                return new Problem($"volumes[{i}].{(volume.Start is null ? "time_start" : "time_end")}", "is missing; say when the volume begins and ends");
            }

            if (altitudesRequired && (volume.Lower is null || volume.Upper is null))
            {
                return new Problem($"volumes[{i}].volume.{(volume.Lower is null ? "altitude_lower" : "altitude_upper")}", "is missing; give it in M above W84");
            }

            read.Add(new Volume4D(
                volume.Outline,
                new AltitudeBand(volume.Lower ?? AltitudeBand.Unbounded.Lower, volume.Upper ?? AltitudeBand.Unbounded.Upper),
                new TimeInterval(start, end)));
        }

        return read.MoveToImmutable();
    }

    /// <summary>An area to search or to watch: an outline, and bounds of altitude and time where given; what is left out is unbounded.</summary>
    public Checked<(Extent Extent, Instant? Start, Instant? End)> ReadArea(WireVolume4D? area, string name)
    {
        if (!ReadOne(area).Try(out var volume, out var problem))
        {
            return problem.Under(name);
        }

        var band = new AltitudeBand(volume.Lower ?? AltitudeBand.Unbounded.Lower, volume.Upper ?? AltitudeBand.Unbounded.Upper);
        var time = new TimeInterval(volume.Start ?? Instant.Min, volume.End ?? Instant.Max);
        return (new Extent(CellCovering.Of(volume.Outline), band, time), volume.Start, volume.End);
    }

    private readonly record struct Read(Outline Outline, Altitude? Lower, Altitude? Upper, Instant? Start, Instant? End);

    private Checked<Read> ReadOne(WireVolume4D? wire)
    {
        if (wire?.Volume is not { } shape)
        {
            return new Problem("volume", "is missing; give an outline_circle or an outline_polygon");
        }

        if (!ReadOutline(shape).Try(out var outline, out var problem))
        {
            return problem.Under("volume");
        }

        if (!ReadAltitude(shape.AltitudeLower).Try(out var lower, out problem))
        {
            return problem.Under("volume.altitude_lower");
        }

        if (!ReadAltitude(shape.AltitudeUpper).Try(out var upper, out problem))
        {
            return problem.Under("volume.altitude_upper");
        }

        if (lower is { } l && upper is { } u && l.Metres > u.Metres)
        {
            return new Problem("volume", $"altitude_lower {l.Metres} m lies above altitude_upper {u.Metres} m; swap or correct them");
        }

        if (!ReadTime(wire.TimeStart).Try(out var start, out problem))
        {
            return problem.Under("time_start");
        }

        if (!ReadTime(wire.TimeEnd).Try(out var end, out problem))
        {
            return problem.Under("time_end");
        }

        return start is { } s && end is { } e && e < s
            ? new Problem("time_end", $"{e} lies before time_start {s}; swap or correct them")
            : new Read(outline, lower, upper, start, end);
    }

    private Checked<Outline> ReadOutline(Volume3D shape)
    {
        if (shape.OutlineCircle is not null && shape.OutlinePolygon is not null)
        {
            return new Problem("outline_polygon", "stands beside an outline_circle; give one of them");
        }

        if (shape.OutlinePolygon is { } polygon)
        {
            return ReadPolygon(polygon).Try(out var outline, out var problem) ? outline : problem.Under("outline_polygon");
        }

        if (shape.OutlineCircle is { } circle)
        {
            return ReadCircle(circle).Try(out var outline, out var problem) ? outline : problem.Under("outline_circle");
        }

        return new Problem("outline_polygon", "is missing, and outline_circle too; give one of them");
    }

    private Checked<Outline> ReadPolygon(Polygon polygon)
    {
        if (polygon.Vertices is not { } vertices)
        {
            return new Problem("vertices", "is missing; give at least three");
        }

        var points = new LatLng[vertices.Count];
        for (var i = 0; i < points.Length; i++)
        {
            if (!ReadPoint(vertices[i]).Try(out points[i], out var problem))
            {
                return problem.Under($"vertices[{i}]");
            }
        }

        return PolygonOutline.Create(points, limits).Try(out var outline, out var bad) ? outline : bad;
    }

    private Checked<Outline> ReadCircle(Circle circle)
    {
        if (!ReadPoint(circle.Center).Try(out var center, out var problem))
        {
            return problem.Under("center");
        }

        if (circle.Radius?.Value is not { } radius)
        {
            return new Problem("radius", "is missing; give value and units M");
        }

        if (circle.Radius.Units != "M")
        {
            return new Problem("radius.units", $"{Quote(circle.Radius.Units)} is not a unit that F3548-21 knows here; use M");
        }

        return CircleOutline.Create(center, radius, limits).Try(out var outline, out problem) ? outline : problem;
    }

    private static Checked<LatLng> ReadPoint(LatLngPoint? point) => point switch
    {
        null => new Problem("", "is missing; give lat and lng in degrees"),
        { Lat: null } => new Problem("lat", "is missing; give it in degrees"),
        { Lng: null } => new Problem("lng", "is missing; give it in degrees"),
        { Lat: { } lat, Lng: { } lng } => LatLng.Create(lat, lng),
    };

    private static Checked<Altitude?> ReadAltitude(WireAltitude? wire)
    {
        if (wire is null)
        {
            return (Altitude?)null;
        }

        if (wire.Value is not { } value)
        {
            return new Problem("value", "is missing; give it in metres");
        }

        if (wire.Units != "M")
        {
            return new Problem("units", $"{Quote(wire.Units)} is not a unit that F3548-21 knows here; use M");
        }

        if (wire.Reference != "W84")
        {
            return new Problem("reference", $"{Quote(wire.Reference)} is not a datum that F3548-21 knows here; use W84, metres above the WGS84 ellipsoid");
        }

        return value is >= -8000 and <= 100_000
            ? (Altitude?)new Altitude(value)
            : new Problem("value", $"{value} m lies outside -8000 to 100000 m");
    }

    private static Checked<Instant?> ReadTime(WireTime? wire)
    {
        if (wire is null)
        {
            return (Instant?)null;
        }

        if (wire.Format != "RFC3339")
        {
            return new Problem("format", $"{Quote(wire.Format)} is not a format that F3548-21 knows; use RFC3339");
        }

        return Instant.Parse(wire.Value).Try(out var instant, out var problem) ? (Instant?)instant : problem.Under("value");
    }

    /// <summary>What somebody sent, short and harmless enough to be said back to them.</summary>
    internal static string Quote(string? text)
    {
        if (text is null)
        {
            return "(absent)";
        }

        var shown = new string([.. text.Take(40).Select(static c => IsHarmless(c) ? c : '?')]);
        return text.Length > 40 ? $"'{shown}…'" : $"'{shown}'";
    }

    // No line breaks, no characters that turn the direction of what follows, nothing unseen.
    private static bool IsHarmless(char c) => c == ' ' || char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
}
