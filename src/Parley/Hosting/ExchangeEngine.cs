using System.Diagnostics;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Journal;

namespace Parley.Hosting;

/// <summary>Why a command could not be taken: the log can't make it durable, or too much waits. The state is as it was, as far as anybody was told.</summary>
internal sealed record Unavailable(string Sentence, bool Passing) : Outcome;

/// <summary>
/// The exchange's state behind its log. Commands go through <see cref="SubmitAsync"/>: ordered, made durable, applied, answered. Reads
/// see what is applied, and nothing is applied before it is durable, so no answer can be taken back by a crash. Thread-safe.
/// </summary>
internal sealed class ExchangeEngine(IOrderedLog log, TimeProvider clock, Fairness fairness) : IAsyncDisposable
{
    // A disk that hangs must not hold every connection for ever.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    // Guards _state and Position. Held for microseconds: one lookup, one index query, or one batch being applied; never across I/O.
    private readonly Lock _gate = new();
    private readonly Turnstile _turnstile = new();
    private readonly UnderWay _underWay = new();
    private ExchangeState _state = new();

    // Who takes what the log delivers: the replay until it is done, then Deliver. Set before anything can be submitted.
    private volatile Action<ReadOnlyMemory<OrderedEntry>> _deliver = static _ => { };

    /// <summary>The last position that the state covers.</summary>
    public long Position { get; private set; }

    public IOrderedLog Log => log;

    public ExchangeMetrics? Metrics { get; set; }

    /// <summary>
    /// Told what came of each command on letters and parties, on the log's thread, in order, after it is applied and before its caller is
    /// answered. Short, and does not throw. Set before commands are taken; not called during the replay.
    /// </summary>
    public Action<Outcome>? Applied { get; set; }

    /// <summary>Why nothing can be answered yet, in one sentence; null once the replay is done.</summary>
    public string? NotReady { get; private set; } = "The exchange is replaying its journal; try again in a moment.";

    /// <summary>The owner says why it can't start; everything is answered with it from then on.</summary>
    public void Broken(string sentence) => NotReady = sentence;

    public Instant Now => Instant.From(clock.GetUtcNow());

    /// <summary>Takes up a snapshot's state, replays what the log holds after it, then begins to take commands.</summary>
    public void Start(ExchangeState snapshot, long position)
    {
        _state = snapshot;
        Position = position;
        var replay = new Replay(Apply);
        _deliver = replay.Take;
        log.Start(position, batch => _deliver(batch), Fail);
        replay.Finish();
        _deliver = Deliver;
        NotReady = null;
    }

    private void Apply(IReadOnlyList<Command> commands, long last)
    {
        lock (_gate)
        {
            foreach (var command in commands)
            {
                _state.Apply(command);
            }

            Position = last;
        }
    }

    /// <summary>Orders a command, waits until it is durable and applied, and says what came of it.</summary>
    public async ValueTask<Outcome> SubmitAsync(Command command)
    {
        if (command is PutIntent entering)
        {
            await _turnstile.EnterAsync(entering);
        }

        var outcome = await OrderAsync(command);
        if (command is PutIntent put)
        {
            if (outcome is MissingFromKey { KeyLacks: true })
            {
                var losses = fairness.Lost(put.Id);
                if (_turnstile.WaitAsync(put, losses) is { IsCompleted: false } turn)
                {
                    // What it is told must be true when it is told: what it lacked may have changed meanwhile, or be gone.
                    await turn;
                    outcome = await OrderAsync(command);
                }
            }

            if (outcome is IntentChanged)
            {
                fairness.Won(put.Id);
            }
        }

        Metrics?.Count(outcome);
        return outcome;
    }

    private async ValueTask<Outcome> OrderAsync(Command command)
    {
        Ticket ticket;
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            Ticket? ahead;
            lock (_gate)
            {
                // A refusal is a read of a durable state: it needs no place in the order. This is what keeps a crowd that competes for
                // one cell from filling the journal with attempts that change nothing.
                if (_state.Refusal(command) is { } refused)
                {
                    return refused;
                }

                ticket = new Ticket(command);
                // A disk that hangs would make a line of those who wait for each other; after one full wait each goes by itself.
                ahead = command is PutIntent put && Stopwatch.GetElapsedTime(began) < LongestWait ? _underWay.Ahead(put, ticket) : null;
            }

            if (ahead is null)
            {
                break;
            }

            // If that one succeeds, nobody can have its new OVN yet, so this one would be refused for a sync of its own.
            await AwaitAsync(ahead);
        }

        // Unavailable stands for those who wait behind this one if it ends in any other way than being delivered.
        Outcome outcome = new Unavailable("The change before this one could not be taken in; try again.", Passing: true);
        try
        {
            outcome = log.TrySubmit(CommandCodec.Encode(command), ticket, out var refusal)
                ? await AwaitAsync(ticket)
                : new Unavailable(refusal.Sentence, refusal.Reason is SubmitRefusalReason.Busy);
            return outcome;
        }
        finally
        {
            if (command is PutIntent done)
            {
                lock (_gate)
                {
                    _underWay.Done(done, ticket);
                }

                ticket.Abandon(outcome);
            }
        }
    }

    private static async Task<Outcome> AwaitAsync(Ticket ticket)
    {
        try
        {
            return await ticket.Task.WaitAsync(LongestWait);
        }
        catch (TimeoutException)
        {
            return new Unavailable(
                $"The journal's disk has not answered for {LongestWait.TotalSeconds} s; this change may or may not be kept. Read before you retry.", Passing: true);
        }
    }

    /// <summary>Reads the state under the lock. What comes out must be immutable; keep it short.</summary>
    public T Read<T, TArgument>(TArgument argument, Func<ExchangeState, TArgument, T> read)
    {
        lock (_gate)
        {
            return read(_state, argument);
        }
    }

    private void Deliver(ReadOnlyMemory<OrderedEntry> batch)
    {
        var entries = batch.Span;
        List<Outcome>? tell = null;
        lock (_gate)
        {
            foreach (ref readonly var entry in entries)
            {
                var ticket = (Ticket?)entry.Ticket;
                var outcome = _state.Apply(ticket?.Command ?? CommandCodec.Decode(entry.Payload));
                ticket?.Outcome = outcome;
                if (outcome is LetterTaken or LettersConfirmed or PartyAdmitted or PartyExpelled)
                {
                    (tell ??= []).Add(outcome);
                }

                Position = entry.Position;
            }
        }

        tell?.ForEach(outcome => Applied?.Invoke(outcome));
        foreach (ref readonly var entry in entries)
        {
            if (entry.Ticket is Ticket ticket)
            {
                ticket.Complete();
                if (ticket is { Command: PutIntent put, Outcome: IntentChanged })
                {
                    _turnstile.Succeeded(put);
                }
            }
        }
    }

    private static void Fail(IReadOnlyList<object> tickets, LogFailure failure)
    {
        foreach (var ticket in tickets)
        {
            ((Ticket)ticket).Fail(failure);
        }
    }

    public ValueTask DisposeAsync() => log.DisposeAsync();

    /// <summary>One caller waiting for one command. The log's thread sets the outcome; the caller goes on elsewhere, never on that thread.</summary>
    internal sealed class Ticket(Command command) : TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Command Command { get; } = command;

        public Outcome? Outcome { get; set; }

        public void Complete() => TrySetResult(Outcome!);

        /// <summary>Lets go whoever waits for a command that never came into line.</summary>
        public void Abandon(Outcome outcome) => TrySetResult(outcome);

        public void Fail(LogFailure failure) => TrySetResult(new Unavailable(failure.Sentence, !failure.IsFinal));
    }
}
