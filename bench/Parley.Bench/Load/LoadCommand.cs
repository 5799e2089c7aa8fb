using System.CommandLine;
using System.Text.Json;

namespace Parley.Bench.Load;

/// <summary><c>load</c>: flights or searches against any ASTM F3548-21 DSS on this machine.</summary>
internal static class LoadCommand
{
    /// <summary>Longest load, in seconds.</summary>
    private const int Longest = 600;

    public static Command Create()
    {
        var url = Address.Argument("The DSS; on this machine only.");
        var key = new Argument<string>("KEY.pem") { Description = "Private RSA key whose public half the DSS trusts." };
        var mode = new Argument<string>("MODE") { Description = "spread: every flight alone; busy: all in one place; query: searches." }.AcceptOnly("spread", "busy", "query");
        var planners = new Argument<int>("PLANNERS") { DefaultValueFactory = static _ => 16, Description = "How many at once." };
        var seconds = new Argument<int>("SECONDS") { DefaultValueFactory = static _ => 10, Description = $"How long; at most {Longest}." };
        var audience = new Argument<string?>("AUDIENCE") { DefaultValueFactory = static _ => null, Description = "Of the tokens; default the host of URL." };
        var warmUp = new Option<int>("--warmup") { HelpName = "SECONDS", DefaultValueFactory = static _ => 3, Description = "The same load before, not counted." };
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var command = new Command("load", "Make load: whole flights (create, activate, delete) or searches.") { url, key, mode, planners, seconds, audience, warmUp, json };
        command.SetAction(async (parsed, cancel) =>
        {
            var to = parsed.GetRequiredValue(url);
            var plan = new LoadPlan(
                to, parsed.GetRequiredValue(key), parsed.GetValue(audience) ?? to.Host, parsed.GetRequiredValue(mode),
                Math.Clamp(parsed.GetValue(planners), 1, 1024), Seconds(parsed.GetValue(seconds)), Seconds(parsed.GetValue(warmUp)));
            using var run = new LoadRun(plan);
            var result = await run.RunAsync(cancel);
            if (parsed.GetValue(json))
            {
                System.Console.WriteLine(JsonSerializer.Serialize(result, LoadJson.Default.LoadResult));
            }
            else
            {
                result.WriteTo(System.Console.Out);
            }

            return 0;
        });
        return command;
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, Longest));

    private static Argument<string> AcceptOnly(this Argument<string> argument, params string[] values)
    {
        argument.AcceptOnlyFromAmong(values);
        return argument;
    }
}
