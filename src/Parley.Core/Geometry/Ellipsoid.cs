namespace Parley.Core.Geometry;

/// <summary>The WGS84 ellipsoid (NIMA TR8350.2): lengths in metres, angles in radians of geodetic latitude.</summary>
internal static class Ellipsoid
{
    public const double SemiMajor = 6378137;
    public const double Flattening = 1 / 298.257223563;
    public const double SemiMinor = SemiMajor * (1 - Flattening);
    public const double EccentricitySquared = Flattening * (2 - Flattening);

    /// <summary>Radius of the sphere with the ellipsoid's surface area.</summary>
    public const double AuthalicRadius = 6371007.181;

    /// <summary>Least radius of curvature anywhere: along the meridian at the equator.</summary>
    public const double LeastRadius = SemiMajor * (1 - EccentricitySquared);

    /// <summary>Greatest radius of curvature anywhere: at the poles.</summary>
    public const double GreatestRadius = SemiMajor / (1 - Flattening);

    /// <summary>Radius of curvature along the meridian, which is never more than the one across it.</summary>
    public static double MeridianRadius(double latitude)
    {
        var s = Math.Sin(latitude);
        return LeastRadius / Math.Pow(1 - (EccentricitySquared * s * s), 1.5);
    }

    /// <summary>Radius of curvature across the meridian.</summary>
    public static double PrimeVerticalRadius(double latitude)
    {
        var s = Math.Sin(latitude);
        return SemiMajor / Math.Sqrt(1 - (EccentricitySquared * s * s));
    }

    /// <summary>Square metres of surface for each steradian of normals, at a direction of length 1.</summary>
    public static double AreaScale(Vec3 normal)
    {
        var w = 1 - (EccentricitySquared * normal.Z * normal.Z);
        return SemiMajor * SemiMajor * (1 - EccentricitySquared) / (w * w);
    }

    /// <summary>
    /// The angle that normals turn over <paramref name="metres"/> from a place, at most: dn/ds ≤ 1/M, and M is least nearest to the equator.
    /// </summary>
    public static double GreatestTurn(Vec3 from, double metres)
    {
        var nearestToEquator = Math.Abs(Math.Asin(Math.Clamp(from.Z, -1, 1))) - (metres / LeastRadius);
        return metres / MeridianRadius(Math.Max(0, nearestToEquator));
    }
}
