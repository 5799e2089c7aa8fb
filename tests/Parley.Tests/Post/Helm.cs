using System.Diagnostics.CodeAnalysis;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;
using Parley.Post;

namespace Parley.Tests.Post;

/// <summary>The engine of post a as it runs, over a journal in memory that is durable at once, with a clock that stands until it is set.</summary>
internal sealed class Helm : TimeProvider, IOrderedLog
{
    private readonly List<byte[]> _entries = [];
    private Action<ReadOnlyMemory<OrderedEntry>>? _deliver;

    public Helm(IEnumerable<byte[]>? journal = null)
    {
        _entries.AddRange(journal ?? []);
        Engine = new PostEngine(this, new PartyName("a"), this) { MyFingerprint = "" };
    }

    public PostEngine Engine { get; }

    public Instant Now { get; set; } = Instant.Parse("2026-11-23T12:00:00Z").Value;

    public long End => _entries.Count;

    public LogHealth Health => LogHealth.Fine;

    public Action<LogHealth>? OnHealthChanged { get; set; }

    public void Pass(TimeSpan time) => Now = Now.Plus(time);

    public PostOutcome Do(PostCommand command) => Engine.SubmitAsync(command).GetAwaiter().GetResult();

    /// <summary>Entries that another wrote.</summary>
    public void Take(IEnumerable<byte[]> entries)
    {
        foreach (var entry in entries)
        {
            _entries.Add(entry);
            _deliver!(new[] { new OrderedEntry(End, entry, null) });
        }
    }

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();

    public void Start(long after, Action<ReadOnlyMemory<OrderedEntry>> deliver, Action<IReadOnlyList<object>, LogFailure> failed)
    {
        _deliver = deliver;
        deliver(_entries.Select(static (e, n) => new OrderedEntry(n + 1, e, null)).ToArray());
    }

    public bool TrySubmit(ReadOnlyMemory<byte> payload, object ticket, [NotNullWhen(false)] out SubmitRefusal? refusal)
    {
        _entries.Add(payload.ToArray());
        _deliver!(new[] { new OrderedEntry(End, payload, ticket) });
        refusal = null;
        return true;
    }

    public ValueTask<long> BarrierAsync(CancellationToken cancel = default) => ValueTask.FromResult(End);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
