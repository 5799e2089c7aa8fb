using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace Parley.Core.Geometry;

/// <summary>What holds for a ring of directions joined by great-circle arcs: its bound, area, faults and what it contains.</summary>
internal static class PolygonShape
{
    private static readonly GeometryFactory Factory = new();

    /// <summary>Thinner than about a millimetre (in radians) is no area.</summary>
    private const double Thinnest = 1.6e-10;

    /// <summary>
    /// A cap around the vertices; as it is smaller than a hemisphere it holds the edges too. False when there is none within
    /// <see cref="Outline.MaxReachDegrees"/>.
    /// </summary>
    public static bool TryBound(Vec3[] ring, out Cap bound)
    {
        var limit = double.DegreesToRadians(Outline.MaxReachDegrees);
        var sum = default(Vec3);
        foreach (var v in ring)
        {
            sum += v;
        }

        var center = sum.Length > 1e-6 ? sum.Unit() : ring[0];
        bound = new Cap(center, Reach(ring, center, out var furthest));

        // The mean of the vertices is off where they crowd on one side. Stepping ever less towards the furthest converges on the
        // centre of the smallest enclosing ball (Bădoiu and Clarkson, 2003).
        for (var step = 2; bound.Angle > limit / 2 && step < 200; step++)
        {
            var moved = center + (1.0 / step * (furthest - center));
            if (moved.Length < 1e-6)
            {
                break;
            }

            center = moved.Unit();
            var angle = Reach(ring, center, out furthest);
            if (angle < bound.Angle)
            {
                bound = new Cap(center, angle);
            }
        }

        return bound.Angle <= limit;
    }

    private static double Reach(Vec3[] ring, Vec3 center, out Vec3 furthest)
    {
        furthest = center;
        var reach = -1.0;
        foreach (var v in ring)
        {
            var angle = center.AngleTo(v);
            if (angle > reach)
            {
                (reach, furthest) = (angle, v);
            }
        }

        return reach;
    }

    /// <summary>No area, or edges that cross or touch; null when the ring is a simple polygon.</summary>
    public static Problem? Fault(Vec3[] ring, Cap bound)
    {
        var plane = new Gnomonic(bound.Center);
        var polygon = Project(ring, plane);
        if (IsFlat(polygon.Coordinates))
        {
            return new Problem("", "the polygon has no area; its vertices are on one line");
        }

        if (IsSeenFromTheCenter(polygon.Coordinates))
        {
            return null;
        }

        var check = new IsValidOp(polygon);
        if (check.IsValid)
        {
            return null;
        }

        var at = check.ValidationError.Coordinate;
        return new Problem("", $"the polygon crosses or touches itself near {plane.Direction(at.X, at.Y).ToLatLng()}; give its border once, in order");
    }

    /// <summary>The ring in a plane that all its vertices have an image in, scaled to units of about 1 near the centre.</summary>
    public static Polygon Project(Vec3[] ring, Gnomonic plane)
    {
        var coordinates = new Coordinate[ring.Length + 1];
        for (var n = 0; n < ring.Length; n++)
        {
            plane.TryProject(ring[n], out var x, out var y);
            coordinates[n] = new Coordinate(x, y);
        }

        coordinates[^1] = coordinates[0].Copy();
        return Factory.CreatePolygon(coordinates);
    }

    /// <summary>
    /// Area on the ellipsoid: the signed spherical triangles from the centre to each edge, each scaled by M·N at its own middle.
    /// </summary>
    public static double AreaKm2(Vec3[] ring, Vec3 center)
    {
        var sum = 0.0;
        for (var n = 0; n < ring.Length; n++)
        {
            var (a, b) = (ring[n], ring[(n + 1) % ring.Length]);

            // The triple product of the differences keeps the digits that the plain one loses for small triangles.
            var triple = center.Dot((a - center).Cross(b - center));
            var excess = 2 * Math.Atan2(triple, 1 + center.Dot(a) + a.Dot(b) + b.Dot(center));
            sum += excess * Ellipsoid.AreaScale((center + a + b).Unit());
        }

        return Math.Abs(sum) / 1e6;
    }

    /// <summary>Length of the border in radians.</summary>
    public static double BorderAngle(Vec3[] ring)
    {
        var sum = 0.0;
        for (var n = 0; n < ring.Length; n++)
        {
            sum += ring[n].AngleTo(ring[(n + 1) % ring.Length]);
        }

        return sum;
    }

    /// <summary>Even-odd rule in the plane; places on the border may go either way.</summary>
    public static bool Contains(CoordinateSequence ring, double x, double y)
    {
        var inside = false;
        for (var n = 1; n < ring.Count; n++)
        {
            var (ax, ay, bx, by) = (ring.GetX(n - 1), ring.GetY(n - 1), ring.GetX(n), ring.GetY(n));
            if (ay > y != by > y && x < ax + ((y - ay) / (by - ay) * (bx - ax)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    // Corners that go once around the centre, each clearly further than the one before: simple without a search for crossings, as most
    // outlines are.
    private static bool IsSeenFromTheCenter(Coordinate[] ring)
    {
        const double Clearly = 1e-6;
        var (turns, sign) = (0, 0);
        for (var n = 1; n < ring.Length; n++)
        {
            var (a, b) = (ring[n - 1], ring[n]);
            var cross = (a.X * b.Y) - (a.Y * b.X);
            var square = cross * cross;
            var product = ((a.X * a.X) + (a.Y * a.Y)) * ((b.X * b.X) + (b.Y * b.Y));
            if (!(square > Clearly * Clearly * product) || (sign != 0 && sign != Math.Sign(cross)))
            {
                return false;
            }

            sign = Math.Sign(cross);
            turns += a.Y < 0 != b.Y < 0 ? 1 : 0;
        }

        return turns == 2;
    }

    private static bool IsFlat(Coordinate[] ring)
    {
        var from = ring[0];
        var to = ring.MaxBy(c => c.Distance(from))!;
        var length = to.Distance(from);
        return ring.All(c => Math.Abs(((to.X - from.X) * (c.Y - from.Y)) - ((to.Y - from.Y) * (c.X - from.X))) <= Thinnest * length);
    }
}
