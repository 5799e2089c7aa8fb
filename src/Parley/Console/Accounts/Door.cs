using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Parley.Console.Record;

namespace Parley.Console.Accounts;

/// <summary>Lets people in and out: sessions, their cookies, and the lines of the record that say so. Thread-safe.</summary>
internal sealed class Door(SessionBook sessions, PeopleBook people, IConsoleRecord record, TimeProvider clock)
{
    /// <summary>The scheme of the session's cookie.</summary>
    public const string Scheme = "session";

    /// <param name="way">As <see cref="Session.Way"/>.</param>
    public async Task LetInAsync(HttpContext context, Person person, string way)
    {
        // A session that the browser has already ends with this one: nobody stays signed in as somebody else behind it.
        if (context.User.FindFirstValue("sid") is { } before)
        {
            sessions.End(before);
        }

        // First, so that nobody is let in of whom nothing would be written.
        await record.AppendAsync(new RecordLine(person.Id, person.Name, "sign-in", way, "done"));
        var (session, stamp) = sessions.Begin(person.Id, way, context.Request.Headers.UserAgent.ToString(), context.Connection.RemoteIpAddress?.ToString() ?? "");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.Id), new Claim("sid", session.Id), new Claim("stamp", stamp)], Scheme);
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = session.Ends, IssuedUtc = clock.GetUtcNow(), AllowRefresh = false });
    }

    /// <summary>Somebody who could not show that they are who they say.</summary>
    /// <param name="name">What was given for a name or address.</param>
    public ValueTask TurnedAwayAsync(string way, string name, string why) => record.AppendAsync(new RecordLine(people.ByEmail(name)?.Id, name, "sign-in", way, why));

    public async Task LetOutAsync(HttpContext context, Person person, string session)
    {
        sessions.End(session);
        await context.SignOutAsync(Scheme);
        await record.AppendAsync(new RecordLine(person.Id, person.Name, "sign-out", null, "done"));
    }

    public async Task EndEverywhereAsync(Person person, Person by)
    {
        sessions.EndAll(person.Id);
        await record.AppendAsync(new RecordLine(by.Id, by.Name, "sign-out everywhere", person.Name, "done"));
    }
}
