using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Post;

/// <summary>What began, moved or ended since it was taken last. The engine's lock is around it.</summary>
internal sealed class MovedIds
{
    // Where nobody takes it for days, all is looked at anew instead.
    private const int Most = 20_000;

    private readonly SortedSet<EntityId> _ids = [];
    private bool _all = true;

    public void Add(ImmutableArray<EntityId> ids)
    {
        if (_all)
        {
            return;
        }

        _ids.UnionWith(ids);
        if (_ids.Count > Most)
        {
            _all = true;
            _ids.Clear();
        }
    }

    /// <summary>Hands them over; null when there are too many to say, as at first.</summary>
    public EntityId[]? Take()
    {
        EntityId[]? taken = _all ? null : [.. _ids];
        _all = false;
        _ids.Clear();
        return taken;
    }
}
