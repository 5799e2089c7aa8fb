using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Parley.Commands.PostWork;

/// <summary>
/// Turns one YAML document into JSON: mappings, sequences, texts, numbers, true, false and null, and nothing else of YAML. Numbers keep
/// their digits; a plain word that is no JSON number, such as a time, stays text. Anchors, aliases and tags are refused: a few lines of
/// them unfold to gigabytes. Pure; any thread.
/// </summary>
internal sealed class YamlToJson
{
    public const int MaxBytes = 64 << 10;
    public const int MaxDepth = 32;

    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    private YamlToJson(Utf8JsonWriter json) => _json = json;

    /// <summary>The document as JSON, and the line of each member by its path (<c>separation.time_s</c>); or the problem, with its line.</summary>
    public static Checked<(byte[] Json, IReadOnlyDictionary<string, long> Lines)> Convert(string yaml)
    {
        if (yaml.Length > MaxBytes)
        {
            return new Problem("", $"is larger than {MaxBytes >> 10} kB; simplify the area");
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        var it = new YamlToJson(json);
        try
        {
            var parser = new Parser(new Scanner(new StringReader(yaml), skipComments: true));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return new Problem("", "is empty");
            }

            it.Value(parser, "", 1);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
            {
                throw Fault(second, "begins a second document; give one");
            }

            json.Flush();
            return (buffer.WrittenSpan.ToArray(), it._lines);
        }
        catch (YamlFault e)
        {
            return e.Problem;
        }
        catch (YamlException e)
        {
            return new Problem($"line {e.End.Line}", $"is not YAML that can be read{Why(e.Message)}");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // A lone surrogate, in a text or by \u escape, that no JSON can hold.
            return new Problem("", "holds text that is not valid Unicode");
        }
    }

    private void Value(Parser parser, string path, int depth)
    {
        var next = parser.Current!;
        if (depth > MaxDepth)
        {
            throw Fault(next, $"is nested more than {MaxDepth} deep");
        }

        if (next is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
        {
            throw Fault(next, node.Anchor.IsEmpty ? "has a tag (!); write the value without it" : "has an anchor (&); write the value out where it is needed");
        }

        _lines[path] = next.Start.Line;
        switch (next)
        {
            case Scalar scalar:
                Write(scalar);
                parser.MoveNext();
                break;
            case SequenceStart:
                parser.MoveNext();
                _json.WriteStartArray();
                for (var n = 0; !parser.TryConsume<SequenceEnd>(out _); n++)
                {
                    Value(parser, $"{path}[{n}]", depth + 1);
                }

                _json.WriteEndArray();
                break;
            case MappingStart:
                parser.MoveNext();
                Mapping(parser, path, depth);
                break;
            default:
                throw Fault(next, next is AnchorAlias ? "has an alias (*); write the value out" : "has no value");
        }
    }

    private void Mapping(Parser parser, string path, int depth)
    {
        _json.WriteStartObject();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is not Scalar { Anchor.IsEmpty: true, Tag.IsEmpty: true } key)
            {
                throw Fault(parser.Current!, "has a name that is no plain text");
            }

            if (!names.Add(key.Value))
            {
                throw Fault(key, $"says {F3548.VolumeReader.Quote(key.Value)} a second time");
            }

            _json.WritePropertyName(key.Value);
            parser.MoveNext();
            Value(parser, path.Length == 0 ? key.Value : $"{path}.{key.Value}", depth + 1);
        }

        _json.WriteEndObject();
    }

    // YAML 1.2's core schema, less what JSON has no word for: what is quoted is text, and so is every plain word that is not exactly one of these.
    private void Write(Scalar scalar)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain)
        {
            _json.WriteStringValue(text);
        }
        else if (text is "" or "~" or "null")
        {
            _json.WriteNullValue();
        }
        else if (text is "true" or "false")
        {
            _json.WriteBooleanValue(text == "true");
        }
        else if (IsNumber(text))
        {
            _json.WriteRawValue(text);
        }
        else
        {
            _json.WriteStringValue(text);
        }
    }

    private static YamlFault Fault(ParsingEvent at, string sentence) => new(new Problem($"line {at.Start.Line}", sentence));

    // The library's own words, where they are plain and short enough to be printed.
    private static string Why(string message)
    {
        var text = message.ReplaceLineEndings(" ").TrimEnd('.');
        return text.Length is > 0 and < 160 && PlainText.IsSafe(text) ? $": {text}" : "";
    }

    private static bool IsNumber(string text)
    {
        if (text.Length > 60 || !(char.IsAsciiDigit(text[0]) || text[0] == '-'))
        {
            return false;
        }

        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class YamlFault(Problem problem) : Exception(problem.ToString())
    {
        public Problem Problem { get; } = problem;
    }
}
