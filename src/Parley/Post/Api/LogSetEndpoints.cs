using Parley.Client.F3548;
using Parley.Hosting;
using Parley.Post.Uss;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>F3548-21's log sets for this party's own people, who may have to hand them on: every call about one intent, the exchange's too.</summary>
internal sealed class LogSetEndpoints(UssLog log)
{
    public void Map(ApiRoutes routes) => routes.Get("/api/uss/log_sets/{id}", OneAsync, "logSet").Gives<UssLogSet>();

    private async ValueTask<Answer> OneAsync(ApiCall call) => call.Id().Try(out var id, out var problem)
        ? Answer.Json(Status200OK, new UssLogSet { Messages = await log.ReadAsync(id, with: null, call.Cancel) }, WireJson.Default.UssLogSet)
        : ApiCall.Bad(problem);
}
