using System.Collections.Concurrent;
using System.Diagnostics;
using Parley.Core.Exchange;

namespace Parley.Hosting;

/// <summary>
/// Holds back, for a few milliseconds, the refusals of those who compete for one cell. When many parties declare into one cell at once,
/// each success makes the keys of all the others stale; told at once, all of them come back at once, and all but one are refused again. So
/// each success lets out one of those that wait, first come first served, and nobody waits longer than <see cref="LongestHold"/>. Without a
/// success in the cell just before, nothing is held. Thread-safe.
/// </summary>
internal sealed class Turnstile
{
    public static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(4);

    // Cells that are fought over are few; an idle one is dropped when it is next met by chance or by the bound.
    private const int MostCells = 4096;

    private static readonly long HoldTicks = (long)(LongestHold.TotalSeconds * Stopwatch.Frequency);

    private readonly ConcurrentDictionary<ulong, Gate> _gates = new();

    /// <summary>Something was declared or changed in the command's first cell: the one who waits longest may look again.</summary>
    public void Succeeded(PutIntent put) => GateOf(put).Succeeded();

    /// <summary>Waits for this loser's turn; completes at once where there is no crowd.</summary>
    public Task WaitAsync(PutIntent put) => GateOf(put).WaitAsync();

    private Gate GateOf(PutIntent put)
    {
        if (_gates.Count > MostCells)
        {
            // Whoever waits at a dropped gate is let out by time.
            _gates.Clear();
        }

        return _gates.GetOrAdd(put.Extent.Cells.Cells[0], static _ => new Gate());
    }

    private sealed class Gate
    {
        private readonly Lock _lock = new();
        private readonly Queue<(TaskCompletionSource Turn, long Since)> _waiting = new();
        private long _lastSuccess = -2 * HoldTicks;

        public void Succeeded()
        {
            var now = Stopwatch.GetTimestamp();
            lock (_lock)
            {
                _lastSuccess = now;
                Release();
                while (_waiting.TryPeek(out var first) && (first.Turn.Task.IsCompleted || now - first.Since > HoldTicks))
                {
                    Release();
                }
            }
        }

        private void Release()
        {
            if (_waiting.TryDequeue(out var first))
            {
                first.Turn.TrySetResult();
            }
        }

        public Task WaitAsync()
        {
            var now = Stopwatch.GetTimestamp();
            TaskCompletionSource turn;
            lock (_lock)
            {
                if (now - _lastSuccess > HoldTicks)
                {
                    return Task.CompletedTask;
                }

                turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue((turn, now));
            }

            return WithinBound(turn);
        }

        private static async Task WithinBound(TaskCompletionSource turn)
        {
            if (await Task.WhenAny(turn.Task, Task.Delay(LongestHold)) != turn.Task)
            {
                turn.TrySetResult();
            }
        }
    }
}
