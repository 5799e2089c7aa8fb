using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.F3548;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Incidents: open, ask, answer, close, export.</summary>
internal sealed class IncidentEndpoints(PostEngine engine, LetterWriter letters)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/incidents", List, "incidents").Gives<IReadOnlyList<IncidentView>>();
        routes.Get("/api/incidents/{id}", One, "incident").Gives<IncidentView>();
        routes.Post(Deed.Incident, "/api/incidents", OpenAsync, "openIncident").Takes<IncidentRequest>().Gives<IncidentView>(Status201Created);
        routes.Post(Deed.Incident, "/api/incidents/{id}/inquiries", AskAsync, "ask").Takes<InquiryRequest>().Gives<IncidentView>(Status201Created);
        routes.Post(Deed.Incident, "/api/incidents/{id}/inquiries/{iid}/answer", AnswerAsync, "answerInquiry").Takes<InquiryAnswerRequest>().Gives<IncidentView>();
        routes.Post(Deed.Release, "/api/incidents/{id}/close", CloseAsync, "closeIncident").Takes<ReasonRequest>().Gives<IncidentView>();
        routes.Get("/api/incidents/{id}/export", Export, "exportIncident").Gives<IncidentExport>();
    }

    private ValueTask<Answer> List(ApiCall call)
    {
        var now = engine.Now;
        return ValueTask.FromResult(Page.Read(call).Try(out var page, out var problem)
            ? page.Answer(
                call, engine.Read(s => page.Of(s.Incidents, static i => i.Id).Take(page.Limit + 1).ToArray()), i => LineViews.Of(i, now), static i => i.Id,
                PostWireJson.Default.IReadOnlyListIncidentView)
            : ApiCall.Bad(problem));
    }

    private ValueTask<Answer> One(ApiCall call) => ValueTask.FromResult(call.Id().Try(out var id, out var problem) ? Show(id) : ApiCall.Bad(problem));

    private Answer Show(EntityId id, int status = Status200OK) => engine.Read(s => s.Incident(id)) is { } incident
        ? Answer.Json(status, LineViews.Of(incident, engine.Now), PostWireJson.Default.IncidentView)
        : ApiCall.NotFound("incident", id);

    private async ValueTask<Answer> OpenAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.IncidentRequest)).Try(out var body, out var problem) || !Read(body).Try(out var opened, out problem))
        {
            return ApiCall.Bad(problem);
        }

        var others = engine.Read(s => s.OtherParties(engine.Now).ToArray());
        var to = body.To is null ? others : [.. body.To.Select(static n => new PartyName(n ?? "")).Distinct()];
        if (to.Length == 0 || to.Length > 50 || engine.Read(s => to.Any(p => p == engine.Me || s.Party(p) is null)))
        {
            return ApiCall.Bad(new Problem("to", "is not one or more other parties that are known here"));
        }

        return await letters.WriteAsync(to, opened, pending => pending ? Later(opened.Incident) : Show(opened.Incident, Status201Created));
    }

    private static Answer Later(EntityId id) => Answer.Json(Status202Accepted, new IdView(id.ToString(), Pending: true), PostWireJson.Default.IdView);

    private Checked<IncidentOpened> Read(IncidentRequest request)
    {
        var id = new EntityId(Guid.NewGuid());
        if (request.Id is { } chosen && !EntityId.Parse(chosen).Try(out id, out var problem))
        {
            return problem.Under("id");
        }

        if (!MessageReader.ReadPoint(request.Place).Try(out var place, out problem))
        {
            return problem.Under("place");
        }

        var when = engine.Now;
        if (request.When is { } text && !Instant.Parse(text).Try(out when, out problem))
        {
            return problem.Under("when");
        }

        return (ApiCall.TextFault("title", request.Title, required: true, 200) ?? ApiCall.TextFault("known", request.Known, required: true, 4000) ?? ApiCall.TextFault("officer", request.Officer, most: 200)) is { } fault
            ? fault
            : new IncidentOpened(id, request.Title!, place, when, request.Known!, request.RadiusM ?? 20_000, request.BeforeS ?? 3600, request.AfterS ?? 3600, request.Officer);
    }

    private async ValueTask<Answer> AskAsync(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.InquiryRequest)).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("asked", body.Asked, required: true, 63) ?? ApiCall.TextFault("question", body.Question, required: true) ?? ApiCall.TextFault("deadline", body.Deadline, required: true, 60)
            ?? ApiCall.TextFault("officer", body.Officer, most: 200)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (!Instant.Parse(body.Deadline).Try(out var deadline, out problem))
        {
            return ApiCall.Bad(problem.Under("deadline"));
        }

        var inquiry = new EntityId(Guid.NewGuid());
        if (body.Id is { } chosen && !EntityId.Parse(chosen).Try(out inquiry, out problem))
        {
            return ApiCall.Bad(problem.Under("id"));
        }

        return await SayAsync(id, new InquiryPut(id, inquiry, new PartyName(body.Asked!), body.Question!, deadline, body.Officer), Status201Created);
    }

    private async ValueTask<Answer> AnswerAsync(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem) || !call.Id("iid").Try(out var inquiry, out problem)
            || !(await call.BodyAsync(PostWireJson.Default.InquiryAnswerRequest)).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("text", body.Text) ?? ApiCall.TextFault("officer", body.Officer, most: 200)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        return Enum.GetValues<InquiryAnswer>().Where(a => LineViews.AnswerText(a) == body.Answer).ToArray() is [var answer]
            ? await SayAsync(id, new InquiryAnswered(id, inquiry, answer, body.Text, body.Officer), Status200OK)
            : ApiCall.Bad(new Problem("answer", $"{VolumeReader.Quote(body.Answer)} is not known; use confirmed, denied or neither-confirmed-nor-denied"));
    }

    private async ValueTask<Answer> CloseAsync(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem) || !(await call.BodyAsync(PostWireJson.Default.ReasonRequest)).Try(out var body, out problem))
        {
            return ApiCall.Bad(problem);
        }

        return ApiCall.TextFault("reason", body.Reason, required: true) is { } fault
            ? ApiCall.Bad(fault)
            : (engine.Read(s => s.Incident(id))?.By == engine.Me ? call.Second(Deed.Release, body) : null) ?? await SayAsync(id, new IncidentClosed(id, body.Reason!, body.Officer, body.SecondOfficer), Status200OK);
    }

    private async ValueTask<Answer> SayAsync(EntityId id, LetterBody body, int status) => engine.Read(s => s.Incident(id)) is not { } incident
        ? ApiCall.NotFound("incident", id)
        : await letters.WriteAsync(incident.Parties, body, pending => Show(id, pending ? Status202Accepted : status));

    private ValueTask<Answer> Export(ApiCall call)
    {
        if (!call.Id().Try(out var id, out var problem))
        {
            return ValueTask.FromResult(ApiCall.Bad(problem));
        }

        var (incident, comments) = engine.Read(s => s.Incident(id) is { } there ? (there, IncidentExporting.Comments(s, there).ToArray()) : (null, []));
        if (incident is null)
        {
            return ValueTask.FromResult(ApiCall.NotFound("incident", id));
        }

        var export = IncidentExporting.Of(incident, comments, engine.Me, engine.Now);
        return ValueTask.FromResult(call.Query("format") switch
        {
            null or "json" => Answer.Json(Status200OK, export, PostWireJson.Default.IncidentExport),
            "html" => Answer.Html(IncidentPage.Of(export)),
            var other => ApiCall.Bad(new Problem("format", $"{VolumeReader.Quote(other)} is not known; use json or html")),
        });
    }
}
