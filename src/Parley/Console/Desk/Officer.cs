using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Roles;
using Parley.Console.Texts;
using Parley.Core;
using Parley.Post;
using Parley.Post.Api;
using Radzen;

namespace Parley.Console.Desk;

/// <summary>
/// One person at one window: who it is, what that person may do, in which language, and the post's API as that person. Owned by a Blazor circuit;
/// used from its renderer only.
/// </summary>
internal sealed class Officer : IDisposable
{
    private readonly AuthenticationStateProvider _signedIn;
    private readonly IPeople _people;
    private readonly ISessions _sessions;
    private readonly NotificationService _toasts;
    private readonly PostEngine _engine;
    private readonly HttpClient _http;
    private string? _id;

    public Officer(AuthenticationStateProvider signedIn, IPeople people, ISessions sessions, ApiRoutes routes, IServiceProvider services, NotificationService toasts, PostEngine engine)
    {
        (_signedIn, _people, _sessions, _toasts, _engine) = (signedIn, people, sessions, toasts, engine);
        Party = engine.Me.Value;
        _http = new HttpClient(new WithinHandler(routes, services, () => Alive ? people.Find(_id!) : null)) { BaseAddress = new Uri("http://within") };
        Api = new PostClient(_http, "none");
    }

    /// <summary>This post's party.</summary>
    public string Party { get; }

    public PostClient Api { get; }

    /// <summary>By the post's clock.</summary>
    public Instant Now => _engine.Now;

    /// <inheritdoc cref="Now" />
    public DateTimeOffset UtcNow => Now.ToDateTimeOffset();

    /// <summary>The person's id; null before arriving.</summary>
    public string? Id => _id;

    public Person Person => _people.Find(_id!)!;

    public string Session { get; private set; } = "";

    /// <summary>False once this session was signed out, ended or its account closed: nothing is answered any more, and the window has to go.</summary>
    public bool Alive => _id is not null && _sessions.Find(Session, _id) is not null && _people.Find(_id) is { Open: true };

    public Wording Words => Wording.In(Person.Language);

    /// <summary>To be called before anything else of it.</summary>
    public async Task<bool> ArriveAsync()
    {
        var user = (await _signedIn.GetAuthenticationStateAsync()).User;
        _id = user.FindFirstValue(ClaimTypes.NameIdentifier);
        Session = user.FindFirstValue("sid") ?? "";
        return Alive;
    }

    public bool May(Deed deed) => Alive && _people.Find(_id!) is { } person && RoleTable.May(person.Role, deed);

    /// <summary>Shows why not, or that a second officer is needed; what came of it otherwise. Null when it was not done.</summary>
    public async Task<T?> DoAsync<T>(Task<PostAnswer<T>> call, string? done = null)
        where T : class
    {
        PostAnswer<T> answer;
        try
        {
            answer = await call;
        }
        catch (JsonException)
        {
            // The answer of a call that waits for a second officer has another shape.
            Tell(Words["consent.asked"]);
            return null;
        }

        // First: of a list it reads as no answer at all.
        if (answer.Waits && IsConsent(answer.Body))
        {
            Tell(Words["consent.asked"]);
            return null;
        }

        if (answer.Problem is { } problem)
        {
            _toasts.Notify(new NotificationMessage { Severity = NotificationSeverity.Error, Summary = Words["not-done"], Detail = problem.Detail, Duration = 15_000 });
            return null;
        }

        if (done is not null)
        {
            // Nobody has it yet, and nothing of it is so here either, while the exchange is away.
            Tell(Words[answer.Waits ? "file.waits" : done]);
        }

        return answer.Value;
    }

    /// <summary>That a form was not sent, for a field in it that can't be read.</summary>
    public void TellUnreadable(EditContext form) => _toasts.Notify(new NotificationMessage
    {
        Severity = NotificationSeverity.Error,
        Summary = Words["not-done"],
        Detail = Words.Say("form.unreadable", form.GetValidationMessages().First()),
        Duration = 15_000,
    });

    public void Tell(string text) => _toasts.Notify(new NotificationMessage { Severity = NotificationSeverity.Info, Summary = text, Duration = 6_000 });

    /// <summary>A time as people here read it: UTC, and their own.</summary>
    public string Time(string? rfc3339) => Words.Apart(Written(rfc3339));

    private string Written(string? rfc3339)
    {
        if (rfc3339 is null || !Instant.Parse(rfc3339).Try(out var at, out _))
        {
            return "–";
        }

        var utc = at.ToDateTimeOffset();
        var local = TimeZoneInfo.ConvertTime(utc, Zone);
        return utc.UtcDateTime.Date == DateTime.UnixEpoch.Date ? "–"
            : local.Offset == TimeSpan.Zero ? $"{utc:dd.MM. HH:mm}Z"
            : $"{utc:dd.MM. HH:mm}Z · {local:HH:mm}";
    }

    /// <summary>From one time to another, the day said once where it is the same.</summary>
    public string Times(string? start, string? end)
    {
        if (!Instant.Parse(start).Try(out var from, out _) || !Instant.Parse(end).Try(out var to, out _) || from.ToDateTimeOffset().Date != to.ToDateTimeOffset().Date)
        {
            return Words.Apart($"{Written(start)} – {Written(end)}");
        }

        var (utcFrom, utcTo) = (from.ToDateTimeOffset(), to.ToDateTimeOffset());
        var (localFrom, localTo) = (TimeZoneInfo.ConvertTime(utcFrom, Zone), TimeZoneInfo.ConvertTime(utcTo, Zone));
        return Words.Apart(localFrom.Offset == TimeSpan.Zero ? $"{utcFrom:dd.MM. HH:mm}–{utcTo:HH:mm}Z" : $"{utcFrom:dd.MM. HH:mm}–{utcTo:HH:mm}Z · {localFrom:HH:mm}–{localTo:HH:mm}");
    }

    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(Person.Zone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The person's own time is UTC all year round: then it is not shown a second time.</summary>
    public bool ZoneIsUtc => Zone.BaseUtcOffset == TimeSpan.Zero && !Zone.SupportsDaylightSavingTime;

    public void Dispose() => _http.Dispose();

    private static bool IsConsent(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("deed", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
