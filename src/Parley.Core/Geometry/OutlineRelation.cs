using NetTopologySuite.Geometries;

namespace Parley.Core.Geometry;

/// <summary>Distance, overlap and middle of two outlines, by kind. A circle is its centre with a radius of ellipsoidal metres.</summary>
internal static class OutlineRelation
{
    private const int CircleCorners = 96;

    /// <summary>Metres between the outlines; 0 when they overlap or touch.</summary>
    public static double Distance(Outline a, Outline b)
    {
        if (a is PolygonOutline p && b is PolygonOutline q)
        {
            return Meet(p, q) ? 0 : Nearest.BetweenRings(p.Ring, q.Ring).Metres;
        }

        var distance = Pair(a, b).Metres - Radius(a) - Radius(b);
        return distance < Separation.TouchMetres ? 0 : distance;
    }

    /// <summary>Metres from a place to the outline; 0 inside and on the border.</summary>
    public static double Distance(Vec3 place, Outline outline)
    {
        if (outline is PolygonOutline polygon)
        {
            return CenterTo(polygon, place).Metres;
        }

        return Math.Max(0, Geodesic.Metres(place, outline.Bound.Center) - Radius(outline));
    }

    /// <summary>Metres from a place to a polygon's border, inside or outside.</summary>
    public static double BorderDistance(Vec3 place, PolygonOutline polygon) => Nearest.ToRing(place, polygon.Ring).Metres;

    /// <summary>True when they share an area wider than <see cref="Separation.TouchMetres"/>.</summary>
    public static bool Overlap(Outline a, Outline b)
    {
        if (a.Bound.AngleTo(b.Bound) > 0)
        {
            return false;
        }

        return a is PolygonOutline && b is PolygonOutline
            ? SharedPieces(a, b).Any(piece => piece.Width > Separation.TouchMetres)
            : Pair(a, b).Metres < Radius(a) + Radius(b) - Separation.TouchMetres;
    }

    /// <summary>The middle of what they share, or of the shortest line between them.</summary>
    public static Vec3 Middle(Outline a, Outline b)
    {
        if ((a is PolygonOutline || b is PolygonOutline) && a.Bound.AngleTo(b.Bound) == 0)
        {
            var largest = SharedPieces(a, b).Append(default).MaxBy(piece => piece.AreaKm2);
            if (largest.Width > Separation.TouchMetres)
            {
                return largest.Middle;
            }
        }

        // Along the line from A to B: from where B begins to where A ends, in either order.
        var pair = Pair(a, b);
        var begins = Math.Max(-Radius(a), pair.Metres - Radius(b));
        var ends = Math.Min(Radius(a), pair.Metres + Radius(b));
        return pair.Metres == 0 ? pair.OnA : pair.Between((begins + ends) / 2 / pair.Metres);
    }

    private static double Radius(Outline outline) => outline is CircleOutline circle ? circle.RadiusMetres : 0;

    // Nearest places where a circle is its centre; the same place twice for a centre inside a polygon.
    private static NearestPair Pair(Outline a, Outline b) => (a, b) switch
    {
        (CircleOutline, CircleOutline) => new(a.Bound.Center, b.Bound.Center, Geodesic.Metres(a.Bound.Center, b.Bound.Center)),
        (CircleOutline, PolygonOutline polygon) => CenterTo(polygon, a.Bound.Center),
        (PolygonOutline polygon, CircleOutline) => CenterTo(polygon, b.Bound.Center).Swapped(),
        _ => Nearest.BetweenRings(((PolygonOutline)a).Ring, ((PolygonOutline)b).Ring),
    };

    private static NearestPair CenterTo(PolygonOutline polygon, Vec3 center) =>
        Holds(polygon, center) ? new(center, center, 0) : Nearest.ToRing(center, polygon.Ring);

    private static bool Holds(PolygonOutline polygon, Vec3 place)
    {
        if (place.AngleTo(polygon.Bound.Center) > polygon.Bound.Angle)
        {
            return false;
        }

        var plane = new Gnomonic(polygon.Bound.Center);
        return plane.TryProject(place, out var x, out var y)
            && PolygonShape.Contains(PolygonShape.Project(polygon.Ring, plane).Shell.CoordinateSequence, x, y);
    }

    private static bool Meet(PolygonOutline a, PolygonOutline b) =>
        a.Bound.AngleTo(b.Bound) == 0
        && CommonPlanes.Of(a.Ring, a.Bound, b.Ring, b.Bound).Any(pair => pair.A.Intersects(pair.B));

    private static IEnumerable<Piece> SharedPieces(Outline a, Outline b)
    {
        foreach (var (plane, inA, inB) in CommonPlanes.Of(RingOf(a), a.Bound, RingOf(b), b.Bound))
        {
            foreach (var polygon in CommonPlanes.Shared(inA, inB))
            {
                yield return Piece.Of(polygon, plane);
            }
        }
    }

    private static Vec3[] RingOf(Outline outline)
    {
        if (outline is PolygonOutline polygon)
        {
            return polygon.Ring;
        }

        var (center, angle) = outline.Bound;
        var (east, north) = (center.Orthogonal(), center.Cross(center.Orthogonal()));
        var ring = new Vec3[CircleCorners];
        for (var n = 0; n < ring.Length; n++)
        {
            var (sin, cos) = Math.SinCos(Math.Tau * n / ring.Length);
            ring[n] = ((Math.Cos(angle) * center) + (Math.Sin(angle) * ((cos * east) + (sin * north)))).Unit();
        }

        return ring;
    }

    /// <summary>One area that two outlines share. The width is that of a long strip of this area and border.</summary>
    private readonly record struct Piece(Vec3 Middle, double AreaKm2, double Width)
    {
        public static Piece Of(Polygon polygon, Gnomonic plane)
        {
            var ring = CommonPlanes.Directions((LineString)polygon.ExteriorRing, plane);
            var at = polygon.Centroid.Coordinate;
            if (!PolygonShape.Contains(polygon.Shell.CoordinateSequence, at.X, at.Y))
            {
                at = polygon.InteriorPoint.Coordinate;
            }

            var middle = plane.Direction(at.X, at.Y);
            var (area, border) = (PolygonShape.AreaKm2(ring, middle), PolygonShape.BorderAngle(ring) * Ellipsoid.AuthalicRadius);
            return new(middle, area, border == 0 ? 0 : 2e6 * area / border);
        }
    }
}
