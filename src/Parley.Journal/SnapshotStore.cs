namespace Parley.Journal;

/// <summary>Snapshots of a state at a position.</summary>
public sealed class SnapshotStore
{
    private SnapshotStore()
    {
    }

    /// <summary>The positions of the kept snapshots, oldest first; the journal may be truncated through the first.</summary>
    public IReadOnlyList<long> Positions => throw new NotSupportedException();

    /// <summary>Opens the store in the same data folder as the log; call it after <see cref="LocalLog.Open(JournalOptions)"/>, which holds the lock.</summary>
    public static SnapshotStore Open(string directory) => new();

    /// <summary>Streams a snapshot of the state at <paramref name="position"/> to disk; it counts only once this returned.</summary>
    public Task WriteAsync(long position, Func<Stream, Task> write, CancellationToken cancel = default) => throw new NotSupportedException();

    /// <summary>The newest snapshot whose checksum is right; null when there is none. Damaged ones are passed over and told.</summary>
    public Snapshot? OpenNewest(out IReadOnlyList<JournalDamage> damaged) => throw new NotSupportedException();
}

/// <summary>One snapshot, checked and open for reading.</summary>
public sealed class Snapshot : IDisposable
{
    private Snapshot()
    {
    }

    /// <summary>The last position it covers.</summary>
    public long Position { get; }

    /// <summary>What was written, from its beginning.</summary>
    public Stream Body { get; } = Stream.Null;

    public void Dispose() => Body.Dispose();
}
