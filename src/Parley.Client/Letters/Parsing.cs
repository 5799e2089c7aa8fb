using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>JSON from outside as a value or a problem. Thread-safe.</summary>
internal static class Parsing
{
    public static Checked<T> Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> shape)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, shape) is { } value ? value : new Problem("", "is null");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException)
        {
            return new Problem("", "is not the JSON that belongs there: members are missing, repeated or of another type");
        }
    }
}
