using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Client.Letters;

// The shapes between post and exchange, see docs/formats.md.

/// <summary>POST /parley/v1/letters.</summary>
/// <param name="Envelope">JWS compact.</param>
/// <param name="Letter">The sealed bytes, base64.</param>
public sealed record WireLetter([property: JsonRequired] string Envelope, [property: JsonRequired] byte[] Letter);

/// <summary>Its answer.</summary>
public sealed record WireTaken(long Number, bool Again, long? Place, string? Time);

/// <summary>POST /parley/v1/letters/receipt: one receipt for each sender, all with the same <c>through</c>.</summary>
public sealed record WireReceipts([property: JsonRequired] IReadOnlyList<string> Receipts);

/// <summary>One event of GET /parley/v1/letters.</summary>
public sealed record WireMail(
    long Seq,
    long Place,
    string Time,
    string Kind,
    string From,
    long Number,
    string? Sha256,
    byte[]? Letter,
    string? By,
    string? Receipt,
    IReadOnlyList<long>? Numbers);

/// <summary>GET /parley/v1/parties.</summary>
public sealed record WireParties([property: JsonRequired] JsonElement Exchange, [property: JsonRequired] IReadOnlyList<JsonElement> Parties);

/// <summary>Every refusal.</summary>
public sealed record WireRefusal(string? Message);
