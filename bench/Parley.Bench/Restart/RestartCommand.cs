using System.CommandLine;
using System.Text.Json;

namespace Parley.Bench.Restart;

/// <summary><c>restart</c>: how long until an exchange with a long journal answers again.</summary>
internal static class RestartCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "An empty folder for the journal; it is left there." };
        var entries = new Argument<long>("ENTRIES") { DefaultValueFactory = static _ => 1_000_000, Description = "How many." };
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var command = new Command("restart", "Make a journal, start an exchange on it, and see how long it takes to be ready and why.") { folder, entries, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var result = await RestartRun.RunAsync(parsed.GetRequiredValue(folder), Math.Max(1, parsed.GetValue(entries)), cancel);
            if (parsed.GetValue(json))
            {
                System.Console.WriteLine(JsonSerializer.Serialize(result, RestartJson.Default.RestartResult));
            }
            else
            {
                result.WriteTo(System.Console.Out);
            }

            return 0;
        });
        return command;
    }
}
