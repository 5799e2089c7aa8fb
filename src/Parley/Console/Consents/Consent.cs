using System.Text.Json.Serialization;
using Parley.Console.Roles;

namespace Parley.Console.Consents;

/// <summary>What one officer asked for and a second one has still to consent to: the call as it was, to be made again with both names.</summary>
/// <param name="Asker">Id of the person who asked.</param>
/// <param name="Route">The values of the path's segments.</param>
/// <param name="Body">The request's JSON as it was read.</param>
/// <param name="Until">RFC 3339; after it there is nothing left to consent to.</param>
internal sealed record Consent(
    string Id, Deed Deed, string Asker, string AskerName, string Asked, string Until, string Operation, IReadOnlyDictionary<string, string> Route, string Body);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Consent))]
internal sealed partial class ConsentJson : JsonSerializerContext;
