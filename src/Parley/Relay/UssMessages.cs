using System.Text.Json.Serialization;

namespace Parley.Relay;

/// <summary>What a letter says when the exchange relays a call to a post's F3548 side, and the answer; see docs/formats.md.</summary>
/// <param name="To">Receivers, each with the sender's number for it; 0 from the exchange, which keeps none.</param>
internal sealed record UssMessage<T>(
    [property: JsonRequired] string From,
    [property: JsonRequired] IReadOnlyDictionary<string, long> To,
    [property: JsonRequired] string Written,
    [property: JsonRequired] string Type,
    [property: JsonRequired] int Version,
    [property: JsonRequired] T Body);

/// <param name="Path">From <c>/uss/v1/</c> on, as it came, without the query.</param>
/// <param name="Query">With its question mark; empty for none.</param>
/// <param name="Caller">The token's <c>sub</c>.</param>
/// <param name="Scopes">Of the token, those that Parley knows.</param>
/// <param name="Body">The request's body as text; empty for none.</param>
internal sealed record UssRequest(
    [property: JsonRequired] Guid Id,
    [property: JsonRequired] string Method,
    [property: JsonRequired] string Path,
    [property: JsonRequired] string Query,
    [property: JsonRequired] string Caller,
    [property: JsonRequired] IReadOnlyList<string> Scopes,
    [property: JsonRequired] string Body);

/// <param name="Status">200–599.</param>
/// <param name="Body">JSON text, or empty.</param>
internal sealed record UssAnswer([property: JsonRequired] Guid Id, [property: JsonRequired] int Status, string? Body);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 16, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(UssMessage<UssRequest>))]
[JsonSerializable(typeof(UssMessage<UssAnswer>))]
internal sealed partial class UssJson : JsonSerializerContext;
