using Parley.Core.Geometry;

namespace Parley.Bench.Micro;

/// <summary>The outlines that coverings are measured on.</summary>
internal static class Shapes
{
    public static Outline Circle(double radiusMetres) => CircleOutline.Create(new LatLng(52.5, 13.4), radiusMetres, OutlineLimits.Default).Value;

    /// <summary>A bulging, star-like ring of vertices: concave, as real areas are.</summary>
    /// <param name="radiusKm">Mean distance of its border from its middle.</param>
    public static Outline Ring(double radiusKm, int vertices)
    {
        const double KmPerDegree = 111.2;
        var middle = new LatLng(47, 2.5);
        var ring = new LatLng[vertices];
        for (var n = 0; n < vertices; n++)
        {
            var bearing = 2 * Math.PI * n / vertices;
            var radius = radiusKm / KmPerDegree * (1 + (0.15 * Math.Sin(5 * bearing)) + (0.05 * Math.Sin(13 * bearing)));
            ring[n] = new LatLng(
                middle.Lat + (radius * Math.Cos(bearing)),
                middle.Lng + (radius * Math.Sin(bearing) / Math.Cos(double.DegreesToRadians(middle.Lat))));
        }

        return PolygonOutline.Create(ring, OutlineLimits.Default).Value;
    }
}
