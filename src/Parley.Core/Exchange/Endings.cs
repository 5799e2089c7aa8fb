namespace Parley.Core.Exchange;

/// <summary>
/// Which entities end in which hour, so that what ended long ago is found without looking at what has not. Adding, moving and removing cost
/// the same however many there are. Hours are kept in order; ids within one are parted by their first byte and sorted when they are taken,
/// so that a few can be taken from a million and the order never depends on the machine.
/// </summary>
internal sealed class Endings
{
    private const int Parts = 256;

    private readonly SortedDictionary<long, HashSet<EntityId>?[]> _byHour = [];

    private static long HourOf(Instant end) => end.Ticks / TimeSpan.TicksPerHour;

    // In the order of Guid.CompareTo, which begins with the first 32 bits as written.
    private static int PartOf(EntityId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return bytes[0];
    }

    public void Add(EntityId id, Instant end)
    {
        if (!_byHour.TryGetValue(HourOf(end), out var parts))
        {
            _byHour.Add(HourOf(end), parts = new HashSet<EntityId>?[Parts]);
        }

        (parts[PartOf(id)] ??= []).Add(id);
    }

    public void Remove(EntityId id, Instant end)
    {
        if (!_byHour.TryGetValue(HourOf(end), out var parts) || parts[PartOf(id)] is not { } ids || !ids.Remove(id) || ids.Count > 0)
        {
            return;
        }

        parts[PartOf(id)] = null;
        if (Array.TrueForAll(parts, static p => p is null))
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

    /// <summary>At most <paramref name="limit"/> ids whose whole hour lies before <paramref name="before"/>, earliest hour first, then by id.</summary>
    public List<EntityId> Before(Instant before, int limit)
    {
        List<EntityId> ended = [];
        foreach (var (hour, parts) in _byHour)
        {
            if (hour >= HourOf(before))
            {
                break;
            }

            for (var part = 0; part < Parts && ended.Count < limit; part++)
            {
                if (parts[part] is { } ids)
                {
                    List<EntityId> sorted = [.. ids];
                    sorted.Sort();
                    ended.AddRange(sorted.Take(limit - ended.Count));
                }
            }
        }

        return ended;
    }
}
