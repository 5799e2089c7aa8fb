using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>The line: messages, STOP, link checks, mute.</summary>
internal sealed class LineEndpoints(PostEngine engine, LetterWriter letters, string language)
{
    private static readonly TimeSpan LongestMute = TimeSpan.FromDays(1);

    // Own messages that stayed without an answer for longer are history; the record has them.
    private static readonly TimeSpan LongSilent = TimeSpan.FromDays(1);

    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/line", Line, "line").Gives<IReadOnlyList<LineView>>();
        routes.Get("/api/line/messages", List, "messages").Gives<IReadOnlyList<MessageView>>();
        routes.Get("/api/line/messages/{id}", One, "message").Gives<MessageView>();
        routes.Post(Deed.Message, "/api/line/messages", SendAsync, "sendMessage").Takes<MessageRequest>().Gives<MessageView>(Status201Created);
        routes.Post(Deed.Stop, "/api/line/stop", StopAsync, "stop").Takes<StopRequest>().Gives<IReadOnlyList<MessageView>>(Status201Created);
        routes.Post(Deed.Acknowledge, "/api/line/messages/{id}/read", call => OfficerAsync(call, static (m, officer) => new MessageRead(m, officer)), "readMessage").Takes<OfficerRequest>().Gives<MessageView>();
        routes.Post(Deed.Acknowledge, "/api/line/messages/{id}/acknowledge", call => OfficerAsync(call, static (m, officer) => new MessageAcknowledged(m, officer)), "acknowledgeMessage")
            .Takes<OfficerRequest>().Gives<MessageView>();
        routes.Post(Deed.Message, "/api/line/checks", CheckAsync, "checkLine").Takes<LinkCheckRequest>().Gives<IReadOnlyList<MessageView>>(Status201Created);
        routes.Get("/api/line/checks/missed", Missed, "missedChecks").Gives<IReadOnlyList<MissView>>();
        routes.Post(Deed.Mute, "/api/line/mute", MuteAsync, "mute").Takes<MuteRequest>().Gives<IReadOnlyList<LineView>>();
        routes.Get("/api/line/threads", Threads, "threads").Gives<IReadOnlyList<ThreadView>>();
    }

    private ValueTask<Answer> Line(ApiCall call) => ValueTask.FromResult(Lines());

    private Answer Lines()
    {
        var now = engine.Now;
        return Answer.Json<IReadOnlyList<LineView>>(
            Status200OK, engine.Read(s => s.OtherParties(now).Select(p => LineViews.Of(s, p, now)).ToArray()), PostWireJson.Default.IReadOnlyListLineView);
    }

    private Checked<PhraseLanguage> Language(ApiCall call) => PhraseLanguage.Parse(call.Query("language") ?? language).Try(out var known, out var problem) ? known : problem.Under("language");

    private ValueTask<Answer> List(ApiCall call)
    {
        if (!Page.Read(call).Try(out var page, out var problem) || !Language(call).Try(out var shown, out problem) || !Thread(call).Try(out var thread, out problem))
        {
            return ValueTask.FromResult(ApiCall.Bad(problem));
        }

        if (call.Query("kind") is not (null or "message" or "stop" or "link-check"))
        {
            return ValueTask.FromResult(ApiCall.Bad(new Problem("kind", "is none of message, stop, link-check")));
        }

        if (call.Query("precedence") is not (null or "FLASH" or "IMMEDIATE" or "PRIORITY" or "ROUTINE"))
        {
            return ValueTask.FromResult(ApiCall.Bad(new Problem("precedence", "is none of FLASH, IMMEDIATE, PRIORITY, ROUTINE")));
        }

        var (party, untaken, silent, now) = (call.Query("party"), call.Query("unacknowledged") == "true", call.Query("silent") == "true", engine.Now);
        var (kind, precedence, since) = (call.Query("kind"), call.Query("precedence"), now.Plus(-LongSilent));
        bool Wanted(MessageSent what) => (thread is null || what.Thread == thread) && (kind is null || LineViews.KindText(what.Kind) == kind) && (precedence is null || LineViews.PrecedenceText(what.Precedence) == precedence);
        // The newest first; what waits for the exchange stands before all, on the first page.
        var (taken, waiting) = engine.Read(s => (
            (untaken ? s.Untaken.OrderByDescending(static m => m.Place).SkipWhile(m => page.After is { } last && m.Place >= s.Message(last)?.Place) : s.Messages(page.After))
                .TakeWhile(m => !silent || m.At > since)
                .Where(m => (party is null || m.From.Value == party || m.To.Any(p => p.Value == party)) && Wanted(m.What) && (!silent || (m.From == engine.Me && m.Silent.Any())))
                .Take(page.Limit + 1).Select(m => (m.Id, View: LineViews.Of(s, m, engine.Me, now, shown))).ToArray(),
            page.After is null && !untaken ? s.WaitingMessages.Where(w => (party is null || w.To.Contains(party)) && Wanted(w.What)).ToArray() : []));
        return ValueTask.FromResult(page.Answer(
            call, taken, static m => m.View, static m => m.Id, PostWireJson.Default.IReadOnlyListMessageView,
            [.. waiting.Select(w => LineViews.Waiting(w.What, w.To, engine.Me, shown))]));
    }

    private static Checked<EntityId?> Thread(ApiCall call) =>
        call.Query("thread") is not { } text ? (EntityId?)null : EntityId.Parse(text).Try(out var id, out var problem) ? (EntityId?)id : problem.Under("thread");

    private ValueTask<Answer> One(ApiCall call) => ValueTask.FromResult(
        !call.Id().Try(out var id, out var problem) || !Language(call).Try(out var shown, out problem) ? ApiCall.Bad(problem) : Show(id, Status200OK, shown));

    private Answer Show(EntityId id, int status, PhraseLanguage shown) =>
        engine.Read(s => s.Message(id) is { } m ? LineViews.Of(s, m, engine.Me, engine.Now, shown) : null) is { } message ? Answer.Json(status, message, PostWireJson.Default.MessageView)
        : engine.Read(s => s.WaitingMessages.Where(w => w.What.Message == id).Cast<(MessageSent What, string[] To)?>().FirstOrDefault()) is { } waiting
            ? Answer.Json(status == Status200OK ? Status200OK : Status202Accepted, LineViews.Waiting(waiting.What, waiting.To, engine.Me, shown), PostWireJson.Default.MessageView)
        : ApiCall.NotFound("message", id);

    private async ValueTask<Answer> SendAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.MessageRequest)).Try(out var body, out var problem) || !Language(call).Try(out var shown, out problem)
            || !MessageReader.Read(body).Try(out var message, out problem) || !Receivers(body.To).Try(out var to, out problem))
        {
            return ApiCall.Bad(problem);
        }

        return await letters.WriteAsync(to, message, pending => Show(message.Message, pending ? Status202Accepted : Status201Created, shown), whileCatchingUp: true);
    }

    private Checked<PartyName[]> Receivers(IReadOnlyList<string?>? to)
    {
        var all = engine.Read(s => s.OtherParties(engine.Now).ToArray());
        if (to is null)
        {
            return all.Length > 0 ? all : new Problem("to", "is missing, and no agreement names another party");
        }

        for (var i = 0; i < to.Count; i++)
        {
            if (to[i] is not { Length: > 0 and <= 63 } name || name == engine.Me.Value || engine.Read(s => s.Party(new PartyName(name))) is null || name == Client.Letters.PartyDescription.ExchangeName)
            {
                return new Problem($"to[{i}]", "is no other party that is known here; see parley parties");
            }
        }

        return to.Count is > 0 and <= 50 ? to.Select(static n => new PartyName(n!)).ToArray() : new Problem("to", "is to be 1 to 50 parties");
    }

    private async ValueTask<Answer> StopAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.StopRequest, static () => new StopRequest())).Try(out var body, out var problem) || !Language(call).Try(out var shown, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("text", body.Text) ?? ApiCall.TextFault("officer", body.Officer, most: 200)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        var sides = engine.Read(s => s.OtherSides(engine.Now).ToArray());
        return sides.Length == 0
            ? Answer.Problem(Status409Conflict, "There is no agreement, so there is no other side to stop.")
            : await AllAsync(sides, id => new MessageSent(id, id, MessageKind.Stop, Precedence.Flash, body.Text, Officer: body.Officer), shown);
    }

    private async ValueTask<Answer> CheckAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.LinkCheckRequest, static () => new LinkCheckRequest())).Try(out var body, out var problem)
            || !Language(call).Try(out var shown, out problem) || !Receivers(body.To).Try(out var to, out problem))
        {
            return ApiCall.Bad(problem);
        }

        return ApiCall.TextFault("officer", body.Officer, most: 200) is { } fault
            ? ApiCall.Bad(fault)
            : await AllAsync([.. to.Select(static p => System.Collections.Immutable.ImmutableArray.Create(p))], id => Checking.Check(id, body.Officer), shown);
    }

    // One letter for each group, all in one entry.
    private async ValueTask<Answer> AllAsync(IReadOnlyList<System.Collections.Immutable.ImmutableArray<PartyName>> groups, Func<EntityId, MessageSent> message, PhraseLanguage shown)
    {
        Draft[] drafts = [.. groups.Select(g => new Draft(g, message(new EntityId(Guid.NewGuid()))))];
        var (refusal, pending) = await letters.WriteAllAsync(drafts, whileCatchingUp: true);
        if (refusal is { } refused)
        {
            return refused;
        }

        var now = engine.Now;
        var views = engine.Read(s => drafts.Select(d => (Draft: d, Known: s.Message(((MessageSent)d.Body).Message))).ToArray())
            .Select(d => d.Known is { } known ? LineViews.Of(known, engine.Me, now, shown) : LineViews.Waiting((MessageSent)d.Draft.Body, d.Draft.To.Select(static p => p.Value), engine.Me, shown));
        return Answer.Json<IReadOnlyList<MessageView>>(pending ? Status202Accepted : Status201Created, [.. views], PostWireJson.Default.IReadOnlyListMessageView);
    }

    private async ValueTask<Answer> OfficerAsync(ApiCall call, Func<EntityId, string, LetterBody> body)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.OfficerRequest)).Try(out var request, out problem) || !Language(call).Try(out var shown, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (ApiCall.TextFault("officer", request.Officer, required: true, 200) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (engine.Read(s => s.Message(id)) is not { } message)
        {
            return ApiCall.NotFound("message", id);
        }

        // Everyone who has the message sees how far it got.
        return await letters.WriteAsync(message.To.Append(message.From), body(id, request.Officer!), pending => Show(id, pending ? Status202Accepted : Status200OK, shown), whileCatchingUp: true);
    }

    private ValueTask<Answer> Missed(ApiCall call)
    {
        var party = call.Query("party");
        var misses = engine.Read(s => s.Misses.Reverse().Where(m => party is null || m.Party.Value == party).Take(1000).Select(LineViews.Of).ToArray());
        return ValueTask.FromResult(Answer.Json<IReadOnlyList<MissView>>(Status200OK, misses, PostWireJson.Default.IReadOnlyListMissView));
    }

    private async ValueTask<Answer> MuteAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.MuteRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if (ApiCall.TextFault("officer", body.Officer, required: true, 200) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (body.Minutes is not { } minutes || minutes is not (>= 0 and <= 1440))
        {
            return ApiCall.Bad(new Problem("minutes", $"are to be 0 to {LongestMute.TotalMinutes:0}; 0 lets it call again"));
        }

        if (!Receivers([body.Party]).Try(out var party, out _))
        {
            return ApiCall.Bad(new Problem("party", "is no other party that is known here"));
        }

        var outcome = await engine.SubmitAsync(new MuteParty(engine.Now, party[0], body.Officer!, minutes == 0 ? null : engine.Now.Plus(TimeSpan.FromMinutes(minutes))));
        return outcome is PostDone ? Lines() : ApiCall.Refuse(outcome);
    }

    private ValueTask<Answer> Threads(ApiCall call)
    {
        if (!Language(call).Try(out var shown, out var problem))
        {
            return ValueTask.FromResult(ApiCall.Bad(problem));
        }

        var (party, now) = (call.Query("party"), engine.Now);
        return ValueTask.FromResult(Answer.Json(Status200OK, engine.Read(s => LineThreads.Of(s, engine.Me, party, now, shown)), PostWireJson.Default.IReadOnlyListThreadView));
    }
}
