using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>
/// How letters and a post's journal entries are written: snake_case, absent members left out, at most 32 levels deep, nothing twice.
/// Bound by docs/formats.md. Thread-safe.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    MaxDepth = 32,
    AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(EntityIdConverter), typeof(PartyNameConverter), typeof(InstantConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(Letter))]
[JsonSerializable(typeof(PostCommand))]
[JsonSerializable(typeof(AgreementDocument))]
public sealed partial class PostJson : JsonSerializerContext;

internal sealed class EntityIdConverter : JsonConverter<EntityId>
{
    public override EntityId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var guid) ? new EntityId(guid)
        : EntityId.Parse(reader.GetString()).Try(out var id, out var problem) ? id : throw new JsonException(problem.Sentence);

    public override void Write(Utf8JsonWriter writer, EntityId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class PartyNameConverter : JsonConverter<PartyName>
{
    // A few names come again and again: of each, most are one string. Whichever thread writes a place last, what is read from it is compared first.
    private readonly string?[] _known = new string?[64];

    public override PartyName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var place = reader.HasValueSequence || reader.ValueSpan.IsEmpty ? 0 : ((reader.ValueSpan.Length * 31) + (reader.ValueSpan[0] * 7) + reader.ValueSpan[^1]) % _known.Length;
        if (_known[place] is { } known && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueTextEquals(known))
        {
            return new PartyName(known);
        }

        var name = reader.GetString() is { Length: > 0 and <= 256 } text ? text : throw new JsonException("is no party's name");
        _known[place] = name;
        return new PartyName(name);
    }

    public override void Write(Utf8JsonWriter writer, PartyName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override PartyName ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, PartyName value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}

internal sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Quick(ref reader, out var read) ? read
        : Instant.Parse(reader.GetString()).Try(out var instant, out var problem) ? instant : throw new JsonException(problem.Sentence);

    private static bool Quick(ref Utf8JsonReader reader, out Instant instant)
    {
        instant = default;
        Span<char> text = stackalloc char[64];
        return reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && reader.ValueSpan.Length <= text.Length
            && Instant.TryParse(text[..reader.CopyString(text)], out instant);
    }

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
