namespace Parley.Core.Geometry;

/// <summary>
/// A vector; mostly of length 1, the ellipsoid's outward normal at a place ("n-vector"). Treating geodetic latitude and
/// longitude as if on a sphere keeps poles and the antimeridian ordinary places; lengths are measured on the ellipsoid afterwards.
/// </summary>
internal readonly record struct Vec3(double X, double Y, double Z)
{
    public static Vec3 From(LatLng place)
    {
        var (sinLat, cosLat) = Math.SinCos(double.DegreesToRadians(place.Lat));
        var (sinLng, cosLng) = Math.SinCos(double.DegreesToRadians(place.Lng));

        // cos 90° comes out as 6e-17 and sin 180° as 1e-16: without this a pole, and a place on the antimeridian, would be several places.
        sinLng = Math.Abs(place.Lng) == 180 ? 0 : sinLng;
        return Math.Abs(place.Lat) == 90 ? new(0, 0, sinLat) : new(cosLat * cosLng, cosLat * sinLng, sinLat);
    }

    public LatLng ToLatLng() => new(
        double.RadiansToDegrees(Math.Atan2(Z, Math.Sqrt((X * X) + (Y * Y)))),
        double.RadiansToDegrees(Math.Atan2(Y, X)));

    public double Length => Math.Sqrt(Dot(this));

    public Vec3 Unit()
    {
        var length = Length;
        return new(X / length, Y / length, Z / length);
    }

    public double Dot(Vec3 o) => (X * o.X) + (Y * o.Y) + (Z * o.Z);

    public Vec3 Cross(Vec3 o) => new((Y * o.Z) - (Z * o.Y), (Z * o.X) - (X * o.Z), (X * o.Y) - (Y * o.X));

    /// <summary>The angle between two directions in radians, 0..π, exact for small and for large ones.</summary>
    public double AngleTo(Vec3 o) => Math.Atan2(Cross(o).Length, Dot(o));

    /// <summary>Any direction at a right angle to this one, of length 1.</summary>
    public Vec3 Orthogonal()
    {
        var axis = Math.Abs(X) < 0.6 ? new Vec3(1, 0, 0) : new Vec3(0, 1, 0);
        return Cross(axis).Unit();
    }

    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vec3 operator *(double f, Vec3 a) => new(f * a.X, f * a.Y, f * a.Z);
}

/// <summary>All directions within <paramref name="Angle"/> radians of <paramref name="Center"/>: a bound of an outline.</summary>
internal readonly record struct Cap(Vec3 Center, double Angle)
{
    /// <summary>Smallest angle in radians between any two points of the caps; 0 when they meet.</summary>
    public double AngleTo(Cap other) => Math.Max(0, Center.AngleTo(other.Center) - Angle - other.Angle);
}
