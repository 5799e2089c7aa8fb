using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Parley.Console.Mail;
using Parley.Console.Record;
using Parley.Console.Roles;
using Parley.Console.Texts;
using Parley.Post;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Console.Accounts;

/// <summary>The ways in: a link by e-mail, a provider, a passkey, a recovery code, an invitation. Thread-safe.</summary>
internal sealed class SignInPages(IServiceProvider services)
{
    private static readonly TimeSpan LongestTry = TimeSpan.FromMilliseconds(500);

    private readonly PeopleBook _people = services.GetRequiredService<PeopleBook>();
    private readonly TicketBook _tickets = services.GetRequiredService<TicketBook>();
    private readonly LinkSender _links = services.GetRequiredService<LinkSender>();
    private readonly Door _door = services.GetRequiredService<Door>();
    private readonly Limits _limits = services.GetRequiredService<Limits>();
    private readonly Cookies _cookies = services.GetRequiredService<Cookies>();
    private readonly ExerciseDoor _exercise = services.GetRequiredService<ExerciseDoor>();
    private readonly IAntiforgery _antiforgery = services.GetRequiredService<IAntiforgery>();
    private readonly IConsoleRecord _record = services.GetRequiredService<IConsoleRecord>();
    private readonly ConsoleConfig _config = services.GetRequiredService<PostConfig>().Console;

    public void Map(WebApplication app)
    {
        Get(app, "/sign-in", SignInAsync);
        Get(app, "/sign-in/sent", context => NoteAsync(context, "sign-in.sent", good: true));
        Get(app, "/enter", static context => PlainPages.ShowAsync<EnterPage>(context));
        Get(app, "/invitation", static context => PlainPages.ShowAsync<InvitationPage>(context));
        foreach (var provider in _config.Oidc)
        {
            Get(app, $"/sign-in/with/{provider.Name}", context => context.ChallengeAsync(
                Providers.SchemeOf(provider.Name!), new AuthenticationProperties { RedirectUri = Visit.LocalPath(context.Request.Query["onward"]) ?? "/" }));
        }

        Post(app, "/sign-in/link", AskAsync);
        Post(app, "/enter", EnterAsync);
        Post(app, "/sign-in/code", CodeAsync);
        Post(app, "/sign-in/passkey/options", static async (context, _) => await PasskeyOptionsAsync(context));
        Post(app, "/sign-in/passkey", PasskeyAsync);
        Post(app, "/sign-in/exercise", ExerciseAsync);
        Post(app, "/invitation", LookAsync);
        Post(app, "/invitation/accept", AcceptAsync);
        Post(app, "/language", LanguageAsync);
    }

    internal static void Get(WebApplication app, string path, RequestDelegate page) => app.MapGet(path, page).ExcludeFromDescription();

    private void Post(WebApplication app, string path, Func<HttpContext, IFormCollection, Task> act) => app.MapPost(path, async context =>
    {
        if (await PlainPages.FormAsync(context, _antiforgery) is { } form)
        {
            await act(context, form);
        }
    }).ExcludeFromDescription();

    private Task SignInAsync(HttpContext context)
    {
        var visit = context.RequestServices.GetRequiredService<Visit>();
        visit.Onward = Visit.LocalPath(context.Request.Query["onward"]);
        if (visit.Session is not null)
        {
            return PlainPages.ToAsync(context, visit.Onward ?? "/");
        }

        visit.Note = context.Request.Query["why"].ToString() switch { "provider" => "sign-in.provider-failed", "unknown" => "sign-in.unknown", "out" => "sign-in.out", "over" => "sign-in.over", _ => null };
        visit.NoteIsGood = visit.Note == "sign-in.out";
        return PlainPages.ShowAsync<SignInPage>(context);
    }

    private Task AskAsync(HttpContext context, IFormCollection form)
    {
        var email = form["email"].ToString().Trim();
        if (!_limits.MayAsk(context))
        {
            return NoteAsync(context, "sign-in.too-often", status: Status429TooManyRequests);
        }

        if (!MailWriter.IsAddress(email))
        {
            return AgainAsync(context, "sign-in.no-address", form["onward"]);
        }

        // One browser may ask twice, and use either link.
        var browser = context.Request.Cookies[_cookies.Asked] is { Length: > 20 and < 100 } before ? before : TicketBook.NewToken();
        context.Response.Cookies.Append(_cookies.Asked, browser, _cookies.Options(TicketBook.LinkLasts));
        _links.Ask(email, browser, Visit.LocalPath(form["onward"]));
        return PlainPages.ToAsync(context, "/sign-in/sent");
    }

