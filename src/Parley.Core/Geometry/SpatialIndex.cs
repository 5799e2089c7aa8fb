namespace Parley.Core.Geometry;

/// <summary>
/// Finds what meets a covering × altitude band × time interval, bounds included. Items and queries may use cells of any level: a
/// query looks at the cells above and below its own. Cost grows with what is in those cells, not with what is elsewhere.
/// Pure: integers and comparisons only; the same operations in the same order give the same results in the same order.
/// About 130 bytes for an item alone in its cell, 40 to 60 in a shared one. Not thread-safe: one caller at a time, readers too.
/// </summary>
public sealed class SpatialIndex<T>
    where T : class
{
    private readonly CellMap<CellItems<T>> _cells = new();
    private readonly int[] _cellsAtLevel = new int[CellId.MaxLevel + 1];
    private readonly HashSet<T> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>Items in the index.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an item that is not in the index; to change its place, remove it first. The same reference removes it.</summary>
    public void Insert(T item, CellCovering cells, AltitudeBand band, TimeInterval time)
    {
        foreach (var id in cells.Cells)
        {
            var items = _cells.Find(id);
            if (items is null)
            {
                items = new CellItems<T>();
                _cells.Add(id, items);
                _cellsAtLevel[new CellId(id).Level]++;
            }

            items.Add(new(item, band, time));
        }

        Count++;
    }

    /// <summary>Takes an item out of the cells it was inserted with. False, and nothing changed, when it is not there.</summary>
    public bool Remove(T item, CellCovering cells)
    {
        var found = false;
        foreach (var id in cells.Cells)
        {
            var items = _cells.Find(id);
            if (items is null || !items.Remove(item))
            {
                continue;
            }

            found = true;
            if (items.Count == 0)
            {
                _cells.Remove(id);
                _cellsAtLevel[new CellId(id).Level]--;
            }
        }

        Count -= found ? 1 : 0;
        return found;
    }

    /// <summary>Adds to <paramref name="results"/> each item that meets the query, once: in order of the cells met, then as kept there.</summary>
    public void Query(CellCovering cells, AltitudeBand band, TimeInterval time, List<T> results)
    {
        var query = new CellQuery<T>(band, time, results, results.Count, _seen);
        Span<ulong> above = stackalloc ulong[CellId.MaxLevel + 1];
        above.Clear();
        foreach (var id in cells.Cells)
        {
            var cell = new CellId(id);
            var level = cell.Level;
            for (var up = 0; up < level; up++)
            {
                if (_cellsAtLevel[up] == 0)
                {
                    continue;
                }

                // Ascending cells share their ancestors in a row: each is visited once.
                var ancestor = cell.Parent(up).Value;
                if (above[up] != ancestor)
                {
                    above[up] = ancestor;
                    _cells.Find(ancestor)?.Collect(ref query);
                }
            }

            var last = cell.RangeMax.Value;
            var run = _cells.From(cell.RangeMin.Value);
            while (run.Next(last) is { } items)
            {
                items.Collect(ref query);
            }
        }

        query.Finish();
    }
}

/// <summary>One item in one cell.</summary>
internal readonly record struct CellItem<T>(T Item, AltitudeBand Band, TimeInterval Time);

/// <summary>A query under way: what it asks and what it found. Duplicates only arise from a second cell with results.</summary>
internal struct CellQuery<T>(AltitudeBand band, TimeInterval time, List<T> results, int first, HashSet<T> seen)
    where T : class
{
    private const int KeepSeen = 4_096;

    private int _cellsWithResults;
    private bool _deduplicating;

    public void Collect(ReadOnlySpan<CellItem<T>> items)
    {
        var before = results.Count;
        foreach (ref readonly var entry in items)
        {
            if (!entry.Time.Meets(time) || !entry.Band.Meets(band))
            {
                continue;
            }

            if (_cellsWithResults > 0 && !_deduplicating)
            {
                _deduplicating = true;
                for (var n = first; n < before; n++)
                {
                    seen.Add(results[n]);
                }
            }

            if (!_deduplicating || seen.Add(entry.Item))
            {
                results.Add(entry.Item);
            }
        }

        _cellsWithResults += results.Count > before ? 1 : 0;
    }

    public readonly void Finish()
    {
        if (_deduplicating)
        {
            seen.Clear();
            if (seen.EnsureCapacity(0) > KeepSeen)
            {
                seen.TrimExcess(KeepSeen);
            }
        }
    }
}
