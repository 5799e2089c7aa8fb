using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Client.F3548;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.F3548;
using Parley.Places;

namespace Parley.Post;

/// <summary>A post's volumes between their JSON (F3548-21 <c>Volume4D[]</c>) and geometry, and the numbers that the fold needs of them. Thread-safe.</summary>
internal static class PostVolumes
{
    /// <summary>What a post takes: a footprint of a country at most, and outlines that can be told from hostile ones in time.</summary>
    private static readonly VolumeReader Reader = new(new OutlineLimits(VolumeReader.MaxVertices, 10_000_000));

    public static Checked<ImmutableArray<Volume4D>> Read(IReadOnlyList<WireVolume4D?>? volumes, bool footprint) => Reader.ReadVolumes(volumes, altitudesRequired: !footprint);

    /// <summary>Reads volumes that came in a letter.</summary>
    public static Checked<ImmutableArray<Volume4D>> Read(RawJson volumes, bool footprint)
    {
        try
        {
            return Read(JsonSerializer.Deserialize(volumes.Text, PostWireJson.Default.IReadOnlyListWireVolume4D), footprint);
        }
        catch (JsonException)
        {
            return new Problem("volumes", "are not F3548-21 volumes");
        }
    }

    /// <summary>What this post wrote or took before, which was checked then.</summary>
    public static ImmutableArray<Volume4D> Known(RawJson volumes) => Read(volumes, footprint: true).Value;

    public static IReadOnlyList<WireVolume4D> Wire(RawJson volumes) =>
        JsonSerializer.Deserialize(volumes.Text, PostWireJson.Default.IReadOnlyListWireVolume4D) ?? [];

    /// <summary>The volumes as a letter carries them: without altitudes where only the footprint is disclosed.</summary>
    public static RawJson Write(ImmutableArray<Volume4D> volumes, bool footprint = false) =>
        new(JsonSerializer.Serialize<IReadOnlyList<WireVolume4D>>([.. volumes.Select(v => Wire(v, footprint))], PostWireJson.Default.IReadOnlyListWireVolume4D));

    public static WireVolume4D Wire(Volume4D volume, bool footprint) => new()
    {
        Volume = new Volume3D
        {
            OutlineCircle = volume.Outline is CircleOutline circle
                ? new Circle { Center = Point(circle.Center), Radius = new Radius { Value = circle.RadiusMetres, Units = "M" } }
                : null,
            OutlinePolygon = volume.Outline is PolygonOutline polygon ? new Polygon { Vertices = [.. polygon.Vertices.Select(Point)] } : null,
            AltitudeLower = footprint ? null : Altitude(volume.Altitudes.Lower),
            AltitudeUpper = footprint ? null : Altitude(volume.Altitudes.Upper),
        },
        TimeStart = volume.Time.Start.ToWire(),
        TimeEnd = volume.Time.End.ToWire(),
    };

    /// <summary>The volumes in numbers, and how far off the named place is.</summary>
    public static NoticeFacts Facts(ImmutableArray<Volume4D> volumes, string? place)
    {
        double? km = null;
        var unknown = false;
        if (place is not null)
        {
            switch (ReadBack.Check(place, volumes, 0))
            {
                case ReadBackResult.Agrees agrees:
                    km = agrees.DistanceKm;
                    break;
                case ReadBackResult.WrongPlace wrong:
                    km = wrong.DistanceKm;
                    break;
                default:
                    unknown = true;
                    break;
            }
        }

        var heights = volumes.Select(static v => v.Altitudes.Upper.Metres - v.Altitudes.Lower.Metres).Where(double.IsFinite).ToArray();
        return new NoticeFacts(
            new Instant(volumes.Min(static v => v.Time.Start.Ticks)),
            new Instant(volumes.Max(static v => v.Time.End.Ticks)),
            volumes.Max(static v => v.Outline.AreaKm2),
            volumes.Max(static v => v.Time.End.Since(v.Time.Start).TotalSeconds),
            heights.Length == 0 ? null : heights.Max(),
            km,
            unknown);
    }

    /// <summary>The id of the conflict between two declared things: the same wherever it is found, and whichever was filed first.</summary>
    public static EntityId ConflictBetween(EntityId a, EntityId b)
    {
        var (first, second) = a.CompareTo(b) < 0 ? (a, b) : (b, a);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.ASCII.GetBytes($"parley conflict {first} {second}"), hash);

        // RFC 9562 §5.8: a version 8 UUID, made of a hash.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new EntityId(new Guid(hash[..16], bigEndian: true));
    }

    private static LatLngPoint Point(LatLng at) => new() { Lat = at.Lat, Lng = at.Lng };

    private static WireAltitude? Altitude(Altitude altitude) =>
        double.IsFinite(altitude.Metres) ? new WireAltitude { Value = altitude.Metres, Units = "M", Reference = "W84" } : null;
}
