namespace Parley.Core.Geometry;

/// <summary>Whether one outline lies in another. Static; any thread.</summary>
internal static class Containment
{
    // As far as a border may be outside and still count as on it, in metres: the digits of a place written with 7 decimals.
    private const double Slack = 0.05;

    /// <summary>True when all of <paramref name="inner"/> is in <paramref name="outer"/> or on its border; in doubt false.</summary>
    public static bool Holds(Outline outer, Outline inner) => (outer, inner) switch
    {
        _ when outer.Equals(inner) => true,
        _ when outer.Bound.AngleTo(inner.Bound) > 0 => false,
        (CircleOutline o, CircleOutline i) =>
            Geodesic.Metres(o.Bound.Center, i.Bound.Center) + i.RadiusMetres <= o.RadiusMetres + Slack,
        (CircleOutline o, PolygonOutline i) =>
            Array.TrueForAll(i.Ring, v => Geodesic.Metres(o.Bound.Center, v) <= o.RadiusMetres + Slack),
        (PolygonOutline o, CircleOutline i) =>
            OutlineRelation.Distance(i.Bound.Center, o) == 0 && OutlineRelation.BorderDistance(i.Bound.Center, o) >= i.RadiusMetres - Slack,
        (PolygonOutline o, PolygonOutline i) => Covers(o, i),
        _ => false,
    };

    private static bool Covers(PolygonOutline outer, PolygonOutline inner)
    {
        var plane = new MetricPlane(inner.Bound.Center);
        if (!plane.TryProject(inner, out var i) || !plane.TryProject(outer, out var o))
        {
            return false;
        }

        // First without slack, which is quick.
        return o.Covers(i) || (i.Coordinates.All(c => o.Distance(o.Factory.CreatePoint(c)) <= Slack) && o.Buffer(Slack * 2).Covers(i));
    }
}
