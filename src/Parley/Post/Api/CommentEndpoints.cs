using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.F3548;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Comments under intents, conflicts and incidents: within the party unless the caller says that they go across.</summary>
internal sealed class CommentEndpoints(PostEngine engine, LetterWriter letters)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/comments", call => ValueTask.FromResult(List(call)), "comments").Gives<IReadOnlyList<CommentView>>();
        routes.Get("/api/comments/readers", call => ValueTask.FromResult(Readers(call)), "commentReaders").Gives<IReadOnlyList<ReadersView>>();
        routes.Post(Deed.Comment, "/api/comments", AddAsync, "comment").Takes<CommentRequest>().Gives<CommentView>(Status201Created);
    }

    private Answer List(ApiCall call)
    {
        if (!Page.Read(call).Try(out var page, out var problem) || !Subject(call.Query("about"), call.Query("id")).Try(out var subject, out problem))
        {
            return ApiCall.Bad(problem);
        }

        // The newest first; what waits for the exchange stands before all, on the first page.
        var (refused, taken, waiting) = engine.Read(s => (
            s.JudgeSubject(subject.About, subject.Id),
            s.Comments(subject.About, subject.Id, page.After).Take(page.Limit + 1).ToArray(),
            page.After is null ? s.WaitingComments.Where(w => w.What.About == subject.About && w.What.Subject == subject.Id).ToArray() : []));
        return refused is not null
            ? ApiCall.Refuse(refused)
            : page.Answer(call, taken, Of, static c => c.Id, PostWireJson.Default.IReadOnlyListCommentView, [.. waiting.Reverse().Select(w => Waiting(w.What, w.To))]);
    }

    private Answer Readers(ApiCall call)
    {
        if (!Subject(call.Query("about"), call.Query("id")).Try(out var subject, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        var (refused, readers) = engine.Read(s => (s.JudgeSubject(subject.About, subject.Id), s.Readers(subject.About, subject.Id)));
        return refused is not null
            ? ApiCall.Refuse(refused)
            : Answer.Json<IReadOnlyList<ReadersView>>(Status200OK, [.. readers.Select(static r => new ReadersView([.. r.Select(static p => p.Value)]))], PostWireJson.Default.IReadOnlyListReadersView);
    }

    private async ValueTask<Answer> AddAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.CommentRequest)).Try(out var body, out var problem) || !Subject(body.About, body.Id).Try(out var subject, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("text", body.Text, required: true, Comment.MostText) ?? ApiCall.TextFault("officer", body.Officer, most: 200)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        var id = new EntityId(Guid.NewGuid());
        if (body.Comment is { } chosen && !EntityId.Parse(chosen).Try(out id, out problem))
        {
            return ApiCall.Bad(problem.Under("comment"));
        }

        if (engine.Read(s => s.JudgeSubject(subject.About, subject.Id)) is { } unknown)
        {
            return ApiCall.Refuse(unknown);
        }

        if (body.Across != true)
        {
            return body.To is { Count: > 0 }
                ? ApiCall.Bad(new Problem("to", "names readers, but the comment is within the party; set across to true, or leave to out"))
                : await engine.SubmitAsync(new KeepComment(engine.Now, id, subject.About, subject.Id, body.Text!, body.Officer)) is var kept && kept is PostDone
                    ? Show(id, Status201Created)
                    : ApiCall.Refuse(kept);
        }

        if (!call.Caller.May(Deed.CommentAcross))
        {
            return Answer.Problem(Status403Forbidden, $"Your role, {call.Caller.Person!.Role.Text()}, does not allow a comment for the other side; {Deed.CommentAcross.Allowed()} may write it.");
        }

        return Receivers(subject, body.To, out var to) ?? await letters.WriteAsync(
            to, new CommentMade(id, subject.About, subject.Id, body.Text!, body.Officer), pending => Show(id, pending ? Status202Accepted : Status201Created));
    }

    // Whoever names readers gets these or none: nobody is to learn that more read it than was thought.
    private Answer? Receivers((CommentAbout About, EntityId Id) subject, IReadOnlyList<string?>? named, out PartyName[] to)
    {
        to = [];
        var known = engine.Read(s => s.Readers(subject.About, subject.Id));
        if (known.IsEmpty)
        {
            return Answer.Problem(Status409Conflict, "No other post knows of it, so nobody can be told; comment within the party.");
        }

        var sets = string.Join("; or ", known.Select(static k => string.Join(", ", k.Select(static p => p.Value))));
        if (named is null)
        {
            to = [.. known[0]];
            return known.Length == 1 ? null : ApiCall.Bad(new Problem("to", $"is missing, and there is more than one side: {sets}"));
        }

        var wanted = named.Select(static n => n ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var one in known)
        {
            if (wanted.SetEquals(one.Select(static p => p.Value)))
            {
                to = [.. one];
                return null;
            }
        }

        return Answer.Problem(Status409Conflict, $"to: a comment for the other side goes to all of these together: {sets}. Look who they are, and write again.");
    }

    private Answer Show(EntityId id, int status) =>
        engine.Read(s => s.Comment(id)) is { } comment ? Answer.Json(status, Of(comment), PostWireJson.Default.CommentView)
        : engine.Read(s => s.WaitingComments.Where(w => w.What.Comment == id).Cast<(CommentMade What, string[] To)?>().FirstOrDefault()) is { } waiting
            ? Answer.Json(Status202Accepted, Waiting(waiting.What, waiting.To), PostWireJson.Default.CommentView)
        : ApiCall.NotFound("comment", id);

    private static Checked<(CommentAbout About, EntityId Id)> Subject(string? about, string? id)
    {
        if (Enum.GetValues<CommentAbout>().Where(a => Text(a) == about).ToArray() is not [var known])
        {
            return new Problem("about", about is null ? "is missing; use intent, conflict or incident" : $"{VolumeReader.Quote(about)} is not known; use intent, conflict or incident");
        }

        return id is null ? new Problem("id", "is missing") : EntityId.Parse(id).Try(out var subject, out var problem) ? (known, subject) : problem.Under("id");
    }

    private CommentView Of(Comment c) => new(
        c.Id.ToString(), Text(c.About), c.Subject.ToString(), c.By.Value, c.Officer, c.At.ToString(), c.Text, c.Across, [.. c.Readers.Where(p => p != engine.Me).Select(static p => p.Value)],
        c.By == engine.Me, Pending: false);

    private CommentView Waiting(CommentMade what, IEnumerable<string> to) => new(
        what.Comment.ToString(), Text(what.About), what.Subject.ToString(), engine.Me.Value, what.Officer, null, what.Text, Across: true, [.. to.Where(p => p != engine.Me.Value)], Mine: true, Pending: true);

    private static string Text(CommentAbout about) => about switch { CommentAbout.Intent => "intent", CommentAbout.Conflict => "conflict", _ => "incident" };
}
