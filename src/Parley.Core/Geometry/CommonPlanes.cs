using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace Parley.Core.Geometry;

/// <summary>
/// Two rings in one plane, where their great-circle edges are straight and the same corner has the same coordinates. Rings that
/// no one plane can show (two continents) are cut along the eight octants first.
/// </summary>
internal static class CommonPlanes
{
    private static readonly double Widest = double.DegreesToRadians(85);
    private static readonly GeometryFactory Factory = new();

    public static IEnumerable<(Gnomonic Plane, NetTopologySuite.Geometries.Geometry A, NetTopologySuite.Geometries.Geometry B)> Of(
        Vec3[] a, Cap boundA, Vec3[] b, Cap boundB)
    {
        var both = Around(boundA, boundB);
        if (both.Angle <= Widest)
        {
            var plane = new Gnomonic(both.Center);
            yield return (plane, PolygonShape.Project(a, plane), PolygonShape.Project(b, plane));
            yield break;
        }

        for (var octant = 0; octant < 8; octant++)
        {
            Vec3[] corners = [new((octant & 1) == 0 ? 1 : -1, 0, 0), new(0, (octant & 2) == 0 ? 1 : -1, 0), new(0, 0, (octant & 4) == 0 ? 1 : -1)];
            var plane = new Gnomonic((corners[0] + corners[1] + corners[2]).Unit());
            var (partA, partB) = (Cut(a, boundA, corners, plane), Cut(b, boundB, corners, plane));
            if (!partA.IsEmpty && !partB.IsEmpty)
            {
                yield return (plane, partA, partB);
            }
        }
    }

    /// <summary>The places that both have, as polygons.</summary>
    public static IEnumerable<Polygon> Shared(NetTopologySuite.Geometries.Geometry a, NetTopologySuite.Geometries.Geometry b)
    {
        var shared = OverlayNGRobust.Overlay(a, b, SpatialFunction.Intersection);
        for (var n = 0; n < shared.NumGeometries; n++)
        {
            if (shared.GetGeometryN(n) is Polygon { IsEmpty: false } polygon)
            {
                yield return polygon;
            }
        }
    }

    public static Vec3[] Directions(LineString ring, Gnomonic plane) =>
        [.. ring.Coordinates.Skip(1).Select(c => plane.Direction(c.X, c.Y))];

    /// <summary>The smallest cap that holds both.</summary>
    private static Cap Around(Cap a, Cap b)
    {
        var apart = a.Center.AngleTo(b.Center);
        if (apart + b.Angle <= a.Angle || apart + a.Angle <= b.Angle)
        {
            return a.Angle >= b.Angle ? a : b;
        }

        var angle = (apart + a.Angle + b.Angle) / 2;
        return angle >= Math.PI / 2 ? new Cap(a.Center, Math.PI) : new Cap(new NearestPair(a.Center, b.Center, 0).Between((angle - a.Angle) / apart), angle);
    }

    // The octant's triangle, less what is near or beyond a right angle from the ring's centre, meets the ring in the ring's own plane.
    private static NetTopologySuite.Geometries.Geometry Cut(Vec3[] ring, Cap bound, Vec3[] corners, Gnomonic target)
    {
        const double Horizon = 0.1;
        var kept = new List<Vec3>(4);
        for (var n = 0; n < 3; n++)
        {
            var (from, to) = (corners[n], corners[(n + 1) % 3]);
            var (a, b) = (from.Dot(bound.Center) - Horizon, to.Dot(bound.Center) - Horizon);
            if (a >= 0)
            {
                kept.Add(from);
            }

            if (a * b < 0)
            {
                kept.Add(from + (a / (a - b) * (to - from)));
            }
        }

        if (kept.Count < 3)
        {
            return Factory.CreatePolygon();
        }

        var own = new Gnomonic(bound.Center);
        var parts = Shared(PolygonShape.Project(ring, own), PolygonShape.Project([.. kept], own));
        return Factory.CreateMultiPolygon([.. parts.Select(p => PolygonShape.Project(Directions(p.Shell, own), target))]);
    }
}
