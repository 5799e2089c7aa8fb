using Microsoft.AspNetCore.WebUtilities;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Mail;
using Parley.Console.Record;
using Parley.Console.Roles;
using Parley.Console.Texts;
using Parley.Core;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Accounts: invite, change a role, close, sign out. Each is on the record, whoever did it.</summary>
internal sealed class PeopleEndpoints(IServiceProvider services)
{
    private const string KeyHolder = "holder of the key";

    private readonly PeopleBook _people = services.GetRequiredService<PeopleBook>();
    private readonly SessionBook _sessions = services.GetRequiredService<SessionBook>();
    private readonly TicketBook _tickets = services.GetRequiredService<TicketBook>();
    private readonly LinkSender _links = services.GetRequiredService<LinkSender>();
    private readonly IConsoleRecord _record = services.GetRequiredService<IConsoleRecord>();
    private readonly bool _pickup = services.GetRequiredService<IMailer>() is PickupMailer;

    public void Map(ApiRoutes routes)
    {
        routes.Get("/api/people", _ => ValueTask.FromResult(List()), "people", Deed.Accounts).Gives<IReadOnlyList<PersonView>>();
        routes.Get("/api/people/invitations", _ => ValueTask.FromResult(Invitations()), "invitations", Deed.Accounts).Gives<IReadOnlyList<InvitationView>>();
        routes.Post(Deed.Accounts, "/api/people/invitations", InviteAsync, "invite").Takes<InviteRequest>().Gives<InvitationView>(Status201Created);
        routes.Delete(Deed.Accounts, "/api/people/invitations/{invitation}", TakeBackAsync, "takeBackInvitation").Gives<IReadOnlyList<InvitationView>>();
        routes.Put(Deed.Accounts, "/api/people/{person}", ChangeRoleAsync, "changeRole").Takes<RoleRequest>().Gives<PersonView>();
        routes.Post(Deed.Accounts, "/api/people/{person}/close", call => OpenOrCloseAsync(call, open: false), "closeAccount").Gives<PersonView>();
        routes.Post(Deed.Accounts, "/api/people/{person}/reopen", call => OpenOrCloseAsync(call, open: true), "reopenAccount").Gives<PersonView>();
        routes.Get("/api/people/{person}/sessions", call => ValueTask.FromResult(Find(call) is { } person ? Sessions(person) : None(call)), "sessions", Deed.Accounts).Gives<IReadOnlyList<SessionView>>();
        routes.Delete(Deed.Accounts, "/api/people/{person}/sessions", EndSessionsAsync, "endSessions").Gives<IReadOnlyList<SessionView>>();
    }

    private Answer List() => Answer.Json<IReadOnlyList<PersonView>>(Status200OK, [.. _people.All().Select(Of)], PostWireJson.Default.IReadOnlyListPersonView);

    private Answer Invitations() =>
        Answer.Json<IReadOnlyList<InvitationView>>(Status200OK, [.. _tickets.Invitations().Select(static t => Of(t, null))], PostWireJson.Default.IReadOnlyListInvitationView);

