using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;
using Parley.Commands.PostWork;

namespace Parley.Commands;

/// <summary>Puts the subcommands together: the one list of them. A new one is a file <c>XCommand.cs</c> and a line here.</summary>
internal static class RootCommandFactory
{
    public static DocumentedCommand Create()
    {
        var root = new DocumentedCommand(
            "parley",
            "Parley keeps parties that share a space and do not trust each other from meeting by accident: each declares where and when it "
            + "will be, and every overlap is found before it happens.")
        {
            Usage = "COMMAND [OPTIONS]",
            Details = ["Each command explains itself: parley COMMAND --help."],
            Examples =
            [
                new("parley demo", "see eleven failures played that must not happen again"),
                new("parley keygen --out keys", "make a key pair to sign and verify tokens with"),
                new("parley token --key keys/private.pem --subject us --audience localhost", "issue a token for one party"),
            ],
        };

        // Headings in the order of the help page.
        root.Group("See it", DemoCommand.Create());
        root.Group("Plans", CheckCommand.Create(), PlaceCommand.Create());
        root.Group("The line", LineCommand.Create(), WatchCommand.Create(), PhrasesCommand.Create(), PhraseCommand.Create());
        root.Group("Run it", ExchangeCommand.Create(), PostCommand.Create(), JournalCommand.Create());
        root.Group(
            "A post's work", StatusCommand.Create(), AlarmsCommand.Create(), PartiesCommand.Create(), AgreementCommand.Create(), IntentCommand.Create(), ConflictCommand.Create(),
            IncidentCommand.Create(), CommentCommand.Create(), ReportCommand.Create(), TightenCommand.Create());
        root.Group("A post's console", PeopleCommand.Create(), RecordCommand.Create(), TellingCommand.Create());
        root.Group("Keys and tokens", KeysCommand.Create(), KeygenCommand.Create(), TokenCommand.Create());

        root.Options.Add(new HelpOption("--help", "-h") { Recursive = true, Action = new HelpPage() });
        root.Options.Add(new VersionOption { Description = "Show the version", Action = new ShowVersion() });
        return root
            .Exit(ExitCode.No, "done, and the answer is \"no\": a conflict was found, a proof failed")
            .Exit(ExitCode.BadInput, "bad usage or input; the sentence printed says what to change")
            .Exit(ExitCode.Broken, "a fault in parley itself; PARLEY_DEBUG=1 shows where")
            .Exit(ExitCode.Interrupted, "stopped by Ctrl-C before it was done");
    }

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            // 0.1.0+<commit> as the build wrote it.
            var built = typeof(RootCommandFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!;
            var version = built.InformationalVersion.Split('+');
            var commit = version is [_, { Length: >= 7 } hash] ? $" ({hash[..7]})" : "";
            parseResult.InvocationConfiguration.Output.WriteLine($"parley {version[0]}{commit}");
            return ExitCode.Fine;
        }
    }
}
