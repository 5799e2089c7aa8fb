using System.Diagnostics.CodeAnalysis;
using Parley.Core;

namespace Parley.Tokens;

/// <summary>Who is calling, as a verified token says. Immutable; one instance is shared by all requests with that token.</summary>
/// <param name="Subject">The token's <c>sub</c>: the party, F3548's <c>manager</c>. 1–256 characters, no control characters.</param>
/// <param name="Issuer">The token's <c>iss</c>, within the same bounds.</param>
/// <param name="Scopes">What the token opens, of what Parley knows; may be none.</param>
/// <param name="Expires">From this instant on the token is refused.</param>
internal sealed record Caller(string Subject, string Issuer, ScopeSet Scopes, Instant Expires)
{
    /// <summary>Whether an admitted party signed the token with its own key: only such a token opens its letters.</summary>
    public bool IsParty { get; init; }
}

/// <summary>Why a token was refused; all of them are HTTP 401.</summary>
internal enum RefusalKind
{
    /// <summary>No bearer token came with the request.</summary>
    Missing,

    /// <summary>What came is not a signed token with the claims F3548 asks for.</summary>
    Malformed,

    /// <summary>An algorithm or a signature that no trusted key stands behind.</summary>
    Untrusted,

    /// <summary>Issued for somebody else.</summary>
    WrongAudience,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its time has not begun, or reaches further ahead than allowed.</summary>
    NotYetValid,
}

/// <summary>A refusal: its kind, and one sentence for the caller that says what to do and repeats nothing of the token.</summary>
internal sealed record TokenRefusal(RefusalKind Kind, string Sentence)
{
    /// <summary>The value of <c>WWW-Authenticate</c> (RFC 6750 §3). Sentences hold no quotes or backslashes.</summary>
    public string Challenge => Kind == RefusalKind.Missing ? "Bearer" : $"Bearer error=\"invalid_token\", error_description=\"{Sentence}\"";
}

/// <summary>What became of a token: a caller or a refusal, never both and never neither.</summary>
internal readonly record struct TokenResult
{
    private TokenResult(Caller? caller, TokenRefusal? refusal) => (Caller, Refusal) = (caller, refusal);

    /// <summary>Who calls; null when refused.</summary>
    public Caller? Caller { get; }

    /// <summary>Why not; null when accepted.</summary>
    public TokenRefusal? Refusal { get; }

    public static implicit operator TokenResult(Caller caller) => new(caller, null);

    public static implicit operator TokenResult(TokenRefusal refusal) => new(null, refusal);

    /// <summary>Parts the two cases: true gives the caller, false the refusal.</summary>
    public bool Try([NotNullWhen(true)] out Caller? caller, [NotNullWhen(false)] out TokenRefusal? refusal)
    {
        caller = Caller;
        refusal = Refusal;
        return caller is not null;
    }
}
