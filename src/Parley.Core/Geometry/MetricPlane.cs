using NetTopologySuite.Geometries;

namespace Parley.Core.Geometry;

/// <summary>
/// A gnomonic plane measured in metres around its centre: east by the ellipsoid's radius across the meridian, north by that along it.
/// Lengths are true at the centre and too long by the square of the angle from it: 0.03 % at 100 km, 0.6 % at 500 km. Immutable; any thread.
/// </summary>
internal sealed class MetricPlane
{
    /// <summary>The angle from the centre, in radians, up to which lengths are within 1 %: about 630 km.</summary>
    public const double TrueWithin = 0.1;

    private const double MostCircleCorners = 4_096;
    private static readonly double Widest = double.DegreesToRadians(85);
    private static readonly GeometryFactory Factory = new();

    private readonly Gnomonic _plane;
    private readonly double _east;
    private readonly double _north;

    public MetricPlane(Vec3 center)
    {
        _plane = new Gnomonic(center);
        var latitude = Math.Asin(Math.Clamp(center.Z, -1, 1));
        (_east, _north) = (Ellipsoid.PrimeVerticalRadius(latitude), Ellipsoid.MeridianRadius(latitude));
    }

    /// <summary>False when a part of the outline is nearly a right angle from the centre or beyond it.</summary>
    public bool TryProject(Outline outline, out Polygon polygon)
    {
        polygon = Factory.CreatePolygon();
        var ring = RingOf(outline);
        var coordinates = new Coordinate[ring.Length + 1];
        for (var n = 0; n < ring.Length; n++)
        {
            if (ring[n].AngleTo(_plane.Center) > Widest || !_plane.TryProject(ring[n], out var x, out var y))
            {
                return false;
            }

            coordinates[n] = new Coordinate(x * _east, y * _north);
        }

        coordinates[^1] = coordinates[0].Copy();
        polygon = Factory.CreatePolygon(coordinates);
        return true;
    }

    public LatLng PlaceOf(Coordinate at) => _plane.Direction(at.X / _east, at.Y / _north).ToLatLng();

    /// <summary>The places of a closed ring, without the closing one.</summary>
    public IEnumerable<LatLng> PlacesOf(LineString ring) => ring.Coordinates.Skip(1).Select(PlaceOf);

    /// <summary>A polygon's own ring; for a circle corners on it, so many that their edges are hardly 0.25 m inside it.</summary>
    private static Vec3[] RingOf(Outline outline)
    {
        if (outline is PolygonOutline polygon)
        {
            return polygon.Ring;
        }

        var circle = (CircleOutline)outline;
        var corners = (int)Math.Clamp(Math.Ceiling(Math.PI * Math.Sqrt(circle.RadiusMetres / 0.5)), 48, MostCircleCorners);
        return [.. Enumerable.Range(0, corners).Select(n => new Displacement(circle.Bound.Center, 360.0 * n / corners, circle.RadiusMetres).Center)];
    }
}
