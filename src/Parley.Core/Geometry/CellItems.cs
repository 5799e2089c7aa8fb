namespace Parley.Core.Geometry;

/// <summary>
/// The items of one cell, in an array without gaps: adding puts last, removing moves the last into the gap. Small ones are scanned;
/// a crowded one also keeps where each item is, so that removing costs the same among thousands. Not thread-safe.
/// </summary>
internal sealed class CellItems<T>
    where T : class
{
    private const int Crowded = 128;

    private CellItem<T>[] _items = new CellItem<T>[1];
    private Dictionary<T, int>? _places;

    public int Count { get; private set; }

    public void Add(CellItem<T> item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count < 4 ? Count * 2 : Count + (Count / 2));
        }

        _items[Count] = item;
        _places?.Add(item.Item, Count);
        Count++;
        if (Count > Crowded && _places is null)
        {
            _places = new(ReferenceEqualityComparer.Instance);
            for (var n = 0; n < Count; n++)
            {
                _places.Add(_items[n].Item, n);
            }
        }
    }

    public bool Remove(T item)
    {
        var at = PlaceOf(item);
        if (at < 0)
        {
            return false;
        }

        Count--;
        _places?.Remove(item);
        if (at < Count)
        {
            _items[at] = _items[Count];
            _places?[_items[at].Item] = at;
        }

        _items[Count] = default;
        Shrink();
        return true;
    }

    public void Collect(ref CellQuery<T> query) => query.Collect(_items.AsSpan(0, Count));

    private int PlaceOf(T item)
    {
        if (_places is not null)
        {
            return _places.TryGetValue(item, out var place) ? place : -1;
        }

        for (var n = 0; n < Count; n++)
        {
            if (ReferenceEquals(_items[n].Item, item))
            {
                return n;
            }
        }

        return -1;
    }

    // Well below the size that grew it, so that one item coming and going does not copy each time.
    private void Shrink()
    {
        if (Count < Crowded / 2)
        {
            _places = null;
        }

        if (_items.Length > 8 && Count < _items.Length / 4)
        {
            Array.Resize(ref _items, _items.Length / 2);
            _places?.TrimExcess();
        }
    }
}
