using Parley.Journal.Disk;
using Parley.Journal.Format;

namespace Parley.Journal;

/// <summary>Replays a journal folder and hands its end to the writer. Used once, before anything is submitted.</summary>
internal sealed class JournalRecovery(IDisk disk, string folder)
{
    private OrderedEntry[] _entries = [];
    private long _replayed;

    public RecoveryReport Run(long after, Action<ReadOnlyMemory<OrderedEntry>> deliver, SegmentWriter writer)
    {
        DeleteUnfinished();

        // A rename whose folder sync failed may be seen here and not be on the disk; nothing goes into that segment before it is.
        disk.SyncFolder(folder);
        var segments = JournalScan.List(disk, folder);
        var scan = new JournalScan(disk, segments);
        if (FirstNeeded(segments, after) is { } first)
        {
            for (var i = first; i < segments.Count; i++)
            {
                if (scan.Read(i, found => Deliver(found, after, deliver)) is { } damage) throw new JournalDamagedException(damage);
            }
        }

        var last = (scan.NextPosition ?? 1) - 1;
        if (last < after)
        {
            throw Missing($"the journal ends with entry {last}, but the snapshot covers entry {after}");
        }

        TornTail? cut = segments.Count > 0 && scan.DirtyEnd > scan.Offset
            ? new TornTail(segments[^1].Path, scan.Offset, scan.DirtyEnd - scan.Offset, last + 1)
            : null;
        writer.Resume(segments, scan);
        return new RecoveryReport(writer.First, last, _replayed, cut);
    }

    // The last segment that begins at or before the first entry wanted; the ones before it need not be read.
    private int? FirstNeeded(IReadOnlyList<SegmentFile> segments, long after)
    {
        if (segments.Count == 0) return null;
        if (segments[0].First > after + 1)
        {
            throw Missing($"the journal begins with entry {segments[0].First}, but entry {after + 1} is needed next");
        }

        var first = 0;
        while (first + 1 < segments.Count && segments[first + 1].First <= after + 1)
        {
            first++;
        }

        return first;
    }

    private void Deliver(List<Walked> found, long after, Action<ReadOnlyMemory<OrderedEntry>> deliver)
    {
        if (_entries.Length < found.Count) _entries = new OrderedEntry[Math.Max(found.Count, 4096)];
        var count = 0;
        foreach (var (frame, _, payload) in found)
        {
            if (frame.Position > after) _entries[count++] = new OrderedEntry(frame.Position, payload, null);
        }

        if (count == 0) return;
        _replayed += count;
        deliver(_entries.AsMemory(0, count));
    }

    private void DeleteUnfinished()
    {
        foreach (var name in disk.List(folder).Where(name => name.EndsWith(SegmentPreparer.Suffix, StringComparison.Ordinal)))
        {
            disk.Delete(Path.Combine(folder, name));
        }
    }

    private JournalDamagedException Missing(string what) => new(new JournalDamage(
        folder, 0, what, "restore the missing segments or an older data folder; nothing was changed"));
}
