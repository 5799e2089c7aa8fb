using Parley.Bench.Machine;
using Parley.Journal;

namespace Parley.Bench.Whole;

/// <summary>How much an exchange wrote with each sync, on the mean.</summary>
internal sealed record BatchShape(double Entries, int Bytes);

/// <summary>What can be seen of an exchange's batches from outside: how often its process wrote, and how many segments it prepared meanwhile.</summary>
internal readonly record struct BatchCount(long? Writes, int Segments)
{
    // A segment is filled with zeros ahead of time, a MiB a write; those are no batches. (Parley.Journal/SegmentPreparer.cs)
    private const int WritesPerSegment = 64;

    public static BatchCount Now(int pid, string data) =>
        new(ProcessFacts.Writes(pid), Directory.GetFiles(Path.Combine(data, "journal")).Length);

    public static BatchCount operator -(BatchCount after, BatchCount before) => new(after.Writes - before.Writes, after.Segments - before.Segments);

    /// <summary>Reads the journal that was written, once its exchange has ended, and divides it by the writes. Null when it can't be told.</summary>
    public async Task<BatchShape?> ShapeAsync(string data)
    {
        long entries = 0, bytes = 0;
        await using var log = LocalLog.Open(new JournalOptions(data));
        log.Start(
            0,
            batch =>
            {
                foreach (ref readonly var entry in batch.Span)
                {
                    entries++;
                    bytes += Framed(entry.Payload.Length);
                }
            },
            static (_, _) => { });
        var batches = Writes - (Segments * WritesPerSegment);
        return batches is > 0 && entries > 0 ? new BatchShape((double)entries / batches.Value, (int)(bytes / batches.Value)) : null;
    }

    // A frame's head is 32 bytes and the whole a multiple of 8. (Parley.Journal/Format/Frame.cs)
    private static int Framed(int payload) => (32 + payload + 7) & ~7;
}
