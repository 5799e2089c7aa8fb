using System.Collections.Concurrent;

namespace Parley.Bench.Load;

/// <summary>
/// What planners that share one place know of each other: the current OVN of every flight there. Late news of a flight that has gone on
/// or is gone is dropped, so that keys carry what is there and nothing else. Thread-safe.
/// </summary>
internal sealed class Board
{
    private readonly ConcurrentDictionary<string, (int Version, string Ovn)> _there = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _gone = new(StringComparer.Ordinal);

    public void Learn(Flight flight)
    {
        if (!_gone.ContainsKey(flight.Id))
        {
            _there.AddOrUpdate(
                flight.Id,
                static (_, news) => (news.Version, news.Ovn),
                static (_, old, news) => news.Version > old.Version ? (news.Version, news.Ovn) : old,
                flight);
        }
    }

    public void Forget(string id)
    {
        _gone.TryAdd(id, true);
        _there.TryRemove(id, out _);
    }

    public IEnumerable<string> Key() => _there.Select(static pair => pair.Value.Ovn);
}
