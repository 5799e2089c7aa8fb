using System.Net;
using Parley.Console.Accounts;
using Parley.Console.Record;
using Parley.Console.Texts;

namespace Parley.Console.Telling.Edition;

/// <summary>
/// Where an edition's link leads: a page to change or stop it, without signing in. Looking (which mail scanners do) changes nothing; a POST stops it (RFC 8058).
/// </summary>
internal sealed class StopPages(StopTokens tokens, TellingBook book, IPeople people, IConsoleRecord record, WebFiles files)
{
    public const string Path = "/telling/stop";

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Path, context => ShowAsync(context, post: false)).ExcludeFromDescription().AllowAnonymous();
        app.MapPost(Path, context => ShowAsync(context, post: true)).ExcludeFromDescription().AllowAnonymous().DisableAntiforgery();
    }

    private async Task ShowAsync(HttpContext context, bool post)
    {
        var token = context.Request.Query["t"] is [{ } given] ? given : null;
        var person = tokens.Read(token) is { } id && people.Find(id) is { Open: true } found ? found : null;
        if (person is not null && post)
        {
            book.Change(person.Id, t => t with { Preferences = PreferenceReader.Of(person, t) with { Edition = false } });
            await record.AppendAsync(new RecordLine(person.Id, person.Name, $"POST {Path}", null, "200"));
        }

        context.Response.StatusCode = person is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        context.Response.ContentType = "text/html; charset=utf-8";
        PlainPages.Guard(context);
        await context.Response.WriteAsync(Page(person, token ?? ""), context.RequestAborted);
    }

    private string Page(Person? person, string token)
    {
        var words = Wording.In(person?.Language ?? "en");
        var on = person is not null && PreferenceReader.Of(person, book.Of(person.Id)) is { Edition: true };
        string Say(string key) => WebUtility.HtmlEncode(words[key]);
        var body = person is null ? $"<p class=\"note warn\">{Say("edition.stop.unknown")}</p>"
            : on
                ? $"<p>{WebUtility.HtmlEncode(words.Say("edition.stop.ask", person.Email))}</p><form method=\"post\" action=\"{Path}?t={Uri.EscapeDataString(token)}\"><input type=\"hidden\" name=\"List-Unsubscribe\" value=\"One-Click\"><div class=\"row\">"
                    + $"<button class=\"main\" type=\"submit\">{Say("edition.stop.button")}</button><a class=\"button\" href=\"/telling\">{Say("edition.change")}</a></div></form>"
                : $"<p class=\"note good\" role=\"status\">{Say("edition.stop.done")}</p><p><a href=\"/telling\">{Say("edition.change")}</a></p>";
        return $"""
            <!doctype html>
            <html lang="{words.Code}" dir="{words.Direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{Say("edition.stop.title")}</title>
            <link rel="stylesheet" href="/web/console.css?v={files.TagOf("console.css")}"><link rel="icon" href="/web/icon.svg" type="image/svg+xml"></head>
            <body><main class="stop-page"><h1>{Say("edition.stop.title")}</h1>{body}</main></body></html>
            """;
    }
}
