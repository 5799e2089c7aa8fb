using CsCheck;
using Parley.Core.Geometry;

namespace Parley.Tests.Geometry;

public sealed class SpatialIndexTests
{
    // A small tree of cells, so that random coverings meet, nest and repeat.
    private static readonly Gen<CellCovering> Covering =
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 3].Array[0, 4])
            .Select(p => p.Item2.Aggregate(CellId.FromFace(p.Item1), (cell, child) => cell.Child(child)).Value)
            .Array[0, 4].Select(ids => CellCovering.FromIds(ids).Value);

    private static readonly Gen<AltitudeBand> Band = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], (low, height) => new AltitudeBand(new(low), new(low + height)));

    private static readonly Gen<TimeInterval> Time = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], (start, length) => new TimeInterval(new(start), new(start + length)));

    [Fact]
    public void It_finds_what_a_plain_list_finds()
    {
        var step = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1_000], Covering, Band, Time);
        step.Array[0, 600].Sample(steps =>
        {
            var index = new SpatialIndex<string>();
            var model = new List<(string Item, CellCovering Cells, AltitudeBand Band, TimeInterval Time)>();
            var results = new List<string>();
            foreach (var (kind, which, cells, band, time) in steps)
            {
                if (kind < 6)
                {
                    var item = $"item {model.Count} {which}";
                    index.Insert(item, cells, band, time);
                    model.Add((item, cells, band, time));
                }
                else if (kind < 8 && model.Count > 0)
                {
                    var gone = model[which % model.Count];
                    model.Remove(gone);
                    Assert.Equal(gone.Cells.Count > 0, index.Remove(gone.Item, gone.Cells));
                    Assert.False(index.Remove(gone.Item, gone.Cells));
                }
                else
                {
                    results.Clear();
                    index.Query(cells, band, time, results);
                    var expected = model.Where(m => m.Cells.Intersects(cells) && m.Band.Meets(band) && m.Time.Meets(time)).Select(m => m.Item);
                    Assert.Equal(expected.Order(StringComparer.Ordinal), results.Order(StringComparer.Ordinal));
                }
            }
        }, iter: 500);
    }

    [Fact]
    public void Thousands_in_one_cell_come_and_go_and_leave_nothing_behind()
    {
        var index = new SpatialIndex<object>();
        var cells = CellCovering.FromIds([CellId.FromLatLng(new(1, 1), 13).Value]).Value;
        var items = Enumerable.Range(0, 10_000).Select(_ => new object()).ToArray();
        var results = new List<object>();
        foreach (var item in items)
        {
            index.Insert(item, cells, AltitudeBand.Unbounded, TimeInterval.Always);
        }

        for (var n = 0; n < items.Length; n++)
        {
            Assert.True(index.Remove(items[n * 7 % items.Length], cells));
            if (n % 1_000 == 0)
            {
                results.Clear();
                index.Query(cells, AltitudeBand.Unbounded, TimeInterval.Always, results);
                Assert.Equal(items.Length - n - 1, results.Distinct().Count());
            }
        }

        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void Ten_thousand_cells_are_kept_in_order_while_they_come_and_go()
    {
        var index = new SpatialIndex<object>();
        var random = new Random(5);
        var live = new Dictionary<ulong, object>();
        var results = new List<object>();
        for (var n = 0; n < 60_000; n++)
        {
            var cell = CellId.FromLatLng(new(random.NextDouble() * 5, random.NextDouble() * 5), 11);
            var covering = CellCovering.FromIds([cell.Value]).Value;
            if (live.Remove(cell.Value, out var item))
            {
                Assert.True(index.Remove(item, covering));
            }
            else
            {
                live[cell.Value] = item = new object();
                index.Insert(item, covering, AltitudeBand.Unbounded, TimeInterval.Always);
            }
        }

        index.Query(CellCovering.FromIds([.. Enumerable.Range(0, 6).Select(f => CellId.FromFace(f).Value)]).Value, AltitudeBand.Unbounded, TimeInterval.Always, results);
        Assert.Equal(live.OrderBy(l => l.Key).Select(l => l.Value), results);
    }

    [Fact]
    public void Two_coverings_that_meet_find_each_other_in_the_index()
    {
        Shapes.Pair.Sample(pair =>
        {
            var (a, b) = (CellCovering.Of(pair.A), CellCovering.Of(pair.B));
            var index = new SpatialIndex<Outline>();
            index.Insert(pair.A, a, AltitudeBand.Unbounded, TimeInterval.Always);
            var results = new List<Outline>();
            index.Query(b, AltitudeBand.Unbounded, TimeInterval.Always, results);
            Assert.Equal(a.Intersects(b), results.Count == 1);
        }, iter: 200);
    }
}
