using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Parley.Core;

namespace Parley.Hosting;

/// <summary>Reads a request's body as JSON; whatever is wrong with it comes back as one sentence, never as an exception.</summary>
internal static class JsonBody
{
    private static readonly Problem NotUtf8 = new("", "The body is not well-formed UTF-8 JSON; check how it was encoded.");

    /// <param name="kept">Is given the text of a body that could be read, as it came: what was parsed may not be writable again (1e999 is a number to read, and none to write).</param>
    public static async ValueTask<Checked<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> shape, Action<string>? kept = null)
        where T : class
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var parsed = Parse(read.Buffer, shape);
                if (kept is not null && parsed.Try(out _, out _))
                {
                    kept(Encoding.UTF8.GetString(read.Buffer));
                }

                reader.AdvanceTo(read.Buffer.End);
                return parsed;
            }

            // Kestrel's limit on the body bounds what gathers here.
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    internal static Checked<T> Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> shape)
        where T : class
    {
        if (body.IsEmpty)
        {
            return new Problem("", "The request has no body; send JSON.");
        }

        // The JSON reader checks only the text it keeps; what stands in members that nobody reads must be text too.
        if (!Utf8.IsValid(body.IsSingleSegment ? body.FirstSpan : body.ToArray()))
        {
            return NotUtf8;
        }

        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = shape.Options.MaxDepth, AllowMultipleValues = false });
            var value = JsonSerializer.Deserialize(ref reader, shape);
            // Throws if anything but blanks follows.
            reader.Read();
            return value is null ? new Problem("", "The body is null; send a JSON object.") : value;
        }
        catch (JsonException e)
        {
            return Explain(e);
        }
        catch (Exception e) when (e is DecoderFallbackException or InvalidOperationException or FormatException)
        {
            return NotUtf8;
        }
    }

    private static Problem Explain(JsonException e)
    {
        var path = e.Path is { Length: > 2 } p && p.StartsWith("$.", StringComparison.Ordinal) ? p[2..] : "";
        var place = e.LineNumber is { } line ? $" (line {line + 1}, byte {(e.BytePositionInLine ?? 0) + 1})" : "";
        if (path.Length is > 0 and < 200 && e.InnerException is not JsonException && !e.Message.Contains("Duplicate", StringComparison.Ordinal))
        {
            return new Problem(path, $"can't be read as what belongs there{place}; check its type and spelling");
        }

        return new Problem("", $"The body is not JSON that can be read{place}: check brackets, quotes, repeated names and depth (32 levels at most).");
    }
}
