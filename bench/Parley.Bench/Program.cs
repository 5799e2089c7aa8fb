using System.CommandLine;
using Parley.Bench.Canned;
using Parley.Bench.Load;
using Parley.Bench.Loaded;
using Parley.Bench.Micro;
using Parley.Bench.Posts;
using Parley.Bench.Restart;
using Parley.Bench.Whole;

var root = new RootCommand("What Parley costs, measured against the limits of the machine it runs on; see bench/README.md.");
root.Subcommands.Add(WholeCommand.Create());
root.Subcommands.Add(MicroCommand.Create());
root.Subcommands.Add(CannedCommand.Create());
root.Subcommands.Add(LoadCommand.Create());
root.Subcommands.Add(MillionCommand.Create());
root.Subcommands.Add(RestartCommand.Create());
root.Subcommands.Add(PostsCommand.Create());
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
    });
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception e) when (e is InvalidOperationException or IOException or UnauthorizedAccessException)
{
    await System.Console.Error.WriteLineAsync($"bench: {e.Message}");
    return 2;
}
