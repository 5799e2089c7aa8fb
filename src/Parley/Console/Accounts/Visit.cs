using System.Security.Claims;
using Parley.Console.Texts;

namespace Parley.Console.Accounts;

/// <summary>One request for a page outside the console: who asks, in which language, and what the page has to say. Owned by its request.</summary>
internal sealed class Visit(IHttpContextAccessor accessor, IPeople people, ISessions sessions, Cookies cookies)
{
    private Wording? _words;

    public HttpContext Context => accessor.HttpContext!;

    /// <summary>Null: nobody is signed in.</summary>
    public Person? Person => Context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? people.Find(id) : null;

    public Session? Session => Person is { } person && Context.User.FindFirstValue("sid") is { } sid ? sessions.Find(sid, person.Id) : null;

    public Wording Words => _words ??= Wording.In(Person?.Language ?? Asked());

    public string Theme => Context.Request.Cookies["theme"] == "dark" ? "dark" : "light";

    /// <summary>Key of a sentence that stands above everything else.</summary>
    public string? Note { get; set; }

    public bool NoteIsGood { get; set; }

    /// <summary>Where to go on to after signing in; a path of this console.</summary>
    public string? Onward { get; set; }

    public string? Token { get; set; }

    public Ticket? Ticket { get; set; }

    /// <summary>Recovery codes, the one time they are shown.</summary>
    public IReadOnlyList<string>? Codes { get; set; }

    /// <summary>A path of this console that a request may lead to: never another host, never a page that changes something.</summary>
    public static string? LocalPath(string? path) =>
        path is { Length: > 0 and <= 300 } && path[0] == '/' && !(path.Length > 1 && path[1] is '/' or '\\') && !path.Any(static c => c is < ' ' or '\\' or > '~') ? path : null;

    private string Asked()
    {
        if (Context.Request.Cookies[cookies.Language] is { } chosen && Wording.Languages.Any(l => l.Code == chosen))
        {
            return chosen;
        }

        var accepted = Context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(static l => l.Quality ?? 1).Select(static l => l.Value.Value?.Split('-')[0].ToLowerInvariant());
        return accepted.FirstOrDefault(static code => Wording.Languages.Any(l => l.Code == code)) ?? "en";
    }
}
