using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jose;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>A letter that was opened: who signed it, what it says, and the signed text itself, which proves it to anybody later.</summary>
/// <param name="From">The sender, as the directory knows it; its signature was checked.</param>
/// <param name="Payload">What was signed.</param>
/// <param name="Jws">The signed text (JWS compact); <see cref="SealedLetter.VerifyJws"/> checks it again without the seal.</param>
public sealed record OpenedLetter(PartyDescription From, byte[] Payload, string Jws);

/// <summary>
/// Sealed letters: signed (JWS compact, ES256, <c>typ</c> <c>parley-letter</c>), then encrypted to each receiver (JWE general JSON,
/// ECDH-ES+A256KW, A256GCM). No other algorithm, header or form is written or read. Thread-safe. See docs/formats.md.
/// </summary>
public static class SealedLetter
{
    /// <summary>Largest sealed letter, in bytes.</summary>
    public const int MaxBytes = 64 << 10;

    /// <summary>The signed text's <c>typ</c>.</summary>
    public const string Type = "parley-letter";

    private const string KeyAlgorithm = "ECDH-ES+A256KW";

    // {"enc":"A256GCM"}, as the library writes it; it is authenticated, so no other writing can stand for it.
    private const string Protected = "eyJlbmMiOiJBMjU2R0NNIn0";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };
    private static readonly Problem NotSealed = new("letter", "is not a sealed letter (JWE general JSON, ECDH-ES+A256KW, A256GCM)");

    /// <summary>Signs and seals. The bytes differ each time, as every sealing draws new keys.</summary>
    /// <param name="payload">What the receivers get to read; the result must stay within <see cref="MaxBytes"/>, so about 36 kB at most.</param>
    /// <param name="receivers">1 to <see cref="Envelope.MaxReceivers"/>.</param>
    /// <exception cref="ArgumentException">No receiver or too many, or the sealed letter is larger than <see cref="MaxBytes"/>.</exception>
    public static (byte[] Bytes, string Jws) Seal(ReadOnlySpan<byte> payload, PartyKeys keys, IReadOnlyList<PartyDescription> receivers)
    {
        if (receivers.Count is 0 or > Envelope.MaxReceivers)
        {
            throw new ArgumentException($"A letter has 1 to {Envelope.MaxReceivers} receivers, not {receivers.Count}.", nameof(receivers));
        }

        var jws = keys.Sign(payload, Type, named: true);
        var held = new List<ECDiffieHellman>(receivers.Count);
        try
        {
            foreach (var receiver in receivers)
            {
                held.Add(ECDiffieHellman.Create(receiver.EncryptionKey.Parameters()));
            }

            var sealedText = JWE.EncryptBytes(
                Encoding.ASCII.GetBytes(jws),
                receivers.Zip(held, static (r, key) => new JweRecipient(
                    JweAlgorithm.ECDH_ES_A256KW, key, new Dictionary<string, object>(StringComparer.Ordinal) { ["kid"] = r.EncryptionKey.Kid })),
                JweEncryption.A256GCM,
                mode: SerializationMode.Json);
            var bytes = Encoding.UTF8.GetBytes(receivers.Count == 1 ? General(sealedText) : sealedText);
            return bytes.Length <= MaxBytes
                ? (bytes, jws)
                : throw new ArgumentException($"The sealed letter has {bytes.Length} bytes; the most is {MaxBytes}.", nameof(payload));
        }
        finally
        {
            held.ForEach(static k => k.Dispose());
        }
    }

    /// <summary>
    /// Opens a sealed letter that anybody may have made. Every fault is a problem; nothing throws but a fault of <paramref name="directory"/>'s own.
    /// </summary>
    /// <param name="directory">Gives the party of a name, as the receiver trusts it; null when it knows none. Asked with the name that the letter claims.</param>
    public static Checked<OpenedLetter> Open(ReadOnlySpan<byte> bytes, PartyKeys keys, Func<string, PartyDescription?> directory)
    {
        if (bytes.Length > MaxBytes)
        {
            return new Problem("letter", $"is larger than {MaxBytes} bytes");
        }

        if (!ForUs(bytes, keys).Try(out var ours, out var problem))
        {
            return problem;
        }

        string jws;
        try
        {
            jws = Encoding.ASCII.GetString(keys.Decrypt(ours.Jwe, ours.Kid));
        }
        catch (Exception e) when (Compact.IsOfBytes(e))
        {
            return new Problem("letter", "cannot be opened: it was changed on the way, or sealed for another key");
        }

        if (!Compact.ReadHeader(jws, Type).Try(out var header, out problem))
        {
            return problem.Under("letter");
        }

        if (header.From is null || !PlainText.IsPartyName(header.From) && header.From != PartyDescription.ExchangeName)
        {
            return new Problem("letter", "names no sender");
        }

        if (directory(header.From) is not { } sender)
        {
            return new Problem("letter", $"claims to be from {header.From}, which is not known here");
        }

        return VerifyJws(jws, sender).Try(out var payload, out problem) ? new OpenedLetter(sender, payload, jws) : problem;
    }

    /// <summary>A letter's signed text without a seal, for one that is quoted in another letter.</summary>
    public static string Sign(ReadOnlySpan<byte> payload, PartyKeys keys) => keys.Sign(payload, Type, named: true);

    /// <summary>Checks a letter's signed text without its seal, for a letter that is quoted later; gives its payload.</summary>
    public static Checked<byte[]> VerifyJws(string jws, PartyDescription sender) =>
        jws.Length > MaxBytes ? new Problem("letter", $"is larger than {MaxBytes} bytes")
        : Compact.Verify(jws, sender, Type).Try(out var payload, out var problem) ? payload
        : problem.Under("letter");

    /// <summary>What a letter's signed text says, whoever signed it; null when it is none. Proves nothing.</summary>
    public static byte[]? Unverified(string jws) =>
        jws.Length <= MaxBytes && Compact.ReadHeader(jws, Type).Ok && Compact.TryDecode(jws.Split('.')[1], out var payload) ? payload : null;

    // For one receiver the library writes the flattened form; one form for all is one fewer to check.
    private static string General(string flattened)
    {
        var jwe = JsonNode.Parse(flattened)!.AsObject();
        var recipient = new JsonObject();
        foreach (var member in (string[])["header", "encrypted_key"])
        {
            jwe.Remove(member, out var value);
            recipient[member] = value;
        }

        jwe["recipients"] = new JsonArray(recipient);
        return jwe.ToJsonString();
    }

    /// <param name="Kid">Which of our keys it is sealed for.</param>
    private sealed record OwnPart(string Jwe, string Kid);

    // The letter with nothing but our own recipient entry, built anew from parts that were checked one by one.
    private static Checked<OwnPart> ForUs(ReadOnlySpan<byte> bytes, PartyKeys keys)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes.ToArray(), Strict);
            var root = json.RootElement;
            if (!Has(root, "protected", "recipients", "iv", "ciphertext", "tag") || !Texts(root, "protected", "iv", "ciphertext", "tag")
                || root.GetProperty("protected").GetString() != Protected
                || root.GetProperty("recipients") is not { ValueKind: JsonValueKind.Array } recipients
                || recipients.GetArrayLength() is 0 or > Envelope.MaxReceivers)
            {
                return NotSealed;
            }

            JsonElement? ours = null;
            foreach (var recipient in recipients.EnumerateArray())
            {
                if (!IsRecipient(recipient))
                {
                    return NotSealed;
                }

                if (keys.Opens(KidOf(recipient)))
                {
                    if (ours is not null)
                    {
                        return NotSealed;
                    }

                    ours = recipient;
                }
            }

            return ours is { } found ? new OwnPart(Only(root, found), KidOf(found)) : new Problem("letter", "is not sealed for this party's key");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return NotSealed;
        }
    }

    private static string KidOf(JsonElement recipient) => recipient.GetProperty("header").GetProperty("kid").GetString()!;

    private static bool IsRecipient(JsonElement recipient) =>
        Has(recipient, "header", "encrypted_key") && Texts(recipient, "encrypted_key")
        && recipient.GetProperty("header") is var header && Has(header, "alg", "kid", "epk")
        && header.GetProperty("alg").ValueEquals(KeyAlgorithm) && header.GetProperty("kid").ValueKind == JsonValueKind.String
        && header.GetProperty("epk") is var epk && Has(epk, "kty", "crv", "x", "y") && Texts(epk, "x", "y")
        && epk.GetProperty("kty").ValueEquals("EC") && epk.GetProperty("crv").ValueEquals("P-256");

    private static bool Has(JsonElement element, params ReadOnlySpan<string> members)
    {
        if (element.ValueKind != JsonValueKind.Object || element.GetPropertyCount() != members.Length)
        {
            return false;
        }

        foreach (var member in members)
        {
            if (!element.TryGetProperty(member, out _))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Texts(JsonElement element, params ReadOnlySpan<string> members)
    {
        foreach (var member in members)
        {
            if (element.GetProperty(member) is not { ValueKind: JsonValueKind.String } value || !Compact.TryDecode(value.GetString(), out _))
            {
                return false;
            }
        }

        return true;
    }

    private static string Only(JsonElement root, JsonElement recipient) => new JsonObject
    {
        ["protected"] = root.GetProperty("protected").GetString(),
        ["iv"] = root.GetProperty("iv").GetString(),
        ["ciphertext"] = root.GetProperty("ciphertext").GetString(),
        ["tag"] = root.GetProperty("tag").GetString(),
        ["header"] = JsonNode.Parse(recipient.GetProperty("header").GetRawText()),
        ["encrypted_key"] = recipient.GetProperty("encrypted_key").GetString(),
    }.ToJsonString();
}
