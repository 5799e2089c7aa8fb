namespace Parley.Core.Geometry;

/// <summary>
/// The plane that touches the unit sphere at a centre, seen from the sphere's centre: great circles are straight lines in it.
/// Coordinates are in radians near the centre and grow with the tangent of the angle from it. Immutable; any thread.
/// </summary>
internal sealed class Gnomonic(Vec3 center)
{
    // East and north where there are such: lines along parallels stay nearly level, which sweeping algorithms like.
    private readonly Vec3 _east = EastOf(center);
    private readonly Vec3 _north = center.Cross(EastOf(center));

    public Vec3 Center { get; } = center;

    /// <summary>False for directions at a right angle to the centre or beyond, which have no image.</summary>
    public bool TryProject(Vec3 v, out double x, out double y)
    {
        var w = v.Dot(Center);
        (x, y) = (v.Dot(_east) / w, v.Dot(_north) / w);
        return w > 1e-9;
    }

    public Vec3 Direction(double x, double y) => (Center + (x * _east) + (y * _north)).Unit();

    /// <summary>The direction of east; at a pole, any.</summary>
    public static Vec3 EastOf(Vec3 center) =>
        Math.Abs(center.Z) < 0.999999 ? new Vec3(0, 0, 1).Cross(center).Unit() : center.Orthogonal();
}
