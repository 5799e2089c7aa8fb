using System.Buffers;
using System.IO.Compression;
using Parley.Core.Exchange;

namespace Parley.Console.Map;

/// <summary>What a browser is given of the map: the parts are written already, and only put together here. Immutable.</summary>
/// <param name="Revision">What the browser is to say when it asks again.</param>
/// <param name="Whole">It takes the place of all that the browser has.</param>
/// <param name="Removed">What is to be taken off the map before the features are put on it.</param>
/// <param name="Features">Runs of GeoJSON features, none of them empty.</param>
/// <param name="Agreed">The members <c>areas</c> and <c>conflicts</c>.</param>
internal sealed record MapAnswer(string Revision, bool Whole, IReadOnlyList<EntityId> Removed, IReadOnlyList<byte[]> Features, byte[] Agreed)
{
    // Less is not worth the browser's and the post's time.
    private const int WorthPacking = 16 << 10;

    public int Length => Agreed.Length + Features.Sum(static f => f.Length) + (Removed.Count * 39);

    public bool IsWorthPacking => Length > WorthPacking;

    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(Length + 256);
        Write(bytes => buffer.Write(bytes));
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same as gzip (RFC 1952), as fast as that goes: ten thousand circles are much alike.</summary>
    public byte[] ToGzip()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            Write(gzip.Write);
        }

        return packed.ToArray();
    }

    private delegate void Sink(ReadOnlySpan<byte> bytes);

    // Ids and revisions hold nothing that JSON would have to escape.
    private void Write(Sink to)
    {
        to(System.Text.Encoding.UTF8.GetBytes($$"""{"revision":"{{Revision}}","whole":{{(Whole ? "true" : "false")}},"removed":["""));
        for (var i = 0; i < Removed.Count; i++)
        {
            to(System.Text.Encoding.UTF8.GetBytes($"{(i == 0 ? "" : ",")}\"{Removed[i]}\""));
        }

        to("],\"features\":["u8);
        for (var i = 0; i < Features.Count; i++)
        {
            if (i > 0)
            {
                to(","u8);
            }

            to(Features[i]);
        }

        to("],"u8);
        to(Agreed);
        to("}"u8);
    }
}
