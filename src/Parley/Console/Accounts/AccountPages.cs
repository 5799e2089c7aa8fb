using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Parley.Client.Letters;
using Parley.Console.Desk;
using Parley.Console.Record;
using Parley.Console.Texts;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Console.Accounts;

/// <summary>What a person sets for their own account: language, time zone, passkeys, recovery codes, sessions. Thread-safe.</summary>
internal sealed class AccountPages(IServiceProvider services)
{
    private const int Codes = 10;
    private const int MostPasskeys = 10;

    private readonly PeopleBook _people = services.GetRequiredService<PeopleBook>();
    private readonly SessionBook _sessions = services.GetRequiredService<SessionBook>();
    private readonly Door _door = services.GetRequiredService<Door>();
    private readonly IAntiforgery _antiforgery = services.GetRequiredService<IAntiforgery>();
    private readonly Feed _feed = services.GetRequiredService<Feed>();
    private readonly IConsoleRecord _record = services.GetRequiredService<IConsoleRecord>();

    public void Map(WebApplication app)
    {
        app.MapGet("/account", ShowAsync).RequireAuthorization().ExcludeFromDescription();
        app.MapGet("/account/calling", CallingAsync).RequireAuthorization().ExcludeFromDescription();
        Post(app, "/account/settings", SetAsync);
        Post(app, "/account/passkeys/options", static (context, _, person) => OptionsAsync(context, person));
        Post(app, "/account/passkeys", AddPasskeyAsync);
        Post(app, "/account/passkeys/name", NamePasskeyAsync);
        Post(app, "/account/passkeys/remove", RemovePasskeyAsync);
        Post(app, "/account/codes", NewCodesAsync);
        Post(app, "/account/sessions/end", EndSessionAsync);
        Post(app, "/account/sign-out-everywhere", EverywhereAsync);
        Post(app, "/sign-out", OutAsync);
    }

    // Who is signed out meanwhile is led to the sign-in page, and not to an error.
    private void Post(WebApplication app, string path, Func<HttpContext, IFormCollection, Person, Task> act) => app.MapPost(path, async context =>
    {
        if (context.RequestServices.GetRequiredService<Visit>() is not { Person: { Open: true } person, Session: not null })
        {
            await PlainPages.ToAsync(context, "/sign-in");
        }
        else if (await PlainPages.FormAsync(context, _antiforgery) is { } form)
        {
            await act(context, form, person);
        }
    }).ExcludeFromDescription();

    // This page has no line to the post. It asks whether a FLASH or STOP calls, and goes where that is shown and taken: no open window is left out.
    private Task CallingAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(context.RequestServices.GetRequiredService<Visit>() is { Person.Open: true, Session: not null } && _feed.Glance.Calling("en").Count > 0, context.RequestAborted);

    private async Task ShowAsync(HttpContext context)
    {
        var visit = context.RequestServices.GetRequiredService<Visit>();
        await _record.AppendAsync(new RecordLine(visit.Person!.Id, visit.Person.Name, "view /account", null, "done"));
        visit.Note = context.Request.Query["done"].ToString() switch { "settings" => "account.saved", "passkey" => "account.passkey-added", "passkey-removed" => "account.passkey-removed", "session" => "account.session-ended", _ => null };
        visit.NoteIsGood = true;
        await PlainPages.ShowAsync<AccountPage>(context);
    }

    private async Task SetAsync(HttpContext context, IFormCollection form, Person person)
    {
        var (language, zone) = (form["language"].ToString(), form["zone"].ToString().Trim());
        if (!Wording.Languages.Any(l => l.Code == language) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            await BadAsync(context, "account.bad-zone");
            return;
        }

        await _people.ChangeAsync(person.Id, account => (account.Language, account.Zone) = (language, zone));
        await PlainPages.ToAsync(context, "/account?done=settings");
    }

    private static async Task OptionsAsync(HttpContext context, Person person)
    {
        PlainPages.Guard(context);
        var options = await context.RequestServices.GetRequiredService<SignInManager<Account>>().MakePasskeyCreationOptionsAsync(
            new PasskeyUserEntity { Id = person.Id, Name = person.Email, DisplayName = person.Name });
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(options);
    }

