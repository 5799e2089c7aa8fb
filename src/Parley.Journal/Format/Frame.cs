using System.Buffers.Binary;

namespace Parley.Journal.Format;

/// <summary>One entry as it lies in a segment; see docs/formats.md. The head is <see cref="HeadBytes"/>, the whole padded to 8.</summary>
/// <remarks>
/// <c>index in batch</c> tells what was synced together: when a checksum is wrong and whole frames follow, those of the same batch
/// are what a crash in the middle of its write leaves, but one of a later batch proves that the bad one had been on the disk.
/// </remarks>
/// <param name="Position">The entry's place.</param>
/// <param name="IndexInBatch">How many entries of the same write lie before it.</param>
/// <param name="Previous">The checksum of the frame before it, in this segment or the last one.</param>
/// <param name="Crc">Its own checksum, over all of the frame after this field, going on from the segment's salt.</param>
/// <param name="Length">Payload bytes.</param>
internal readonly record struct Frame(long Position, uint IndexInBatch, uint Previous, uint Crc, int Length)
{
    public const int HeadBytes = 32;
    public const byte EntryKind = 1;
    private const int CrcStart = 4;
    private const int CheckedFrom = 8;

    /// <summary>The position of the first entry of the same write.</summary>
    public long BatchFirst => Position - IndexInBatch;

    public int Size => SizeOf(Length);

    public static int SizeOf(int payloadBytes) => checked((HeadBytes + payloadBytes + 7) & ~7);

    /// <summary>Writes a frame and returns its checksum. <paramref name="into"/> has room for <see cref="SizeOf"/>.</summary>
    public static uint Write(Span<byte> into, ReadOnlySpan<byte> payload, long position, int indexInBatch, uint previous, uint salt)
    {
        var size = SizeOf(payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(into, (uint)payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], position);
        BinaryPrimitives.WriteUInt32LittleEndian(into[16..], previous);
        BinaryPrimitives.WriteUInt32LittleEndian(into[20..], (uint)indexInBatch);
        BinaryPrimitives.WriteUInt64LittleEndian(into[24..], EntryKind);
        payload.CopyTo(into[HeadBytes..]);
        into[(HeadBytes + payload.Length)..size].Clear();
        var crc = Crc32C.Of(into[CheckedFrom..size], salt ^ (uint)payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(into[CrcStart..], crc);
        return crc;
    }

    /// <summary>
    /// Reads the frame at the start of <paramref name="from"/>; false when there is none whose checksum is right.
    /// <paramref name="missing"/> is how many more bytes it claims than are given: with more of the file it may be whole.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> from, uint salt, out Frame frame, out long missing)
    {
        frame = default;
        missing = 0;
        if (from.Length < HeadBytes)
        {
            missing = HeadBytes - from.Length;
            return false;
        }

        // The kind is never 0, so zeros are no frame.
        var length = BinaryPrimitives.ReadUInt32LittleEndian(from);
        if (length > int.MaxValue - 64 || BinaryPrimitives.ReadUInt64LittleEndian(from[24..]) != EntryKind) return false;
        var size = SizeOf((int)length);
        if (size > from.Length)
        {
            missing = size - from.Length;
            return false;
        }

        var crc = BinaryPrimitives.ReadUInt32LittleEndian(from[CrcStart..]);
        if (crc != Crc32C.Of(from[CheckedFrom..size], salt ^ length)) return false;
        frame = new Frame(
            BinaryPrimitives.ReadInt64LittleEndian(from[8..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[16..]),
            crc,
            (int)length);
        return true;
    }

    public ReadOnlyMemory<byte> PayloadIn(ReadOnlyMemory<byte> bytes) => bytes.Slice(HeadBytes, Length);
}
