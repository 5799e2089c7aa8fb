using System.Collections.Concurrent;
using System.Diagnostics;
using Parley.Core.Exchange;

namespace Parley.Hosting;

/// <summary>
/// Holds back, for a few milliseconds, the refusals of those who compete for one cell. When many parties declare into one cell at once,
/// each success makes the keys of all the others stale; told at once, all of them come back at once, and all but one are refused again. So
/// each success lets out one of those that wait, the one that lost most often first, and nobody waits longer than <see cref="LongestHold"/>. Without a
/// success in the cell just before, nothing is held. Thread-safe.
/// </summary>
internal sealed class Turnstile
{
    public static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(4);

    // Cells that are fought over are few; an idle one goes when so many have been made.
    private const int MostCells = 4096;

    // The field's clients give up after some fifty attempts.
    private const int ManyLosses = 24;

    private static readonly long HoldTicks = (long)(LongestHold.TotalSeconds * Stopwatch.Frequency);

    private readonly ConcurrentDictionary<ulong, Gate> _gates = new();
    private int _made;

    /// <summary>Something was declared or changed in the command's first cell: the one who lost most often may look again.</summary>
    public void Succeeded(PutIntent put) => GateOf(put).Succeeded();

    /// <summary>Waits for this loser's turn; completes at once where there is no crowd.</summary>
    /// <param name="losses">How often it lost before.</param>
    public Task WaitAsync(PutIntent put, int losses) => GateOf(put).WaitAsync(put.Id, losses);

    /// <summary>Lets one pass who lost very often and was just let out: without that, those who just succeeded would always be quicker.</summary>
    public Task EnterAsync(PutIntent put) =>
        _gates.TryGetValue(put.Extent.Cells.Cells[0], out var gate) ? gate.EnterAsync(put.Id) : Task.CompletedTask;

    private Gate GateOf(PutIntent put)
    {
        var cell = put.Extent.Cells.Cells[0];
        if (_gates.TryGetValue(cell, out var gate))
        {
            return gate;
        }

        // Counted here, as asking a concurrent dictionary for its count takes all its locks. Whoever waits at a dropped gate is let out by time.
        if (Interlocked.Increment(ref _made) % MostCells == 0)
        {
            _gates.Clear();
        }

        return _gates.GetOrAdd(cell, static _ => new Gate());
    }

    private sealed class Gate
    {
        private readonly Lock _lock = new();

        // Who lost most often goes first; among equals, who came first.
        private readonly PriorityQueue<Loser, (int, long)> _waiting = new();
        private long _lastSuccess = -2 * HoldTicks;
        private long _arrivals;

        // Whose next attempt the others let pass, until when, and what they wait for.
        private EntityId? _expected;
        private long _expectedUntil;
        private TaskCompletionSource _passed = new();

        public void Succeeded()
        {
            lock (_lock)
            {
                _lastSuccess = Stopwatch.GetTimestamp();
                while (_waiting.TryDequeue(out var first, out _))
                {
                    // Those whose time was up are gone already.
                    if (first.Turn.TrySetResult())
                    {
                        Expect(first);
                        return;
                    }
                }
            }
        }

        public Task WaitAsync(EntityId id, int losses)
        {
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                if (Stopwatch.GetTimestamp() - _lastSuccess > HoldTicks)
                {
                    return Task.CompletedTask;
                }

                _waiting.Enqueue(new Loser(id, losses, turn), (-losses, _arrivals++));
            }

            return WithinBound(turn);
        }

        public Task EnterAsync(EntityId id)
        {
            lock (_lock)
            {
                if (_expected is not { } expected)
                {
                    return Task.CompletedTask;
                }

                if (expected == id || Stopwatch.GetTimestamp() > _expectedUntil)
                {
                    // This one goes on at once; the others only after it, on other threads.
                    _expected = null;
                    _passed.TrySetResult();
                    return Task.CompletedTask;
                }

                return WithinBound(_passed);
            }
        }

        private void Expect(Loser loser)
        {
            if (loser.Losses >= ManyLosses && _expected is null)
            {
                _expected = loser.Id;
                _expectedUntil = Stopwatch.GetTimestamp() + HoldTicks;
                _passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        private static async Task WithinBound(TaskCompletionSource turn)
        {
            if (await Task.WhenAny(turn.Task, Task.Delay(LongestHold)) != turn.Task)
            {
                turn.TrySetResult();
            }
        }

        private readonly record struct Loser(EntityId Id, int Losses, TaskCompletionSource Turn);
    }
}
