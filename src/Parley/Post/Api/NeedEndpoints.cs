using Parley.Client.Post;
using Parley.Console.Now;
using Parley.Hosting;

namespace Parley.Post.Api;

/// <summary>What waits for an answer of this post's people.</summary>
internal sealed class NeedEndpoints(NeedsBook needs)
{
    public void Map(ApiRoutes routes) => routes.Get(
        "/api/needs", _ => ValueTask.FromResult(Answer.Json(StatusCodes.Status200OK, needs.Waiting(), PostWireJson.Default.IReadOnlyListNeedView)), "needs").Gives<IReadOnlyList<NeedView>>();
}
