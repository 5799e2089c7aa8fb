using System.Diagnostics.CodeAnalysis;

namespace Parley.Core.Post;

/// <summary>
/// Values by key, which also lie side by side: a copy of a hundred thousand references is one copy of memory, not a walk through a tree.
/// Found by order, not by hash, as another party chooses some of the keys. One thread.
/// </summary>
internal sealed class Slots<TKey, T>
    where TKey : notnull
    where T : class
{
    private readonly SortedDictionary<TKey, int> _places = [];
    private readonly List<T?> _items = [];
    private readonly Stack<int> _free = [];

    public int Count => _places.Count;

    /// <summary>In the order of the keys.</summary>
    public IEnumerable<T> Values => _places.Values.Select(place => _items[place]!);

    public T this[TKey key]
    {
        get => _items[_places[key]]!;
        set
        {
            if (_places.TryGetValue(key, out var place))
            {
                _items[place] = value;
            }
            else if (_free.TryPop(out place))
            {
                (_places[key], _items[place]) = (place, value);
            }
            else
            {
                _places.Add(key, _items.Count);
                _items.Add(value);
            }
        }
    }

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out T value)
    {
        value = _places.TryGetValue(key, out var place) ? _items[place] : null;
        return value is not null;
    }

    public T? GetValueOrDefault(TKey key) => _places.TryGetValue(key, out var place) ? _items[place] : null;

    public bool ContainsKey(TKey key) => _places.ContainsKey(key);

    public bool Remove(TKey key, [MaybeNullWhen(false)] out T removed)
    {
        removed = null;
        if (_places.Remove(key, out var place))
        {
            (removed, _items[place]) = (_items[place], null);
            _free.Push(place);
        }

        return removed is not null;
    }

    /// <summary>All values, in the order in which they lie: whoever wants another sorts them.</summary>
    public void CopyTo(List<T> all)
    {
        all.AddRange(_items!);
        if (_free.Count > 0)
        {
            all.RemoveAll(static item => item is null);
        }
    }
}
