using System.CommandLine;
using System.Text.Json;
using Parley.Bench.Load;

namespace Parley.Bench.Loaded;

/// <summary><c>million</c>: what an exchange full of live intents costs in memory and in searches.</summary>
internal static class MillionCommand
{
    public static Command Create()
    {
        var url = Address.Argument("An empty exchange; on this machine only.");
        var key = new Argument<string>("KEY.pem") { Description = "Private RSA key whose public half the exchange trusts." };
        var count = new Argument<long>("COUNT") { DefaultValueFactory = static _ => 1_000_000, Description = "How many intents." };
        var audience = new Option<string?>("--audience") { HelpName = "NAME", Description = "Of the tokens; default the host of URL." };
        var planners = new Option<int>("--planners") { HelpName = "N", DefaultValueFactory = static _ => 16, Description = "How many at once." };
        var seconds = new Option<int>("--seconds") { HelpName = "S", DefaultValueFactory = static _ => 10, Description = "How long each kind of search goes on." };
        var pid = new Option<int?>("--pid") { HelpName = "PID", Description = "The exchange's process; by default the one that listens on URL's port." };
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var command = new Command("million", "Fill an exchange with live intents over HTTP, then search among them and look at its memory.")
        {
            url, key, count, audience, planners, seconds, pid, json,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var to = parsed.GetRequiredValue(url);
            using var run = new MillionRun(new MillionPlan(
                to, parsed.GetRequiredValue(key), parsed.GetValue(audience) ?? to.Host, Math.Max(1, parsed.GetValue(count)),
                Math.Clamp(parsed.GetValue(planners), 1, 1024), TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(seconds), 1, 600)), parsed.GetValue(pid)));
            var result = await run.RunAsync(cancel);
            if (parsed.GetValue(json))
            {
                System.Console.WriteLine(JsonSerializer.Serialize(result, MillionJson.Default.MillionResult));
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
