using System.Globalization;
using System.Text.Json;
using Parley.Client.F3548;
using Parley.Console.Map;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Console.Agreements;

/// <summary>An agreement's area between its document, the map and the lines that a person types. Pure, thread-safe.</summary>
internal static class AreaText
{
    private const double EarthM = 6_371_008.8;
    private const int CircleCorners = 36;

    /// <summary>As the map draws it; null when the document holds none that can be drawn.</summary>
    public static DrawnOutline? Drawn(AgreementDocument document) =>
        AgreementReader.Area(document.Area).Try(out var outline, out _) && outline is PolygonOutline polygon
            ? new DrawnOutline { Points = Points(polygon.Vertices.Select(static v => (v.Lat, v.Lng))) }
            : null;

    /// <summary>Corners of what was drawn or pasted. An agreement's area has corners only: a circle becomes as many as look like one.</summary>
    public static IReadOnlyList<(double Lat, double Lng)> Corners(DrawnOutline drawn)
    {
        if (drawn is { Circle: { Lat: { } lat, Lng: { } lng } })
        {
            // Snyder, Map Projections (1987), equations 5-5 and 5-6.
            var (phi, d) = (double.DegreesToRadians(lat), drawn.Radius / EarthM);
            return
            [
                .. Enumerable.Range(0, CircleCorners).Select(i =>
                {
                    var bearing = 2 * Math.PI * i / CircleCorners;
                    var to = Math.Asin((Math.Sin(phi) * Math.Cos(d)) + (Math.Cos(phi) * Math.Sin(d) * Math.Cos(bearing)));
                    var east = Math.Atan2(Math.Sin(bearing) * Math.Sin(d) * Math.Cos(phi), Math.Cos(d) - (Math.Sin(phi) * Math.Sin(to)));
                    return (Math.Round(double.RadiansToDegrees(to), 6), Math.Round(lng + double.RadiansToDegrees(east), 6));
                }),
            ];
        }

        return [.. (drawn.Points ?? []).Where(static p => p is { Lat: not null, Lng: not null }).Select(static p => (Math.Round(p.Lat!.Value, 6), Math.Round(p.Lng!.Value, 6)))];
    }

    /// <summary>For the map.</summary>
    public static IReadOnlyList<LatLngPoint> Points(IEnumerable<(double Lat, double Lng)> corners) => [.. corners.Select(static c => new LatLngPoint { Lat = c.Lat, Lng = c.Lng })];

    /// <summary>The edge of a circle, for the eye.</summary>
    public static IReadOnlyList<LatLngPoint> Around(double lat, double lng, double radiusM) =>
        Points(Corners(new DrawnOutline { Circle = new LatLngPoint { Lat = lat, Lng = lng }, Radius = radiusM }));

    /// <summary>One corner a line: latitude, longitude.</summary>
    public static string Lines(IEnumerable<(double Lat, double Lng)> corners) =>
        string.Join('\n', corners.Select(static c => string.Create(CultureInfo.InvariantCulture, $"{c.Lat:0.######}, {c.Lng:0.######}")));

    /// <summary>GeoJSON Polygon (RFC 7946): longitude first, closed.</summary>
    public static RawJson GeoJson(IReadOnlyList<(double Lat, double Lng)> corners) => new(JsonSerializer.Serialize(new
    {
        type = "Polygon",
        coordinates = new[] { corners.Concat(corners.Take(1)).Select(static c => new[] { c.Lng, c.Lat }).ToArray() },
    }));
}
