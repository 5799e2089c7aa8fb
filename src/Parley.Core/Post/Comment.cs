using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>What a comment stands under.</summary>
public enum CommentAbout
{
    [JsonStringEnumMemberName("intent")]
    Intent,

    [JsonStringEnumMemberName("conflict")]
    Conflict,

    [JsonStringEnumMemberName("incident")]
    Incident,
}

/// <summary>A comment across: written for the other side too. One within the party never is a letter, see <see cref="KeepComment"/>.</summary>
/// <param name="Subject">The intent, conflict or incident, which the receiver knows already.</param>
/// <param name="Text">At most <see cref="Comment.MostText"/> characters.</param>
public sealed record CommentMade(EntityId Comment, CommentAbout About, EntityId Subject, string Text, string? Officer = null) : LetterBody;

/// <summary>
/// What somebody wrote under an intent, conflict or incident. One across is a function of its letter, the same at all who got it; one within the
/// party is in this post's journal alone and leaves it by no way.
/// </summary>
/// <param name="At">One across: the exchange's time. One within: this post's own.</param>
/// <param name="Readers">All who have it, its party among them, when it is across; none when it is within.</param>
public sealed record Comment(
    EntityId Id, CommentAbout About, EntityId Subject, PartyName By, Instant At, string Text, string? Officer, ImmutableArray<PartyName> Readers)
{
    /// <summary>The longest text, UTF-16 code units.</summary>
    public const int MostText = 2000;

    public bool Across => !Readers.IsEmpty;
}

/// <summary>The comments under one thing, in the order of their times. One thread.</summary>
internal sealed class CommentsUnder
{
    private readonly SortedSet<(Instant At, EntityId Id)> _order = [];
    private readonly SortedDictionary<(PartyName By, bool Across), int> _counts = [];

    public int Count => _order.Count;

    public int CountOf(PartyName by, bool across) => _counts.GetValueOrDefault((by, across));

    public void Add(Comment comment)
    {
        _order.Add((comment.At, comment.Id));
        _counts[(comment.By, comment.Across)] = CountOf(comment.By, comment.Across) + 1;
    }

    /// <summary>The newest first, of those before one; of all when there is none.</summary>
    public IEnumerable<EntityId> Before(Comment? comment) => (comment is { } last
        ? _order.GetViewBetween((default, default), (last.At, last.Id)).Reverse().SkipWhile(c => c.Id == last.Id)
        : _order.Reverse()).Select(static c => c.Id);
}
