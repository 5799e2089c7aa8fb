namespace Parley.Core.Geometry;

public sealed partial class CellCovering
{
    /// <summary>The covering of both; this one itself when it holds the other already.</summary>
    public CellCovering Union(CellCovering other) => Contains(other) ? this : other.Contains(this) ? other : Union([this, other]);

    /// <summary>Whether all of <paramref name="inner"/> lies in these cells, be it cut into larger or smaller ones. O(n log m) as a rule.</summary>
    public bool Contains(CellCovering inner)
    {
        foreach (var cell in inner._cells)
        {
            if (!ContainsWhole(new CellId(cell)))
            {
                return false;
            }
        }

        return true;
    }

    // A cell may be held as one piece, or as children that together make it up.
    private bool ContainsWhole(CellId cell)
    {
        if (Contains(cell))
        {
            return true;
        }

        if (cell.Level == CellId.MaxLevel || !AnyWithin(cell))
        {
            return false;
        }

        for (var position = 0; position < 4; position++)
        {
            if (!ContainsWhole(cell.Child(position)))
            {
                return false;
            }
        }

        return true;
    }

    private bool AnyWithin(CellId cell)
    {
        var at = Array.BinarySearch(_cells, cell.RangeMin.Value);
        at = at < 0 ? ~at : at;
        return at < _cells.Length && _cells[at] <= cell.RangeMax.Value;
    }
}
