using System.Buffers.Binary;
using System.Globalization;
using Parley.Journal.Disk;

namespace Parley.Journal.Format;

/// <summary>A snapshot file: header, body, trailer; see docs/formats.md.</summary>
internal static class SnapshotFormat
{
    public const int HeaderSize = 32;
    public const int TrailerSize = 24;
    public const uint Version = 1;
    private const int BufferBytes = 1 << 20;

    private static ReadOnlySpan<byte> Magic => "PARLEYS1"u8;

    private static ReadOnlySpan<byte> EndMagic => "PARLEYSE"u8;

    public static string NameOf(long position) => position.ToString("D20", CultureInfo.InvariantCulture) + ".snap";

    public static long? PositionIn(string fileName) =>
        fileName.Length == 25 && fileName.EndsWith(".snap", StringComparison.Ordinal)
        && long.TryParse(fileName.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null;

    public static byte[] Header(long position)
    {
        var bytes = new byte[HeaderSize];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), position);
        return bytes;
    }

    /// <param name="crc">Of header and body.</param>
    public static byte[] Trailer(long bodyBytes, uint crc)
    {
        var bytes = new byte[TrailerSize];
        EndMagic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), bodyBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), Crc32C.Of(bytes.AsSpan(0, 20)));
        return bytes;
    }

    /// <summary>Reads all of the file; null when it is whole and right, else what is wrong and where.</summary>
    public static (long Offset, string What)? Check(IDiskFile file, long position)
    {
        var length = file.Length;
        if (length < HeaderSize + TrailerSize) return (length, "the file is shorter than an empty snapshot");
        var trailer = new byte[TrailerSize];
        file.Read(trailer, length - TrailerSize);
        var body = BinaryPrimitives.ReadInt64LittleEndian(trailer.AsSpan(8));
        if (!trailer.AsSpan(0, 8).SequenceEqual(EndMagic)
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(20)) != Crc32C.Of(trailer.AsSpan(0, 20))
            || body != length - HeaderSize - TrailerSize)
        {
            return (length - TrailerSize, "the snapshot's trailer is wrong or missing");
        }

        var buffer = new byte[BufferBytes];
        uint crc = 0;
        for (long at = 0; at < length - TrailerSize;)
        {
            var got = file.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - TrailerSize - at)), at);
            if (got == 0) return (at, "the file became shorter while it was read");
            if (at == 0 && CheckHeader(buffer.AsSpan(0, got), position) is { } wrong) return (0, wrong);
            crc = Crc32C.Of(buffer.AsSpan(0, got), crc);
            at += got;
        }

        return crc == BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(16)) ? null : (HeaderSize, "the snapshot's checksum is wrong");
    }

    private static string? CheckHeader(ReadOnlySpan<byte> bytes, long position) =>
        !bytes[..8].SequenceEqual(Magic) ? "it does not begin like a snapshot"
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) is var version && version != Version
            ? $"the format version is {version}, this program knows {Version}"
        : BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]) is var said && said != position
            ? $"its header says it covers entry {said}, its name says {position}"
        : null;
}
