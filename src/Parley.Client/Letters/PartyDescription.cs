using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core;

namespace Parley.Client.Letters;

/// <summary>Whom to turn to at a party, in order of escalation.</summary>
/// <param name="Name">A person or a duty, 1–200 characters.</param>
/// <param name="Email">At most 254 characters; null where there is none.</param>
public sealed record Contact([property: JsonRequired] string Name, string? Email = null);

/// <summary>
/// What a party shows of itself (<c>party.json</c>): its name, its public keys and its contacts. Immutable; any thread. One that came from
/// <see cref="Parse"/> or <see cref="PartyKeys"/> is whole: its keys are on the curve and its texts are safe to show.
/// </summary>
public sealed record PartyDescription(
    [property: JsonRequired] string Name,
    [property: JsonRequired] PublicJwk SigningKey,
    [property: JsonRequired] PublicJwk EncryptionKey,
    [property: JsonRequired] IReadOnlyList<Contact> Contacts)
{
    /// <summary>The name that the exchange itself goes by; no party may have it.</summary>
    public const string ExchangeName = "exchange";

    /// <summary>Largest <c>party.json</c> read, in bytes.</summary>
    public const int MaxBytes = 16 << 10;

    private const int MaxContacts = 32;

    /// <summary>
    /// 30 digits over both keys, in groups of five, that two officers can read to each other: they are the same on both sides, or somebody
    /// stands between. 100 bits of SHA-256 over the two thumbprints.
    /// </summary>
    [JsonIgnore]
    public string Fingerprint
    {
        get
        {
            var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{SigningKey.Kid}.{EncryptionKey.Kid}"));
            var groups = new string[6];
            for (var i = 0; i < groups.Length; i++)
            {
                ulong bits = 0;
                foreach (var b in hash.AsSpan(i * 5, 5))
                {
                    bits = (bits << 8) | b;
                }

                groups[i] = (bits % 100_000).ToString("D5", CultureInfo.InvariantCulture);
            }

            return string.Join(' ', groups);
        }
    }

    /// <summary>Both keys in one text: what is compared when a party is admitted again.</summary>
    [JsonIgnore]
    public string Keys => $"{SigningKey.Kid}.{EncryptionKey.Kid}";

    /// <summary>Reads a description that anybody may have written. The problem names the place and what to do.</summary>
    /// <param name="asExchange">Whether the name <c>exchange</c> is expected; otherwise it is refused.</param>
    public static Checked<PartyDescription> Parse(ReadOnlySpan<byte> json, bool asExchange = false)
    {
        if (json.Length > MaxBytes)
        {
            return new Problem("", $"The description is larger than {MaxBytes} bytes; leave out contacts");
        }

        PartyDescription? party;
        try
        {
            party = JsonSerializer.Deserialize(json, LetterJson.Default.PartyDescription);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            return new Problem("", "The description is not JSON with name, signing_key, encryption_key and contacts; take the party.json that parley post init wrote");
        }

        return party is null ? new Problem("", "The description is null") : party.Fault(asExchange) is { } fault ? fault : party;
    }

    /// <summary>The description as <c>party.json</c> holds it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LetterJson.Default.PartyDescription);

    private Problem? Fault(bool asExchange)
    {
        // The serializer takes null for what is not nullable here.
        if (Name is null || SigningKey is null || EncryptionKey is null || Contacts is null)
        {
            return new Problem("", "The description has a null where name, signing_key, encryption_key or contacts should be");
        }

        if (!PlainText.IsPartyName(Name))
        {
            return new Problem("name", "is not 1 to 63 ASCII letters, digits, dots, underscores or hyphens that begin with a letter or digit");
        }

        if (string.Equals(Name, ExchangeName, StringComparison.OrdinalIgnoreCase) != asExchange)
        {
            return new Problem("name", asExchange ? "is not exchange" : "is kept for the exchange itself; choose another");
        }

        return FaultOf(SigningKey, "sig")?.Under("signing_key") ?? FaultOf(EncryptionKey, "enc")?.Under("encryption_key")
            ?? (SigningKey.X == EncryptionKey.X ? new Problem("encryption_key", "is the signing key too; use one key for each") : null)
            ?? FaultOf(Contacts)?.Under("contacts");
    }

    private static Problem? FaultOf(PublicJwk key, string use) =>
        key is { Kty: not null, Crv: not null, Use: not null, Kid: not null, X: not null, Y: not null }
            ? key.Fault(use)
            : new Problem("", "has a null where a text should be");

    private static Problem? FaultOf(IReadOnlyList<Contact> contacts)
    {
        if (contacts.Count > MaxContacts)
        {
            return new Problem("", $"are more than {MaxContacts}");
        }

        for (var i = 0; i < contacts.Count; i++)
        {
            var fault = contacts[i] switch
            {
                null => new Problem("", "is null"),
                { Name: not { Length: >= 1 and <= 200 } } => new Problem("name", "is missing or longer than 200 characters"),
                { Email.Length: > 254 } => new Problem("email", "is longer than 254 characters"),
                var c when !PlainText.IsSafe(c.Name) => new Problem("name", "holds control characters or such that turn the reading direction"),
                { Email: { } email } when !PlainText.IsSafe(email) => new Problem("email", "holds control characters or such that turn the reading direction"),
                _ => null,
            };
            if (fault is not null)
            {
                return fault.Under($"[{i}]");
            }
        }

        return null;
    }
}
