namespace Parley.Core.Geometry;

/// <summary>
/// Moves outlines over the ground so that they keep their shape: the sphere of normals is turned rigidly, as a sphere is the same
/// everywhere (the same device as <see cref="Vec3"/>; a turn about an axis is Rodrigues' formula). As the ellipsoid's curvature differs by
/// up to 1 % from place to place, all is then scaled about the new centre so that areas stay too. Immutable; any thread.
/// </summary>
internal sealed class Displacement
{
    private readonly Vec3 _axis;
    private readonly double _sin;
    private readonly double _cos;
    private readonly double _scale;

    /// <param name="center">What moves by exactly <paramref name="metres"/>, in exactly this direction.</param>
    /// <param name="bearingDegrees">Clockwise from true north, on the ellipsoid.</param>
    /// <param name="metres">Along the ellipsoid, 0 or more.</param>
    public Displacement(Vec3 center, double bearingDegrees, double metres)
    {
        var (east, north) = Axes(center);
        var (sinB, cosB) = Math.SinCos(double.DegreesToRadians(bearingDegrees));
        var latitude = Math.Asin(Math.Clamp(center.Z, -1, 1));

        // A step on the ground turns the normal by 1/N eastwards and 1/M northwards.
        var turn = (sinB / Ellipsoid.PrimeVerticalRadius(latitude) * east) + (cosB / Ellipsoid.MeridianRadius(latitude) * north);
        _axis = center.Cross(turn.Unit());
        var angle = metres * turn.Length;
        for (var round = 0; round < 4 && metres > 0; round++)
        {
            var made = Geodesic.Metres(center, Turn(center, angle));
            angle *= made > 0 ? metres / made : 1;
        }

        (_sin, _cos) = Math.SinCos(angle);
        Center = Turn(center, angle).Unit();
        _scale = Math.Sqrt(Ellipsoid.AreaScale(center) / Ellipsoid.AreaScale(Center));
    }

    /// <summary>Where the centre comes to be.</summary>
    public Vec3 Center { get; }

    /// <summary>The bearing that leads back, at the new centre.</summary>
    public double BearingBack
    {
        get
        {
            var (east, north) = Axes(Center);
            var back = Center.Cross(_axis);
            var latitude = Math.Asin(Math.Clamp(Center.Z, -1, 1));
            var degrees = double.RadiansToDegrees(Math.Atan2(
                back.Dot(east) * Ellipsoid.PrimeVerticalRadius(latitude), back.Dot(north) * Ellipsoid.MeridianRadius(latitude)));
            return degrees < 0 ? degrees + 360 : degrees;
        }
    }

    public Vec3 Of(Vec3 place)
    {
        var turned = Turn(place, _sin, _cos);
        var angle = Center.AngleTo(turned);
        return angle < 1e-12
            ? turned.Unit()
            : ((Math.Sin(angle * (1 - _scale)) * Center) + (Math.Sin(angle * _scale) * turned)).Unit();
    }

    /// <summary>The outline there: circles keep their radius, polygons have a vertex for each. Problems: those of <c>Create</c>.</summary>
    public Checked<Outline> Of(Outline outline, OutlineLimits limits)
    {
        if (outline is CircleOutline circle)
        {
            return CircleOutline.Create(Of(circle.Bound.Center).ToLatLng(), circle.RadiusMetres, limits).Try(out var moved, out var problem)
                ? moved
                : problem;
        }

        // The ring and not the vertices: two spellings of a pole would come apart.
        var ring = ((PolygonOutline)outline).Ring;
        var vertices = new LatLng[ring.Length];
        for (var n = 0; n < ring.Length; n++)
        {
            vertices[n] = Of(ring[n]).ToLatLng();
        }

        return PolygonOutline.Create(vertices, limits).Try(out var polygon, out var fault) ? polygon : fault;
    }

    private Vec3 Turn(Vec3 place, double angle)
    {
        var (sin, cos) = Math.SinCos(angle);
        return Turn(place, sin, cos);
    }

    private Vec3 Turn(Vec3 place, double sin, double cos) =>
        (cos * place) + (sin * _axis.Cross(place)) + ((1 - cos) * _axis.Dot(place) * _axis);

    private static (Vec3 East, Vec3 North) Axes(Vec3 center)
    {
        var east = Gnomonic.EastOf(center);
        return (east, center.Cross(east));
    }
}
