using System.Collections.Immutable;

namespace Parley.Core.Geometry;

/// <summary>
/// A set of cells, ascending by id, distinct, none inside another. Equal by content; immutable; any thread. This part is integers
/// only; coverings of shapes are made in <c>CellCovering.Of.cs</c>.
/// </summary>
public sealed partial class CellCovering : IEquatable<CellCovering>
{
    public static readonly CellCovering Empty = new([]);

    private readonly ulong[] _cells;

    private CellCovering(ulong[] cells) => _cells = cells;

    public int Count => _cells.Length;

    public CellId this[int index] => new(_cells[index]);

    /// <summary>The ids, ascending.</summary>
    public ReadOnlySpan<ulong> Cells => _cells;

    public ImmutableArray<ulong> ToImmutableArray() => [.. _cells];

    /// <summary>
    /// A covering from ids in any order; repeated and nested ones are dropped. The only problem is a number that is no cell id.
    /// The array belongs to the covering afterwards.
    /// </summary>
    public static Checked<CellCovering> FromIds(ulong[] ids)
    {
        for (var n = 0; n < ids.Length; n++)
        {
            if (!new CellId(ids[n]).IsValid)
            {
                return new Problem($"[{n}]", $"{ids[n]:x16} is not an S2 cell id");
            }
        }

        return IsCanonical(ids) ? new CellCovering(ids) : new CellCovering(Canonical(ids));
    }

    /// <summary>Everything in any of the coverings; four whole siblings become their parent.</summary>
    public static CellCovering Union(IEnumerable<CellCovering> coverings)
    {
        var all = coverings as IReadOnlyCollection<CellCovering> ?? [.. coverings];
        return all.Count == 1 ? all.First() : new(Canonical([.. all.SelectMany(c => c._cells)], merge: true));
    }

    /// <summary>True when a cell is in this covering, itself or inside a larger one.</summary>
    public bool Contains(CellId cell)
    {
        var at = Array.BinarySearch(_cells, cell.Value);
        at = at < 0 ? ~at : at;
        return (at < _cells.Length && new CellId(_cells[at]).Contains(cell)) || (at > 0 && new CellId(_cells[at - 1]).Contains(cell));
    }

    /// <summary>True when any cells of the two are the same or one inside the other.</summary>
    public bool Intersects(CellCovering other)
    {
        var (a, b) = (0, 0);
        while (a < _cells.Length && b < other._cells.Length)
        {
            var (mine, its) = (new CellId(_cells[a]), new CellId(other._cells[b]));
            if (mine.RangeMax < its.RangeMin)
            {
                a++;
            }
            else if (its.RangeMax < mine.RangeMin)
            {
                b++;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    public bool Equals(CellCovering? other) => other is not null && _cells.AsSpan().SequenceEqual(other._cells);

    public override bool Equals(object? obj) => Equals(obj as CellCovering);

    public override int GetHashCode() => _cells.Length == 0 ? 0 : HashCode.Combine(_cells.Length, _cells[0], _cells[^1]);

    public override string ToString() => string.Join(' ', _cells.Select(c => new CellId(c).ToToken()));

    /// <summary>Adds a cell after all others; when it completes four siblings they become their parent, and so on upwards.</summary>
    internal static void AppendMerging(List<ulong> cells, CellId cell)
    {
        while (cell.Level > 0 && cells.Count >= 3)
        {
            var parent = cell.Parent();
            if (cells[^3] != parent.Child(0).Value || cells[^2] != parent.Child(1).Value || cells[^1] != parent.Child(2).Value
                || cell != parent.Child(3))
            {
                break;
            }

            cells.RemoveRange(cells.Count - 3, 3);
            cell = parent;
        }

        cells.Add(cell.Value);
    }

    private static bool IsCanonical(ulong[] ids)
    {
        for (var n = 1; n < ids.Length; n++)
        {
            if (new CellId(ids[n - 1]).RangeMax >= new CellId(ids[n]).RangeMin)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong[] Canonical(ulong[] ids, bool merge = false)
    {
        Array.Sort(ids);
        var kept = new List<ulong>(ids.Length);
        foreach (var id in ids)
        {
            var cell = new CellId(id);
            if (kept.Count > 0 && new CellId(kept[^1]).Contains(cell))
            {
                continue;
            }

            while (kept.Count > 0 && cell.Contains(new CellId(kept[^1])))
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (merge)
            {
                AppendMerging(kept, cell);
            }
            else
            {
                kept.Add(id);
            }
        }

        return [.. kept];
    }
}
