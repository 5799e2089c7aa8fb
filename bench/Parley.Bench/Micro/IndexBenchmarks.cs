using BenchmarkDotNet.Attributes;
using Parley.Core;
using Parley.Core.Geometry;

namespace Parley.Bench.Micro;

/// <summary>The index of a place: what is elsewhere must cost nothing.</summary>
[MemoryDiagnoser]
public class IndexBenchmarks
{
    private static readonly AltitudeBand Band = new(new Altitude(50), new Altitude(100));
    private static readonly TimeInterval Time = new(new Instant(1_000), new Instant(2_000));

    private readonly SpatialIndex<object> _index = new();
    private readonly List<object> _results = new(64);
    private readonly object _item = new();
    private readonly CellCovering _alone = Cell(0, 4_000, 4_000);
    private readonly CellCovering _shared = Cell(0, 100, 100);

    [Params(1_000, 100_000, 1_000_000)]
    public int Elsewhere { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        // Spread over five faces of the sphere; the sixth is for what is measured.
        for (var n = 0; n < Elsewhere; n++)
        {
            var (row, column) = Math.DivRem(n / 5, 1_000);
            _index.Insert(new object(), Cell(1 + (n % 5), row * 8, column * 8), Band, Time);
        }

        _index.Insert(new object(), _alone, Band, Time);
        for (var n = 0; n < 26; n++)
        {
            _index.Insert(new object(), _shared, Band, Time);
        }
    }

    [Benchmark(Description = "query, 1 there")]
    public int Query() => Query(_alone);

    [Benchmark(Description = "query, 26 there")]
    public int QueryCrowd() => Query(_shared);

    [Benchmark(Description = "insert and remove, 1 there")]
    public bool InsertAndRemove() => InsertAndRemove(_alone);

    [Benchmark(Description = "insert and remove, 26 there")]
    public bool InsertAndRemoveInCrowd() => InsertAndRemove(_shared);

    private int Query(CellCovering place)
    {
        _results.Clear();
        _index.Query(place, Band, Time, _results);
        return _results.Count;
    }

    private bool InsertAndRemove(CellCovering place)
    {
        _index.Insert(_item, place, Band, Time);
        return _index.Remove(_item, place);
    }

    private static CellCovering Cell(int face, int i, int j) =>
        CellCovering.FromIds([CellId.FromFaceIJ(face, i, j, CellCovering.FineLevel).Value]).Value;
}
