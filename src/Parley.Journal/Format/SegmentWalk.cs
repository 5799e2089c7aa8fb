using Parley.Journal.Disk;

namespace Parley.Journal.Format;

/// <summary>A frame found by a <see cref="SegmentWalk"/>; the payload is valid until the walk's next step.</summary>
internal readonly record struct Walked(Frame Frame, long Offset, ReadOnlyMemory<byte> Payload);

/// <summary>
/// Goes through one segment's frames from its beginning, a buffer at a time, as long as they are whole, have the right checksum and
/// follow each other. Used by recovery and by the tools alike. One thread.
/// </summary>
internal sealed class SegmentWalk
{
    public const int BufferBytes = 1 << 20;

    private readonly IDiskFile _file;
    private readonly SegmentHeader _header;

    /// <param name="buffer">Used and, for an entry larger than it, replaced; hand on <see cref="Buffer"/> to the next walk.</param>
    public SegmentWalk(IDiskFile file, SegmentHeader header, byte[]? buffer)
    {
        (_file, _header) = (file, header);
        (NextPosition, LastCrc) = (header.FirstPosition, header.Chain);
        Buffer = buffer ?? GC.AllocateUninitializedArray<byte>(BufferBytes);
    }

    public byte[] Buffer { get; private set; }

    /// <summary>Where the next frame begins or would begin.</summary>
    public long Offset { get; private set; } = SegmentHeader.Size;

    /// <summary>The position the next frame has or would have.</summary>
    public long NextPosition { get; private set; }

    /// <summary>The checksum the next frame names as its predecessor's.</summary>
    public uint LastCrc { get; private set; }

    /// <summary>Where the first frame of the last batch seen begins.</summary>
    public long LastBatchOffset { get; private set; } = SegmentHeader.Size;

    /// <summary>
    /// Steps over the next run of good frames and lists them. False, with an empty list, when none is at <see cref="Offset"/>;
    /// asking again is allowed and reads afresh.
    /// </summary>
    public bool Next(List<Walked> found)
    {
        found.Clear();
        while (true)
        {
            var bytes = Buffer.AsMemory(0, _file.Read(Buffer, Offset));
            var missing = TakeAll(bytes, found);
            if (found.Count > 0) return true;

            // An entry larger than the buffer; what a damaged length claims is bounded by the file.
            if (missing == 0 || bytes.Length < Buffer.Length || Offset + bytes.Length + missing > _file.Length) return false;
            Buffer = GC.AllocateUninitializedArray<byte>(checked((int)(bytes.Length + missing)));
        }
    }

    private long TakeAll(ReadOnlyMemory<byte> bytes, List<Walked> found)
    {
        long missing;
        var at = 0;
        while (Frame.TryRead(bytes.Span[at..], _header.Salt, out var frame, out missing)
            && frame.Position == NextPosition && frame.Previous == LastCrc)
        {
            if (frame.IndexInBatch == 0) LastBatchOffset = Offset;
            found.Add(new Walked(frame, Offset, frame.PayloadIn(bytes[at..])));
            at += frame.Size;
            Offset += frame.Size;
            NextPosition++;
            LastCrc = frame.Crc;
        }

        return missing;
    }
}
