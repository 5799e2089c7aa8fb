using Parley.Console.Roles;

namespace Parley.Console.Accounts;

/// <summary>What a link that was sent stands for.</summary>
internal enum TicketKind
{
    /// <summary>Opens an account.</summary>
    Invitation,

    /// <summary>Signs in who has one.</summary>
    Link,
}

/// <summary>One link that was sent to an e-mail address and was not used yet.</summary>
/// <param name="Hash">SHA-256, in base64, of the token in the link; the token itself is nowhere.</param>
/// <param name="Person">Whom a sign-in link signs in.</param>
/// <param name="Browser">Of a sign-in link: SHA-256, in base64, of the cookie of the browser that asked.</param>
/// <param name="Onward">Where to go on to; a path of this console.</param>
internal sealed record Ticket(
    string Hash, string Id, TicketKind Kind, string? Person, string Email, string? Name, Role? Role, string Language, string? Browser, string? Onward, DateTimeOffset Made, DateTimeOffset Ends);
