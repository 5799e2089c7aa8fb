using CsCheck;
using Parley.Core.Geometry;

namespace Parley.Tests.Geometry;

/// <summary>Random outlines from a metre to a continent, often at the poles and the antimeridian, and places in them.</summary>
internal static class Shapes
{
    public static readonly Gen<LatLng> Place = Gen.OneOf(
        Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], (lat, lng) => new LatLng(lat, lng)),
        Gen.Select(Gen.Double[89, 90], Gen.Double[-180, 180], Gen.Bool, (lat, lng, south) => new LatLng(south ? -lat : lat, lng)),
        Gen.Select(Gen.Double[-80, 80], Gen.Double[-0.5, 0.5], (lat, d) => new LatLng(lat, d < 0 ? -180 - d : 180 - d)),
        Gen.Select(Gen.Int[-2, 2], Gen.Int[-4, 4], (lat, lng) => new LatLng(lat * 45, lng * 45)));

    /// <summary>Metres, each order of magnitude as often.</summary>
    public static Gen<double> Size(double least, double most) => Gen.Double[Math.Log(least), Math.Log(most)].Select(Math.Exp);

    public static Gen<Outline> Circle(Gen<LatLng> center, Gen<double> size) =>
        Gen.Select(center, size, (c, r) => (Outline)CircleOutline.Create(c, r, OutlineLimits.Default).Value);

    /// <summary>A polygon that its centre sees the whole of: vertices at rising azimuths.</summary>
    public static Gen<Outline> Star(Gen<LatLng> center, Gen<double> size) =>
        Gen.Select(center, size, Gen.Select(Gen.Double[0, 0.8], Gen.Double[0.3, 1]).Array[4, 12], Gen.Bool, (c, r, spokes, reverse) =>
        {
            var vertices = spokes.Select((s, n) => Around(c, r * s.Item2, (n + s.Item1) / spokes.Length * Math.Tau)).ToList();
            if (reverse)
            {
                vertices.Reverse();
            }

            return (Outline)PolygonOutline.Create(vertices, OutlineLimits.Default).Value;
        });

    public static Gen<Outline> Any(Gen<LatLng> center, Gen<double> size) => Gen.OneOf(Circle(center, size), Star(center, size));

    public static readonly Gen<Outline> AnyOutline = Any(Place, Size(1, 4e6));

    /// <summary>Two outlines that are likely to be near each other.</summary>
    public static readonly Gen<(Outline A, Outline B)> Pair =
        Gen.Select(Place, Size(1, 3e6), Size(1, 3e6), Gen.Double[0, 1.5], Gen.Double[0, Math.Tau]).SelectMany(p =>
        {
            var (place, a, b, apart, azimuth) = p;
            var other = Around(place, (a + b) * apart, azimuth);
            return Gen.Select(Any(Gen.Const(place), Gen.Const(a)), Any(Gen.Const(other), Gen.Const(b)));
        });

    public static LatLng Around(LatLng center, double metres, double azimuth) => Step(Vec3.From(center), metres / 6.4e6, azimuth).ToLatLng();

    public static Vec3 Step(Vec3 from, double angle, double azimuth)
    {
        var east = from.Orthogonal();
        var north = from.Cross(east);
        var direction = (Math.Cos(azimuth) * east) + (Math.Sin(azimuth) * north);
        return ((Math.Cos(angle) * from) + (Math.Sin(angle) * direction)).Unit();
    }

    /// <summary>A place of an outline made by <see cref="Star"/> or <see cref="Circle"/>; <paramref name="out"/> 1 is its border.</summary>
    public static LatLng Inside(Outline outline, LatLng starCenter, double along, double @out)
    {
        if (outline is CircleOutline circle)
        {
            // Normals turn least per metre at the poles: this never leaves the circle.
            return Step(Vec3.From(circle.Center), circle.RadiusMetres / 6_399_600 * @out, along * Math.Tau).ToLatLng();
        }

        var vertices = ((PolygonOutline)outline).Vertices;
        var edge = along * vertices.Length;
        var n = Math.Min((int)edge, vertices.Length - 1);
        var (a, b) = (Vec3.From(vertices[n]), Vec3.From(vertices[(n + 1) % vertices.Length]));
        var border = (((1 - (edge - n)) * a) + ((edge - n) * b)).Unit();
        return (((1 - @out) * Vec3.From(starCenter)) + (@out * border)).Unit().ToLatLng();
    }
}