    private async Task EnterAsync(HttpContext context, IFormCollection form)
    {
        if (!_limits.MayTry(context))
        {
            await NoteAsync(context, "sign-in.too-often", status: Status429TooManyRequests);
            return;
        }

        if (_tickets.Find(form["token"].ToString(), TicketKind.Link) is not { } ticket)
        {
            _limits.Failed(context);
            await _door.TurnedAwayAsync("link", "", "used, too old or none");
            await NoteAsync(context, "enter.over");
            return;
        }

        // It stays good for the browser that asked: whoever else sees it must not be able to spoil it.
        if (!TicketBook.IsOf(ticket, context.Request.Cookies[_cookies.Asked]))
        {
            await _door.TurnedAwayAsync("link", ticket.Email, "another browser");
            await NoteAsync(context, "enter.other-browser");
            return;
        }

        if (!_tickets.Take(ticket) || _people.Find(ticket.Person!) is not { Open: true } person)
        {
            await _door.TurnedAwayAsync("link", ticket.Email, "used, or account closed");
            await NoteAsync(context, "enter.over");
            return;
        }

        context.Response.Cookies.Delete(_cookies.Asked, _cookies.Options(TimeSpan.Zero));
        await _door.LetInAsync(context, person, "link");
        await PlainPages.ToAsync(context, ticket.Onward ?? "/");
    }

