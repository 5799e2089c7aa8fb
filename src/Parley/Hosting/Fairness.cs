using System.Collections.Concurrent;
using Parley.Core.Exchange;
using Parley.Journal;

namespace Parley.Hosting;

/// <summary>
/// Who lost before goes first. Parties that declare into one cell at the same moment all hold keys of the same age, so of those that wait
/// in one batch only the first can win and the rest must look again; by chance alone some would lose dozens of times running. The order
/// within a batch is ours to choose, so it goes by how often an entity's change was refused lately. Thread-safe.
/// </summary>
internal sealed class Fairness
{
    // Only what is being fought over stays in here; the bound is for a party that never comes back for its losers.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<EntityId, int> _losses = new();

    // About how many are in there; asking the dictionary takes all its locks.
    private int _losers;

    /// <summary>Counts a loss and says how many that makes.</summary>
    public int Lost(EntityId id)
    {
        var losses = _losses.AddOrUpdate(id, 1, static (_, n) => n + 1);
        if (losses == 1 && Interlocked.Increment(ref _losers) > Most)
        {
            _losses.Clear();
            Volatile.Write(ref _losers, 0);
        }

        return losses;
    }

    public void Won(EntityId id)
    {
        if (_losses.TryRemove(id, out _))
        {
            Interlocked.Decrement(ref _losers);
        }
    }

    public void Arrange(List<Submission> waiting)
    {
        if (waiting.Count > 1 && !_losses.IsEmpty)
        {
            // Stable, so that what nobody lost keeps the order in which it came.
            var ordered = waiting.OrderByDescending(LossesOf).ToArray();
            waiting.Clear();
            waiting.AddRange(ordered);
        }
    }

    private int LossesOf(Submission submission) =>
        ((ExchangeEngine.Ticket)submission.Ticket).Command is PutIntent put && _losses.TryGetValue(put.Id, out var losses) ? losses : 0;
}
