using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley people</c>: who may sit at the console.</summary>
internal sealed class PeopleCommand
{
    private readonly PostCommands _commands = new();

    public static DocumentedCommand Create()
    {
        var it = new PeopleCommand();
        return it._commands.Top(
            new DocumentedCommand("people", "Show who may sit at a post's console, invite people, change roles, close accounts.")
            {
                Usage = "COMMAND [OPTIONS]",
                Details = ["Nobody registers by themselves and nobody has a password. Whoever is invited opens the account by the link in the e-mail; where no mail server is set, the link is printed here."],
                Examples =
                [
                    new("parley people invite --name Okafor --email o@example.org --role administrator", "the first one"),
                    new("parley people role okafor@example.org commander", "takes effect at once, in open windows too"),
                    new("parley people close okafor@example.org", "all sessions end"),
                ],
            },
            it.List(), it.Invite(), it.Role(), it.Close(), it.Reopen());
    }

    private DocumentedCommand List() => _commands.Does(new DocumentedCommand("list", "List accounts and open invitations."), async talk =>
    {
        var invitations = talk.Value(await talk.Client.InvitationsAsync(talk.Cancel));
        return talk.End(await talk.Client.PeopleAsync(talk.Cancel), (people, pages) =>
        {
            pages.Table(
                ["Name", "E-mail", "Role", "State", "Last seen", "Id"],
                people.Select(static p => (string[])[p.Name, p.Email, p.Role, p.Open ? p.Sessions > 0 ? "signed in" : "open" : "closed", Pages.Clock(p.Seen), Pages.Short(p.Id)]));
            if (invitations.Count > 0)
            {
                pages.Table(["Invited", "E-mail", "Role", "Until (UTC)"], invitations.Select(static i => (string[])[i.Name, i.Email, i.Role, Pages.Clock(i.Until)]));
            }
        });
    });

    private DocumentedCommand Invite()
    {
        var (name, email) = (PostCommands.Text("--name", "NAME", "As it will stand in every letter and record that the person causes"), PostCommands.Text("--email", "ADDRESS", "Where the link goes"));
        var role = PostCommands.Text("--role", "ROLE", "observer, watch-officer, duty-officer, commander or administrator");
        name.Required = email.Required = role.Required = true;
        var language = PostCommands.Text("--language", "CODE", "Of the e-mail and the console: en, he, ar, ru, uk or fr. Default: en");
        return _commands.Does(
            new DocumentedCommand("invite", "Send somebody a link that opens an account.").Group("Who", name, email, role, language),
            async talk => talk.End(
                await talk.Client.InviteAsync(new InviteRequest { Name = talk.Get(name), Email = talk.Get(email), Role = talk.Get(role), Language = talk.Get(language) }, talk.Cancel),
                static (invited, pages) =>
                {
                    pages.Line($"Invited {invited.Name} <{invited.Email}> as {invited.Role}; good until {Pages.Clock(invited.Until)}.");
                    if (invited.Link is { } link)
                    {
                        pages.Line("No mail server is set, so the e-mail lies in the pickup folder. Its link:");
                        pages.Line(link);
                    }
                }));
    }

    private DocumentedCommand Role()
    {
        var (who, role) = (Who(), new Argument<string>("ROLE") { Description = "observer, watch-officer, duty-officer, commander or administrator" });
        return _commands.Does(
            new DocumentedCommand("role", "Give somebody another role.").Group("What", who, role),
            async talk => talk.End(await talk.Client.ChangeRoleAsync(await IdAsync(talk, who), new RoleRequest { Role = talk.Get(role) }, talk.Cancel), Print));
    }

    private DocumentedCommand Close()
    {
        var who = Who();
        return _commands.Does(
            new DocumentedCommand("close", "Close an account: its sessions end, and it lets nobody in.").Group("What", who),
            async talk => talk.End(await talk.Client.CloseAccountAsync(await IdAsync(talk, who), talk.Cancel), Print));
    }

    private DocumentedCommand Reopen()
    {
        var who = Who();
        return _commands.Does(
            new DocumentedCommand("reopen", "Open a closed account again.").Group("What", who),
            async talk => talk.End(await talk.Client.ReopenAccountAsync(await IdAsync(talk, who), talk.Cancel), Print));
    }

    private static Argument<string> Who() => new("WHO") { Description = "The e-mail address, or the id or its first 4 characters or more" };

    private static Task<string> IdAsync(PostTalk talk, Argument<string> who)
    {
        var text = talk.Get(who)!;
        return text.Contains('@', StringComparison.Ordinal)
            ? ByEmailAsync(talk, text)
            : PostTalk.IdAsync(text, "account", async () => talk.Value(await talk.Client.PeopleAsync(talk.Cancel)).Select(static p => p.Id));
    }

    private static async Task<string> ByEmailAsync(PostTalk talk, string email) =>
        talk.Value(await talk.Client.PeopleAsync(talk.Cancel)).FirstOrDefault(p => string.Equals(p.Email, email, StringComparison.OrdinalIgnoreCase))?.Id
        ?? throw PostTalk.Bad($"No account here has the address {F3548.VolumeReader.Quote(email)}");

    private static void Print(PersonView person, Pages pages)
    {
        pages.Line($"{person.Name} <{person.Email}>");
        pages.Fact("role", person.Role);
        pages.Fact("state", person.Open ? "open" : "closed");
    }
}
