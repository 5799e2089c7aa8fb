using System.Formats.Cbor;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Parley.Commands;

/// <summary>
/// Prints any CBOR item in diagnostic notation (RFC 8949, section 8) on one line; bytes that are no CBOR are printed in hexadecimal,
/// as a byte string is: <c>h'0102'</c>. Any thread.
/// </summary>
internal static class CborDiagnostic
{
    private const int DeepestNesting = 64;

    public static string Print(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Lax, allowMultipleRootLevelValues: true);
            var text = new StringBuilder();
            while (reader.BytesRemaining > 0)
            {
                if (text.Length > 0) text.Append(", ");
                Item(reader, text, 0);
            }

            return text.ToString();
        }
        catch (Exception noCbor) when (noCbor is CborContentException or InvalidOperationException or FormatException or OverflowException)
        {
            return Hex(bytes.Span);
        }
    }

    private static void Item(CborReader reader, StringBuilder text, int depth)
    {
        if (depth > DeepestNesting) throw new FormatException("nested too deeply");
        switch (reader.PeekState())
        {
            case CborReaderState.UnsignedInteger:
                text.Append(CultureInfo.InvariantCulture, $"{reader.ReadUInt64()}");
                break;
            case CborReaderState.NegativeInteger:
                text.Append(CultureInfo.InvariantCulture, $"{-1 - (Int128)reader.ReadCborNegativeIntegerRepresentation()}");
                break;
            case CborReaderState.ByteString or CborReaderState.StartIndefiniteLengthByteString:
                text.Append(Hex(reader.ReadByteString()));
                break;
            case CborReaderState.TextString or CborReaderState.StartIndefiniteLengthTextString:
                text.Append(Quoted(reader.ReadTextString()));
                break;
            case CborReaderState.StartArray:
                reader.ReadStartArray();
                Items(reader, text, '[', ']', CborReaderState.EndArray, depth);
                reader.ReadEndArray();
                break;
            case CborReaderState.StartMap:
                reader.ReadStartMap();
                Items(reader, text, '{', '}', CborReaderState.EndMap, depth);
                reader.ReadEndMap();
                break;
            case CborReaderState.Tag:
                text.Append(CultureInfo.InvariantCulture, $"{(ulong)reader.ReadTag()}(");
                Item(reader, text, depth + 1);
                text.Append(')');
                break;
            case CborReaderState.Boolean:
                text.Append(reader.ReadBoolean() ? "true" : "false");
                break;
            case CborReaderState.Null:
                reader.ReadNull();
                text.Append("null");
                break;
            case CborReaderState.SimpleValue:
                var simple = reader.ReadSimpleValue();
                text.Append(simple == CborSimpleValue.Undefined ? "undefined" : $"simple({(byte)simple})");
                break;
            case CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat:
                text.Append(Number(reader.ReadDouble()));
                break;
            default:
                throw new FormatException("not an item");
        }
    }

    private static void Items(CborReader reader, StringBuilder text, char open, char close, CborReaderState end, int depth)
    {
        text.Append(open);
        for (var i = 0; reader.PeekState() != end; i++)
        {
            if (i > 0) text.Append(", ");
            Item(reader, text, depth + 1);
            if (close != '}') continue;
            text.Append(": ");
            Item(reader, text, depth + 1);
        }

        text.Append(close);
    }

    // A float always shows as one: 1.0, not 1.
    private static string Number(double value)
    {
        if (!double.IsFinite(value)) return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        return digits.AsSpan().IndexOfAny('.', 'E') < 0 ? digits + ".0" : digits;
    }

    private static string Quoted(string value) => $"\"{JsonEncodedText.Encode(value, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Hex(ReadOnlySpan<byte> bytes) => $"h'{Convert.ToHexStringLower(bytes)}'";
}
