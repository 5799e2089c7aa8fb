using System.Text.Json.Serialization;

namespace Parley.Client.Letters;

/// <summary>How letters' shapes are read and written: snake_case, absent members left out, no duplicates, shallow. Thread-safe.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 16,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PartyDescription))]
[JsonSerializable(typeof(KeyFile))]
[JsonSerializable(typeof(Envelope))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(TokenPayload))]
[JsonSerializable(typeof(WireLetter))]
[JsonSerializable(typeof(WireReceipts))]
[JsonSerializable(typeof(WireTaken))]
[JsonSerializable(typeof(WireMail))]
[JsonSerializable(typeof(MailboxStatus))]
[JsonSerializable(typeof(WireParties))]
[JsonSerializable(typeof(WireRefusal))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
internal sealed partial class LetterJson : JsonSerializerContext;
