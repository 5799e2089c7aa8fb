namespace Parley.Core.Geometry;

/// <summary>The cells that a cap meets, found by descending from the faces and leaving out what is outside. Not shared.</summary>
internal static class CapCoverer
{
    /// <summary>What rounding may move, radians: below a millimetre.</summary>
    public const double Rounding = 1.5e-10;

    // Caps near a hemisphere are no longer convex.
    private const double MostAngle = 85 * Math.PI / 180;

    /// <summary>The cells in ascending order, or null when there are more than <paramref name="most"/>.</summary>
    public static List<ulong>? Run(Cap cap, int level, int most)
    {
        var padded = cap with { Angle = cap.Angle + Rounding };
        var test = new CapTest(padded);
        if (SmallestAround(padded, level) is { } root)
        {
            if (root.Level == level)
            {
                return [root.Value];
            }

            var (i, j, orientation) = root.Locate();
            var inside = new List<ulong>(8);
            test.Center = CellId.ToFace(root.Face, padded.Center);
            Descend(ref test, root, i, j, orientation, level, inside, most);
            return inside.Count > most ? null : inside;
        }

        var cells = new List<ulong>(8);
        for (var face = 0; face < 6; face++)
        {
            if (padded.Angle > MostAngle)
            {
                cells.Add(CellId.FromFace(face).Value);
                continue;
            }

            test.Center = CellId.ToFace(face, padded.Center);
            Descend(ref test, CellId.FromFace(face), 0, 0, face & 1, level, cells, most);
        }

        return cells.Count > most ? null : cells;
    }

    /// <summary>The smallest cell from a level upwards that holds the whole cap; most circles are far smaller than a cell. Null for none.</summary>
    private static CellId? SmallestAround(Cap cap, int level)
    {
        var room = Math.Sin(Math.Min(cap.Angle, Math.PI / 2));
        var f = CellId.ToFace(CellId.FaceOf(cap.Center), cap.Center);
        var cell = CellId.FromDirection(cap.Center, level);
        var (i, j, _) = cell.Locate();
        for (var at = level; at >= 0; at--, i >>= 1, j >>= 1)
        {
            var rect = UvRect.Of(i, j, at);
            if (f.X - (rect.ULow * f.Z) > room * Math.Sqrt(1 + (rect.ULow * rect.ULow))
                && (rect.UHigh * f.Z) - f.X > room * Math.Sqrt(1 + (rect.UHigh * rect.UHigh))
                && f.Y - (rect.VLow * f.Z) > room * Math.Sqrt(1 + (rect.VLow * rect.VLow))
                && (rect.VHigh * f.Z) - f.Y > room * Math.Sqrt(1 + (rect.VHigh * rect.VHigh)))
            {
                return cell.Parent(at);
            }
        }

        return null;
    }

    private static void Descend(ref CapTest test, CellId cell, int i, int j, int orientation, int depth, List<ulong> cells, int most)
    {
        var at = cell.Level;
        var rect = UvRect.Of(i, j, at);
        if (cells.Count > most || !test.Meets(rect))
        {
            return;
        }

        if (at == depth || test.Holds(rect))
        {
            CellCovering.AppendMerging(cells, cell);
            return;
        }

        for (var position = 0; position < 4; position++)
        {
            int ij = CellId.PosToIj[(orientation << 2) | position];
            var turned = orientation ^ CellId.PosToOrientation[position];
            Descend(ref test, cell.Child(position), (i << 1) | (ij >> 1), (j << 1) | (ij & 1), turned, depth, cells, most);
        }
    }
}

/// <summary>How a cap lies to cells of one face.</summary>
internal struct CapTest(Cap cap)
{
    private readonly double _sin = Math.Sin(cap.Angle);

    // Chord², which unlike the cosine keeps its digits for small angles.
    private readonly double _chord = 4 * Math.Pow(Math.Sin(cap.Angle / 2), 2);

    /// <summary>The cap's centre in the face's own axes.</summary>
    public Vec3 Center { get; set; } = cap.Center;

    /// <summary>True when any place of the cell is in the cap.</summary>
    public readonly bool Meets(UvRect r)
    {
        var (left, right) = (FromPlane(Center.X, r.ULow), -FromPlane(Center.X, r.UHigh));
        var (below, above) = (FromPlane(Center.Y, r.VLow), -FromPlane(Center.Y, r.VHigh));
        var least = Math.Min(Math.Min(left, right), Math.Min(below, above));
        if (least >= 0 || least < -_sin)
        {
            return least >= 0;
        }

        return (left < 0 && NearSide(left, r.ULow, Center.Y, r.VLow, r.VHigh))
            || (right < 0 && NearSide(-right, r.UHigh, Center.Y, r.VLow, r.VHigh))
            || (below < 0 && NearSide(below, r.VLow, Center.X, r.ULow, r.UHigh))
            || (above < 0 && NearSide(-above, r.VHigh, Center.X, r.ULow, r.UHigh))
            || HasCorner(r.ULow, r.VLow) || HasCorner(r.ULow, r.VHigh) || HasCorner(r.UHigh, r.VLow) || HasCorner(r.UHigh, r.VHigh);
    }

    /// <summary>True when the whole cell is in the cap: its corners are, and both are convex.</summary>
    public readonly bool Holds(UvRect r) =>
        HasCorner(r.ULow, r.VLow) && HasCorner(r.ULow, r.VHigh) && HasCorner(r.UHigh, r.VLow) && HasCorner(r.UHigh, r.VHigh);

    // Sine of the signed distance from the plane of the great circle u = side (or v = side).
    private readonly double FromPlane(double along, double side) => (along - (side * Center.Z)) / Math.Sqrt(1 + (side * side));

    // The plane is within reach (the caller saw to it); is its nearest place to the centre on the side itself?
    private readonly bool NearSide(double distance, double side, double across, double low, double high)
    {
        var depth = Center.Z + (distance * side / Math.Sqrt(1 + (side * side)));
        return depth > 0 && across >= low * depth && across <= high * depth && Math.Abs(distance) <= _sin;
    }

    private readonly bool HasCorner(double u, double v)
    {
        var corner = new Vec3(u, v, 1).Unit();
        var difference = corner - Center;
        return difference.Dot(difference) <= _chord;
    }
}
