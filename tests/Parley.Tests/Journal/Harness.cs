using System.Text;
using Parley.Journal;
using Parley.Journal.Disk;

namespace Parley.Tests.Journal;

/// <summary>A log with what it delivered and failed, and submissions that can be waited for.</summary>
internal sealed class Harness : IAsyncDisposable
{
    public static readonly string Folder = Path.GetFullPath("/parley-test");

    private readonly Lock _gate = new();

    private Harness(LocalLog log) => Log = log;

    public LocalLog Log { get; }

    public List<(long Position, string Text)> Delivered { get; } = [];

    public List<int> BatchSizes { get; } = [];

    public List<(object Ticket, LogFailure Reason)> Failed { get; } = [];

    public List<LogHealth> Healths { get; } = [];

    public IEnumerable<string> Texts
    {
        get
        {
            lock (_gate) return [.. Delivered.Select(entry => entry.Text)];
        }
    }

    public static JournalOptions Options(string? folder = null, long segmentBytes = 16 << 10) => new(folder ?? Folder, segmentBytes)
    {
        MaxEntryBytes = 2000,
        MaxBatchBytes = 1 << 15,
        PrepareAhead = false,
    };

    public static Harness Start(IDisk disk, JournalOptions? options = null, long after = 0)
    {
        var log = LocalLog.Open(options ?? Options(), disk);
        var harness = new Harness(log);
        log.OnHealthChanged = harness.Healths.Add;
        try
        {
            log.Start(after, harness.Take, harness.Fail);
        }
        catch
        {
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }

        return harness;
    }

    /// <summary>A submission whose task ends with its position or with why it failed.</summary>
    public Task<(long Position, LogFailure? Failure)> Submit(string text)
    {
        var ticket = new TaskCompletionSource<(long, LogFailure?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(Log.TrySubmit(Encoding.UTF8.GetBytes(text), ticket, out var refusal), refusal?.Sentence);
        return ticket.Task;
    }

    public async Task<long> Write(string text)
    {
        var (position, failure) = await Submit(text);
        Assert.Null(failure);
        return position;
    }

    public ValueTask DisposeAsync() => Log.DisposeAsync();

    private void Take(ReadOnlyMemory<OrderedEntry> batch)
    {
        lock (_gate)
        {
            BatchSizes.Add(batch.Length);
            foreach (var entry in batch.Span)
            {
                Delivered.Add((entry.Position, Encoding.UTF8.GetString(entry.Payload.Span)));
            }
        }

        foreach (var entry in batch.Span)
        {
            // Fails when a ticket is delivered twice.
            (entry.Ticket as TaskCompletionSource<(long, LogFailure?)>)?.SetResult((entry.Position, null));
        }
    }

    private void Fail(IReadOnlyList<object> tickets, LogFailure reason)
    {
        foreach (var ticket in tickets)
        {
            lock (_gate) Failed.Add((ticket, reason));
            ((TaskCompletionSource<(long, LogFailure?)>)ticket).SetResult((0, reason));
        }
    }
}
