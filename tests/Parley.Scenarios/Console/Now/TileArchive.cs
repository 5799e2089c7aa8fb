using System.Buffers.Binary;
using System.Text;

namespace Parley.Scenarios.Console.Now;

/// <summary>The smallest archive of map tiles: one picture for the whole world, after the PMTiles specification, version 3.</summary>
internal static class TileArchive
{
    private const int HeaderBytes = 127;

    public static byte[] Of(byte[] png)
    {
        var metadata = Encoding.UTF8.GetBytes("{}");
        // One entry: tile 0, once, its length, its offset plus one.
        byte[] directory = [1, 0, 1, .. Varint(png.Length), 1];
        var header = new byte[HeaderBytes];
        "PMTiles"u8.CopyTo(header);
        header[7] = 3;
        var (tree, data) = (HeaderBytes + directory.Length, HeaderBytes + directory.Length + metadata.Length);
        long[] places = [HeaderBytes, directory.Length, tree, metadata.Length, data, 0, data, png.Length, 1, 1, 1];
        for (var i = 0; i < places.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8 + (8 * i)), places[i]);
        }

        // Clustered; directories and tiles not compressed; PNG; zoom 0 alone.
        (header[96], header[97], header[98], header[99], header[100], header[101]) = (1, 1, 1, 2, 0, 0);
        int[] bounds = [-1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000];
        for (var i = 0; i < bounds.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(102 + (4 * i)), bounds[i]);
        }

        return [.. header, .. directory, .. metadata, .. png];
    }

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value > 127; value >>= 7)
        {
            yield return (byte)(value | 128);
        }

        yield return (byte)value;
    }
}
