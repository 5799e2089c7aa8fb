namespace Parley.Client.Post;

/// <summary>GET /api/comments: one comment under an intent, a conflict or an incident.</summary>
/// <param name="About"><c>intent</c>, <c>conflict</c> or <c>incident</c>.</param>
/// <param name="Subject">Its id.</param>
/// <param name="Party">Whose comment it is.</param>
/// <param name="At">RFC 3339: one across, the exchange's time; one within, this post's own; null while the exchange has not taken it.</param>
/// <param name="Across">True: the other side reads it too. False: it never leaves this post.</param>
/// <param name="Readers">The other parties that have it; none when it is within the party.</param>
/// <param name="Pending">The exchange has not taken it yet.</param>
public sealed record CommentView(
    string Id, string About, string Subject, string Party, string? Officer, string? At, string Text, bool Across, IReadOnlyList<string> Readers, bool Mine, bool Pending);

/// <summary>GET /api/comments/readers: parties to whom one comment across goes together, as they know of each other that they know of the thing.</summary>
public sealed record ReadersView(IReadOnlyList<string> Parties);

/// <summary>POST /api/comments.</summary>
public sealed record CommentRequest : INamesAnOfficer
{
    /// <summary><c>intent</c>, <c>conflict</c> or <c>incident</c>.</summary>
    public string? About { get; set; }

    /// <summary>The id of the intent, conflict or incident.</summary>
    public string? Id { get; set; }

    /// <summary>A UUID of the caller's choice for the comment, so that it can be tried again; drawn when left out.</summary>
    public string? Comment { get; set; }

    /// <summary>At most 2000 characters, without line breaks.</summary>
    public string? Text { get; set; }

    /// <summary>True: the other side reads it too. Within the party when left out.</summary>
    public bool? Across { get; set; }

    /// <summary>Who is to read one across: it is refused when that would be others. May be left out where there is only one such set.</summary>
    public IReadOnlyList<string?>? To { get; set; }

    public string? Officer { get; set; }
}