    private async Task CodeAsync(HttpContext context, IFormCollection form)
    {
        var (email, code) = (form["email"].ToString().Trim(), form["code"].ToString());
        if (!_limits.MayTry(context))
        {
            await NoteAsync(context, "sign-in.too-often", status: Status429TooManyRequests);
            return;
        }

        // A wrong code of somebody who is here costs a few reads and a write more than one of nobody: no time may tell which it was.
        var noSooner = Task.Delay(LongestTry);
        var person = email.Length <= 254 ? _people.ByEmail(email) : null;
        var why = "wrong code";
        if (person is null || code.Length is 0 or > 40)
        {
            AccountStore.Hash(email.Length > 254 ? "" : email, code.Length > 40 ? "" : code);
        }
        else
        {
            var redeemed = await _people.WithAccountsAsync(async users =>
            {
                var account = (await users.FindByIdAsync(person.Id))!;
                if (await users.IsLockedOutAsync(account))
                {
                    // As slow as a code that is looked up.
                    AccountStore.Hash(account.Id, code);
                    why = "locked out";
                    return false;
                }

                if ((await users.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded)
                {
                    await users.ResetAccessFailedCountAsync(account);
                    return true;
                }

                // It locks this way in, and no other: else anyone could keep an officer out by guessing.
                await users.AccessFailedAsync(account);
                return false;
            });
            if (redeemed && person.Open)
            {
                await _door.LetInAsync(context, person, "code");
                await PlainPages.ToAsync(context, "/account");
                return;
            }
        }

        _limits.Failed(context);
        await _door.TurnedAwayAsync("code", email, why);
        await noSooner;
        await AgainAsync(context, "sign-in.code-wrong", form["onward"]);
    }

    private static async Task PasskeyOptionsAsync(HttpContext context)
    {
        PlainPages.Guard(context);
        var options = await context.RequestServices.GetRequiredService<SignInManager<Account>>().MakePasskeyRequestOptionsAsync(null);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(options);
    }

    private async Task PasskeyAsync(HttpContext context, IFormCollection form)
    {
        if (!_limits.MayTry(context))
        {
            await NoteAsync(context, "sign-in.too-often", status: Status429TooManyRequests);
            return;
        }

        var signing = context.RequestServices.GetRequiredService<SignInManager<Account>>();
        var (person, name) = ((Person?)null, "");
        try
        {
            var shown = await signing.PerformPasskeyAssertionAsync(form["credential"].ToString());
            if (shown.Succeeded)
            {
                name = shown.User.UserName!;
                await signing.UserManager.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey);
                person = _people.Find(shown.User.Id);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or System.Text.Json.JsonException or PasskeyException)
        {
            // Nothing was asked of this browser, or what it sent is none.
        }

        if (person is not { Open: true })
        {
            _limits.Failed(context);
            await _door.TurnedAwayAsync("passkey", name, person is null ? "not known" : "account closed");
            await AgainAsync(context, "sign-in.passkey-wrong", form["onward"]);
            return;
        }

        await _door.LetInAsync(context, person, "passkey");
        await PlainPages.ToAsync(context, Visit.LocalPath(form["onward"]) ?? "/");
    }

    private async Task ExerciseAsync(HttpContext context, IFormCollection form)
    {
        if (!_exercise.OpenTo(context) || !(await _exercise.PersonAsync(form["person"].ToString(), _people)).Try(out var person, out _))
        {
            await NoteAsync(context, "enter.stale", status: Status404NotFound);
            return;
        }

        await _door.LetInAsync(context, person, "exercise");
        await PlainPages.ToAsync(context, Visit.LocalPath(form["onward"]) ?? "/");
    }

    private async Task LookAsync(HttpContext context, IFormCollection form)
    {
        var token = form["token"].ToString();
        if (!_limits.MayTry(context) || _tickets.Find(token, TicketKind.Invitation) is not { } ticket)
        {
            _limits.Failed(context);
            await NoteAsync(context, "invitation.over");
            return;
        }

        var visit = context.RequestServices.GetRequiredService<Visit>();
        (visit.Token, visit.Ticket) = (token, ticket);
        await PlainPages.ShowAsync<InvitationPage>(context);
    }

    private async Task AcceptAsync(HttpContext context, IFormCollection form)
    {
        var token = form["token"].ToString();
        if (!_limits.MayTry(context))
        {
            await NoteAsync(context, "sign-in.too-often", status: Status429TooManyRequests);
            return;
        }

        if (_tickets.Find(token, TicketKind.Invitation) is not { } ticket || !_tickets.Take(ticket))
        {
            _limits.Failed(context);
            await _door.TurnedAwayAsync("invitation", "", "used, too old or none");
            await NoteAsync(context, "invitation.over");
            return;
        }

        var language = form["language"].ToString();
        var zone = form["zone"].ToString();
        var made = await _people.AddAsync(
            ticket.Name!, ticket.Email, ticket.Role!.Value, Wording.Languages.Any(l => l.Code == language) ? language : ticket.Language, TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : "UTC");
        if (!made.Try(out var person, out var problem))
        {
            await _record.AppendAsync(new RecordLine(null, ticket.Name!, "account opened", ticket.Email, problem.ToString()));
            await NoteAsync(context, "invitation.taken");
            return;
        }

        await _record.AppendAsync(new RecordLine(person.Id, person.Name, "account opened", person.Role.Text(), "done"));
        await _door.LetInAsync(context, person, "invitation");
        await PlainPages.ToAsync(context, "/account");
    }

    private Task LanguageAsync(HttpContext context, IFormCollection form)
    {
        var language = form["language"].ToString();
        if (Wording.Languages.Any(l => l.Code == language))
        {
            context.Response.Cookies.Append(_cookies.Language, language, _cookies.Options(TimeSpan.FromDays(365)));
        }

        return PlainPages.ToAsync(context, Visit.LocalPath(form["back"]) ?? "/sign-in");
    }

    private static Task AgainAsync(HttpContext context, string note, string? onward)
    {
        var visit = context.RequestServices.GetRequiredService<Visit>();
        (visit.Note, visit.Onward) = (note, Visit.LocalPath(onward));
        return PlainPages.ShowAsync<SignInPage>(context, Status400BadRequest);
    }

    private static Task NoteAsync(HttpContext context, string note, bool good = false, int? status = null)
    {
        var visit = context.RequestServices.GetRequiredService<Visit>();
        (visit.Note, visit.NoteIsGood) = (note, good);
        return PlainPages.ShowAsync<NotePage>(context, status ?? (good ? Status200OK : Status400BadRequest));
    }
}
