using System.CommandLine;
using Parley.Demo;

namespace Parley.Commands;

/// <summary><c>parley demo</c>: the main job, played between two real posts and an exchange.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var keep = new Option<bool>("--keep-running") { Description = "Leave exchange and posts up afterwards, until Ctrl-C, and say how to call them" };
        var command = new DocumentedCommand("demo", "See two parties agree, give notice, find out that they would meet, and settle it, before anything moves.")
        {
            Usage = "[--keep-running]",
            Details =
            [
                "Starts an exchange and two posts, each with a journal and keys in a folder of its own, and plays two fictional parties over HTTP. Each "
                + "step is checked at both posts against what must come of it.",
            ],
            Examples = [new("parley demo", "a timeline of who learned what, when"), new("parley demo --keep-running", "the same, and then yours to call")],
        };
        command.Group("Options", keep)
            .Exit(ExitCode.Fine, "every step came out as it must")
            .Exit(ExitCode.No, "a step came out otherwise; the last line says which");
        command.SetAction((parsed, cancel) => RunAsync(parsed, parsed.GetValue(keep), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, bool keep, CancellationToken cancel)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (!(await DemoWorld.StartAsync("aldermoor", "quill")).Try(out var world, out var problem))
        {
            return parsed.Refuse(problem.ToString());
        }

        await using (world)
        {
            var failed = await new TwoPosts(world, new Timeline(output)).PlayAsync(cancel);
            if (failed is not null)
            {
                await output.WriteLineAsync($"\nNot as it must be: {failed}");
                return ExitCode.No;
            }

            if (keep)
            {
                await output.WriteLineAsync($"\nThe exchange is up at {world.Url}; Ctrl-C ends it. The posts are yours to use:\n");
                foreach (var post in world.Posts)
                {
                    await output.WriteLineAsync($"  parley conflict list --post {post.Folder}      # {post.Party}, its API at {post.Url}");
                }

                await Task.Delay(Timeout.Infinite, cancel).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }

        return ExitCode.Fine;
    }
}
