using System.Globalization;
using Parley.Client.Letters;
using Parley.Client.Post;
using Parley.Core;
using Parley.F3548;
using Parley.Hosting;
using Parley.Journal;
using Parley.Post.Record;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>The post's own journal, entry by entry, for its own people.</summary>
internal sealed class JournalEndpoints(JournalBook book)
{
    private const int Usual = 100;
    private const int Most = 500;

    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/journal", PageAsync, "journal").Gives<JournalPageView>();
        routes.Get("/api/journal/{position}", OneAsync, "journalEntry").Gives<JournalContentView>();
    }

    private async ValueTask<Answer> PageAsync(ApiCall call)
    {
        var (before, limit) = (long.MaxValue, Usual);
        if (call.Query("before") is { } text && (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out before) || before < 1))
        {
            return ApiCall.Bad(new Problem("before", "is no position; the first entry's is 1"));
        }

        if (call.Query("limit") is { } most && (!int.TryParse(most, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
        {
            return ApiCall.Bad(new Problem("limit", $"is not a number from 1 to {Most}"));
        }

        var wanted = new Wanted(call.Query("kind"), call.Query("party"), call.Query("about"));
        if (wanted.Kind is { } kind && !EntryWords.AllKinds.Contains(kind) && !EntryWords.AllLetters.Contains(kind))
        {
            return ApiCall.Bad(new Problem("kind", $"{VolumeReader.Quote(kind)} is nothing that an entry or its letter does"));
        }

        if ((wanted.Party is { } party && !PlainText.IsPartyName(party)) || wanted.About is { Length: > 300 })
        {
            return ApiCall.Bad(new Problem(wanted.About is { Length: > 300 } ? "about" : "party", "is no name or id"));
        }

        try
        {
            return Answer.Json(Status200OK, await book.PageAsync(before, limit, wanted, call.Cancel), PostWireJson.Default.JournalPageView);
        }
        catch (Exception e) when (e is JournalException or IOException)
        {
            return Unreadable(e);
        }
    }

    private async ValueTask<Answer> OneAsync(ApiCall call)
    {
        try
        {
            return long.TryParse(call.Segment("position"), NumberStyles.None, CultureInfo.InvariantCulture, out var position) && await book.EntryAsync(position, call.Cancel) is { } found
                ? Answer.Json(Status200OK, found, PostWireJson.Default.JournalContentView)
                : ApiCall.NotFound("entry", VolumeReader.Quote(call.Segment("position")));
        }
        catch (Exception e) when (e is JournalException or IOException)
        {
            return Unreadable(e);
        }
    }

    private static Answer Unreadable(Exception e) => Answer.Problem(Status503ServiceUnavailable, $"The journal can't be read: {e.Message.ReplaceLineEndings(" ")}");
}
