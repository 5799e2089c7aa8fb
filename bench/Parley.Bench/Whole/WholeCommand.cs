using System.CommandLine;
using Parley.Bench.Machine;

namespace Parley.Bench.Whole;

/// <summary>What to run.</summary>
/// <param name="Yardstick">Null: the benchmarks' own load.</param>
internal sealed record WholePlan(int Seconds, int WarmUp, int Planners, int Rounds, long Intents, long Entries, bool Micro, Yardstick? Yardstick, string Out);

/// <summary><c>all</c>: everything in order, and a page of results.</summary>
internal static class WholeCommand
{
    public static Command Create()
    {
        var seconds = Number("--seconds", 10, "Length of each load.");
        var warmUp = Number("--warmup", 3, "The same load before each, not counted.");
        var planners = Number("--planners", 16, "How many at once.");
        var rounds = Number("--rounds", 2, "How often canned server and exchange take turns in each kind of load.");
        var intents = Number("--intents", 1_000_000, "Live intents to fill an exchange with; 0 leaves it out.");
        var entries = Number("--entries", 1_000_000, "Journal entries to restart from; 0 leaves it out.");
        var noMicro = new Option<bool>("--no-micro") { Description = "Leave out the micro-benchmarks." };
        var yardstick = new Option<string?>("--yardstick")
        {
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Load by dssload.cs instead of load; default ../shared/tools/dssload.cs beside the checkout.",
        };
        var to = new Option<string?>("--out") { HelpName = "FILE", Description = "The page of results; default bench/results/DATE.md." };
        var command = new Command("all", "Run everything, one thing at a time, and write a page of results with the machine it was measured on.")
        {
            seconds, warmUp, planners, rounds, intents, entries, noMicro, yardstick, to,
        };
        command.SetAction((parsed, cancel) =>
        {
            var plan = new WholePlan(
                Math.Clamp(parsed.GetValue(seconds), 1, 600), Math.Clamp(parsed.GetValue(warmUp), 0, 600), Math.Clamp(parsed.GetValue(planners), 1, 1024),
                Math.Clamp(parsed.GetValue(rounds), 1, 20), parsed.GetValue(intents), parsed.GetValue(entries), !parsed.GetValue(noMicro),
                parsed.GetResult(yardstick) is null ? null : Find(parsed.GetValue(yardstick)),
                Path.GetFullPath(parsed.GetValue(to) ?? Path.Combine(Repository.Root, "bench", "results", $"{DateTimeOffset.UtcNow:yyyy-MM-dd}.md")));
            return new WholeRun(plan).RunAsync(cancel);
        });
        return command;
    }

    private static Yardstick? Find(string? given)
    {
        var file = given is null ? Yardstick.UsualFile : Path.GetFullPath(given);
        if (File.Exists(file))
        {
            return new Yardstick(file);
        }

        System.Console.Error.WriteLine($"There is no yardstick at {file}; the benchmarks' own load is used.");
        return null;
    }

    private static Option<int> Number(string name, int otherwise, string says) =>
        new(name) { HelpName = "N", DefaultValueFactory = _ => otherwise, Description = says };
}
