using System.Globalization;
using Parley.Client.Post;
using Parley.Console.Record;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Who saw and did what at the console, line by line.</summary>
internal sealed class RecordEndpoints(ConsoleRecord record)
{
    public void Map(ApiRoutes routes) =>
        routes.Get("/api/record", call => ValueTask.FromResult(List(call)), "consoleRecord", Deed.Record).Gives<IReadOnlyList<RecordLineView>>();

    private Answer List(ApiCall call)
    {
        if (!Number(call, "before").Try(out var before, out var problem) || !Number(call, "after").Try(out var after, out problem) || !Number(call, "limit").Try(out var limit, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (limit is < 1 or > 1000)
        {
            return ApiCall.Bad(new Problem("limit", "is not a number from 1 to 1000"));
        }

        if (before is not null && after is not null)
        {
            return ApiCall.Bad(new Problem("after", "is given together with before; give one of them"));
        }

        return Answer.Json<IReadOnlyList<RecordLineView>>(
            Status200OK, [.. record.Read(before, after, (int)(limit ?? 100)).Select(static l => new RecordLineView(l.N, l.At, l.Who, l.Name, l.What, l.About, l.Outcome))],
            PostWireJson.Default.IReadOnlyListRecordLineView);
    }

    private static Checked<long?> Number(ApiCall call, string name) =>
        call.Query(name) is not { } text ? (long?)null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1L << 50 ? number
        : new Problem(name, "is not a line's number");
}
