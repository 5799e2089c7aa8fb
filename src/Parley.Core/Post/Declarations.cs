using System.Diagnostics.CodeAnalysis;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>
/// All that a post knows to be declared, by id, with what makes a year of it cheap to look through: from an id on, by their ends, and those that are being filed.
/// Enumerated in the order of ids or ends, never by chance. One thread.
/// </summary>
internal sealed class Declarations
{
    private readonly SortedDictionary<EntityId, Declared> _all = [];
    private readonly SortedSet<EntityId> _ids = [];
    private readonly SortedSet<(Instant End, EntityId Id)> _ends = [];
    private readonly SortedSet<EntityId> _filing = [];

    public IReadOnlyCollection<Declared> Values => _all.Values;

    public Declared this[EntityId id]
    {
        get => _all[id];
        set
        {
            if (!_all.TryGetValue(id, out var old))
            {
                _ids.Add(id);
                _ends.Add((value.Facts.End, id));
            }
            else if (old.Facts.End != value.Facts.End)
            {
                _ends.Remove((old.Facts.End, id));
                _ends.Add((value.Facts.End, id));
            }

            if (value.Filing is not null)
            {
                _filing.Add(id);
            }
            else if (old?.Filing is not null)
            {
                _filing.Remove(id);
            }

            _all[id] = value;
        }
    }

    public bool TryGetValue(EntityId id, [MaybeNullWhen(false)] out Declared declared) => _all.TryGetValue(id, out declared);

    public Declared? GetValueOrDefault(EntityId id) => _all.GetValueOrDefault(id);

    public bool ContainsKey(EntityId id) => _all.ContainsKey(id);

    public void Remove(EntityId id)
    {
        if (_all.Remove(id, out var old))
        {
            _ids.Remove(id);
            _ends.Remove((old.Facts.End, id));
            _filing.Remove(id);
        }
    }

    /// <summary>Those behind an id, in the order of ids; all when there is none.</summary>
    public IEnumerable<Declared> After(EntityId? id) => id is { } last
        ? _ids.GetViewBetween(last, Last).SkipWhile(i => i == last).Select(i => _all[i])
        : _all.Values;

    /// <summary>Those that end at a time or later, in the order of their ends.</summary>
    public IEnumerable<Declared> EndingFrom(Instant time) => _ends.GetViewBetween((time, default), (Instant.Max, Last)).Select(e => _all[e.Id]);

    /// <summary>Those that are being registered, changed or withdrawn at the exchange right now.</summary>
    public IEnumerable<Declared> Filing => _filing.Select(id => _all[id]);

    private static EntityId Last { get; } = new(Guid.AllBitsSet);
}
