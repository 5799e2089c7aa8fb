using System.CommandLine;

namespace Parley.Bench.Canned;

/// <summary><c>canned</c>: the limit of the machine, run until it is stopped.</summary>
internal static class CannedCommand
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls") { HelpName = "URL", DefaultValueFactory = static _ => "http://127.0.0.1:8099", Description = "Address to listen on." };
        var command = new Command("canned", "Answer the load with canned JSON, without a token, a state or a disk: the limit of the machine.") { urls };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var server = CannedServer.Build(parsed.GetRequiredValue(urls));
            await server.RunAsync(cancel);
            return 0;
        });
        return command;
    }
}
