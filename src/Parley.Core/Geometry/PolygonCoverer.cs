using System.Runtime.InteropServices;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace Parley.Core.Geometry;

/// <summary>
/// The cells that a polygon meets. On each face's own plane edges are straight and cells are upright rectangles, so a cell meets the
/// border when a segment meets its (slightly larger) rectangle; a cell without border is inside or outside as its middle is.
/// One use each; not shared.
/// </summary>
internal sealed class PolygonCoverer
{
    /// <summary>Margins in radians (about 300 km) up to which the plane's stretch is no trouble.</summary>
    public const double MostMargin = 0.05;

    private const int LargeRing = 48;

    private readonly PolygonOutline _polygon;
    private readonly int _level;
    private readonly int _most;
    private readonly double _pad;
    private readonly List<Segment> _segments = [];
    private readonly List<int> _stack = [];
    private readonly List<ulong> _cells = new(16);
    private readonly Gnomonic _plane;
    private Polygon? _projected;
    private IndexedPointInAreaLocator? _locator;
    private int _face;

    public PolygonCoverer(PolygonOutline polygon, double margin, int level, int most)
    {
        (_polygon, _level, _most) = (polygon, level, most);
        _plane = new Gnomonic(polygon.Bound.Center);

        // A small angle d at (u, v) is at most d·(1 + u² + v²) in the plane, where u and v reach 1 + pad:
        // the smaller root of pad = d·(1 + 2(1 + pad)²), in the form that keeps its digits.
        var d = margin + CapCoverer.Rounding;
        _pad = 6 * d / (1 - (4 * d) + Math.Sqrt(1 - (8 * d) - (8 * d * d)));
    }

    /// <summary>The cells in ascending order, or null when there are more than allowed.</summary>
    public List<ulong>? Run()
    {
        for (_face = 0; _face < 6 && _cells.Count <= _most; _face++)
        {
            if (IsFar(_face))
            {
                continue;
            }

            _segments.Clear();
            _stack.Clear();
            Clip();
            for (var n = 0; n < _segments.Count; n++)
            {
                _stack.Add(n);
            }

            Descend(CellId.FromFace(_face), 0, 0, _face & 1, 0, _stack.Count);
        }

        return _cells.Count > _most ? null : _cells;
    }

    // A face reaches 54.74° from its axis, at the corners; a little more is no harm.
    private bool IsFar(int face)
    {
        var reach = 0.956 + _pad + _polygon.Bound.Angle;
        return reach < Math.PI && CellId.ToFace(face, _polygon.Bound.Center).Z < Math.Cos(reach);
    }

    // Chords instead of arcs: they have the same image, and clipping them to the face's padded pyramid is linear.
    private void Clip()
    {
        var ring = _polygon.Ring;
        var from = CellId.ToFace(_face, ring[^1]);
        foreach (var vertex in ring)
        {
            var to = CellId.ToFace(_face, vertex);
            var (start, end) = (0.0, 1.0);
            var side = 1 + _pad;
            if (Cut((side * from.Z) - from.X, (side * to.Z) - to.X, ref start, ref end)
                && Cut((side * from.Z) + from.X, (side * to.Z) + to.X, ref start, ref end)
                && Cut((side * from.Z) - from.Y, (side * to.Z) - to.Y, ref start, ref end)
                && Cut((side * from.Z) + from.Y, (side * to.Z) + to.Y, ref start, ref end))
            {
                var a = start == 0 ? from : from + (start * (to - from));
                var b = end == 1 ? to : from + (end * (to - from));
                _segments.Add(new(a.X / a.Z, a.Y / a.Z, b.X / b.Z, b.Y / b.Z));
            }

            from = to;
        }
    }

    // Liang–Barsky: keeps the part of the parameter where a value that goes from a to b is not negative.
    private static bool Cut(double a, double b, ref double start, ref double end)
    {
        if (a < 0 && b < 0)
        {
            return false;
        }

        if (a < 0)
        {
            start = Math.Max(start, a / (a - b));
        }
        else if (b < 0)
        {
            end = Math.Min(end, a / (a - b));
        }

        return start <= end;
    }

    private void Descend(CellId cell, int i, int j, int orientation, int first, int count)
    {
        if (_cells.Count > _most)
        {
            return;
        }

        var at = cell.Level;
        if (count == 0)
        {
            if (ContainsMiddle(i, j, at))
            {
                CellCovering.AppendMerging(_cells, cell);
            }

            return;
        }

        if (at == _level)
        {
            CellCovering.AppendMerging(_cells, cell);
            return;
        }

        for (var position = 0; position < 4; position++)
        {
            int ij = CellId.PosToIj[(orientation << 2) | position];
            var (childI, childJ) = ((i << 1) | (ij >> 1), (j << 1) | (ij & 1));
            var rect = UvRect.Of(childI, childJ, at + 1);
            var padded = new UvRect(rect.ULow - _pad, rect.UHigh + _pad, rect.VLow - _pad, rect.VHigh + _pad);
            var mine = _stack.Count;
            for (var n = first; n < first + count; n++)
            {
                if (CollectionsMarshal.AsSpan(_segments)[_stack[n]].Meets(padded))
                {
                    _stack.Add(_stack[n]);
                }
            }

            Descend(cell.Child(position), childI, childJ, orientation ^ CellId.PosToOrientation[position], mine, _stack.Count - mine);
            CollectionsMarshal.SetCount(_stack, mine);
        }
    }

    // The border is at least the padding away, so no care is needed about places on it.
    private bool ContainsMiddle(int i, int j, int level)
    {
        var u = CellId.StToUv(Math.ScaleB(i + 0.5, -level));
        var v = CellId.StToUv(Math.ScaleB(j + 0.5, -level));
        var middle = CellId.FromFace(_face, new Vec3(u, v, 1));
        if (!_plane.TryProject(middle, out var x, out var y))
        {
            return false;
        }

        _projected ??= PolygonShape.Project(_polygon.Ring, _plane);
        if (_polygon.Ring.Length < LargeRing)
        {
            return PolygonShape.Contains(_projected.Shell.CoordinateSequence, x, y);
        }

        _locator ??= new IndexedPointInAreaLocator(_projected);
        return _locator.Locate(new Coordinate(x, y)) != Location.Exterior;
    }

    private readonly record struct Segment(double U0, double V0, double U1, double V1)
    {
        /// <summary>Separating axes: the rectangle's two and the segment's normal.</summary>
        public bool Meets(UvRect r)
        {
            if (Math.Max(U0, U1) < r.ULow || Math.Min(U0, U1) > r.UHigh || Math.Max(V0, V1) < r.VLow || Math.Min(V0, V1) > r.VHigh)
            {
                return false;
            }

            var (du, dv) = (U1 - U0, V1 - V0);
            var distance = (du * (((r.VLow + r.VHigh) / 2) - V0)) - (dv * (((r.ULow + r.UHigh) / 2) - U0));
            return Math.Abs(distance) <= (Math.Abs(du) * (r.VHigh - r.VLow) / 2) + (Math.Abs(dv) * (r.UHigh - r.ULow) / 2);
        }
    }
}
