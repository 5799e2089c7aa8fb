using System.Diagnostics;

namespace Parley.Bench.Load;

/// <summary>What load to make. Times are bounded, so that a forgotten run ends by itself.</summary>
/// <param name="Mode"><c>spread</c>: every flight alone; <c>busy</c>: all in one place; <c>query</c>: searches among 2,000 flights.</param>
/// <param name="WarmUp">The same load before it, which nobody counts: both sides' code gets compiled.</param>
internal sealed record LoadPlan(Uri Url, string KeyFile, string Audience, string Mode, int Planners, TimeSpan Length, TimeSpan WarmUp);

/// <summary>A load: a number of planners, each doing whole flights (or searches) one after another until the time is over.</summary>
internal sealed class LoadRun : IDisposable
{
    private const int Seeds = 2000;

    private readonly LoadPlan _plan;
    private readonly TokenSigner _signer;
    private readonly DssClient _dss;
    private readonly Board? _board;
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow.AddMinutes(5);
    private readonly DateTimeOffset _end = DateTimeOffset.UtcNow.AddMinutes(50);
    private long _flights;

    public LoadRun(LoadPlan plan)
    {
        _plan = plan;
        _signer = new TokenSigner(plan.KeyFile, plan.Audience);
        _dss = new DssClient(plan.Url, _signer, plan.Planners);
        _board = plan.Mode == "busy" ? new Board() : null;
    }

    public async Task<LoadResult> RunAsync(CancellationToken cancel)
    {
        var seeds = _plan.Mode == "query" ? await SeedAsync(cancel) : [];
        if (_plan.WarmUp > TimeSpan.Zero)
        {
            await FlyAllAsync(_plan.WarmUp, cancel);
        }

        var began = Stopwatch.GetTimestamp();
        var tally = await FlyAllAsync(_plan.Length, cancel);
        var result = tally.ToResult(_plan.Mode, _plan.Planners, Stopwatch.GetElapsedTime(began).TotalSeconds);
        await UnseedAsync(seeds, cancel);
        return result;
    }

    private async Task<Tally> FlyAllAsync(TimeSpan length, CancellationToken cancel)
    {
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var tallies = Enumerable.Range(0, _plan.Planners).Select(static _ => new Tally()).ToArray();
        await Task.WhenAll(tallies.Select(tally => Task.Run(
            async () =>
            {
                var planner = new Planner(_dss, _board, tally);
                while (Stopwatch.GetTimestamp() < until)
                {
                    var done = await OnceAsync(planner, cancel);
                    tally.Done += done ? 1 : 0;
                    tally.GivenUp += done ? 0 : 1;
                }
            },
            cancel)));
        return Tally.Sum(tallies);
    }

    private Task<bool> OnceAsync(Planner planner, CancellationToken cancel) => _plan.Mode switch
    {
        "query" => planner.FindAsync(Place.OnGrid(Random.Shared.Next(Seeds), _start, _end).Search(), cancel),
        "busy" => planner.FlyAsync(Place.Crowded(_start, _end), cancel),
        _ => planner.FlyAsync(Place.OnGrid(Interlocked.Increment(ref _flights) % Place.PerLayer, _start, _end), cancel),
    };

    private async Task<Flight[]> SeedAsync(CancellationToken cancel)
    {
        var flights = new Flight?[Seeds];
        await Parallel.ForAsync(0, Seeds, Width(cancel), async (n, stop) =>
            flights[n] = await new Planner(_dss, null, new Tally()).CreateAsync(Place.OnGrid(n, _start, _end), subscribed: true, stop));
        Flight[] declared = [.. flights.OfType<Flight>()];
        return declared.Length == Seeds
            ? declared
            : throw new InvalidOperationException($"{Seeds - declared.Length} of {Seeds} flights to search for were refused; is the exchange empty?");
    }

    // So that the same exchange can be loaded again.
    private Task UnseedAsync(Flight[] seeds, CancellationToken cancel) => Parallel.ForEachAsync(seeds, Width(cancel), async (flight, stop) =>
        await new Planner(_dss, null, new Tally()).DeleteAsync(flight, stop));

    private ParallelOptions Width(CancellationToken cancel) => new() { MaxDegreeOfParallelism = _plan.Planners, CancellationToken = cancel };

    public void Dispose()
    {
        _dss.Dispose();
        _signer.Dispose();
    }
}
