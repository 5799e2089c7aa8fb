using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Jose;
using Parley.Core;
using Base64Url = System.Buffers.Text.Base64Url;

namespace Parley.Client.Letters;

/// <summary>What stands in the header of one of our signed texts.</summary>
/// <param name="Kid">The signer's key.</param>
/// <param name="From">The signer's name; null where the payload says it.</param>
internal sealed record CompactHeader(string Kid, string? From);

/// <summary>
/// Signed texts: JWS compact (RFC 7515), ES256 and nothing else, told apart by <c>typ</c> so that one kind never passes for another.
/// Thread-safe. Nothing here throws for what came from outside.
/// </summary>
internal static class Compact
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };
    private static readonly Problem NotCompact = new("", "is not a signed text in compact form (JWS: three parts of base64url parted by dots)");

    /// <summary>Reads the header alone: whose key to check with. Trust nothing of it before <see cref="Verify"/>.</summary>
    public static Checked<CompactHeader> ReadHeader(string text, string type)
    {
        var end = text.IndexOf('.', StringComparison.Ordinal);
        if (end <= 0 || end > 1024 || text.AsSpan().Count('.') != 2 || !TryDecode(text.AsSpan(0, end), out var bytes))
        {
            return NotCompact;
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return NotCompact;
            }

            string? kid = null, from = null, alg = null, typ = null;
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.String)
                {
                    return new Problem("", $"has a header that Parley does not write");
                }

                switch (member.Name)
                {
                    case "alg": alg = member.Value.GetString(); break;
                    case "typ": typ = member.Value.GetString(); break;
                    case "kid": kid = member.Value.GetString(); break;
                    case "from": from = member.Value.GetString(); break;
                    default: return new Problem("", "has a header that Parley does not write");
                }
            }

            return alg != "ES256" ? new Problem("", "is signed with another algorithm than ES256")
                : typ != type ? new Problem("", $"is not of the type {type}")
                : kid is null ? new Problem("", "names no key (kid)")
                : new CompactHeader(kid, from);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return NotCompact;
        }
    }

    /// <summary>The payload, if the text is of this type and this party's key signed it.</summary>
    public static Checked<byte[]> Verify(string text, PartyDescription signer, string type)
    {
        if (!ReadHeader(text, type).Try(out var header, out var problem))
        {
            return problem;
        }

        if (header.Kid != signer.SigningKey.Kid || (header.From is { } from && from != signer.Name))
        {
            return new Problem("", $"is signed by a key that is not {signer.Name}'s");
        }

        var parts = text.Split('.');
        if (!TryDecode(parts[1], out _) || !TryDecode(parts[2], out _))
        {
            return NotCompact;
        }

        try
        {
            using var key = ECDsa.Create(signer.SigningKey.Parameters());
            return JWT.DecodeBytes(text, key, JwsAlgorithm.ES256);
        }
        catch (Exception e) when (IsOfBytes(e))
        {
            return new Problem("", $"has a signature that is not {signer.Name}'s");
        }
    }

    /// <summary>base64url without padding, in the one writing that encoding gives: a signed text has no second form.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out var read, out var written) != OperationStatus.Done || read != text.Length)
        {
            return false;
        }

        Array.Resize(ref bytes, written);
        return text.SequenceEqual(Base64Url.EncodeToString(bytes));
    }

    /// <summary>What the library throws for bytes that are not what they should be; anything else is a bug and is not hidden.</summary>
    public static bool IsOfBytes(Exception e) =>
        e is JoseException or CryptographicException or FormatException or JsonException or ArgumentException or InvalidOperationException
            or KeyNotFoundException or InvalidCastException or NullReferenceException or IndexOutOfRangeException or OverflowException
            or DecoderFallbackException or NotSupportedException;
}
