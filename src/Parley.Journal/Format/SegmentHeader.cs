using System.Buffers.Binary;
using System.Globalization;

namespace Parley.Journal.Format;

/// <summary>The first 64 bytes of a segment file; see docs/formats.md.</summary>
/// <param name="FirstPosition">The position of the segment's first entry, also its file's name.</param>
/// <param name="Chain">The checksum of the last frame before this segment, 0 for none: a missing or swapped segment breaks it.</param>
/// <param name="Salt">
/// Random; goes into every frame's checksum, so that neither an older file's bytes nor a payload made to look like a frame pass for one.
/// </param>
internal readonly record struct SegmentHeader(long FirstPosition, uint Chain, uint Salt)
{
    public const int Size = 64;
    public const uint Version = 1;
    private const int CheckedBytes = Size - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "PARLEYJ1"u8;

    public string FileName => NameOf(FirstPosition);

    public static string NameOf(long firstPosition) => firstPosition.ToString("D20", CultureInfo.InvariantCulture) + ".seg";

    /// <summary>The first position a file's name tells; null when it is not a segment's name.</summary>
    public static long? PositionIn(string fileName) =>
        fileName.Length == 24 && fileName.EndsWith(".seg", StringComparison.Ordinal)
        && long.TryParse(fileName.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    public void Write(Span<byte> into)
    {
        into[..Size].Clear();
        Magic.CopyTo(into);
        BinaryPrimitives.WriteUInt32LittleEndian(into[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(into[12..], Chain);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], FirstPosition);
        BinaryPrimitives.WriteUInt32LittleEndian(into[24..], Salt);
        BinaryPrimitives.WriteUInt32LittleEndian(into[CheckedBytes..], Crc32C.Of(into[..CheckedBytes]));
    }

    /// <summary>Reads a header; false with what is wrong with it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out SegmentHeader header, out string? wrong)
    {
        header = default;
        wrong = from.Length < Size ? "the file is shorter than a segment's header"
            : !from[..8].SequenceEqual(Magic) ? "it does not begin like a journal segment"
            : BinaryPrimitives.ReadUInt32LittleEndian(from[CheckedBytes..]) != Crc32C.Of(from[..CheckedBytes])
                ? "the header's checksum is wrong"
            : BinaryPrimitives.ReadUInt32LittleEndian(from[8..]) != Version
                ? $"the format version is {BinaryPrimitives.ReadUInt32LittleEndian(from[8..])}, this program knows {Version}"
            : null;
        if (wrong is not null) return false;
        header = new SegmentHeader(
            BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[24..]));
        return true;
    }
}
