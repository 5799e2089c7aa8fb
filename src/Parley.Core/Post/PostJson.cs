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
        EntityId.Parse(reader.GetString()).Try(out var id, out var problem) ? id : throw new JsonException(problem.Sentence);

    public override void Write(Utf8JsonWriter writer, EntityId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class PartyNameConverter : JsonConverter<PartyName>
{
    public override PartyName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { Length: > 0 and <= 256 } name ? new PartyName(name) : throw new JsonException("is no party's name");

    public override void Write(Utf8JsonWriter writer, PartyName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override PartyName ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, PartyName value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}

internal sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Instant.Parse(reader.GetString()).Try(out var instant, out var problem) ? instant : throw new JsonException(problem.Sentence);

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
