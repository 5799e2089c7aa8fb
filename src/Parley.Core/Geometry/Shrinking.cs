using System.Collections.Immutable;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Buffer;

namespace Parley.Core.Geometry;

/// <summary>Moves an outline's border inwards. Static; any thread.</summary>
internal static class Shrinking
{
    // What is thinner is a leftover of the calculation.
    private const double ThinnestMetres = 1;

    /// <summary>
    /// What is left when the border moves inwards: one outline, several where a narrow part vanishes, none. Within 1 % of the metres; the
    /// only problem is an outline of more than about 630 km from its centre.
    /// </summary>
    public static Checked<ImmutableArray<Outline>> Of(Outline outline, double metres, OutlineLimits limits)
    {
        if (metres <= 0)
        {
            return ImmutableArray.Create(outline);
        }

        if (outline is CircleOutline circle)
        {
            return circle.RadiusMetres - metres > ThinnestMetres
                && CircleOutline.Create(circle.Center, circle.RadiusMetres - metres, limits).Try(out var smaller, out _)
                    ? ImmutableArray.Create<Outline>(smaller)
                    : [];
        }

        if (outline.Bound.Angle > MetricPlane.TrueWithin)
        {
            return new Problem("", "the outline is too large to shrink by a distance; divide it into several");
        }

        var plane = new MetricPlane(outline.Bound.Center);
        if (!plane.TryProject(outline, out var polygon))
        {
            return ImmutableArray<Outline>.Empty;
        }

        // Round joins: with mitred ones a part behind a narrow lane was seen to get lost.
        var how = new BufferParameters(8, EndCapStyle.Round, JoinStyle.Round, 2) { SimplifyFactor = 0.001 };
        var left = BufferOp.Buffer(polygon, -metres, how);
        var outlines = ImmutableArray.CreateBuilder<Outline>();
        for (var n = 0; n < left.NumGeometries; n++)
        {
            if (left.GetGeometryN(n) is Polygon { IsEmpty: false } piece
                && 2 * piece.Area / piece.Length > ThinnestMetres
                && PolygonOutline.Create([.. plane.PlacesOf(piece.Shell)], limits).Try(out var made, out _))
            {
                outlines.Add(made);
            }
        }

        return outlines.ToImmutable();
    }
}