    private async Task AddPasskeyAsync(HttpContext context, IFormCollection form, Person person)
    {
        var signing = context.RequestServices.GetRequiredService<SignInManager<Account>>();
        var name = NameOf(form);
        try
        {
            var shown = await signing.PerformPasskeyAttestationAsync(form["credential"].ToString());
            var account = (await signing.UserManager.FindByIdAsync(person.Id))!;
            if (shown.Succeeded && shown.UserEntity.Id == person.Id && (await signing.UserManager.GetPasskeysAsync(account)).Count < MostPasskeys)
            {
                shown.Passkey.Name = name;
                if ((await signing.UserManager.AddOrUpdatePasskeyAsync(account, shown.Passkey)).Succeeded)
                {
                    await _record.AppendAsync(new RecordLine(person.Id, person.Name, "passkey added", name, "done"));
                    await PlainPages.ToAsync(context, "/account?done=passkey");
                    return;
                }
            }
        }
        catch (Exception e) when (e is InvalidOperationException or JsonException or PasskeyException)
        {
            // Nothing was asked of this browser, or what it sent is none.
        }

        await BadAsync(context, "account.passkey-failed");
    }

    private async Task NamePasskeyAsync(HttpContext context, IFormCollection form, Person person)
    {
        await WithPasskeyAsync(form, person, async (users, account, passkey) =>
        {
            passkey.Name = NameOf(form);
            await users.AddOrUpdatePasskeyAsync(account, passkey);
        });
        await PlainPages.ToAsync(context, "/account?done=settings");
    }

    private async Task RemovePasskeyAsync(HttpContext context, IFormCollection form, Person person)
    {
        await WithPasskeyAsync(form, person, async (users, account, passkey) =>
        {
            await users.RemovePasskeyAsync(account, passkey.CredentialId);
            await _record.AppendAsync(new RecordLine(person.Id, person.Name, "passkey removed", passkey.Name, "done"));
        });
        await PlainPages.ToAsync(context, "/account?done=passkey-removed");
    }

    private Task<bool> WithPasskeyAsync(IFormCollection form, Person person, Func<UserManager<Account>, Account, UserPasskeyInfo, Task> act) => _people.WithAccountsAsync(async users =>
    {
        var account = (await users.FindByIdAsync(person.Id))!;
        var id = form["id"].ToString();
        if ((await users.GetPasskeysAsync(account)).FirstOrDefault(p => WebEncoders.Base64UrlEncode(p.CredentialId) == id) is { } passkey)
        {
            await act(users, account, passkey);
            return true;
        }

        return false;
    });

    private async Task NewCodesAsync(HttpContext context, IFormCollection form, Person person)
    {
        var visit = context.RequestServices.GetRequiredService<Visit>();
        visit.Codes = await _people.WithAccountsAsync<IReadOnlyList<string>>(async users =>
            [.. (await users.GenerateNewTwoFactorRecoveryCodesAsync((await users.FindByIdAsync(person.Id))!, Codes))!]);
        await _record.AppendAsync(new RecordLine(person.Id, person.Name, "recovery codes made", null, "done"));
        await PlainPages.ShowAsync<AccountPage>(context);
    }

    private async Task EndSessionAsync(HttpContext context, IFormCollection form, Person person)
    {
        if (_sessions.Find(form["id"].ToString(), person.Id) is { } session)
        {
            _sessions.End(session.Id);
            await _record.AppendAsync(new RecordLine(person.Id, person.Name, "session ended", session.Browser, "done"));
        }

        await PlainPages.ToAsync(context, "/account?done=session");
    }

    private async Task EverywhereAsync(HttpContext context, IFormCollection form, Person person)
    {
        await _door.EndEverywhereAsync(person, person);
        await context.SignOutAsync(Door.Scheme);
        await PlainPages.ToAsync(context, "/sign-in?why=out");
    }

    private async Task OutAsync(HttpContext context, IFormCollection form, Person person)
    {
        await _door.LetOutAsync(context, person, context.RequestServices.GetRequiredService<Visit>().Session!.Id);
        await PlainPages.ToAsync(context, "/sign-in?why=out");
    }

    private static string NameOf(IFormCollection form) => form["name"].ToString().Trim() is { Length: > 0 and <= 60 } name && PlainText.IsSafe(name) ? name : "–";

    private static Task BadAsync(HttpContext context, string note)
    {
        context.RequestServices.GetRequiredService<Visit>().Note = note;
        return PlainPages.ShowAsync<AccountPage>(context, Status400BadRequest);
    }
}
