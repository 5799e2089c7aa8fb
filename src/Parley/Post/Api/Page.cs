using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Hosting;

namespace Parley.Post.Api;

/// <summary>
/// One page of a list: <c>?limit=</c> at most 1000 and <c>?after=</c> the id of the last one had. Where there are more, the answer's
/// <c>Link</c> header names the next page (RFC 8288). Thread-safe.
/// </summary>
internal readonly record struct Page(EntityId? After, int Limit)
{
    private const int Usual = 200;
    private const int Most = 1000;

    public static Checked<Page> Read(ApiCall call)
    {
        var limit = Usual;
        if (call.Query("limit") is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
        {
            return new Problem("limit", $"is not a number from 1 to {Most}");
        }

        if (call.Query("after") is not { } last)
        {
            return new Page(null, limit);
        }

        return EntityId.Parse(last).Try(out var id, out var problem) ? new Page(id, limit) : problem.Under("after");
    }

    /// <summary>What follows the last one had, of a list in the order of its ids. One more than the limit is to be taken, to know whether there is more.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> list, Func<T, EntityId> idOf)
    {
        var after = After;
        return after is { } last ? list.SkipWhile(item => idOf(item).CompareTo(last) <= 0) : list;
    }

    /// <summary>Answers with the page, and says where the next one is.</summary>
    /// <param name="taken">Up to one more than the limit.</param>
    /// <param name="before">What stands before the page and does not count.</param>
    public Answer Answer<T, TView>(ApiCall call, IReadOnlyList<T> taken, Func<T, TView> view, Func<T, EntityId> idOf, JsonTypeInfo<IReadOnlyList<TView>> shape,
        IReadOnlyList<TView>? before = null)
    {
        if (taken.Count > Limit)
        {
            var rest = call.Context.Request.Query.Where(static q => q.Key is not ("after" or "limit")).Select(static q => $"&{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(q.Value.ToString())}");
            call.Context.Response.Headers.Link = $"<{call.Context.Request.Path}?after={idOf(taken[Limit - 1])}&limit={Limit}{string.Concat(rest)}>; rel=\"next\"";
        }

        return Hosting.Answer.Json<IReadOnlyList<TView>>(StatusCodes.Status200OK, [.. before ?? [], .. taken.Take(Limit).Select(view)], shape);
    }
}
