using System.Diagnostics.CodeAnalysis;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>All conflicts by id, and those of them that are not settled by their ends: what is open is found without a walk through a year of cases. One thread.</summary>
internal sealed class Cases
{
    private readonly SortedDictionary<EntityId, Conflict> _all = [];
    private readonly SortedSet<(Instant End, EntityId Id)> _unsettled = [];

    public IEnumerable<Conflict> Values => _all.Values;

    public Conflict this[EntityId id]
    {
        get => _all[id];
        set
        {
            if (_all.TryGetValue(id, out var old) && IsUnsettled(old))
            {
                _unsettled.Remove((old.Now.End, id));
            }

            if (IsUnsettled(value))
            {
                _unsettled.Add((value.Now.End, id));
            }

            _all[id] = value;
        }
    }

    public bool TryGetValue(EntityId id, [MaybeNullWhen(false)] out Conflict conflict) => _all.TryGetValue(id, out conflict);

    public Conflict? GetValueOrDefault(EntityId id) => _all.GetValueOrDefault(id);

    public bool ContainsKey(EntityId id) => _all.ContainsKey(id);

    /// <summary>Those that are <see cref="ConflictState.Open"/> at a time, in the order of their ends.</summary>
    public IEnumerable<Conflict> OpenAt(Instant now) => _unsettled.GetViewBetween((now, default), (Instant.Max, new EntityId(Guid.AllBitsSet))).Select(e => _all[e.Id]);

    private static bool IsUnsettled(Conflict conflict) => conflict is { Now.Near: true, AgreedBy: null };
}
