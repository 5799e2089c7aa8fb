using System.Buffers;
using System.Text.Json;
using Parley.Core;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Console.Map;

/// <summary>Declared things as GeoJSON (RFC 7946) features for the map: one for each volume. Circles become rings, which is for the eye only. Thread-safe.</summary>
internal static class MapFeature
{
    private const double EarthM = 6_371_008.8;
    private const int CircleCorners = 40;

    /// <summary>When a thing ends before its time: withdrawn, or not reconfirmed. Null: it is there as declared.</summary>
    public static Instant? Until(Declared declared) => declared.Over ? declared.OverAt ?? Instant.Min : declared.Expired ? declared.ReconfirmBy : null;

    /// <summary>A thing's features one after the other, without the brackets of an array; empty when there is nothing to draw.</summary>
    public static byte[] Run(Declared declared, IReadOnlyList<Volume4D> volumes, bool mine, bool inConflict, string label)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartArray();
            Write(json, declared, volumes, mine, inConflict, label);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan[1..^1].ToArray();
    }

    /// <summary>The members <c>areas</c> and <c>conflicts</c>: agreements' areas as polygons, conflicts as points where the two come nearest.</summary>
    public static byte[] Agreed(IEnumerable<Agreement> agreements, IEnumerable<Conflict> conflicts, Instant now)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("areas");
            foreach (var agreement in agreements)
            {
                Area(json, agreement, now);
            }

            json.WriteEndArray();
            json.WriteStartArray("conflicts");
            foreach (var conflict in conflicts.OrderBy(static c => c.Id))
            {
                Meeting(json, conflict);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan[1..^1].ToArray();
    }

    private static void Area(Utf8JsonWriter json, Agreement agreement, Instant now)
    {
        if (!AgreementReader.Area(agreement.Terms.Area).Try(out var area, out _))
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("type", "Feature");
        Geometry(json, area);
        json.WriteStartObject("properties");
        json.WriteString("title", agreement.Terms.Title);
        json.WriteBoolean("suspended", agreement.StateAt(now) is AgreementState.Suspended);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Meeting(Utf8JsonWriter json, Conflict conflict)
    {
        json.WriteStartObject();
        json.WriteString("type", "Feature");
        json.WriteStartObject("geometry");
        json.WriteString("type", "Point");
        json.WriteStartArray("coordinates");
        json.WriteNumberValue(conflict.Now.Lng);
        json.WriteNumberValue(conflict.Now.Lat);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("id", conflict.Id.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="volumes">Those to draw: the declared ones, or what a change would make of them.</param>
    public static void Write(Utf8JsonWriter json, Declared declared, IReadOnlyList<Volume4D> volumes, bool mine, bool inConflict, string label)
    {
        var until = Until(declared);
        for (var i = 0; i < volumes.Count; i++)
        {
            var volume = volumes[i];
            json.WriteStartObject();
            json.WriteString("type", "Feature");
            Geometry(json, volume.Outline);
            json.WriteStartObject("properties");
            json.WriteString("id", $"{declared.Id}/{i}");
            json.WriteString("intent", declared.Id.ToString());
            json.WriteBoolean("first", i == 0);
            json.WriteBoolean("mine", mine);
            json.WriteString("owner", declared.Owner.Value);
            json.WriteString("kind", declared.Kind == DeclaredKind.Site ? "site" : "intent");
            json.WriteString("state", declared.State.ToString());
            json.WriteBoolean("conflict", inConflict);
            json.WriteString("label", label);
            json.WriteNumber("start", Seconds(volume.Time.Start));
            json.WriteNumber("end", Seconds(until is { } over && over < volume.Time.End ? over : volume.Time.End));
            if (double.IsFinite(volume.Altitudes.Lower.Metres) && double.IsFinite(volume.Altitudes.Upper.Metres))
            {
                json.WriteNumber("lower", Math.Round(volume.Altitudes.Lower.Metres));
                json.WriteNumber("upper", Math.Round(volume.Altitudes.Upper.Metres));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    public static void Geometry(Utf8JsonWriter json, Outline outline)
    {
        json.WriteStartObject("geometry");
        json.WriteString("type", "Polygon");
        json.WriteStartArray("coordinates");
        json.WriteStartArray();
        var first = true;
        (double Lng, double Lat) start = default;
        foreach (var corner in Ring(outline))
        {
            if (first)
            {
                (start, first) = (corner, false);
            }

            Corner(json, corner);
        }

        Corner(json, start);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static long Seconds(Instant time) => time.ToDateTimeOffset().ToUnixTimeSeconds();

    private static void Corner(Utf8JsonWriter json, (double Lng, double Lat) at)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Math.Round(at.Lng, 6));
        json.WriteNumberValue(Math.Round(at.Lat, 6));
        json.WriteEndArray();
    }

    // Across the date line longitudes go on beyond 180, as RFC 7946 readers draw them in one piece.
    private static IEnumerable<(double Lng, double Lat)> Ring(Outline outline)
    {
        var corners = outline switch
        {
            PolygonOutline polygon => polygon.Vertices.Select(static v => (v.Lng, v.Lat)),
            CircleOutline circle => Circle(circle),
            _ => [],
        };
        double? before = null;
        foreach (var (lng, lat) in corners)
        {
            var on = before is { } last ? lng + (360 * Math.Round((last - lng) / 360)) : lng;
            before = on;
            yield return (on, lat);
        }
    }

    // Points at a distance and bearing on the sphere: Snyder, Map Projections (1987), equations 5-5 and 5-6.
    private static IEnumerable<(double Lng, double Lat)> Circle(CircleOutline circle)
    {
        var (phi, lambda, d) = (double.DegreesToRadians(circle.Center.Lat), double.DegreesToRadians(circle.Center.Lng), circle.RadiusMetres / EarthM);
        for (var i = 0; i < CircleCorners; i++)
        {
            var bearing = 2 * Math.PI * i / CircleCorners;
            var lat = Math.Asin((Math.Sin(phi) * Math.Cos(d)) + (Math.Cos(phi) * Math.Sin(d) * Math.Cos(bearing)));
            var lng = lambda + Math.Atan2(Math.Sin(bearing) * Math.Sin(d) * Math.Cos(phi), Math.Cos(d) - (Math.Sin(phi) * Math.Sin(lat)));
            yield return (double.RadiansToDegrees(lng), double.RadiansToDegrees(lat));
        }
    }
}
