using System.CommandLine;
using System.Globalization;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley line</c>: the standing channel to the other parties.</summary>
internal sealed class LineCommand
{
    private const int UsuallyShown = 50;

    private readonly PostCommands _commands = new();

    public static DocumentedCommand Create()
    {
        var it = new LineCommand();
        var command = it._commands.Top(
            new DocumentedCommand("line", "Talk with the other parties: messages, STOP, link checks. Alone: how the line stands to each.")
            {
                Usage = "[COMMAND] [OPTIONS]",
                Details =
                [
                    "A message is delivered, read and acknowledged: three times, seen by all who have it. Only an officer on watch acknowledges (parley watch take); "
                    + "what nobody acknowledges in the agreed time calls the next contact, then everyone, then the mediator, by itself.",
                ],
                Examples =
                [
                    new("parley line --post alpha", "is the line up, who is on watch there, what waits for an answer"),
                    new("parley line send --to bravo --precedence FLASH --text \"Aircraft in distress\" --officer \"A. Okafor\"", "a text, as written"),
                    new("parley line send --to bravo --phrase AIR-01 position=54.03,19.13 --officer \"A. Okafor\"", "a phrase; bravo reads it in its own language"),
                    new("parley line acknowledge 2f83 --officer \"B. Lund\" --post bravo", "say that an officer on watch has it"),
                    new("parley line stop --officer \"A. Okafor\"", "STOP to everyone on each other side, and to the mediators"),
                ],
            },
            it.Messages(), it.Show(), it.Send(), it.Stop(), it.Read(), it.Acknowledge(), it.Check(), it.Missed(), it.Mute());
        return it._commands.Does(command, async talk => talk.End(await talk.Client.LineAsync(talk.Cancel), LinePages.Line));
    }

    private DocumentedCommand Messages()
    {
        var party = PostCommands.Text("--party", "NAME", "Only from or to this party");
        var thread = PostCommands.Text("--thread", "ID", "Only of this thread: the message that began it");
        var unacknowledged = new Option<bool>("--unacknowledged") { Description = "Only what this post has still to acknowledge" };
        var language = PhrasesCommand.LanguageOption("Language of phrases. Default: the post's");
        var limit = new Option<int>("--limit") { Description = $"At most so many, the newest; 1 to 1000. Default: {UsuallyShown}", HelpName = "N", DefaultValueFactory = static _ => UsuallyShown };
        limit.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n is < 1 or > 1000))
            {
                result.AddError($"--limit got '{token.Value}'; give a number from 1 to 1000.");
            }
        });
        return _commands.Does(new DocumentedCommand("messages", "List messages, the newest first.").Group("Which", party, thread, unacknowledged, language, limit), async talk => talk.End(
            await talk.Client.MessagesAsync(
                talk.Get(party), talk.Get(thread) is { } text ? await talk.MessageIdAsync(text) : null, talk.Get(unacknowledged), talk.Get(language), talk.Get(limit), talk.Cancel),
            LinePages.List));
    }

    private DocumentedCommand Show()
    {
        var (id, language) = (PostCommands.Id(), PhrasesCommand.LanguageOption("Language of a phrase. Default: the post's"));
        return _commands.Does(
            new DocumentedCommand("show", "Show a message and how far it got with each who has it.").Group("What", id, language),
            async talk => talk.End(await talk.Client.MessageAsync(await talk.MessageIdAsync(talk.Get(id)!), talk.Get(language), talk.Cancel), LinePages.Show));
    }

    private DocumentedCommand Send()
    {
        var says = new SendOptions();
        return _commands.Does(
            new DocumentedCommand("send", "Send a message: a text, a coded phrase, or both.").Group("What", says.All),
            async talk => talk.End(await talk.Client.SendMessageAsync(await says.ReadAsync(talk), talk.Cancel), LinePages.Sent));
    }

    private DocumentedCommand Stop()
    {
        var (text, officer) = (PostCommands.Text("--text", "TEXT", "What is to stop, if there is time to say it"), PostCommands.Officer(required: true));
        return _commands.Does(
            new DocumentedCommand("stop", "STOP: to everyone on each other side at once, and to the mediators.").Group("What", text, officer),
            async talk => talk.End(
                await talk.Client.StopAsync(new StopRequest { Text = talk.Get(text), Officer = talk.Get(officer) }, talk.Cancel), LinePages.AllSent));
    }

    private DocumentedCommand Read() => Officer(
        "read", "Say that a message was read.", static (talk, id, officer) => talk.Client.ReadMessageAsync(id, officer, talk.Cancel), static (m, o) => $"Read by {o}: {m.Id}.");

    private DocumentedCommand Acknowledge() => Officer(
        "acknowledge", "Say that an officer on watch has a message and acts on it.", static (talk, id, officer) => talk.Client.AcknowledgeMessageAsync(id, officer, talk.Cancel),
        static (m, o) => $"Acknowledged by {o}: {m.Id}.");

    private DocumentedCommand Officer(string name, string does, Func<PostTalk, string, string, Task<PostAnswer<MessageView>>> say, Func<MessageView, string, string> done)
    {
        var (id, officer) = (PostCommands.Id(), PostCommands.Officer(required: true));
        return _commands.Does(
            new DocumentedCommand(name, does).Group("What", id, officer),
            async talk => talk.End(
                await say(talk, await talk.MessageIdAsync(talk.Get(id)!), talk.Get(officer)!), (m, pages) => pages.Line(done(m, talk.Get(officer)!))));
    }

    private DocumentedCommand Check()
    {
        var (to, officer) = (PostCommands.To("Whose end is tested; again for each. Default: every party that an agreement names"), PostCommands.Officer());
        return _commands.Does(
            new DocumentedCommand("check", "Test the line now, beside the schedule; somebody there is to acknowledge.").Group("What", to, officer),
            async talk => talk.End(
                await talk.Client.CheckLineAsync(new LinkCheckRequest { To = PostCommands.Named(talk.Get(to)), Officer = talk.Get(officer) }, talk.Cancel), LinePages.AllSent));
    }

    private DocumentedCommand Missed()
    {
        var party = PostCommands.Text("--party", "NAME", "Only with this party");
        return _commands.Does(
            new DocumentedCommand("missed", "List the link checks that were missed, and why; the newest first.").Group("Which", party),
            async talk => talk.End(await talk.Client.MissedChecksAsync(talk.Get(party), talk.Cancel), LinePages.Missed));
    }

    private DocumentedCommand Mute()
    {
        var party = PostCommands.Id("PARTY", "Whose messages no longer call; none is lost");
        var minutes = new Option<double?>("--minutes") { Description = "For how long, 1440 at most; 0: they call again", HelpName = "N", Required = true };
        var officer = PostCommands.Officer(required: true);
        return _commands.Does(
            new DocumentedCommand("mute", "Keep a party's messages from calling for a while, against a flood.").Group("What", party, minutes, officer),
            async talk => talk.End(
                await talk.Client.MuteAsync(new MuteRequest { Party = talk.Get(party), Minutes = talk.Get(minutes), Officer = talk.Get(officer) }, talk.Cancel), LinePages.Line));
    }
}
