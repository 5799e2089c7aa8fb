using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Parley.Journal.Disk;

namespace Parley.Journal;

/// <summary>
/// The embedded orderer: the journal file itself. One thread of its own takes all that waits, writes it with one write and one sync,
/// and delivers it; while it does, the next batch gathers. When nothing waits, an entry is written at once.
/// </summary>
/// <remarks>
/// A crash at any moment: every entry that was delivered is on the disk and is replayed; of the one batch that was being written, any
/// number from its front may be replayed too, none of which was delivered before.
/// </remarks>
public sealed class LocalLog : IOrderedLog
{
    private readonly JournalOptions _options;
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly IDisposable _lock;
    private readonly SegmentWriter _writer;
    private readonly WaitingLine _line;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<ReadOnlyMemory<OrderedEntry>> _deliver = _ => { };
    private Action<IReadOnlyList<object>, LogFailure> _failed = (_, _) => { };
    private volatile LogHealth _health = LogHealth.Fine;
    private OrderedEntry[] _entries = [];
    private Thread? _thread;
    private long _end;
    private long _delivered;
    private int _disposed;

    private LocalLog(JournalOptions options, IDisk disk, string folder, IDisposable held)
    {
        (_options, _disk, _folder, _lock) = (options, disk, folder, held);
        _writer = new SegmentWriter(disk, folder, options);
        _line = new WaitingLine(options);
    }

    /// <summary>What <see cref="Start"/> found; null before it.</summary>
    public RecoveryReport? Recovery { get; private set; }

    public long End => Volatile.Read(ref _end);

    public LogHealth Health => _health;

    public Action<LogHealth>? OnHealthChanged { get; set; }

    /// <summary>Takes the data folder for this process; reads nothing yet.</summary>
    /// <exception cref="JournalException">Another process has it, or it cannot be made or written.</exception>
    public static LocalLog Open(JournalOptions options) => Open(options, FileDisk.Instance);

