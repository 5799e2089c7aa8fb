using System.Text.Json;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>
/// The rules for a token's claims once its signature stands (ASTM F3548-21 §"Authentication and Authorization", RFC 7519): <c>aud</c>
/// one of ours, <c>iss</c> and <c>sub</c> non-empty, <c>exp</c> not past and at most an hour ahead, <c>nbf</c> and <c>iat</c> not ahead.
/// Pure: the time is given.
/// </summary>
internal sealed class TokenClaims(IReadOnlyCollection<string> audiences)
{
    /// <summary>How far ahead <c>exp</c> may be.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(1);

    /// <summary>
    /// How far the issuer's clock may run ahead of ours. It eases only claims about the future; a token is over at <c>exp</c> by our
    /// clock, with no grace, so that a revoked party is out when its issuer said it would be.
    /// </summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    /// <summary>The refusal of a token at or after its <c>exp</c>; the same whether it was seen before or not.</summary>
    public static readonly TokenRefusal Expired = new(RefusalKind.Expired, "The token has expired; ask the issuer for a new one.");

    private const int MaxNameLength = 256;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads the payload of a token whose signature was verified.</summary>
    public TokenResult Read(ReadOnlyMemory<byte> payload, Instant now)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement, now)
                : Malformed("its payload is not a JSON object");
        }
        catch (JsonException)
        {
            return Malformed("its payload is not JSON or names a claim twice");
        }
        catch (InvalidOperationException)
        {
            return Malformed("its payload is not valid UTF-8");
        }
    }

    private TokenResult Read(JsonElement claims, Instant now)
    {
        if (!TryName(claims, "sub", out var subject))
        {
            return Malformed($"its sub (the party) is missing, empty or not a plain text of at most {MaxNameLength} characters");
        }

        if (!TryName(claims, "iss", out var issuer))
        {
            return Malformed($"its iss (the issuer) is missing, empty or not a plain text of at most {MaxNameLength} characters");
        }

        var scopes = ScopeSet.None;
        if (claims.TryGetProperty("scope", out var scope))
        {
            // A list is what some issuers write; F3548 and RFC 8693 §4.2 say one text, and guessing at rights is not for us.
            if (scope.ValueKind != JsonValueKind.String)
            {
                return Malformed("its scope is not one text with the scopes parted by spaces");
            }

            scopes = Scopes.Parse(scope.GetString()!);
        }

        if (!ForUs(claims))
        {
            return new TokenRefusal(
                RefusalKind.WrongAudience, "The token was issued for another audience; ask for one whose aud names this exchange.");
        }

        return Times(claims, now, out var expires) is { } refusal ? refusal : new Caller(subject, issuer, scopes, expires);
    }

    private static TokenRefusal? Times(JsonElement claims, Instant now, out Instant expires)
    {
        expires = Instant.Min;
        if (!TryTime(claims, "exp", out var exp) || exp is null)
        {
            return Malformed("its exp is missing or not a time in seconds since 1970");
        }

        if (!TryTime(claims, "nbf", out var notBefore) || !TryTime(claims, "iat", out var issuedAt))
        {
            return Malformed("its nbf or iat is not a time in seconds since 1970");
        }

        expires = exp.Value;
        if (now >= expires)
        {
            return Expired;
        }

        if (expires > now.Plus(MaxLifetime + ClockSkew))
        {
            return new TokenRefusal(
                RefusalKind.NotYetValid, "The token expires more than 1 hour from now; ask for one that lives an hour at most.");
        }

        var soonest = now.Plus(ClockSkew);
        return notBefore > soonest || issuedAt > soonest
            ? new TokenRefusal(
                RefusalKind.NotYetValid, "The token is not valid yet (nbf or iat lies ahead); compare the clocks of issuer and exchange.")
            : null;
    }

    private bool ForUs(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var audience))
        {
            return false;
        }

        return audience.ValueKind switch
        {
            JsonValueKind.String => audiences.Contains(audience.GetString()!, StringComparer.Ordinal),
            JsonValueKind.Array => audience.EnumerateArray()
                .Any(a => a.ValueKind == JsonValueKind.String && audiences.Contains(a.GetString()!, StringComparer.Ordinal)),
            _ => false,
        };
    }

    private static bool TryName(JsonElement claims, string claim, out string name)
    {
        name = claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return IsName(name);
    }

    /// <summary>Whether a text can be a subject or an issuer: 1–256 characters, not blank, no control characters.</summary>
    public static bool IsName(string text) => text.Length <= MaxNameLength && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    // NumericDate may have a fraction (RFC 7519 §2). Absent is null; false is something that is no time.
    private static bool TryTime(JsonElement claims, string claim, out Instant? time)
    {
        time = null;
        if (!claims.TryGetProperty(claim, out var value))
        {
            return true;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out var seconds)
            || seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        time = new Instant(DateTimeOffset.UnixEpoch.UtcTicks + (long)(seconds * TimeSpan.TicksPerSecond));
        return true;
    }

    private static TokenRefusal Malformed(string what) => new(RefusalKind.Malformed, $"The token is not usable: {what}.");
}
