using Parley.Client.Post;
using Parley.Console.Roles;
using Parley.Core.Post;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>The watch: who has the duty, taking it, handing it over, leaving it.</summary>
internal sealed class WatchEndpoints(PostEngine engine)
{
    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/watch", _ => ValueTask.FromResult(Show()), "watch").Gives<WatchView>();
        routes.Post(Deed.Watch, "/api/watch/take", call => ChangeAsync(call, r => new TakeWatch(engine.Now, r.Officer!, r.Role ?? "duty officer", r.From, r.Note)), "takeWatch").Takes<WatchRequest>().Gives<WatchView>();
        routes.Post(Deed.Watch, "/api/watch/leave", call => ChangeAsync(call, r => new LeaveWatch(engine.Now, r.Officer!, r.Note)), "leaveWatch").Takes<WatchRequest>().Gives<WatchView>();
    }

    private Answer Show() => Answer.Json(Status200OK, engine.Read(LineViews.Watch), PostWireJson.Default.WatchView);

    private async ValueTask<Answer> ChangeAsync(ApiCall call, Func<WatchRequest, PostCommand> command)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.WatchRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        if ((ApiCall.TextFault("officer", body.Officer, required: true, 200) ?? ApiCall.TextFault("role", body.Role, most: 100)
            ?? ApiCall.TextFault("from", body.From, most: 200) ?? ApiCall.TextFault("note", body.Note)) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        var outcome = await engine.SubmitAsync(command(body));
        return outcome is PostDone or LettersWritten ? Show() : ApiCall.Refuse(outcome);
    }
}
