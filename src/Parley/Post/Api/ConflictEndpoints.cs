using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Conflicts and their coordination.</summary>
internal sealed class ConflictEndpoints(PostEngine engine, LetterWriter letters, Suggesting suggesting)
{
    private static readonly (string Text, ProposalKind Kind)[] Kinds =
    [
        ("shift-time", ProposalKind.ShiftTime), ("change-altitude", ProposalKind.ChangeAltitude), ("move", ProposalKind.Move), ("shrink", ProposalKind.Shrink),
        ("hold", ProposalKind.Hold), ("please-hold", ProposalKind.PleaseHold), ("accept-risk", ProposalKind.AcceptRisk),
    ];

    /// <summary>The kind of proposal that changes an intent, by its name; null for any other.</summary>
    public static ProposalKind? Changing(string? text) => Kinds.Where(k => k.Text == text && Changes(k.Kind)).Select(static k => (ProposalKind?)k.Kind).FirstOrDefault();

    private static bool Changes(ProposalKind kind) => kind is ProposalKind.ShiftTime or ProposalKind.ChangeAltitude or ProposalKind.Move or ProposalKind.Shrink;

    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/conflicts", List, "conflicts").Gives<IReadOnlyList<ConflictView>>();
        routes.Get("/api/conflicts/{id}", One, "conflict").Gives<ConflictView>();
        routes.Post(Deed.Coordinate, "/api/conflicts/{id}/proposals", call => ProposeAsync(call, counters: false), "propose").Takes<ProposalRequest>().Gives<IdView>(Status201Created);
        routes.Post(Deed.Coordinate, "/api/conflicts/{id}/proposals/{pid}/accept", call => AnswerAsync(call, accepted: true), "acceptProposal").Takes<AnswerRequest>().Gives<ConflictView>();
        routes.Post(Deed.Coordinate, "/api/conflicts/{id}/proposals/{pid}/decline", call => AnswerAsync(call, accepted: false), "declineProposal").Takes<AnswerRequest>().Gives<ConflictView>();
        routes.Post(Deed.Coordinate, "/api/conflicts/{id}/proposals/{pid}/counter", call => ProposeAsync(call, counters: true), "counterProposal").Takes<ProposalRequest>().Gives<IdView>(Status201Created);
        routes.Post(Deed.Coordinate, "/api/conflicts/{id}/stand", StandAsync, "stand").Takes<StandRequest>().Gives<ConflictView>();
    }

    private ValueTask<Answer> List(ApiCall call)
    {
        if (!Page.Read(call).Try(out var page, out var problem))
        {
            return ValueTask.FromResult(ApiCall.Bad(problem));
        }

        var now = engine.Now;
        var wanted = call.Query("state");
        var conflicts = engine.Read(s => page.Of(s.Conflicts, static c => c.Id).Where(c => wanted is null || ConflictViews.StateText(c.StateAt(now)) == wanted).Take(page.Limit + 1).ToArray());
        return ValueTask.FromResult(page.Answer(
            call, conflicts, c => engine.Read(s => ConflictViews.Of(s, c, now)) with { Suggestions = suggesting.For(c, now, onlyCached: conflicts.Length > 20) },
            static c => c.Id, PostWireJson.Default.IReadOnlyListConflictView));
    }

    private ValueTask<Answer> One(ApiCall call) => ValueTask.FromResult(call.Id().Try(out var id, out var problem) ? Show(id) : ApiCall.Bad(problem));

    private Answer Show(EntityId id, int status = Status200OK)
    {
        var now = engine.Now;
        return engine.Read(s => s.Conflict(id)) is { } conflict
            ? Answer.Json(status, engine.Read(s => ConflictViews.Of(s, conflict, now)) with { Suggestions = suggesting.For(conflict, now) }, PostWireJson.Default.ConflictView)
            : ApiCall.NotFound("conflict", id);
    }

    private async ValueTask<Answer> ProposeAsync(ApiCall call, bool counters)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.ProposalRequest)).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        EntityId? countered = null;
        if (counters)
        {
            if (!call.Id("pid").Try(out var pid, out problem))
            {
                return ApiCall.Bad(problem);
            }

            countered = pid;
        }

        if (Kinds.FirstOrDefault(k => k.Text == body.Kind) is not { Text: not null } kind)
        {
            return ApiCall.Bad(new Problem("kind", $"{F3548.VolumeReader.Quote(body.Kind)} is not known; use {string.Join(", ", Kinds.Select(static k => k.Text))}"));
        }

        // Before a second officer is asked: what lacks a reason would be refused once that one has consented.
        if ((ApiCall.TextFault("reason", body.Reason, required: kind.Kind == ProposalKind.AcceptRisk) ?? ApiCall.TextFault("officer", body.Officer, most: 200) ?? ApiCall.TextFault("second_officer", body.SecondOfficer, most: 200)
            ?? Seconds(body.Officer, body.SecondOfficer)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (engine.Read(s => s.Conflict(id)) is not { } conflict)
        {
            return ApiCall.NotFound("conflict", id);
        }

        RawJson? change = null;
        EntityId? changes = null;
        if (Changes(kind.Kind))
        {
            if (body.Change is not { } wanted)
            {
                return ApiCall.Bad(new Problem("change", "is missing; say which intent changes and how, as a suggestion does"));
            }

            if (!ChangeReader.Read(wanted, kind.Kind).Try(out var read, out problem))
            {
                return ApiCall.Bad(problem);
            }

            if (suggesting.Fault(conflict, read) is { } meets)
            {
                return Answer.Problem(Status409Conflict, meets);
            }

            (change, changes) = (ChangeReader.Write(read), read.Intent);
        }

        if (kind.Kind == ProposalKind.AcceptRisk && call.Second(Deed.AcceptRisk, body) is { } second)
        {
            return second;
        }

        var proposal = new EntityId(Guid.NewGuid());
        return await WriteAsync(
            conflict, new Proposed(id, proposal, kind.Kind, change, changes, body.Reason, body.Officer, body.SecondOfficer, countered),
            pending => Answer.Json(pending ? Status202Accepted : Status201Created, new IdView(proposal.ToString(), pending), PostWireJson.Default.IdView));
    }

    private async ValueTask<Answer> AnswerAsync(ApiCall call, bool accepted)
    {
        if (!call.Id().Try(out var id, out var problem) || !call.Id("pid").Try(out var pid, out problem)
            || !(await call.BodyAsync(PostWireJson.Default.AnswerRequest, static () => new AnswerRequest())).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("reason", body.Reason) ?? ApiCall.TextFault("officer", body.Officer, most: 200) ?? ApiCall.TextFault("second_officer", body.SecondOfficer, most: 200)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (engine.Read(s => s.Conflict(id)) is not { } conflict)
        {
            return ApiCall.NotFound("conflict", id);
        }

        if (accepted && conflict.Proposals.Any(p => p.What.Proposal == pid && p.What.Kind == ProposalKind.AcceptRisk) && call.Second(Deed.AcceptRisk, body) is { } second)
        {
            return second;
        }

        return await WriteAsync(
            conflict, new ProposalAnswered(id, pid, accepted, body.Reason, body.Officer, body.SecondOfficer), pending => Show(id, pending ? Status202Accepted : Status200OK));
    }

    private async ValueTask<Answer> StandAsync(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.StandRequest)).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("reason", body.Reason) ?? ApiCall.TextFault("officer", body.Officer, most: 200)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (body.Stand is not ("move" or "hold"))
        {
            return ApiCall.Bad(new Problem("stand", "is either move or hold"));
        }

        if (engine.Read(s => s.Conflict(id)) is not { } conflict)
        {
            return ApiCall.NotFound("conflict", id);
        }

        return await WriteAsync(
            conflict, new Stood(id, body.Stand == "move" ? Stand.Move : Stand.Hold, body.Reason, body.Officer), pending => Show(id, pending ? Status202Accepted : Status200OK));
    }

    // To both sides and whoever mediates between them.
    private ValueTask<Answer> WriteAsync(Conflict conflict, LetterBody body, Func<bool, Answer> done)
    {
        var to = engine.Read(s => conflict.Now.Agreements.Select(s.Agreement).OfType<Agreement>().Select(static a => a.Terms.Mediator).OfType<PartyName>()
            .Append(conflict.OwnerA).Append(conflict.OwnerB).ToArray());
        return conflict.Now.Agreements.IsEmpty
            ? ValueTask.FromResult(Answer.Problem(Status409Conflict, "The other side is a civil system with which there is no agreement: change your own intent, or call its operator."))
            : letters.WriteAsync(to, body, done);
    }

    private static Problem? Seconds(string? officer, string? second) =>
        second is not null && string.Equals(officer?.Trim(), second.Trim(), StringComparison.OrdinalIgnoreCase) ? new Problem("second_officer", "is the same officer; a second one must consent") : null;
}
