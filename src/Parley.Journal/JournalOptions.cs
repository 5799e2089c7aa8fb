using Parley.Journal.Format;

namespace Parley.Journal;

/// <summary>How a <see cref="LocalLog"/> keeps its files and how much may wait.</summary>
/// <param name="Directory">The data folder; made if missing. Holds <c>journal/</c>, <c>snapshots/</c> and <c>lock</c>.</param>
/// <param name="SegmentBytes">Size of one segment file, 4 KiB to 2 GiB; all of it is allocated and zeroed before it is used.</param>
public sealed record JournalOptions(string Directory, long SegmentBytes = 64L << 20)
{
    /// <summary>The largest payload taken, in bytes.</summary>
    public int MaxEntryBytes { get; init; } = 1 << 20;

    /// <summary>The most bytes written before one sync; what waits beyond it goes into the next batch.</summary>
    public int MaxBatchBytes { get; init; } = 4 << 20;

    /// <summary>The most entries that may wait before further ones are refused as busy.</summary>
    public int MaxWaitingEntries { get; init; } = 65_536;

    /// <summary>The most payload bytes that may wait before further ones are refused as busy.</summary>
    public long MaxWaitingBytes { get; init; } = 64L << 20;

    /// <summary>
    /// May reorder all that waits before a batch is cut from its front, on the log's own thread (fairness between submitters).
    /// It must neither add nor drop: a changed count fails the log for good.
    /// </summary>
    public Action<List<Submission>>? Arrange { get; init; }

    /// <summary>False in tests that want every disk call on the log's own thread.</summary>
    internal bool PrepareAhead { get; init; } = true;

    /// <exception cref="JournalException">The sizes do not fit each other.</exception>
    internal void Check()
    {
        var largest = Frame.SizeOf(Math.Clamp(MaxEntryBytes, 1, 1 << 29));
        var wrong = string.IsNullOrEmpty(Directory) ? "The journal needs a data folder."
            : MaxEntryBytes is <= 0 or > 1 << 29 ? "MaxEntryBytes must be from 1 to 512 MiB."
            : MaxWaitingEntries <= 0 || MaxWaitingBytes <= 0 ? "MaxWaitingEntries and MaxWaitingBytes must be above 0."
            : MaxBatchBytes < largest || MaxBatchBytes > 1 << 30 ? $"MaxBatchBytes must be from {largest} (one largest entry) to 1 GiB."
            : SegmentBytes < Math.Max(4096, SegmentHeader.Size + largest) || SegmentBytes > 1L << 31
                ? $"SegmentBytes must be from {Math.Max(4096, SegmentHeader.Size + largest)} (one largest entry) to 2 GiB."
            : null;
        if (wrong is not null) throw new JournalException(wrong);
    }
}
