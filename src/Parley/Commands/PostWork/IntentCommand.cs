using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley intent</c>: own intents and protected sites. What is done under a foreign one is in <see cref="NoticeCommands"/>.</summary>
internal sealed class IntentCommand
{
    private readonly PostCommands _commands = new();

    public static DocumentedCommand Create()
    {
        var it = new IntentCommand();
        return it._commands.Top(
            new DocumentedCommand("intent", "Declare intents, and see to those of others.")
            {
                Usage = "COMMAND [OPTIONS]",
                Details =
                [
                    "FILE is F3548-21 volumes (an array of Volume4D, or an object with volumes and what else the API takes), or one intent as parley check reads it "
                    + "(GeoJSON or F3548-21); - is standard input.",
                ],
                Examples =
                [
                    new("parley intent check volumes.json --post alpha", "would it be late, uncovered, or meet another?"),
                    new("parley intent file volumes.json --post alpha --activity patrol", "declare it: every counterpart is told"),
                    new("parley intent acknowledge 2f83 --officer \"B. Lund\" --post bravo", "say that it was seen"),
                ],
            },
            [it.File(), it.Check(), it.List(), it.Show(), it.Change(), it.Withdraw(), .. new NoticeCommands(it._commands).Create()]);
    }

    private DocumentedCommand File()
    {
        var (file, says) = (Plan(required: true), new IntentOptions());
        return _commands.Does(
            new DocumentedCommand("file", "Declare an intent or a protected site; every counterpart is told.").Group("What", [file, .. says.ForFiling]),
            async talk => talk.End(await talk.Client.FileIntentAsync(says.Read(talk, talk.Get(file)), talk.Cancel), static (intent, pages) => IntentPages.Told("Filed", intent, pages)));
    }

    private DocumentedCommand Check()
    {
        var (file, says) = (Plan(required: true), new IntentOptions());
        return _commands.Does(
            new DocumentedCommand("check", "Say what filing it would bring; nothing is filed, nobody is told.").Group("What", [file, .. says.ForFiling])
                .Exit(ExitCode.No, "it would meet another"),
            async talk => talk.End(
                await talk.Client.CheckIntentAsync(says.Read(talk, talk.Get(file)), talk.Cancel), IntentPages.WouldBe, static intent => intent.Conflicts.Count == 0 ? ExitCode.Fine : ExitCode.No));
    }

    private DocumentedCommand List()
    {
        var mine = new Option<bool>("--mine") { Description = "Only this party's" };
        var foreign = new Option<bool>("--foreign") { Description = "Only those of others" };
        var from = PostCommands.Text("--from", "TIME", "Not those that end before, RFC 3339");
        var to = PostCommands.Text("--to", "TIME", "Not those that start after, RFC 3339");
        return _commands.Does(new DocumentedCommand("list", "List intents and protected sites, own and foreign.").Group("Which", mine, foreign, from, to), async talk =>
        {
            bool? which = talk.Get(mine) == talk.Get(foreign) ? null : talk.Get(mine);
            return talk.End(await talk.Client.IntentsAsync(talk.Get(from), talk.Get(to), which, talk.Cancel), IntentPages.List);
        });
    }

    private DocumentedCommand Show()
    {
        var id = PostCommands.Id();
        return _commands.Does(
            new DocumentedCommand("show", "Show an intent: its volumes, its notices, who saw it, what it meets.").Group("What", id),
            async talk => talk.End(await talk.Client.IntentAsync(await talk.IntentIdAsync(talk.Get(id)!), talk.Cancel), IntentPages.Show));
    }

    private DocumentedCommand Change()
    {
        var (id, file, says) = (PostCommands.Id(), Plan(required: false), new IntentOptions());
        return _commands.Does(new DocumentedCommand("change", "Change an own intent; what is left out stays as it is.").Group("What", [id, file, .. says.ForChanging]), async talk =>
        {
            var request = says.Read(talk, talk.Get(file));
            if (request == new IntentRequest())
            {
                throw PostTalk.Bad("Nothing is changed; give a FILE, --state, --under-way or another option");
            }

            return talk.End(
                await talk.Client.ChangeIntentAsync(await talk.IntentIdAsync(talk.Get(id)!), request, talk.Cancel), static (intent, pages) => IntentPages.Told("Changed", intent, pages));
        });
    }

    private DocumentedCommand Withdraw()
    {
        var (id, reason) = (PostCommands.Id(), PostCommands.Reason());
        var outcome = PostCommands.Text("--outcome", "OUTCOME", "done-as-declared, changed, impeded, denied or cancelled. Default: cancelled before its start, else done-as-declared");
        return _commands.Does(
            new DocumentedCommand("withdraw", "End an own intent, before its time or after, with its outcome.").Group("What", id, outcome, reason),
            async talk => talk.End(
                await talk.Client.WithdrawIntentAsync(
                    await talk.IntentIdAsync(talk.Get(id)!), new OutcomeRequest { Outcome = talk.Get(outcome), Reason = talk.Get(reason) }, talk.Cancel),
                static (intent, pages) => pages.Line($"Ended {intent.Id}{(intent.Outcome is null ? "" : $", {intent.Outcome}")}.")));
    }

    private static Argument<string?> Plan(bool required) => new("FILE")
    {
        Description = "Volumes or a plan; - reads standard input",
        Arity = required ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
    };
}
