using System.Diagnostics.CodeAnalysis;
using Parley.Hosting;
using Parley.Journal;

namespace Parley.Tests.Hosting;

/// <summary>A log in memory whose owner says when what waits becomes durable, or that it never does.</summary>
internal sealed class HeldLog : IOrderedLog
{
    private readonly Lock _gate = new();
    private List<Submission> _waiting = [];
    private Action<ReadOnlyMemory<OrderedEntry>>? _deliver;
    private Action<IReadOnlyList<object>, LogFailure>? _failed;

    /// <summary>Everything delivered, as it would be on a disk, and whose it was.</summary>
    public List<(byte[] Payload, ExchangeEngine.Ticket? Ticket)> Stored { get; } = [];

    public SubmitRefusal? Refusing { get; set; }

    public Action<List<Submission>>? Arrange { get; init; }

    public long End => Stored.Count;

    public LogHealth Health => LogHealth.Fine;

    public Action<LogHealth>? OnHealthChanged { get; set; }

    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    public void Start(long after, Action<ReadOnlyMemory<OrderedEntry>> deliver, Action<IReadOnlyList<object>, LogFailure> failed)
    {
        (_deliver, _failed) = (deliver, failed);
        deliver(Stored.Select((s, n) => new OrderedEntry(n + 1, s.Payload, null)).Skip((int)after).ToArray());
    }

    public bool TrySubmit(ReadOnlyMemory<byte> payload, object ticket, [NotNullWhen(false)] out SubmitRefusal? refusal)
    {
        lock (_gate)
        {
            refusal = Refusing;
            if (refusal is null)
            {
                _waiting.Add(new Submission(payload, ticket));
            }

            return refusal is null;
        }
    }

    /// <summary>Makes all that waits durable and delivers it; by one thread at a time.</summary>
    public void Deliver()
    {
        var batch = Take();
        Arrange?.Invoke(batch);
        var first = Stored.Count + 1;
        Stored.AddRange(batch.Select(s => (s.Payload.ToArray(), (ExchangeEngine.Ticket?)s.Ticket)));
        _deliver!(batch.Select((s, n) => new OrderedEntry(first + n, s.Payload, s.Ticket)).ToArray());
    }

    /// <summary>What waits is never delivered.</summary>
    public void Fail(LogFailure failure) => _failed!([.. Take().Select(s => s.Ticket)], failure);

    public ValueTask<long> BarrierAsync(CancellationToken cancel = default) => ValueTask.FromResult(End);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private List<Submission> Take()
    {
        lock (_gate)
        {
            var batch = _waiting;
            _waiting = [];
            return batch;
        }
    }
}
