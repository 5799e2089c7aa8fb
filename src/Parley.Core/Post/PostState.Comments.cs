using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

// Comments under intents, conflicts and incidents: within the party, which stay here, and across, which are letters.
public sealed partial class PostState
{
    // Under one thing, by one party: more than this is a flood, and the line is there to talk.
    private const int MostAcross = 1000;
    private const int MostWithin = 20_000;
    private const int MostQuoted = 200;

    private readonly Slots<EntityId, Comment> _comments = new();
    private readonly SortedDictionary<(CommentAbout About, EntityId Subject), CommentsUnder> _commentsUnder = [];

    public Comment? Comment(EntityId id) => _comments.GetValueOrDefault(id);

    public int CommentsOf(CommentAbout about, EntityId subject) => _commentsUnder.GetValueOrDefault((about, subject))?.Count ?? 0;

    /// <summary>The newest first, of those before one (of all when there is none): in no more time than it takes to read them.</summary>
    public IEnumerable<Comment> Comments(CommentAbout about, EntityId subject, EntityId? before = null) =>
        _commentsUnder.TryGetValue((about, subject), out var under)
            ? under.Before(before is { } id ? _comments.GetValueOrDefault(id) : null).Select(id => _comments[id])
            : [];

    /// <summary>Own comments across that the exchange has not taken yet.</summary>
    public IEnumerable<(CommentMade What, string[] To)> WaitingComments =>
        _outbox.Values.Where(static l => l.Body is CommentMade).Select(static l => ((CommentMade)l.Body, l.To.Keys.ToArray()))
            .Concat(_unnumbered.Where(static d => d.Body is CommentMade).Select(static d => ((CommentMade)d.Body, d.To.Select(static p => p.Value).ToArray())));

    /// <summary>Null when this post knows the thing.</summary>
    public PostRefused? JudgeSubject(CommentAbout about, EntityId subject) => about switch
    {
        CommentAbout.Intent => _declared.ContainsKey(subject) ? null : PostRefused.NotFound("intent", subject),
        CommentAbout.Conflict => _conflicts.ContainsKey(subject) ? null : PostRefused.NotFound("conflict", subject),
        _ => _incidents.ContainsKey(subject) ? null : PostRefused.NotFound("incident", subject),
    };

    /// <summary>
    /// To whom a comment across may go: each is a set of parties who all know the thing and know of each other that they do. The parties of one agreement do not
    /// learn from a comment whom else an intent was told to under another.
    /// </summary>
    public ImmutableArray<ImmutableArray<PartyName>> Readers(CommentAbout about, EntityId subject)
    {
        switch (about)
        {
            case CommentAbout.Intent when _declared.GetValueOrDefault(subject) is { Civil: false } declared:
                return declared.Owner == Me
                    ? [.. declared.Notices.GroupBy(static n => string.Join(',', n.Value.Agreements.Order())).OrderBy(static g => g.Key, StringComparer.Ordinal)
                        .Select(static g => g.Select(static n => n.Key).ToImmutableArray())]
                    : declared.Notices.ContainsKey(Me) ? [[declared.Owner]] : [];
            case CommentAbout.Conflict when _conflicts.GetValueOrDefault(subject) is { } conflict && !conflict.Now.Agreements.IsEmpty && (conflict.Between(Me) || Mediates(Me, conflict)):
                return
                [
                    [
                        .. conflict.Now.Agreements.Where(_agreements.ContainsKey).Select(id => _agreements[id].Terms.Mediator).OfType<PartyName>()
                            .Append(conflict.OwnerA).Append(conflict.OwnerB).Where(p => p != Me).Distinct().Order(),
                    ],
                ];
            case CommentAbout.Incident when _incidents.GetValueOrDefault(subject) is { } incident && incident.Parties.Length > 1:
                return [[.. incident.Parties.Where(p => p != Me)]];
            default:
                return [];
        }
    }

