namespace Parley.Client.Post;

/// <summary>One who has an account at this post's console.</summary>
/// <param name="Role">observer, watch officer, duty officer, commander or administrator.</param>
/// <param name="Language">en, he, ar, ru, uk or fr.</param>
/// <param name="Open">False: the account was closed.</param>
/// <param name="Sessions">In how many browsers the person is signed in.</param>
/// <param name="Seen">RFC 3339: the last sign of life of one of them; null when there is none.</param>
public sealed record PersonView(string Id, string Name, string Email, string Role, string Language, bool Open, int Sessions, string? Seen);

/// <summary>Somebody who was invited and has not come yet.</summary>
/// <param name="Until">RFC 3339: after it the link serves no more.</param>
/// <param name="Link">The link itself, in the answer to an invitation that went into the pickup folder because no mail server is set; null otherwise.</param>
public sealed record InvitationView(string Id, string Name, string Email, string Role, string Language, string Made, string Until, string? Link);

/// <summary>One browser in which a person is signed in.</summary>
/// <param name="Way">link, invitation, passkey, code, exercise, or a provider's name.</param>
/// <param name="Browser">What the browser calls itself.</param>
public sealed record SessionView(string Id, string Way, string Browser, string Address, string Began, string Seen, string Until);

public sealed record InviteRequest
{
    /// <summary>As it will stand in every letter and record that the person causes; unique here, at most 100 characters.</summary>
    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Role { get; set; }

    /// <summary>Of the invitation: en, he, ar, ru, uk or fr; en when left out.</summary>
    public string? Language { get; set; }
}

public sealed record RoleRequest
{
    public string? Role { get; set; }
}
