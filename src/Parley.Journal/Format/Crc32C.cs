using System.Buffers.Binary;
using System.Numerics;

namespace Parley.Journal.Format;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4), with the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>, going on from an earlier result; start with 0.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint earlier = 0)
    {
        var crc = ~earlier;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }
}
