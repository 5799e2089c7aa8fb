using System.Runtime;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;

namespace Parley.Post;

/// <summary>The command could not be made durable; nobody was told that it was.</summary>
internal sealed record PostUnavailable(string Sentence) : PostOutcome;

/// <summary>
/// A post's state behind its journal: ordered, made durable, applied, answered, like the exchange's. Beside it the index over the volumes,
/// which follows the state entry by entry under the same lock. Thread-safe.
/// </summary>
internal sealed class PostEngine(IOrderedLog log, PartyName me, TimeProvider clock) : IAsyncDisposable
{
    private const int MostOutcomes = 1000;

    // Of a letter that waits for its number: nobody knows yet when it goes.
    private static readonly Task<PostOutcome> Unplaced = Task.FromCanceled<PostOutcome>(new CancellationToken(canceled: true));

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    // Guards state, index, waiters and Position: microseconds to milliseconds (a search for conflicts), never across I/O.
    private readonly Lock _gate = new();
    private readonly Dictionary<long, TaskCompletionSource<PostOutcome>> _waiting = [];
    private PostState _state = new(me);
    private readonly Airspace _airspace = new(me);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<MovedIds> _followers = [];
    private bool _live;

    public PartyName Me => me;

    /// <summary>This party's own fingerprint.</summary>
    public required string MyFingerprint { get; set; }

    public long Position { get; private set; }

    public IOrderedLog Log => log;

    public Instant Now => Instant.From(clock.GetUtcNow());

    /// <summary>The last position that the snapshot this post started from covers; 0 when it replayed the whole journal.</summary>
    public long StartedFrom { get; private set; }

    /// <summary>Takes up the newest snapshot that can be used and replays the journal after it, or all of it; then commands are taken.</summary>
    /// <exception cref="JournalException">The journal can't be used, or was written by a newer Parley.</exception>
    public void Start(PostSnapshots? snapshots = null)
    {
        // All of what is read stays, so a collector that works beside it does so for nothing.
        var usual = GCSettings.LatencyMode;
        GCSettings.LatencyMode = GCLatencyMode.Batch;
        try
        {
            if (snapshots?.ReadNewest(me) is { } newest)
            {
                _state = new PostState(newest.Picture);
                StartedFrom = Position = newest.Position;
            }

            log.Start(StartedFrom, Deliver, Fail);
        }
        finally
        {
            GCSettings.LatencyMode = usual;
        }

        lock (_gate)
        {
            _state.TakeMoved();
            _airspace.Rebuild(_state, Now);
            _live = true;
        }
    }

    /// <summary>The state at one position, to be written while this goes on. The lock is held while references are copied: milliseconds for a year's history.</summary>
    public (PostPicture Picture, long Position) Picture()
    {
        lock (_gate)
        {
            return (_state.Picture(), Position);
        }
    }

    /// <summary>Gathers from now on what began, moved or ended, for one who draws it. It is taken within <see cref="Read{T}(Func{PostState, T})"/>.</summary>
    public MovedIds FollowMoved()
    {
        lock (_gate)
        {
            var follower = new MovedIds();
            _followers.Add(follower);
            return follower;
        }
    }

    /// <summary>Completes when anything was applied since it was taken: for those who look whether there is work for them.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Reads state and index under the lock. What comes out must be immutable; keep it short.</summary>
    public T Read<T>(Func<PostState, Airspace, T> read)
    {
        lock (_gate)
        {
            return read(_state, _airspace);
        }
    }

    public T Read<T>(Func<PostState, T> read) => Read((state, _) => read(state));

    /// <summary>Orders a command, waits until it is durable and applied, and says what came of it. What its own people can't do is refused without a place in the journal.</summary>
    public async Task<PostOutcome> SubmitAsync(PostCommand command)
    {
        if (Read(s => s.Judge(command)) is { } refused)
        {
            return refused;
        }

        var ticket = new Ticket(command);
        if (!log.TrySubmit(PostCodec.Encode(command), ticket, out var refusal))
        {
            return new PostUnavailable(refusal.Sentence);
        }

        try
        {
            return await ticket.Task.WaitAsync(LongestWait);
        }
        catch (TimeoutException)
        {
            return new PostUnavailable($"The journal's disk has not answered for {LongestWait.TotalSeconds} s; this may or may not be kept. Read before you retry.");
        }
    }

