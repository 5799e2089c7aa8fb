using System.Diagnostics.CodeAnalysis;

namespace Parley.Journal;

/// <summary>
/// An ordered, durable log of opaque bytes. Whoever orders it (a file here, a cluster elsewhere), the contract is the same:
/// an entry is delivered only once it is durable, every entry once and in order of position, and recovery is a delivery like any
/// other. So a state that is nothing but a fold over what is delivered is the same before and after a restart, and an answer given
/// from inside a delivery is never taken back.
/// </summary>
/// <remarks>
/// All members may be called from any thread, but <see cref="Start"/> is called once and before everything else.
/// </remarks>
public interface IOrderedLog : IAsyncDisposable
{
    /// <summary>
    /// Replays every stored entry after <paramref name="after"/>, then begins to take submissions. Returns when the replay is done.
    /// </summary>
    /// <param name="after">The last position the caller's state already covers (its snapshot's); 0 for none.</param>
    /// <param name="deliver">
    /// Gets each batch in order, never two at once: on the calling thread during the replay, with <see cref="OrderedEntry.Ticket"/>
    /// null, and afterwards on the log's own thread. It must not throw: if it does, state and log have parted, so the log fails for
    /// good with <see cref="LogFailureKind.DeliveryFailed"/>. It must not wait for another entry to be delivered.
    /// </param>
    /// <param name="failed">
    /// Gets the tickets of entries that will not be delivered and why, on the log's own thread. Such an entry was never answered as
    /// done; after <see cref="LogFailureKind.WriteFailed"/> or <see cref="LogFailureKind.SyncFailed"/> it may still turn up in the
    /// replay after a restart.
    /// </param>
    /// <exception cref="JournalDamagedException">What is stored cannot be trusted; says file, offset and what to do.</exception>
    /// <exception cref="JournalException">The log cannot be used; the message is one sentence that says why.</exception>
    void Start(long after, Action<ReadOnlyMemory<OrderedEntry>> deliver, Action<IReadOnlyList<object>, LogFailure> failed);

    /// <summary>
    /// Puts one entry in line. Never blocks on the disk. True: exactly one of the two callbacks will get the ticket.
    /// False: neither will, and <paramref name="refusal"/> says why.
    /// </summary>
    bool TrySubmit(ReadOnlyMemory<byte> payload, object ticket, [NotNullWhen(false)] out SubmitRefusal? refusal);

    /// <summary>
    /// A read barrier: when it completes, the state behind <c>deliver</c> covers every entry that anybody, on any node, was
    /// answered about before the call. Local: at once. Goes on working when writing has failed.
    /// </summary>
    /// <returns>A position that was delivered in full.</returns>
    ValueTask<long> BarrierAsync(CancellationToken cancel = default);

    /// <summary>The position of the last durable entry known here; 0 when there is none.</summary>
    long End { get; }

    /// <summary>Whether entries can be written, and if not why.</summary>
    LogHealth Health { get; }

    /// <summary>Called after <see cref="Health"/> changed, on the log's own thread; short, and does not throw. Set before the start.</summary>
    Action<LogHealth>? OnHealthChanged { get; set; }
}
