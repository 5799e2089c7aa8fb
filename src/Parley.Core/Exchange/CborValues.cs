using System.Buffers.Binary;
using System.Formats.Cbor;
using Parley.Core.Geometry;

namespace Parley.Core.Exchange;

/// <summary>How the value types stand in CBOR, for commands and snapshots alike.</summary>
internal static class CborValues
{
    public static void Write(this CborWriter w, Instant instant) => w.WriteInt64(instant.Ticks);

    public static Instant ReadInstant(this CborReader r) => new(r.ReadInt64());

    public static void Write(this CborWriter w, EntityId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        w.WriteByteString(bytes);
    }

    public static EntityId ReadId(this CborReader r) => new(new Guid(r.ReadDefiniteLengthByteString().Span, bigEndian: true));

    public static void WriteOptional(this CborWriter w, EntityId? id)
    {
        if (id is { } value)
        {
            w.Write(value);
        }
        else
        {
            w.WriteNull();
        }
    }

    public static void WriteOptional(this CborWriter w, Instant? instant)
    {
        if (instant is { } value)
        {
            w.Write(value);
        }
        else
        {
            w.WriteNull();
        }
    }

    public static void WriteOptional(this CborWriter w, string? text)
    {
        if (text is not null)
        {
            w.WriteTextString(text);
        }
        else
        {
            w.WriteNull();
        }
    }

    public static bool TryReadNull(this CborReader r)
    {
        if (r.PeekState() != CborReaderState.Null)
        {
            return false;
        }

        r.ReadNull();
        return true;
    }

    public static EntityId? ReadOptionalId(this CborReader r) => r.TryReadNull() ? null : r.ReadId();

    public static Instant? ReadOptionalInstant(this CborReader r) => r.TryReadNull() ? null : r.ReadInstant();

    public static string? ReadOptionalText(this CborReader r) => r.TryReadNull() ? null : r.ReadTextString();

    /// <summary>[cells as one string of big-endian 64-bit ids, lower m, upper m, start, end].</summary>
    public static void Write(this CborWriter w, Extent extent)
    {
        var ids = extent.Cells.Cells;
        var bytes = ids.Length <= 128 ? stackalloc byte[ids.Length * 8] : new byte[ids.Length * 8];
        for (var i = 0; i < ids.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes[(i * 8)..], ids[i]);
        }

        w.WriteStartArray(5);
        w.WriteByteString(bytes);
        w.WriteDouble(extent.Altitudes.Lower.Metres);
        w.WriteDouble(extent.Altitudes.Upper.Metres);
        w.Write(extent.Time.Start);
        w.Write(extent.Time.End);
        w.WriteEndArray();
    }

    public static Extent ReadExtent(this CborReader r)
    {
        r.ReadStartArray();
        var bytes = r.ReadDefiniteLengthByteString().Span;
        var ids = new ulong[bytes.Length / 8];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(i * 8)..]);
        }

        var band = new AltitudeBand(new Altitude(r.ReadDouble()), new Altitude(r.ReadDouble()));
        var time = new TimeInterval(r.ReadInstant(), r.ReadInstant());
        r.ReadEndArray();
        return new Extent(CellCovering.FromIds(ids).Value, band, time);
    }
}
