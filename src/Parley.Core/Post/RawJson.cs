using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Core.Post;

/// <summary>A JSON value kept as its text: the fold carries it and never looks inside; whoever needs it reads it with its own checks.</summary>
public readonly record struct RawJson(string Text)
{
    public override string ToString() => Text;
}

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(document.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
}
