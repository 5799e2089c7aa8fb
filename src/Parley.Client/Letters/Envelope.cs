using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>
/// What stands on the outside of a sealed letter, signed by the sender: all that the exchange can check, and all it is told.
/// </summary>
/// <param name="Number">1 for a sender's first letter, then one more each.</param>
/// <param name="To">Receivers' names, 1 to 32, none twice.</param>
/// <param name="Sha256">SHA-256 of the sealed bytes, base64url.</param>
/// <param name="Size">Length of the sealed bytes.</param>
/// <param name="At">When it was signed, RFC 3339.</param>
public sealed record Envelope(
    [property: JsonRequired] string From,
    [property: JsonRequired] long Number,
    [property: JsonRequired] IReadOnlyList<string> To,
    [property: JsonRequired] string Sha256,
    [property: JsonRequired] int Size,
    [property: JsonRequired] string At)
{
    public const string Type = "parley-envelope";

    /// <summary>Most receivers of one letter.</summary>
    public const int MaxReceivers = 32;

    /// <summary>Longest signed envelope read, in characters.</summary>
    public const int MaxLength = 8 << 10;

    public string Sign(PartyKeys keys) => keys.Sign(JsonSerializer.SerializeToUtf8Bytes(this, LetterJson.Default.Envelope), Type);

    /// <summary>Reads an envelope that this party must have signed. Every fault is one sentence; nothing throws.</summary>
    public static Checked<Envelope> Read(string jws, PartyDescription sender)
    {
        if (jws.Length > MaxLength)
        {
            return new Problem("envelope", $"is longer than {MaxLength} characters");
        }

        if (!Compact.Verify(jws, sender, Type).Try(out var payload, out var problem))
        {
            return problem.Under("envelope");
        }

        return Parsing.Read(payload, LetterJson.Default.Envelope).Try(out var envelope, out problem)
            ? envelope.Fault(sender) is { } fault ? fault.Under("envelope") : envelope
            : problem.Under("envelope");
    }

    private Problem? Fault(PartyDescription sender) => this switch
    {
        { From: var from } when from != sender.Name => new Problem("from", "is not who signed it"),
        { Number: < 1 } => new Problem("number", "is not 1 or more"),
        { To: not { Count: >= 1 and <= MaxReceivers } } => new Problem("to", $"does not name 1 to {MaxReceivers} receivers"),
        { To: var to } when !to.All(PlainText.IsPartyName) => new Problem("to", "names something that no party can be called"),
        { To: var to } when to.Distinct(StringComparer.Ordinal).Count() != to.Count => new Problem("to", "names a receiver twice"),
        { To: var to } when to.Contains(From, StringComparer.Ordinal) => new Problem("to", "names the sender itself"),
        { Size: < 1 or > SealedLetter.MaxBytes } => new Problem("size", $"is not from 1 to {SealedLetter.MaxBytes}"),
        { Sha256: not { Length: 43 } } => new Problem("sha256", "is not a SHA-256 in base64url"),
        { Sha256: var hash } when !Compact.TryDecode(hash, out _) => new Problem("sha256", "is not a SHA-256 in base64url"),
        _ => Instant.Parse(At).Problem?.Under("at"),
    };
}

/// <summary>Names one letter: whose, which, and what its sealed bytes were.</summary>
public sealed record LetterName(
    [property: JsonRequired] string From, [property: JsonRequired] long Number, [property: JsonRequired] string Sha256);

/// <summary>A receiver's signed word that it has one sender's letters: proof for the sender, and what lets the exchange forget them.</summary>
/// <param name="By">Who received.</param>
/// <param name="Through">The last place in the receiver's mailbox that it has dealt with.</param>
/// <param name="Letters">All of one sender; none when only other mail was confirmed.</param>
/// <param name="At">When it was signed, RFC 3339.</param>
public sealed record Receipt(
    [property: JsonRequired] string By,
    [property: JsonRequired] long Through,
    [property: JsonRequired] IReadOnlyList<LetterName> Letters,
    [property: JsonRequired] string At)
{
    public const string Type = "parley-receipt";

    /// <summary>Most letters that one receipt names.</summary>
    public const int MaxLetters = 1000;

    public string Sign(PartyKeys keys) => keys.Sign(JsonSerializer.SerializeToUtf8Bytes(this, LetterJson.Default.Receipt), Type);

    /// <summary>Reads a receipt that this party must have signed. Every fault is one sentence; nothing throws.</summary>
    public static Checked<Receipt> Read(string jws, PartyDescription receiver)
    {
        if (!Compact.Verify(jws, receiver, Type).Try(out var payload, out var problem)
            || !Parsing.Read(payload, LetterJson.Default.Receipt).Try(out var receipt, out problem))
        {
            return problem.Under("receipt");
        }

        return receipt.Fault(receiver) is { } fault ? fault.Under("receipt") : receipt;
    }

    private Problem? Fault(PartyDescription receiver) => this switch
    {
        { By: var by } when by != receiver.Name => new Problem("by", "is not who signed it"),
        { Through: < 1 } => new Problem("through", "is not 1 or more"),
        { Letters: not { Count: <= MaxLetters } } => new Problem("letters", $"are missing or more than {MaxLetters}"),
        { Letters: var letters } when letters.Any(static l => l is not { From: not null, Sha256: not null }) => new Problem("letters", "holds a null"),
        { Letters: [var first, ..] } when Letters.Any(l => l.From != first.From) => new Problem("letters", "are of more than one sender; sign a receipt for each"),
        _ => Instant.Parse(At).Problem?.Under("at"),
    };
}