    /// <summary>Waits until this post and its exchange have compared how far each got; false when they have not in time.</summary>
    public async Task<bool> ComparedAsync(TimeSpan patience)
    {
        var until = Now.Plus(patience);
        while (true)
        {
            var changed = Changed;
            if (Read(static s => s.HasCompared))
            {
                return true;
            }

            var left = until.Since(Now);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await Task.WhenAny(changed, Task.Delay(left));
        }
    }

    /// <summary>What came of own letters once the exchange gave them their place; null for those that have none in time.</summary>
    public async Task<PostOutcome?[]> PlacedAsync(IReadOnlyCollection<long> numbers, TimeSpan patience)
    {
        var waiting = new List<Task<PostOutcome>>();
        lock (_gate)
        {
            foreach (var number in numbers)
            {
                waiting.Add(number == 0 ? Unplaced : _waiting.TryGetValue(number, out var known) ? known.Task : Task.FromResult(PostOutcome.Fine));
            }
        }

        try
        {
            await Task.WhenAll(waiting.Where(static w => w != Unplaced)).WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            // The exchange is not there; the letters wait in the outbox and go when it is.
        }

        lock (_gate)
        {
            foreach (var number in numbers)
            {
                _waiting.Remove(number);
            }
        }

        return [.. waiting.Select(static t => t.IsCompletedSuccessfully ? t.Result : null)];
    }

    private void Deliver(ReadOnlyMemory<OrderedEntry> batch)
    {
        TaskCompletionSource changed;
        var placed = new List<(TaskCompletionSource<PostOutcome> Waiter, PostOutcome Outcome)>();
        lock (_gate)
        {
            foreach (ref readonly var entry in batch.Span)
            {
                var ticket = (Ticket?)entry.Ticket;
                var command = ticket?.Command ?? PostCodec.Decode(entry.Payload);
                var outcome = _state.Apply(command);
                Position = entry.Position;
                ticket?.Outcome = outcome;
                if (_live)
                {
                    var moved = _state.TakeMoved();
                    _airspace.Follow(_state, moved);
                    _followers.ForEach(f => f.Add(moved));
                    if (outcome is LettersWritten written)
                    {
                        // Of letters that nobody waits for, the outcome is not kept for ever.
                        foreach (var done in _waiting.Count < MostOutcomes ? [] : _waiting.Where(static w => w.Value.Task.IsCompleted).Select(static w => w.Key).ToArray())
                        {
                            _waiting.Remove(done);
                        }

                        foreach (var number in written.Numbers.Where(static n => n > 0))
                        {
                            _waiting[number] = new TaskCompletionSource<PostOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
                        }
                    }

                    if (command is TakeSent sent && _waiting.TryGetValue(sent.Number, out var waiter))
                    {
                        placed.Add((waiter, outcome));
                    }
                }
            }

            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        foreach (ref readonly var entry in batch.Span)
        {
            if (entry.Ticket is Ticket ticket)
            {
                ticket.TrySetResult(ticket.Outcome!);
            }
        }

        placed.ForEach(static p => p.Waiter.TrySetResult(p.Outcome));
        changed.TrySetResult();
    }

    private static void Fail(IReadOnlyList<object> tickets, LogFailure failure)
    {
        foreach (var ticket in tickets)
        {
            ((Ticket)ticket).TrySetResult(new PostUnavailable(failure.Sentence));
        }
    }

    public ValueTask DisposeAsync() => log.DisposeAsync();

    private sealed class Ticket(PostCommand command) : TaskCompletionSource<PostOutcome>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public PostCommand Command { get; } = command;

        public PostOutcome? Outcome { get; set; }
    }
}
