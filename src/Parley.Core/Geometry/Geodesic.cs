namespace Parley.Core.Geometry;

/// <summary>Distances in metres along the WGS84 ellipsoid between the places where it has given normals.</summary>
internal static class Geodesic
{
    private const int MostRounds = 100;

    public static double Metres(LatLng a, LatLng b) => Metres(Vec3.From(a), Vec3.From(b));

    /// <summary>
    /// The shortest distance: below a millimetre off by Vincenty's inverse method (Survey Review XXIII, 1975), save for nearly
    /// antipodal places, where that does not converge and a way in two legs is at most 0.5 % too long. Never NaN.
    /// </summary>
    public static double Metres(Vec3 a, Vec3 b)
    {
        // The same rounding both ways: a distance is symmetric to the last bit.
        if ((a.Z, a.X, a.Y).CompareTo((b.Z, b.X, b.Y)) > 0)
        {
            (a, b) = (b, a);
        }

        return Vincenty(a, b) ?? InTwoLegs(a, b);
    }

    private static double? Vincenty(Vec3 a, Vec3 b)
    {
        var (sinU1, cosU1) = Reduced(a);
        var (sinU2, cosU2) = Reduced(b);
        var apart = Math.Atan2((a.X * b.Y) - (a.Y * b.X), (a.X * b.X) + (a.Y * b.Y));
        var lambda = apart;
        for (var round = 0; round < MostRounds; round++)
        {
            var (sinLambda, cosLambda) = Math.SinCos(lambda);
            var (east, north) = (cosU2 * sinLambda, (cosU1 * sinU2) - (sinU1 * cosU2 * cosLambda));
            var sinSigma = Math.Sqrt((east * east) + (north * north));
            if (sinSigma == 0 && cosLambda > 0 && sinU1 * sinU2 >= 0)
            {
                return 0;
            }

            var cosSigma = (sinU1 * sinU2) + (cosU1 * cosU2 * cosLambda);
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = sinSigma == 0 ? 0 : cosU1 * cosU2 * sinLambda / sinSigma;
            var cos2Alpha = 1 - (sinAlpha * sinAlpha);
            var cosMiddle = cos2Alpha < 1e-15 ? 0 : cosSigma - (2 * sinU1 * sinU2 / cos2Alpha);
            const double F = Ellipsoid.Flattening;
            var c = F / 16 * cos2Alpha * (4 + (F * (4 - (3 * cos2Alpha))));
            var series = sigma + (c * sinSigma * (cosMiddle + (c * cosSigma * ((2 * cosMiddle * cosMiddle) - 1))));
            var next = apart + ((1 - c) * F * sinAlpha * series);
            if (Math.Abs(next) > Math.PI)
            {
                return null;
            }

            if (Math.Abs(next - lambda) < 1e-12)
            {
                return Length(cos2Alpha, cosMiddle, sinSigma, cosSigma, sigma);
            }

            lambda = next;
        }

        return null;
    }

    private static double Length(double cos2Alpha, double cosMiddle, double sinSigma, double cosSigma, double sigma)
    {
        const double SecondEccentricitySquared = Ellipsoid.EccentricitySquared / (1 - Ellipsoid.EccentricitySquared);
        var u = cos2Alpha * SecondEccentricitySquared;
        var a = 1 + (u / 16384 * (4096 + (u * (-768 + (u * (320 - (175 * u)))))));
        var b = u / 1024 * (256 + (u * (-128 + (u * (74 - (47 * u))))));
        var m2 = cosMiddle * cosMiddle;
        var tail = b / 6 * cosMiddle * ((4 * sinSigma * sinSigma) - 3) * ((4 * m2) - 3);
        var delta = b * sinSigma * (cosMiddle + (b / 4 * ((cosSigma * ((2 * m2) - 1)) - tail)));
        return Ellipsoid.SemiMinor * a * (sigma - delta);
    }

    // By the middle of the great circle or by a pole, whichever is shorter: each leg is near a quarter of the globe, where Vincenty converges.
    private static double InTwoLegs(Vec3 a, Vec3 b)
    {
        var middle = a + b;
        var north = new Vec3(0, 0, 1);
        var by = middle.Length > 1e-9 ? Legs(a, middle.Unit(), b) : double.PositiveInfinity;
        return Math.Min(by, Math.Min(Legs(a, north, b), Legs(a, -1 * north, b)));
    }

    private static double Legs(Vec3 a, Vec3 by, Vec3 b) => Leg(a, by) + Leg(by, b);

    private static double Leg(Vec3 a, Vec3 b) => Vincenty(a, b) ?? (a.AngleTo(b) * Ellipsoid.AuthalicRadius);

    /// <summary>Sine and cosine of the reduced latitude, tan U = (1 − f) tan φ.</summary>
    private static (double Sin, double Cos) Reduced(Vec3 normal)
    {
        var (z, w) = ((1 - Ellipsoid.Flattening) * normal.Z, Math.Sqrt((normal.X * normal.X) + (normal.Y * normal.Y)));
        var length = Math.Sqrt((z * z) + (w * w));
        return (z / length, w / length);
    }
}
