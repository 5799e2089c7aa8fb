using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary>What officers do under a notice: see it, confirm its place, renew it, pass it on to their own.</summary>
internal sealed class NoticeCommands(PostCommands commands)
{
    public Command[] Create() =>
    [
        Says("acknowledge", "Say that a foreign intent was seen.", "Seen", static (talk, id, officer) => talk.Client.AcknowledgeIntentAsync(id, officer, cancel: talk.Cancel)),
        Says("confirm-place", "Say that an own intent's coordinates are right, although far from the place it names.", "Place confirmed", static (talk, id, officer) => talk.Client.ConfirmPlaceAsync(id, officer, talk.Cancel)),
        Says("reconfirm", "Renew an own protected site or standing intent.", "Reconfirmed", static (talk, id, officer) => talk.Client.ReconfirmIntentAsync(id, officer, talk.Cancel)),
        Recipients(),
        Marks("told", "Note that one of the own was told.", static (talk, id, name, officer) => talk.Client.RecipientToldAsync(id, name, officer, talk.Cancel)),
        Marks("confirmed", "Note that one of the own confirmed that it knows.", static (talk, id, name, officer) => talk.Client.RecipientConfirmedAsync(id, name, officer, talk.Cancel)),
    ];

    private DocumentedCommand Says(string name, string does, string done, Func<PostTalk, string, string, Task<PostAnswer<IntentView>>> say)
    {
        var (id, officer) = (PostCommands.Id(), PostCommands.Officer(required: true));
        return commands.Does(
            new DocumentedCommand(name, does).Group("What", id, officer),
            async talk => talk.End(
                await say(talk, await talk.IntentIdAsync(talk.Get(id)!), talk.Get(officer)!), (intent, pages) => pages.Line($"{done}: {intent.Id}, version {intent.Version}, by {talk.Get(officer)}.")));
    }

    private DocumentedCommand Recipients()
    {
        var id = PostCommands.Id();
        var names = new Argument<string[]>("RECIPIENTS") { HelpName = "NAME=WAY", Description = "Who must know, and how to reach them", Arity = ArgumentArity.OneOrMore };
        return commands.Does(
            new DocumentedCommand("recipients", "Say who of the own must know of a foreign intent; replaces the list, marks stay.").Group("What", id, names),
            async talk =>
            {
                var list = talk.Get(names)!.Select(static text => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
                    ? new RecipientRequest { Name = text[..at].Trim(), Way = text[(at + 1)..].Trim() }
                    : throw PostTalk.Bad($"{F3548.VolumeReader.Quote(text)} says not how to reach them; write it like \"North battery=radio 3\"")).ToArray();
                return talk.End(
                    await talk.Client.PutRecipientsAsync(await talk.IntentIdAsync(talk.Get(id)!), new RecipientsRequest { Recipients = list }, talk.Cancel), IntentPages.Recipients);
            });
    }

    private DocumentedCommand Marks(string name, string does, Func<PostTalk, string, string, string, Task<PostAnswer<IntentView>>> mark)
    {
        var (id, officer) = (PostCommands.Id(), PostCommands.Officer(required: true));
        var who = PostCommands.Id("NAME", "One of the intent's recipients");
        return commands.Does(
            new DocumentedCommand(name, does).Group("What", id, who, officer),
            async talk => talk.End(await mark(talk, await talk.IntentIdAsync(talk.Get(id)!), talk.Get(who)!, talk.Get(officer)!), IntentPages.Recipients));
    }
}
