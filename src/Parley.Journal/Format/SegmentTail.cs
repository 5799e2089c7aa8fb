using System.Buffers.Binary;
using Parley.Journal.Disk;

namespace Parley.Journal.Format;

/// <summary>What lies in a segment after its last good frame.</summary>
/// <param name="DirtyEnd">One past the last byte that is not zero; the tail's own start when all of it is.</param>
/// <param name="Proof">
/// The offset of a whole frame that a crash cannot have left there: it was written by a later batch, so what lies between was durable
/// once. Null when the tail is clean or torn.
/// </param>
internal readonly record struct SegmentTail(long DirtyEnd, long? Proof)
{
    private const int ChunkBytes = 1 << 20;

    /// <param name="offset">Where the first frame that is not good begins.</param>
    /// <param name="expected">The position it should have.</param>
    public static SegmentTail Examine(IDiskFile file, SegmentHeader header, long offset, long expected)
    {
        var dirtyEnd = FindDirtyEnd(file, offset);
        if (dirtyEnd == offset) return new SegmentTail(offset, null);

        // A torn batch is at most a few MiB, damage at most a segment: read whole, once, and only when something is wrong. The last
        // frame's padding is zero too, hence the eight bytes more.
        var bytes = new byte[Math.Min(dirtyEnd + 8, file.Length) - offset];
        var length = file.Read(bytes, offset);
        for (var at = 0; at + Frame.HeadBytes <= length; at += 8)
        {
            // The position is checked first: a checksum over every offset of a large tail would take minutes.
            var position = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 8));
            if (position < expected || position > expected + (length / Frame.HeadBytes)) continue;
            if (!Frame.TryRead(bytes.AsSpan(at, length - at), header.Salt, out var frame, out _)) continue;

            // A good frame in the very place that the walk refused does not follow its predecessor.
            if (at == 0 || frame.BatchFirst > expected) return new SegmentTail(dirtyEnd, offset + at);
        }

        return new SegmentTail(dirtyEnd, null);
    }

    private static long FindDirtyEnd(IDiskFile file, long offset)
    {
        var dirtyEnd = offset;
        var chunk = new byte[ChunkBytes];
        for (var at = offset; ;)
        {
            var got = file.Read(chunk, at);
            if (got == 0) return dirtyEnd;
            var last = chunk.AsSpan(0, got).LastIndexOfAnyExcept((byte)0);
            if (last >= 0) dirtyEnd = at + last + 1;
            at += got;
        }
    }
}
