using System.Diagnostics.CodeAnalysis;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>
/// All that a post knows to be declared, by id, with what makes a year of it cheap to look through: from an id on, by their ends, those that are being filed, and those that wait to be acknowledged.
/// Enumerated in the order of ids or ends, never by chance. One thread.
/// </summary>
internal sealed class Declarations(PartyName me)
{
    private readonly Slots<EntityId, Declared> _all = new();
    private readonly SortedSet<EntityId> _ids = [];
    private readonly SortedSet<(Instant End, EntityId Id)> _ends = [];
    private readonly SortedSet<EntityId> _filing = [];

    // Others' that nobody here has acknowledged, by their ends.
    private readonly SortedSet<(Instant End, EntityId Id)> _toAcknowledge = [];

    // Few last longer than this; whatever is not among them has ended so long after a time, if it was there at that time.
    private static readonly TimeSpan Usual = TimeSpan.FromDays(1);
    private readonly SortedSet<EntityId> _long = [];

    public IEnumerable<Declared> Values => _all.Values;

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

            if (IsLong(value))
            {
                _long.Add(id);
            }
            else if (old is not null && IsLong(old))
            {
                _long.Remove(id);
            }

            if (value.Filing is not null)
            {
                _filing.Add(id);
            }
            else if (old?.Filing is not null)
            {
                _filing.Remove(id);
            }

            if (old is not null && IsToAcknowledge(old))
            {
                _toAcknowledge.Remove((old.Facts.End, id));
            }

            if (IsToAcknowledge(value))
            {
                _toAcknowledge.Add((value.Facts.End, id));
            }

            _all[id] = value;
        }
    }

    public bool TryGetValue(EntityId id, [MaybeNullWhen(false)] out Declared declared) => _all.TryGetValue(id, out declared);

    public Declared? GetValueOrDefault(EntityId id) => _all.GetValueOrDefault(id);

    public bool ContainsKey(EntityId id) => _all.ContainsKey(id);

    /// <summary>See <see cref="Slots{TKey,T}.CopyTo"/>.</summary>
    public void CopyTo(List<Declared> all) => _all.CopyTo(all);

    public void Remove(EntityId id)
    {
        if (_all.Remove(id, out var old))
        {
            _ids.Remove(id);
            _ends.Remove((old.Facts.End, id));
            _filing.Remove(id);
            _long.Remove(id);
            _toAcknowledge.Remove((old.Facts.End, id));
        }
    }

    private bool IsToAcknowledge(Declared d) => d is { Civil: false, Over: false, Expired: false } && d.Owner != me && d.Notices.TryGetValue(me, out var told) && told.Unseen;

    /// <summary>Others' whose newest notice nobody here has acknowledged, and that end at a time or later; in the order of their ends.</summary>
    public IEnumerable<Declared> ToAcknowledge(Instant time) => _toAcknowledge.GetViewBetween((time, default), (Instant.Max, Last)).Select(e => _all[e.Id]);

    private static bool IsLong(Declared declared) => declared.Facts.End.Since(declared.Facts.Start) > Usual;

    /// <summary>
    /// Those behind an id that are there at some time between two, in the order of ids: found by their ends where that is shorter, else by looking at each as it comes.
    /// </summary>
    public IEnumerable<Declared> Between(Instant from, Instant to, EntityId? after)
    {
        var last = to.Ticks < Instant.Max.Ticks - Usual.Ticks ? to.Plus(Usual) : Instant.Max;
        var few = from > last ? [] : _ends.GetViewBetween((from, default), (last, Last)).Select(e => _all[e.Id]).Where(static d => !IsLong(d))
            .Concat(_long.Select(id => _all[id])).Take(MostSorted + 1).ToList();
        return few.Count > MostSorted
            ? After(after).Where(d => d.Facts.Start <= to && d.Facts.End >= from)
            : few.Where(d => d.Facts.Start <= to && d.Facts.End >= from && (after is not { } id || d.Id.CompareTo(id) > 0)).OrderBy(static d => d.Id);
    }

    private IEnumerable<Declared> After(EntityId? id) => id is { } last
        ? _ids.GetViewBetween(last, Last).SkipWhile(i => i == last).Select(i => _all[i])
        : _all.Values;

    /// <summary>Those that end at a time or later, in the order of their ends.</summary>
    public IEnumerable<Declared> EndingFrom(Instant time) => _ends.GetViewBetween((time, default), (Instant.Max, Last)).Select(e => _all[e.Id]);

    /// <summary>Those that are being registered, changed or withdrawn at the exchange right now.</summary>
    public IEnumerable<Declared> Filing => _filing.Select(id => _all[id]);

    private const int MostSorted = 1000;

    private static EntityId Last { get; } = new(Guid.AllBitsSet);
}
