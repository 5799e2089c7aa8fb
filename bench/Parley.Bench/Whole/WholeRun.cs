using System.Text.Json;
using Parley.Bench.Load;
using Parley.Bench.Loaded;
using Parley.Bench.Machine;
using Parley.Bench.Micro;
using Parley.Bench.Restart;

namespace Parley.Bench.Whole;

/// <summary>Everything that was measured; what failed is missing and named in <see cref="Failures"/>.</summary>
internal sealed class WholeResults
{
    public IReadOnlyList<(string Name, string Value)> Machine { get; set; } = [];

    public List<TurnResult> Turns { get; } = [];

    /// <summary>The disk alone, writing batches like those of a mode.</summary>
    public Dictionary<string, (BatchShape Shape, SyncedWrites Limit)> Disk { get; } = [];

    public MillionResult? Million { get; set; }

    public RestartResult? Restart { get; set; }

    /// <summary>The journal's own table.</summary>
    public string? Journal { get; set; }

    /// <summary>Tables of the micro-benchmarks, by class.</summary>
    public List<(string Name, string Table)> Micro { get; } = [];

    public List<string> Failures { get; } = [];
}

/// <summary>One command for all of it: every part after the other, each server a real process that is killed when its part is over.</summary>
internal sealed class WholeRun(WholePlan plan)
{
    private readonly WholeResults _results = new();

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var folder = Repository.NewFolder("all");
        try
        {
            var keys = TokenSigner.WriteKeys(folder);
            _results.Machine = await MachineFacts.ReadAsync(folder, cancel);
            var turns = new Turns(plan, folder, keys);
            foreach (var mode in new[] { "spread", "busy", "query" })
            {
                await TryAsync(mode, () => ModeAsync(turns, mode, folder, cancel));
            }

            if (plan.Intents > 0)
            {
                await TryAsync("million", async () => (_results.Million = await MillionAsync(keys, folder, cancel)).WriteTo(System.Console.Out));
            }

            if (plan.Entries > 0)
            {
                await TryAsync("restart", async () => (_results.Restart = await RestartAsync(folder, cancel)).WriteTo(System.Console.Out));
            }

            if (plan.Micro)
            {
                await TryAsync("journal", async () =>
                    _results.Journal = await Part.RunAsync(["micro", MicroCommand.Journal], folder, TimeSpan.FromMinutes(10), cancel));
                await TryAsync("micro", () => MicroAsync(folder, cancel));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(plan.Out)!);
        await File.WriteAllTextAsync(plan.Out, new ResultsPage(plan, _results).Text(), cancel);
        System.Console.WriteLine($"written: {plan.Out}");
        return _results.Failures.Count == 0 ? 0 : 1;
    }

    // What one part can't do must not cost the others.
    private async Task TryAsync(string name, Func<Task> part)
    {
        System.Console.WriteLine($"--- {name}");
        try
        {
            await part();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or JsonException)
        {
            _results.Failures.Add($"{name}: {e.Message}");
            await System.Console.Error.WriteLineAsync($"{name}: {e.Message}");
        }
    }

    private async Task ModeAsync(Turns turns, string mode, string folder, CancellationToken cancel)
    {
        BatchShape? shape = null;
        for (var round = 0; round < plan.Rounds; round++)
        {
            Keep(await turns.CannedAsync(mode, cancel));
            var exchange = await turns.ExchangeAsync(mode, cancel);
            Keep(exchange);
            shape = exchange.Batches ?? shape;
        }

        if (shape is not null)
        {
            _results.Disk[mode] = (shape, DiskLimit.Measure(folder, shape.Bytes, TimeSpan.FromSeconds(3)));
        }
    }

    private void Keep(TurnResult turn)
    {
        _results.Turns.Add(turn);
        System.Console.Write($"{turn.Server} ");
        turn.Load.WriteTo(System.Console.Out);
    }

    private async Task<MillionResult> MillionAsync((string Private, string Public) keys, string folder, CancellationToken cancel)
    {
        var url = Servers.FreeAddress();
        var data = Path.Combine(folder, "million");
        await using var exchange = Servers.StartExchange(url, data, keys.Public, $"{data}.log");
        await exchange.WaitUntilReadyAsync(Servers.Ready(url), TimeSpan.FromSeconds(60), cancel);
        var json = await Part.RunAsync(
            ["million", url.OriginalString, keys.Private, $"{plan.Intents}", "--planners", $"{plan.Planners}", "--seconds", $"{plan.Seconds}", "--pid", $"{exchange.Id}", "--json"],
            folder,
            TimeSpan.FromMinutes(60),
            cancel);
        return JsonSerializer.Deserialize(json, MillionJson.Default.MillionResult)!;
    }

    private async Task<RestartResult> RestartAsync(string folder, CancellationToken cancel) => JsonSerializer.Deserialize(
        await Part.RunAsync(["restart", Path.Combine(folder, "restart"), $"{plan.Entries}", "--json"], folder, TimeSpan.FromMinutes(30), cancel),
        RestartJson.Default.RestartResult)!;

    private async Task MicroAsync(string folder, CancellationToken cancel)
    {
        var reports = Path.Combine(folder, "micro");
        await Part.RunAsync(["micro", MicroCommand.Benchmarks, "--artifacts", reports], folder, TimeSpan.FromMinutes(60), cancel);
        foreach (var file in Directory.GetFiles(Path.Combine(reports, "results"), "*-report-github.md").Order(StringComparer.Ordinal))
        {
            var rows = (await File.ReadAllLinesAsync(file, cancel)).Where(static line => line.StartsWith('|'));
            _results.Micro.Add((Path.GetFileName(file).Split('.')[^2].Split('-')[0], string.Join('\n', rows)));
        }
    }
}
