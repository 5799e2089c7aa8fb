using System.Collections.Immutable;

namespace Parley.Core.Geometry;

/// <summary>
/// A polygon whose edges are the shortest great-circle arcs between its vertices (in geodetic latitude and longitude) and whose
/// inside is the smaller side, whatever the winding order, as in F3548-21. Made by <see cref="Create"/>. Equal by vertices.
/// </summary>
public sealed record PolygonOutline : Outline
{
    private PolygonOutline(ImmutableArray<LatLng> vertices, Vec3[] ring, Cap bound, double areaKm2)
    {
        (Vertices, Ring) = (vertices, ring);
        (Bound, AreaKm2) = (bound, areaKm2);
    }

    /// <summary>The vertices as given; the last one joins the first.</summary>
    public ImmutableArray<LatLng> Vertices { get; }

    /// <summary>The vertices as directions; several spellings in a row of one place are one.</summary>
    internal Vec3[] Ring { get; }

    /// <summary>
    /// A checked polygon. Problems, each with a sentence of its own: fewer than 3 vertices, more than allowed, a vertex out of range
    /// (under <c>[n]</c>), the same vertex twice in a row, reach beyond <see cref="Outline.MaxReachDegrees"/>, no area, edges that
    /// cross or touch (with the place), too large an area.
    /// </summary>
    /// <param name="dropClosingVertex">True for formats that repeat the first vertex at the end (GeoJSON).</param>
    public static Checked<PolygonOutline> Create(IReadOnlyList<LatLng> vertices, OutlineLimits limits, bool dropClosingVertex = false)
    {
        var count = vertices.Count;
        if (dropClosingVertex && count > 1 && vertices[0] == vertices[count - 1])
        {
            count--;
        }

        if (count < 3)
        {
            return new Problem("", $"a polygon needs at least 3 vertices but has {count}");
        }

        if (count > limits.MaxVertices)
        {
            return new Problem("", $"a polygon may have at most {limits.MaxVertices} vertices but this one has {count}; simplify it");
        }

        var kept = vertices.Take(count).ToImmutableArray();
        if (RingOf(kept, out var ring) is { } vertexProblem)
        {
            return vertexProblem;
        }

        if (!PolygonShape.TryBound(ring, out var bound))
        {
            return OutlineLimits.ReachProblem;
        }

        if (PolygonShape.Fault(ring, bound) is { } shapeProblem)
        {
            return shapeProblem;
        }

        var area = PolygonShape.AreaKm2(ring, bound.Center);
        if (limits.AreaProblem(area) is { } tooLarge)
        {
            return tooLarge;
        }

        return new PolygonOutline(kept, ring, bound, area);
    }

    public bool Equals(PolygonOutline? other) => other is not null && Vertices.AsSpan().SequenceEqual(other.Vertices.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Vertices.Length, Vertices[0], Vertices[^1]);

    private static Problem? RingOf(ImmutableArray<LatLng> vertices, out Vec3[] ring)
    {
        ring = new Vec3[vertices.Length];
        var used = 0;
        for (var n = 0; n < vertices.Length; n++)
        {
            var (vertex, next) = (vertices[n], vertices[(n + 1) % vertices.Length]);
            if (!LatLng.Create(vertex.Lat, vertex.Lng).Try(out _, out var problem))
            {
                return problem.Under($"[{n}]");
            }

            // One place in two spellings, two longitudes at a pole or ±180: how a latitude-longitude box that ends there is written.
            var here = Vec3.From(vertex);
            if (here == Vec3.From(next))
            {
                if (vertex != next)
                {
                    continue;
                }

                return new Problem($"[{n}]", $"the vertex at {vertex} is given twice in a row; leave one out (the last vertex joins the first by itself)");
            }

            ring[used++] = here;
        }

        Array.Resize(ref ring, used);
        return used < 3 ? new Problem("", "the polygon has no area; give at least 3 vertices that are not on one line") : null;
    }
}
