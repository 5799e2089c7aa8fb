using System.CommandLine;
using Parley.Demo;
using Parley.Demo.Exercise;
using Parley.Demo.Living;

namespace Parley.Commands;

/// <summary><c>parley demo</c>: the exercise, in which every failure is played that must not happen again.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line for each expectation: scenario, expectation, held, at" };
        var only = new Option<string[]>("--scenario") { HelpName = "NAME", Description = $"Play only this one; may be given more than once: {string.Join(", ", Scenario.All.Select(static s => s.Name))}" };
        only.AcceptOnlyFromAmong([.. Scenario.All.Select(static s => s.Name)]);
        var processes = new Option<bool>("--processes") { Description = "Run the exchange and each post as a process of its own" };
        var keep = new Option<bool>("--keep-running") { Description = "Go on afterwards, until Ctrl-C: consoles to click through, traffic, talk on the line, one open conflict" };
        var command = new DocumentedCommand("demo", "Play the failures that must not happen again, among two air arms, a relief agency and a mediator.")
        {
            Usage = "[--json] [--scenario NAME]… [--keep-running]",
            Details =
            [
                "Starts an exchange and four posts, each with a journal and keys in a folder of its own, and plays fictional parties over HTTP, in compressed "
                + "time. What must come of each step is expected of all posts that it concerns.",
            ],
            Examples = [new("parley demo", "a timeline of who knew what, when"), new("parley demo --json --scenario late-warning", "for programs"), new("parley demo --keep-running", "the same, and then yours to click through")],
        };
        command.Group("Options", json, only, processes, keep)
            .Exit(ExitCode.Fine, "every expectation held")
            .Exit(ExitCode.No, "one did not; it is named");
        command.SetAction((parsed, cancel) => RunAsync(parsed, parsed.GetValue(json), parsed.GetValue(only) ?? [], parsed.GetValue(processes), parsed.GetValue(keep), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, bool json, string[] only, bool processes, bool keep, CancellationToken cancel)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (!(await DemoWorld.StartAsync(processes, keep && !processes, "aldermoor", "quill", "lantern", "tern")).Try(out var world, out var problem))
        {
            return parsed.Refuse(problem.ToString());
        }

        await using (world)
        {
            var timeline = new Timeline(output);
            IReport report = json ? new JsonReport(output, TimeProvider.System) : new TimelineReport(timeline);
            var broken = await new Play(world, report).RunAsync([.. Scenario.All.Where(s => only.Length == 0 || only.Contains(s.Name))], cancel);
            if (!json)
            {
                timeline.Title(broken.Count == 0 ? "Every expectation held. Nobody met by accident." : $"Not as it must be: {string.Join(", ", broken)}");
            }

            if (keep)
            {
                await KeepRunningAsync(world, new TimelineReport(timeline), output, cancel);
            }

            if (broken.Count > 0)
            {
                return ExitCode.No;
            }
        }

        return ExitCode.Fine;
    }

    private static async Task KeepRunningAsync(DemoWorld world, IReport report, TextWriter output, CancellationToken cancel)
    {
        var living = new LivingExercise(world, report, cancel);
        try
        {
            await living.PrepareAsync();
        }
        catch (NotHeldException e)
        {
            await output.WriteLineAsync($"The exercise can't go on: {e.Message}");
            return;
        }

        await output.WriteLineAsync($"\nThe exercise goes on until Ctrl-C; the exchange is at {world.Url}. Open a console and enter as one of its people:\n");
        foreach (var post in world.Posts)
        {
            await output.WriteLineAsync($"console {post.Party} {post.Url}");
        }

        await output.WriteLineAsync("\nThe posts are yours to call, too:\n");
        foreach (var post in world.Posts)
        {
            await output.WriteLineAsync($"  parley conflict list --post {post.Folder}");
        }

        await living.RunAsync();
    }
}
