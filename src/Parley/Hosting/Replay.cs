using Parley.Core.Exchange;
using Parley.Journal;

namespace Parley.Hosting;

/// <summary>
/// Replays a journal on two threads: the log's reads and decodes the next thousands of commands while another applies those before them,
/// in order. What an entry holds is valid only while it is delivered, so decoding is done before it returns. Used by one thread.
/// </summary>
internal sealed class Replay(Action<IReadOnlyList<Command>, long> apply)
{
    private const int AtOnce = 4096;

    private List<Command> _decoded = new(AtOnce);
    private long _last;
    private Task _applying = Task.CompletedTask;

    public void Take(ReadOnlyMemory<OrderedEntry> batch)
    {
        foreach (ref readonly var entry in batch.Span)
        {
            _decoded.Add(CommandCodec.Decode(entry.Payload));
            _last = entry.Position;
        }

        if (_decoded.Count >= AtOnce)
        {
            HandOver();
        }
    }

    /// <summary>Returns once everything taken is applied.</summary>
    public void Finish()
    {
        HandOver();
        _applying.GetAwaiter().GetResult();
    }

    private void HandOver()
    {
        _applying.GetAwaiter().GetResult();
        if (_decoded.Count > 0)
        {
            var (commands, last) = (_decoded, _last);
            _applying = Task.Run(() => apply(commands, last));
            _decoded = new List<Command>(AtOnce);
        }
    }
}
