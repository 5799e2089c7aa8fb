using System.Diagnostics.CodeAnalysis;

namespace Parley.Journal;

/// <summary>The embedded orderer.</summary>
public sealed class LocalLog : IOrderedLog
{
    private LocalLog(JournalOptions options) => Options = options;

    public JournalOptions Options { get; }

    /// <summary>What <see cref="Start"/> found; null before it.</summary>
    public RecoveryReport? Recovery { get; private set; }

    public long End => throw new NotSupportedException();

    public LogHealth Health => LogHealth.Fine;

    public Action<LogHealth>? OnHealthChanged { get; set; }

    /// <summary>Takes the data folder for this process; reads nothing yet.</summary>
    /// <exception cref="JournalException">Another process has it, or it cannot be made or written.</exception>
    public static LocalLog Open(JournalOptions options) => new(options);

    public void Start(long after, Action<ReadOnlyMemory<OrderedEntry>> deliver, Action<IReadOnlyList<object>, LogFailure> failed)
        => throw new NotSupportedException();

    public bool TrySubmit(ReadOnlyMemory<byte> payload, object ticket, [NotNullWhen(false)] out SubmitRefusal? refusal)
        => throw new NotSupportedException();

    public ValueTask<long> BarrierAsync(CancellationToken cancel = default) => throw new NotSupportedException();

    /// <summary>
    /// Deletes the segments that hold nothing after <paramref name="position"/>; never the last one. Returns how many.
    /// Any thread. Call it only with a position that the older of the kept snapshots covers.
    /// </summary>
    public int TruncateThrough(long position) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