    internal static LocalLog Open(JournalOptions options, IDisk disk)
    {
        options.Check();
        var folder = JournalFolders.Journal(options.Directory);
        try
        {
            disk.CreateFolder(options.Directory);
            disk.CreateFolder(folder);

            SyncFolders(disk, Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Directory)));
            var held = disk.TryLock(JournalFolders.Lock(options.Directory))
                ?? throw new JournalException($"Another process is using {options.Directory}; stop it or choose another folder.");
            return new LocalLog(options, disk, folder, held);
        }
        catch (IOException refused)
        {
            throw new JournalException($"The folder {options.Directory} cannot be used: {refused.Message}", refused);
        }
    }

    public void Start(long after, Action<ReadOnlyMemory<OrderedEntry>> deliver, Action<IReadOnlyList<object>, LogFailure> failed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        if (_thread is not null) throw new InvalidOperationException("The log was started already.");
        (_deliver, _failed) = (deliver, failed);
        try
        {
            Recovery = new JournalRecovery(_disk, _folder).Run(after, deliver, _writer);
        }
        catch (IOException refused)
        {
            throw new JournalException($"The journal in {_folder} cannot be read or repaired: {refused.Message}", refused);
        }

        _end = _delivered = _writer.Last;
        _line.Open();
        _thread = new Thread(Work) { Name = "parley-journal", IsBackground = true };
        _thread.Start();
    }

    public bool TrySubmit(ReadOnlyMemory<byte> payload, object ticket, [NotNullWhen(false)] out SubmitRefusal? refusal) =>
        _line.TryAdd(new Submission(payload, ticket), out refusal);

    public ValueTask<long> BarrierAsync(CancellationToken cancel = default) =>
        // Whoever was answered was answered by a delivery here, so the state has it already.
        cancel.IsCancellationRequested ? ValueTask.FromCanceled<long>(cancel) : new(Volatile.Read(ref _delivered));

    /// <summary>
    /// Deletes the segments that hold nothing after <paramref name="position"/>; never the last one. Returns how many.
    /// Any thread. Call it only with a position that the older of the kept snapshots covers: <c>SnapshotStore.Positions[0]</c>.
    /// </summary>
    /// <exception cref="JournalException">The disk refused; what is left is without a gap.</exception>
    public int TruncateThrough(long position)
    {
        try
        {
            return _writer.TruncateThrough(position);
        }
        catch (IOException refused)
        {
            throw new JournalException($"Old segments in {_folder} could not be deleted: {refused.Message}", refused);
        }
    }

    /// <summary>Refuses further entries, writes and delivers those in line, and lets go of the folder. Not from a callback.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _line.Close(new SubmitRefusal(SubmitRefusalReason.Closed, "The journal is closed; the process is stopping."));
        if (_thread is not null) await _ended.Task;
        await _writer.DisposeAsync();
        _line.Dispose();
        _lock.Dispose();
    }

    // A folder that a power cut takes away again would take every answered entry with it.
    private static void SyncFolders(IDisk disk, string directory)
    {
        disk.SyncFolder(directory);
        if (Path.GetDirectoryName(directory) is not { } parent) return;
        try
        {
            disk.SyncFolder(parent);
        }
        catch (IOException)
        {
            // Whoever owns a parent that this process may not open made the folder before it.
        }
    }

    private void Work()
    {
        try
        {
            while (_line.Wait() is { } waiting)
            {
                if (!Arrange(waiting)) continue;
                var count = _writer.Fitting(waiting);
                if (Persist(waiting, count)) Deliver(waiting, count);
            }
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private bool Arrange(List<Submission> waiting)
    {
        if (_options.Arrange is not { } arrange) return true;
        var count = waiting.Count;
        var before = waiting.ToArray();
        try
        {
            arrange(waiting);
            if (waiting.Count == count) return true;
            throw new InvalidOperationException("The arrangement of waiting entries changed their number.");
        }
#pragma warning disable CA1031 // Whatever the hook throws, the submitters must be told.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            waiting.Clear();
            waiting.AddRange(before);
            FailForGood(new LogFailure(LogFailureKind.WriteFailed, $"Waiting entries could not be arranged: {bug.Message}"));
            return false;
        }
    }

    private bool Persist(List<Submission> waiting, int count)
    {
        try
        {
            _writer.Append(CollectionsMarshal.AsSpan(waiting)[..count]);
            if (_health.Failure is not null) SetHealth(LogHealth.Fine);
            return true;
        }
        catch (SegmentWriter.NoRoomException full)
        {
            var failure = new LogFailure(LogFailureKind.DiskFull, $"The disk has no room for the journal in {_folder}: {full.Message}");
            if (_health.Failure != failure) SetHealth(new LogHealth(failure));
            _failed(_line.Remove(count), failure);
        }
        catch (SegmentWriter.SyncException lost)
        {
            FailForGood(new LogFailure(LogFailureKind.SyncFailed,
                $"The disk failed to sync the journal in {_folder}, so nothing is written until the disk was looked at and this restarted: {lost.Message}"));
        }
        catch (IOException refused)
        {
            FailForGood(new LogFailure(LogFailureKind.WriteFailed,
                $"The disk failed to write the journal in {_folder}, so nothing is written until the disk was looked at and this restarted: {refused.Message}"));
        }

        return false;
    }

    private void Deliver(List<Submission> waiting, int count)
    {
        if (_entries.Length < count) _entries = new OrderedEntry[Math.Max(count, Math.Min(2 * count, _options.MaxWaitingEntries))];
        var first = _writer.Last - count + 1;
        for (var i = 0; i < count; i++)
        {
            _entries[i] = new OrderedEntry(first + i, waiting[i].Payload, waiting[i].Ticket);
        }

        Volatile.Write(ref _end, _writer.Last);
        try
        {
            _deliver(_entries.AsMemory(0, count));
        }
#pragma warning disable CA1031 // Whatever the receiver throws, its state and the log have parted.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            FailForGood(new LogFailure(LogFailureKind.DeliveryFailed, $"Entry {first} or one of the {count - 1} after it could not be applied: {bug.Message}"));
            return;
        }
        finally
        {
            Array.Clear(_entries, 0, count);
        }

        Volatile.Write(ref _delivered, _writer.Last);
        _line.Forget(count);
    }

    // In this order: first nobody gets in line any more, then all that wait are told.
    private void FailForGood(LogFailure failure)
    {
        _line.Close(new SubmitRefusal(SubmitRefusalReason.Failed, failure.Sentence));
        SetHealth(new LogHealth(failure));
        var tickets = _line.RemoveAll();
        if (tickets.Count > 0) _failed(tickets, failure);
    }

    private void SetHealth(LogHealth health)
    {
        _health = health;
        OnHealthChanged?.Invoke(health);
    }
}
