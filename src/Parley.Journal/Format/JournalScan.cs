using Parley.Journal.Disk;

namespace Parley.Journal.Format;

/// <summary>A segment file and the first position its name tells.</summary>
internal sealed record SegmentFile(string Path, long First);

/// <summary>
/// Goes through the segments of a journal in order and tells a torn end from damage. The same code reads at recovery and for the
/// tools, there beside a running writer. One thread; owns no file after each call.
/// </summary>
/// <param name="segments">All segments, oldest first, as <see cref="List"/> gave them.</param>
internal sealed class JournalScan(IDisk disk, IReadOnlyList<SegmentFile> segments)
{
    private const string Restore =
        "nothing was changed; restore the data folder from a backup or another replica, or ask for help before deleting anything";

    private readonly List<Walked> _found = [];
    private byte[]? _buffer;

    /// <summary>The position the next entry has; null before the first segment was read.</summary>
    public long? NextPosition { get; private set; }

    /// <summary>The checksum of the last frame read.</summary>
    public uint Chain { get; private set; }

    /// <summary>The segment read last.</summary>
    public SegmentHeader Header { get; private set; }

    /// <summary>Where in it the next frame goes.</summary>
    public long Offset { get; private set; }

    /// <summary>Where in it the last batch begins.</summary>
    public long LastBatchOffset { get; private set; }

    /// <summary>In the last segment, one past the last byte that is not zero.</summary>
    public long DirtyEnd { get; private set; }

    /// <summary>The segments in a folder, oldest first; other files are passed over.</summary>
    public static IReadOnlyList<SegmentFile> List(IDisk disk, string folder) =>
        [.. from name in disk.List(folder)
            let first = SegmentHeader.PositionIn(name)
            where first is not null
            select new SegmentFile(Path.Combine(folder, name), first.Value)];

    /// <summary>Forgets what came before, so that the next segment read may begin anywhere.</summary>
    public void Lose() => NextPosition = null;

    /// <summary>
    /// Reads segment number <paramref name="index"/> and hands on its frames, run by run. Returns the damage that stopped it.
    /// </summary>
    public JournalDamage? Read(int index, Action<List<Walked>> take)
    {
        var segment = segments[index];
        using var file = disk.Open(segment.Path, writable: false);
        if (ReadHeader(segment, file) is { } wrongHeader) return wrongHeader;

        var walk = new SegmentWalk(file, Header, _buffer);
        SegmentTail tail;
        do
        {
            while (walk.Next(_found))
            {
                take(_found);
            }

            // Beside a running writer a batch may have been half there when it was read and be followed by another one by now.
            // Its write ended before the other's began, so one more look settles it.
            tail = SegmentTail.Examine(file, Header, walk.Offset, walk.NextPosition);
        }
        while (tail.Proof is not null && TakeMore(walk, take));

        _buffer = walk.Buffer;
        (NextPosition, Chain) = (walk.NextPosition, walk.LastCrc);
        (Offset, LastBatchOffset, DirtyEnd) = (walk.Offset, walk.LastBatchOffset, tail.DirtyEnd);
        return index + 1 < segments.Count ? JudgeInner(segment, segments[index + 1], tail) : JudgeLast(segment, tail);
    }

    private bool TakeMore(SegmentWalk walk, Action<List<Walked>> take)
    {
        if (!walk.Next(_found)) return false;
        take(_found);
        return true;
    }

    private JournalDamage? ReadHeader(SegmentFile segment, IDiskFile file)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        var got = file.Read(bytes, 0);
        if (!SegmentHeader.TryRead(bytes[..got], out var header, out var wrong)) return new(segment.Path, 0, wrong!, Restore);
        if (header.FirstPosition != segment.First)
        {
            return new(segment.Path, 0, $"its header says it begins with entry {header.FirstPosition}, its name says {segment.First}", Restore);
        }

        if (NextPosition is { } next && next != segment.First)
        {
            return new(segment.Path, 0, $"it begins with entry {segment.First}, but entry {next} comes next: a segment is missing", Restore);
        }

        if (NextPosition is not null && Chain != header.Chain)
        {
            return new(segment.Path, 0, "it does not follow the segment before it: one of the two is from another journal or another time", Restore);
        }

        Header = header;
        return null;
    }

    private JournalDamage? JudgeInner(SegmentFile segment, SegmentFile next, SegmentTail tail) =>
        NextPosition == next.First ? null
        : NextPosition > next.First
            ? new(segment.Path, Offset, $"it goes on to entry {NextPosition - 1}, but {Path.GetFileName(next.Path)} begins with entry {next.First}", Restore)
        : tail.DirtyEnd == Offset
            ? new(segment.Path, Offset, $"it ends with entry {NextPosition - 1}, but {Path.GetFileName(next.Path)} begins with entry {next.First}: entries are missing", Restore)
        : new(segment.Path, Offset, $"the checksum of entry {NextPosition} is wrong, and {next.First - NextPosition} entries are lost from there on", Restore);

    private JournalDamage? JudgeLast(SegmentFile segment, SegmentTail tail) => tail.Proof is not { } proof ? null
        : proof == Offset
            ? new(segment.Path, Offset, $"entry {NextPosition} does not follow the one before it", Restore)
        : new(segment.Path, Offset, $"the checksum of entry {NextPosition} is wrong, while good entries of later writes follow it at offset {proof}", Restore);
}
