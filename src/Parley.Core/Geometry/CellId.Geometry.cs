namespace Parley.Core.Geometry;

/// <content>Between places and cells: the projections of s2geometry's <c>s2coords.h</c>, quadratic ST↔UV.</content>
public readonly partial record struct CellId
{
    /// <summary>The cell that holds a place at a level 0..30.</summary>
    public static CellId FromLatLng(LatLng place, int level = MaxLevel) => FromDirection(Vec3.From(place), level);

    internal static CellId FromDirection(Vec3 v, int level)
    {
        var face = FaceOf(v);
        var f = ToFace(face, v);
        return FromFaceIJ(face, ToIndex(f.X / f.Z, level), ToIndex(f.Y / f.Z, level), level);
    }

    /// <summary>The cell's middle.</summary>
    public LatLng Center
    {
        get
        {
            var (i, j) = ToIJ();
            var half = Math.ScaleB(0.5, -Level);
            return FromFace(Face, new(StToUv(Math.ScaleB(i, -Level) + half), StToUv(Math.ScaleB(j, -Level) + half), 1)).Unit().ToLatLng();
        }
    }

    /// <summary>Corner 0..3 counter-clockwise; corners are joined by great-circle arcs.</summary>
    public LatLng Vertex(int corner) => Corner(corner).ToLatLng();

    internal Vec3 Corner(int corner)
    {
        var bound = BoundUv;
        var u = corner is 0 or 3 ? bound.ULow : bound.UHigh;
        var v = corner is 0 or 1 ? bound.VLow : bound.VHigh;
        return FromFace(Face, new(u, v, 1)).Unit();
    }

    /// <summary>A cap that holds the cell.</summary>
    internal Cap Bound
    {
        get
        {
            var center = Vec3.From(Center);
            var angle = 0.0;
            for (var corner = 0; corner < 4; corner++)
            {
                angle = Math.Max(angle, center.AngleTo(Corner(corner)));
            }

            return new Cap(center, angle);
        }
    }

    internal UvRect BoundUv
    {
        get
        {
            var (i, j) = ToIJ();
            return UvRect.Of(i, j, Level);
        }
    }

    /// <summary>The face whose axis is nearest to a direction.</summary>
    internal static int FaceOf(Vec3 v)
    {
        var (x, y, z) = (Math.Abs(v.X), Math.Abs(v.Y), Math.Abs(v.Z));
        if (x > y)
        {
            return x > z ? (v.X < 0 ? 3 : 0) : (v.Z < 0 ? 5 : 2);
        }

        return y > z ? (v.Y < 0 ? 4 : 1) : (v.Z < 0 ? 5 : 2);
    }

    /// <summary>A direction in a face's own axes: u = X/Z, v = Y/Z where Z is above 0.</summary>
    internal static Vec3 ToFace(int face, Vec3 v) => face switch
    {
        0 => new(v.Y, v.Z, v.X),
        1 => new(-v.X, v.Z, v.Y),
        2 => new(-v.X, -v.Y, v.Z),
        3 => new(-v.Z, -v.Y, -v.X),
        4 => new(-v.Z, v.X, -v.Y),
        _ => new(v.Y, v.X, -v.Z),
    };

    internal static Vec3 FromFace(int face, Vec3 f) => face switch
    {
        0 => new(f.Z, f.X, f.Y),
        1 => new(-f.X, f.Z, f.Y),
        2 => new(-f.X, -f.Y, f.Z),
        3 => new(-f.Z, -f.Y, -f.X),
        4 => new(f.Y, -f.Z, -f.X),
        _ => new(f.Y, f.X, -f.Z),
    };

    internal static double StToUv(double s) => s >= 0.5 ? ((4 * s * s) - 1) / 3 : (1 - (4 * (1 - s) * (1 - s))) / 3;

    private static double UvToSt(double u) => u >= 0 ? 0.5 * Math.Sqrt(1 + (3 * u)) : 1 - (0.5 * Math.Sqrt(1 - (3 * u)));

    private static int ToIndex(double u, int level) => Math.Clamp((int)Math.Floor(Math.ScaleB(UvToSt(u), level)), 0, (int)((1L << level) - 1));
}

/// <summary>A cell's place in its face's plane; its sides are great circles.</summary>
internal readonly record struct UvRect(double ULow, double UHigh, double VLow, double VHigh)
{
    public static UvRect Of(int i, int j, int level) => new(
        CellId.StToUv(Math.ScaleB(i, -level)),
        CellId.StToUv(Math.ScaleB(i + 1, -level)),
        CellId.StToUv(Math.ScaleB(j, -level)),
        CellId.StToUv(Math.ScaleB(j + 1, -level)));
}
