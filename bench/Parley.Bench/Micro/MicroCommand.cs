using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Parley.Bench.Machine;

namespace Parley.Bench.Micro;

/// <summary><c>micro</c>: BenchmarkDotNet on the parts that each request goes through.</summary>
internal static class MicroCommand
{
    /// <summary>The filter that means the journal's append alone.</summary>
    public const string Journal = "journal";

    /// <summary>The filter that leaves the journal's append out.</summary>
    public const string Benchmarks = "*Benchmarks*";

    private const string Everything = "*";

    public static Command Create()
    {
        var filter = new Argument<string>("FILTER") { DefaultValueFactory = static _ => Everything, Description = $"Which, as a pattern: *Index*; {Journal} for the journal." };
        var quick = new Option<bool>("--quick") { Description = "Run each once, to see that it works; its figures mean nothing." };
        var artifacts = new Option<string?>("--artifacts") { HelpName = "DIR", Description = "Where reports go; default artifacts/bench/micro." };
        var command = new Command("micro", "Measure coverings, the index, Apply, the codec and the journal, each by itself.") { filter, quick, artifacts };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(filter),
            parsed.GetValue(quick),
            parsed.GetValue(artifacts) ?? Path.Combine(Repository.Root, "artifacts", "bench", "micro")));
        return command;
    }

    private static int Run(string filter, bool quick, string folder)
    {
        if (filter == Journal)
        {
            AppendToJournal();
            return 0;
        }

        // In this process: the benchmarks need no settings of their own, and a build for each of them would take longer than they do.
        var job = (quick ? Job.Dry : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        var config = DefaultConfig.Instance.AddJob(job).WithArtifactsPath(folder).WithOptions(ConfigOptions.DisableLogFile);
        var pattern = filter.Contains('*', StringComparison.Ordinal) ? filter : $"*{filter}*";
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", pattern], config);
        if (filter == Everything && !quick)
        {
            AppendToJournal();
        }

        return summaries.All(static s => !s.HasCriticalValidationErrors && s.Reports.All(static r => r.Success)) ? 0 : 1;
    }

    // It measures the disk beside the journal, which BenchmarkDotNet can't: it has its own rounds and its own table.
    private static void AppendToJournal()
    {
        var folder = Repository.NewFolder("append");
        try
        {
            JournalAppend.Run(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
