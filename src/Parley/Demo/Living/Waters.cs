using Parley.Client.F3548;
using Parley.Core;

namespace Parley.Demo.Living;

/// <summary>
/// Where the living exercise is: the coast of an island in the far south where nobody lives, so that the map has a shore to show and no real
/// border is played with.
/// </summary>
internal static class Waters
{
    private const double South = -49.9;
    private const double West = 68.6;
    private const double High = 1.3;
    private const double Wide = 2.2;

    public static object Area => new
    {
        type = "Polygon",
        coordinates = new[] { new[] { new[] { West, South }, [West + Wide, South], [West + Wide, South + High], [West, South + High], [West, South] } },
    };

    /// <param name="east">0 to 1, from the area's western edge.</param>
    /// <param name="north">0 to 1, from its southern edge.</param>
    public static LatLngPoint At(double east, double north) => new() { Lat = South + (High * north), Lng = West + (Wide * east) };

    public static WireVolume4D Circle(LatLngPoint center, double radiusM, double lowerM, double upperM, DateTimeOffset start, TimeSpan lasts) => new()
    {
        Volume = new Volume3D
        {
            OutlineCircle = new Circle { Center = center, Radius = new Radius { Value = radiusM, Units = "M" } },
            AltitudeLower = Altitude(lowerM),
            AltitudeUpper = Altitude(upperM),
        },
        TimeStart = Time(start),
        TimeEnd = Time(start + lasts),
    };

    /// <summary>A corridor from one point to another, as a polygon around the way; points a few tens of kilometres apart.</summary>
    public static WireVolume4D Corridor(LatLngPoint from, LatLngPoint to, double halfWidthDeg, double lowerM, double upperM, DateTimeOffset start, TimeSpan lasts)
    {
        var (dLat, dLng) = (to.Lat!.Value - from.Lat!.Value, to.Lng!.Value - from.Lng!.Value);
        var length = Math.Sqrt((dLat * dLat) + (dLng * dLng));
        var (aLat, aLng) = (-dLng / length * halfWidthDeg, dLat / length * halfWidthDeg);
        LatLngPoint[] corners =
        [
            new() { Lat = from.Lat + aLat, Lng = from.Lng + aLng }, new() { Lat = from.Lat - aLat, Lng = from.Lng - aLng },
            new() { Lat = to.Lat - aLat, Lng = to.Lng - aLng }, new() { Lat = to.Lat + aLat, Lng = to.Lng + aLng },
        ];
        return new WireVolume4D
        {
            Volume = new Volume3D { OutlinePolygon = new Polygon { Vertices = corners }, AltitudeLower = Altitude(lowerM), AltitudeUpper = Altitude(upperM) },
            TimeStart = Time(start),
            TimeEnd = Time(start + lasts),
        };
    }

    private static WireAltitude Altitude(double metres) => new() { Value = metres, Reference = "W84", Units = "M" };

    private static WireTime Time(DateTimeOffset time) => new() { Value = Instant.From(time).ToString(), Format = "RFC3339" };
}
