namespace Parley.Core.Geometry;

/// <summary>Every place within a geodesic distance of a centre. Made by <see cref="Create"/>.</summary>
public sealed record CircleOutline : Outline
{
    private CircleOutline(LatLng center, double radiusMetres)
    {
        (Center, RadiusMetres) = (center, radiusMetres);
        var normal = Vec3.From(center);
        Bound = new Cap(normal, Ellipsoid.GreatestTurn(normal, radiusMetres));
        AreaKm2 = Area(radiusMetres);
    }

    public LatLng Center { get; }

    /// <summary>Metres along the ellipsoid, above 0.</summary>
    public double RadiusMetres { get; }

    /// <summary>
    /// A checked circle. Problems: the centre's (under <c>center</c>); a radius that is not above 0 or not finite (<c>radius</c>); a
    /// reach beyond <see cref="Outline.MaxReachDegrees"/>; too large an area.
    /// </summary>
    public static Checked<CircleOutline> Create(LatLng center, double radiusMetres, OutlineLimits limits)
    {
        if (!LatLng.Create(center.Lat, center.Lng).Try(out _, out var problem))
        {
            return problem.Under("center");
        }

        if (!(radiusMetres > 0) || double.IsInfinity(radiusMetres))
        {
            return new Problem("radius", $"the radius is {radiusMetres} m; give a number of metres above 0");
        }

        if (radiusMetres / Ellipsoid.LeastRadius > double.DegreesToRadians(MaxReachDegrees))
        {
            return OutlineLimits.ReachProblem;
        }

        if (limits.AreaProblem(Area(radiusMetres)) is { } tooLarge)
        {
            return tooLarge;
        }

        return new CircleOutline(center, radiusMetres);
    }

    // On the sphere of equal surface, 2πR²(1 − cos r/R), written so that small circles keep their digits.
    private static double Area(double radius)
    {
        var half = Ellipsoid.AuthalicRadius * Math.Sin(radius / Ellipsoid.AuthalicRadius / 2);
        return 4 * Math.PI * half * half / 1e6;
    }
}
