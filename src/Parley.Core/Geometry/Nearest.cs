using System.Runtime.InteropServices;

namespace Parley.Core.Geometry;

/// <summary>The two nearest places of two things, and the metres between them.</summary>
internal readonly record struct NearestPair(Vec3 OnA, Vec3 OnB, double Metres)
{
    public NearestPair Swapped() => new(OnB, OnA, Metres);

    /// <summary>A place on the way from A to B, given as a share of it.</summary>
    public Vec3 Between(double share)
    {
        var angle = OnA.AngleTo(OnB);
        var middle = angle < 1e-12 ? OnA : ((Math.Sin((1 - share) * angle) * OnA) + (Math.Sin(share * angle) * OnB));
        return middle.Length < 1e-12 ? OnA : middle.Unit();
    }
}

/// <summary>
/// Nearest places between corners and great-circle edges. They are sought on the sphere of normals, where a metre's angle varies by up
/// to 1 % with place and direction; so every pair within that of the least angle is measured on the ellipsoid. The foot of a
/// perpendicular found this way lengthens a distance by less than 0.001 %.
/// </summary>
internal static class Nearest
{
    private const double Doubt = 1.0102;
    private const int MostKept = 256;

    /// <summary>The nearest corners or edges of two rings; says nothing of one inside the other or of edges that cross.</summary>
    public static NearestPair BetweenRings(Vec3[] a, Vec3[] b)
    {
        var search = new Search();
        search.Add(a, Edges(b), swapped: false);
        search.Add(b, Edges(a), swapped: true);
        return search.Measure();
    }

    public static NearestPair ToRing(Vec3 place, Vec3[] ring)
    {
        var search = new Search();
        search.Add([place], Edges(ring), swapped: false);
        return search.Measure();
    }

    private static Edge[] Edges(Vec3[] ring)
    {
        var edges = new Edge[ring.Length];
        for (var n = 0; n < ring.Length; n++)
        {
            edges[n] = Edge.Of(ring[n], ring[(n + 1) % ring.Length]);
        }

        return edges;
    }

    private readonly record struct Edge(Vec3 A, Vec3 B, Vec3 Normal, Vec3 FromA, Vec3 FromB)
    {
        public static Edge Of(Vec3 a, Vec3 b)
        {
            // Crossing with the difference keeps the direction of edges as short as a millimetre.
            var normal = a.Cross(b - a).Unit();
            return new(a, b, normal, normal.Cross(a), b.Cross(normal));
        }

        /// <summary>Chord² from a place to the nearest place of the edge.</summary>
        public double Chord2(Vec3 p, out Vec3 foot)
        {
            var fromA = p - A;
            if (p.Dot(FromA) > 0 && p.Dot(FromB) > 0)
            {
                var sine = fromA.Dot(Normal);
                foot = p - (sine * Normal);
                return 2 * sine * sine / (1 + Math.Sqrt(Math.Max(0, 1 - (sine * sine))));
            }

            var fromB = p - B;
            var (a2, b2) = (fromA.Dot(fromA), fromB.Dot(fromB));
            foot = a2 <= b2 ? A : B;
            return Math.Min(a2, b2);
        }
    }

    private sealed class Search
    {
        private readonly List<(double Chord2, Vec3 OnA, Vec3 OnB)> _kept = [];
        private double _least = double.PositiveInfinity;

        public void Add(ReadOnlySpan<Vec3> places, Edge[] edges, bool swapped)
        {
            foreach (var place in places)
            {
                foreach (ref readonly var edge in edges.AsSpan())
                {
                    var chord2 = edge.Chord2(place, out var foot);
                    if (chord2 > _least * Doubt * Doubt)
                    {
                        continue;
                    }

                    _least = Math.Min(_least, chord2);
                    _kept.Add(swapped ? (chord2, foot, place) : (chord2, place, foot));
                    if (_kept.Count % MostKept == 0)
                    {
                        Prune();
                    }
                }
            }
        }

        public NearestPair Measure()
        {
            Prune();
            var best = new NearestPair(default, default, double.PositiveInfinity);
            foreach (ref readonly var pair in CollectionsMarshal.AsSpan(_kept))
            {
                var metres = Geodesic.Metres(pair.OnA, pair.OnB);
                if (metres < best.Metres)
                {
                    best = new NearestPair(pair.OnA.Unit(), pair.OnB.Unit(), metres);
                }
            }

            return best;
        }

        private void Prune() => _kept.RemoveAll(k => k.Chord2 > _least * Doubt * Doubt);
    }
}
