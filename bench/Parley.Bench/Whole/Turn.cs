using System.Text.Json;
using Parley.Bench.Load;
using Parley.Bench.Machine;

namespace Parley.Bench.Whole;

/// <summary>One load on one server, started for it alone.</summary>
/// <param name="Batches">What the exchange wrote meanwhile; null for the canned server, and where nothing was written or it can't be seen.</param>
internal sealed record TurnResult(string Server, LoadResult Load, BatchShape? Batches);

/// <summary>Runs turns. One at a time, each on a new process; an exchange's data folder is new too.</summary>
internal sealed class Turns(WholePlan plan, string folder, (string Private, string Public) keys)
{
    private int _count;

    public async Task<TurnResult> CannedAsync(string mode, CancellationToken cancel)
    {
        var url = Servers.FreeAddress();
        await using var server = Servers.StartCanned(url, Path.Combine(folder, $"canned-{++_count}.log"));
        await server.WaitUntilReadyAsync(url, TimeSpan.FromSeconds(30), cancel);
        return new TurnResult("canned", await LoadAsync(url, mode, cancel), null);
    }

    public async Task<TurnResult> ExchangeAsync(string mode, CancellationToken cancel)
    {
        var url = Servers.FreeAddress();
        var data = Path.Combine(folder, $"exchange-{++_count}");
        LoadResult load;
        BatchCount counted;
        await using (var server = Servers.StartExchange(url, data, keys.Public, $"{data}.log"))
        {
            await server.WaitUntilReadyAsync(Servers.Ready(url), TimeSpan.FromSeconds(60), cancel);
            var before = BatchCount.Now(server.Id, data);
            load = await LoadAsync(url, mode, cancel);
            counted = BatchCount.Now(server.Id, data) - before;
        }

        // Searches write nothing but what they are to find.
        var batches = mode == "query" ? null : await counted.ShapeAsync(data);
        Directory.Delete(data, recursive: true);
        return new TurnResult("exchange", load, batches);
    }

    private async Task<LoadResult> LoadAsync(Uri url, string mode, CancellationToken cancel)
    {
        if (plan.Yardstick is not { } yardstick)
        {
            return await OwnAsync(url, mode, plan.Seconds, plan.WarmUp, cancel);
        }

        // It has no warming up of its own; ours leaves nothing behind.
        await OwnAsync(url, mode, plan.WarmUp, 0, cancel);
        return await yardstick.RunAsync(url, keys.Private, mode, plan.Planners, plan.Seconds, folder, cancel);
    }

    // In a process of its own, so that every load begins alike.
    private async Task<LoadResult> OwnAsync(Uri url, string mode, int seconds, int warmUp, CancellationToken cancel) => JsonSerializer.Deserialize(
        await Part.RunAsync(
            ["load", url.OriginalString, keys.Private, mode, $"{plan.Planners}", $"{seconds}", Servers.Audience, "--warmup", $"{warmUp}", "--json"],
            folder,
            TimeSpan.FromSeconds(seconds + warmUp + 120),
            cancel),
        LoadJson.Default.LoadResult)!;
}

/// <summary>A part of the whole, run as a command of this program in a process of its own.</summary>
internal static class Part
{
    /// <summary>Runs it and gives what it printed.</summary>
    public static async Task<string> RunAsync(IReadOnlyList<string> arguments, string folder, TimeSpan longest, CancellationToken cancel)
    {
        var (code, output, errors) = await Tool.RunAsync(Servers.Self, arguments, folder, longest, cancel);
        return code == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {code}: {errors.Trim()}");
    }
}