    private PostRefused? Judge(KeepComment keep) =>
        JudgeSubject(keep.About, keep.Subject) ?? JudgeComment(keep.Comment, keep.Text)
        ?? (UnderIt(keep.About, keep.Subject)?.CountOf(Me, across: false) >= MostWithin ? PostRefused.NotNow($"{MostWithin} comments of this party stand under it; that is all that there is room for.") : null);

    private PostOutcome Apply(KeepComment keep)
    {
        if (Judge(keep) is { } refused)
        {
            return refused;
        }

        Put(new Comment(keep.Comment, keep.About, keep.Subject, Me, keep.Now, keep.Text, keep.Officer, []));
        return PostOutcome.Fine;
    }

    private PostRefused? Judge(PartyName from, CommentMade made) =>
        JudgeConcerned(from, made.About, made.Subject) ?? JudgeComment(made.Comment, made.Text)
        ?? (UnderIt(made.About, made.Subject)?.CountOf(from, across: true) >= MostAcross ? PostRefused.NotNow($"{MostAcross} comments of {from} for the other side stand under it; say more on the line.") : null);

    // The other side's word counts under what it was told of, or told of itself; what it was not, is not known to it, whatever it guesses.
    private PostRefused? JudgeConcerned(PartyName from, CommentAbout about, EntityId subject) => about switch
    {
        CommentAbout.Intent => _declared.GetValueOrDefault(subject) is { Civil: false } declared && (declared.Owner == from || declared.Notices.ContainsKey(from)) ? null : PostRefused.NotFound("intent", subject),
        CommentAbout.Conflict => _conflicts.GetValueOrDefault(subject) is { } conflict && (conflict.Between(from) || Mediates(from, conflict)) ? null : PostRefused.NotFound("conflict", subject),
        _ => _incidents.GetValueOrDefault(subject) is { } incident && incident.Parties.Contains(from) ? null : PostRefused.NotFound("incident", subject),
    };

    private PostRefused? JudgeComment(EntityId id, string text) =>
        string.IsNullOrWhiteSpace(text) ? PostRefused.Unacceptable("The comment says nothing.")
        : text.Length > Post.Comment.MostText ? PostRefused.Unacceptable($"The comment has {text.Length} characters, more than {Post.Comment.MostText}; shorten it.")
        : _comments.ContainsKey(id) ? PostRefused.NotNow($"The comment {id} is here already.")
        : null;

    private void Say(CommentMade made, Placed letter)
    {
        var comment = new Comment(
            made.Comment, made.About, made.Subject, letter.From, letter.At, made.Text, made.Officer,
            [.. letter.To.Keys.Select(static n => new PartyName(n)).Append(letter.From).Distinct().Order()]);
        Put(comment);
        if (letter.From != Me)
        {
            var text = made.Text.Length > MostQuoted ? $"{made.Text[..(char.IsHighSurrogate(made.Text[MostQuoted - 1]) ? MostQuoted - 1 : MostQuoted)]}…" : made.Text;
            Raise(CommentAlarm(made, letter.From), "comment", 1, $"{letter.From} comments on the {Name(made.About)} {made.Subject}: “{text}”", made.Subject.ToString(), letter.At, again: true);
            return;
        }

        // Whoever answers has read it.
        foreach (var reader in comment.Readers)
        {
            Clear(CommentAlarm(made, reader));
        }
    }

    private static string CommentAlarm(CommentMade made, PartyName from) => $"comment:{Name(made.About)}:{made.Subject}:{from}";

    private static string Name(CommentAbout about) => about switch { CommentAbout.Intent => "intent", CommentAbout.Conflict => "conflict", _ => "incident" };

    private CommentsUnder? UnderIt(CommentAbout about, EntityId subject) => _commentsUnder.GetValueOrDefault((about, subject));

    private void Put(Comment comment)
    {
        _comments[comment.Id] = comment;
        if (!_commentsUnder.TryGetValue((comment.About, comment.Subject), out var under))
        {
            _commentsUnder[(comment.About, comment.Subject)] = under = new CommentsUnder();
        }

        under.Add(comment);
    }
}
