namespace Parley.Core.Exchange;

/// <summary>
/// Which entities end in which hour, so that what ended long ago is found without looking at what has not. Hours and the ids within them
/// are kept in order, so that a few can be taken from a million and the order never depends on the machine.
/// </summary>
internal sealed class Endings
{
    private readonly SortedDictionary<long, SortedSet<EntityId>> _byHour = [];

    private static long HourOf(Instant end) => end.Ticks / TimeSpan.TicksPerHour;

    public void Add(EntityId id, Instant end)
    {
        if (!_byHour.TryGetValue(HourOf(end), out var ids))
        {
            _byHour.Add(HourOf(end), ids = []);
        }

        ids.Add(id);
    }

    public void Remove(EntityId id, Instant end)
    {
        if (_byHour.TryGetValue(HourOf(end), out var ids) && ids.Remove(id) && ids.Count == 0)
        {
            _byHour.Remove(HourOf(end));
        }
    }

    public void Move(EntityId id, Instant from, Instant to)
    {
        if (HourOf(from) != HourOf(to))
        {
            Remove(id, from);
            Add(id, to);
        }
    }

    /// <summary>At most <paramref name="limit"/> ids whose whole hour lies before <paramref name="before"/>, earliest hour first.</summary>
    public List<EntityId> Before(Instant before, int limit)
    {
        List<EntityId> ended = [];
        foreach (var (hour, ids) in _byHour)
        {
            if (hour >= HourOf(before) || ended.Count >= limit)
            {
                break;
            }

            ended.AddRange(ids.Take(limit - ended.Count));
        }

        return ended;
    }
}
