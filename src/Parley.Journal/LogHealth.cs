namespace Parley.Journal;

/// <summary>Why entries could not be made durable.</summary>
public enum LogFailureKind
{
    /// <summary>No room for the next segment. Nothing was written; the log tries again with the next batch.</summary>
    DiskFull,

    /// <summary>A write was refused by the disk. For good until restart.</summary>
    WriteFailed,

    /// <summary>A sync failed, so nobody can say what of the batch is on the disk. For good until restart.</summary>
    SyncFailed,

    /// <summary>
    /// The receiver threw while it was given durable entries. For good until restart. The one kind whose tickets may have been
    /// answered already, by the receiver before it threw.
    /// </summary>
    DeliveryFailed,
}

/// <summary>Why entries could not be made durable, with one sentence for an operator.</summary>
public sealed record LogFailure(LogFailureKind Kind, string Sentence)
{
    /// <summary>True when only a restart, after the disk was looked at, can bring writing back.</summary>
    public bool IsFinal => Kind != LogFailureKind.DiskFull;
}

/// <summary>The log's state as seen from outside. Immutable; any thread.</summary>
/// <param name="Failure">What went wrong last; null when nothing did or a later batch was written.</param>
public sealed record LogHealth(LogFailure? Failure)
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly LogHealth Fine = new((LogFailure?)null);

    /// <summary>False when every submission will be refused until restart. With a full disk it is true: the next may fit.</summary>
    public bool TakesEntries => Failure is not { IsFinal: true };
}

/// <summary>Why one entry was not even put in line.</summary>
public enum SubmitRefusalReason
{
    /// <summary>Too much waits already; try again shortly.</summary>
    Busy,

    /// <summary>The entry is larger than <see cref="JournalOptions.MaxEntryBytes"/>.</summary>
    TooLarge,

    /// <summary>The log has failed for good; see <see cref="IOrderedLog.Health"/>.</summary>
    Failed,

    /// <summary>The log is closed or was not started.</summary>
    Closed,
}

/// <summary>Why one entry was not put in line, with one sentence for the caller's answer.</summary>
public sealed record SubmitRefusal(SubmitRefusalReason Reason, string Sentence);
