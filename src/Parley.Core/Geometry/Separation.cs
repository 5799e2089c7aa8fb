namespace Parley.Core.Geometry;

/// <summary>How two 4D volumes lie to each other, exactly. Symmetric. Static and pure but for trigonometry; any thread.</summary>
public static class Separation
{
    /// <summary>Outlines that share less than about this width, in metres, only touch.</summary>
    public const double TouchMetres = 0.001;

    /// <summary>
    /// The gaps. Horizontally metres along the WGS84 ellipsoid, within 0.1 % (below 500 km within 0.001 %; nearly antipodal 0.5 %).
    /// </summary>
    public static Gap Between(Volume4D a, Volume4D b) =>
        new(OutlineRelation.Distance(a.Outline, b.Outline), a.Altitudes.GapTo(b.Altitudes), a.Time.GapTo(b.Time));

    /// <summary>
    /// True when outlines, bands and intervals are all nearer than their minimum; where that is zero, when they share more than a
    /// bound (<see cref="TouchMetres"/> for outlines).
    /// </summary>
    public static bool InConflict(Volume4D a, Volume4D b, Minima minima)
    {
        var inTime = minima.Time > TimeSpan.Zero ? a.Time.GapTo(b.Time) < minima.Time : a.Time.Overlaps(b.Time);
        if (!inTime)
        {
            return false;
        }

        var inHeight = minima.VerticalMetres > 0
            ? a.Altitudes.GapTo(b.Altitudes) < minima.VerticalMetres
            : a.Altitudes.Overlaps(b.Altitudes);
        if (!inHeight)
        {
            return false;
        }

        // Normals turn fastest where the radius of curvature is least, so this is less than any distance between the two.
        var atLeast = a.Outline.Bound.AngleTo(b.Outline.Bound) * Ellipsoid.LeastRadius;
        if (atLeast > 0 && atLeast >= minima.HorizontalMetres)
        {
            return false;
        }

        return minima.HorizontalMetres > 0
            ? OutlineRelation.Distance(a.Outline, b.Outline) < minima.HorizontalMetres
            : OutlineRelation.Overlap(a.Outline, b.Outline);
    }

    /// <summary>Metres along the WGS84 ellipsoid between two places.</summary>
    public static double Metres(LatLng a, LatLng b) => Geodesic.Metres(a, b);

    /// <summary>Metres along the WGS84 ellipsoid from a place to an outline; 0 inside it.</summary>
    public static double Metres(LatLng place, Outline outline) => OutlineRelation.Distance(Vec3.From(place), outline);

    /// <summary>Where and when the two meet or, when apart in something, what lies between them in it.</summary>
    public static Encounter SharedArea(Volume4D a, Volume4D b)
    {
        var (low, high) = Inner(a.Altitudes.Lower.Metres, b.Altitudes.Lower.Metres, a.Altitudes.Upper.Metres, b.Altitudes.Upper.Metres);
        var start = Math.Max(a.Time.Start.Ticks, b.Time.Start.Ticks);
        var end = Math.Min(a.Time.End.Ticks, b.Time.End.Ticks);
        return new(
            OutlineRelation.Middle(a.Outline, b.Outline).ToLatLng(),
            new(new(low), new(high)),
            new(new(Math.Min(start, end)), new(Math.Max(start, end))));
    }

    private static (double Low, double High) Inner(double lowerA, double lowerB, double upperA, double upperB)
    {
        var (low, high) = (Math.Max(lowerA, lowerB), Math.Min(upperA, upperB));
        return (Math.Min(low, high), Math.Max(low, high));
    }
}