    private async ValueTask<Answer> InviteAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.InviteRequest)).Try(out var body, out var problem))
        {
            return ApiCall.Bad(problem);
        }

        var (name, email, language) = (body.Name?.Trim(), body.Email?.Trim(), body.Language ?? "en");
        if (ApiCall.TextFault("name", name, required: true, 100) is { } fault)
        {
            return ApiCall.Bad(fault);
        }

        if (!MailWriter.IsAddress(email))
        {
            return ApiCall.Bad(new Problem("email", "is no e-mail address; write it like ash@example.org"));
        }

        if (!RoleTable.Parse(body.Role).Try(out var role, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (!Wording.Languages.Any(l => l.Code == language))
        {
            return ApiCall.Bad(new Problem("language", "is none of en, he, ar, ru, uk, fr"));
        }

        if (_people.Taken(name!, email!) is { } taken)
        {
            return Answer.Problem(Status409Conflict, $"{taken}.");
        }

        // The last word counts: an earlier invitation of the same address serves no more.
        _tickets.Forget(t => t.Kind == TicketKind.Invitation && string.Equals(t.Email, email, StringComparison.OrdinalIgnoreCase));
        var (ticket, token) = _tickets.Invite(email!, name!, role, language);
        if (await _links.InviteAsync(ticket, token, call.Caller.Person?.Name ?? KeyHolder) is { } failed)
        {
            _tickets.Take(ticket);
            return Answer.Problem(Status503ServiceUnavailable, $"The e-mail could not be sent ({failed}).", 30);
        }

        await WriteAsync(call, "invited", $"{name} <{email}>, {role.Text()}");
        return Answer.Json(Status201Created, Of(ticket, _pickup ? _links.LinkOf(ticket.Kind, token) : null), PostWireJson.Default.InvitationView);
    }

    private async ValueTask<Answer> TakeBackAsync(ApiCall call)
    {
        if (_tickets.Invitations().FirstOrDefault(t => t.Id == call.Segment("invitation")) is not { } ticket || !_tickets.Take(ticket))
        {
            return ApiCall.NotFound("invitation", F3548.VolumeReader.Quote(call.Segment("invitation")));
        }

        await WriteAsync(call, "invitation taken back", $"{ticket.Name} <{ticket.Email}>");
        return Invitations();
    }

    private async ValueTask<Answer> ChangeRoleAsync(ApiCall call)
    {
        if (!(await call.BodyAsync(PostWireJson.Default.RoleRequest)).Try(out var body, out var problem) || !RoleTable.Parse(body.Role).Try(out var role, out problem))
        {
            return ApiCall.Bad(problem);
        }

        if (Find(call) is not { } person)
        {
            return None(call);
        }

        if (!(await _people.ChangeAsync(person.Id, a => a.Role = role)).Try(out var changed, out problem))
        {
            return Answer.Problem(Status409Conflict, problem.ToString());
        }

        await WriteAsync(call, "role changed", $"{person.Name}: {person.Role.Text()} → {role.Text()}");
        return Answer.Json(Status200OK, Of(changed), PostWireJson.Default.PersonView);
    }

    private async ValueTask<Answer> OpenOrCloseAsync(ApiCall call, bool open)
    {
        if (Find(call) is not { } person)
        {
            return None(call);
        }

        if (!(await _people.ChangeAsync(person.Id, a => a.Open = open)).Try(out var changed, out var problem))
        {
            return Answer.Problem(Status409Conflict, problem.ToString());
        }

        if (!open)
        {
            _sessions.EndAll(person.Id);
            _tickets.Forget(t => t.Person == person.Id);
        }

        await WriteAsync(call, open ? "account opened again" : "account closed", person.Name);
        return Answer.Json(Status200OK, Of(changed), PostWireJson.Default.PersonView);
    }

    private async ValueTask<Answer> EndSessionsAsync(ApiCall call)
    {
        if (Find(call) is not { } person)
        {
            return None(call);
        }

        _sessions.EndAll(person.Id);
        await WriteAsync(call, "signed out everywhere", person.Name);
        return Sessions(person);
    }

    private Answer Sessions(Person person) => Answer.Json<IReadOnlyList<SessionView>>(
        Status200OK, [.. _sessions.Of(person.Id).Select(static s => new SessionView(Handle(s.Id), s.Way, s.Browser, s.Address, Text(s.Began), Text(s.Seen), Text(s.Ends)))],
        PostWireJson.Default.IReadOnlyListSessionView);

    private Person? Find(ApiCall call) => _people.Find(call.Segment("person"));

    private PersonView Of(Person p)
    {
        var sessions = _sessions.Of(p.Id);
        return new PersonView(p.Id, p.Name, p.Email, p.Role.Text(), p.Language, p.Open, sessions.Count, sessions is [var last, ..] ? Text(last.Seen) : null);
    }

    private static InvitationView Of(Ticket t, string? link) => new(t.Id, t.Name!, t.Email, t.Role!.Value.Text(), t.Language, Text(t.Made), Text(t.Ends), link);

    private ValueTask WriteAsync(ApiCall call, string what, string about) =>
        _record.AppendAsync(new RecordLine(call.Caller.Person?.Id, call.Caller.Person?.Name ?? KeyHolder, what, about, "done"));

    // Enough to tell sessions apart; the id itself is half of a cookie.
    private static string Handle(string id) => WebEncoders.Base64UrlEncode(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(id)).AsSpan(0, 9));

    private static string Text(DateTimeOffset at) => Instant.From(at).ToString();

    private static Answer None(ApiCall call) => ApiCall.NotFound("account", F3548.VolumeReader.Quote(call.Segment("person")));
}
