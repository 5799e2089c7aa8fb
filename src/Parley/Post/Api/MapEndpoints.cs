using System.Text.RegularExpressions;
using Parley.Console.Map;
using Parley.Hosting;

namespace Parley.Post.Api;

/// <summary>What the console's map draws: GeoJSON features of what is declared, agreed areas and conflicts; with <c>?since=</c> only what changed.</summary>
internal sealed partial class MapEndpoints(MapBook map)
{
    public void Map(ApiRoutes routes) => routes.Get("/api/map", call => ValueTask.FromResult(Since(call)), "map").Gives<System.Text.Json.JsonElement>();

    private Answer Since(ApiCall call)
    {
        var answer = map.Since(call.Query("since"));
        var headers = call.Context.Response.Headers;
        headers.Vary = "Accept-Encoding";
        if (!answer.IsWorthPacking || !Gzip().IsMatch(call.Context.Request.Headers.AcceptEncoding.ToString()))
        {
            return Answer.Raw(StatusCodes.Status200OK, answer.ToJson());
        }

        headers.ContentEncoding = "gzip";
        return Answer.Raw(StatusCodes.Status200OK, answer.ToGzip());
    }

    // RFC 9110, 12.5.3: named, and not with the weight 0.
    [GeneratedRegex(@"(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:$|,)))", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 100)]
    private static partial Regex Gzip();
}
