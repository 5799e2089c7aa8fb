using System.Diagnostics;
using Parley.Bench.Load;
using Parley.Bench.Machine;

namespace Parley.Bench.Loaded;

internal sealed record MillionPlan(Uri Url, string KeyFile, string Audience, long Count, int Planners, TimeSpan Searching, int? Pid);

/// <summary>
/// Fills an exchange with live intents over HTTP, each where no other is so that no key is needed, every second one with a subscription
/// of its own; then searches among them.
/// </summary>
internal sealed class MillionRun(MillionPlan plan) : IDisposable
{
    private const double WideMetres = 10_000;

    // Long enough to be live until the end, short enough for the subscription that comes with it (24 h).
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow.AddMinutes(10);
    private readonly DateTimeOffset _end = DateTimeOffset.UtcNow.AddHours(20);
    private readonly TokenSigner _signer = new(plan.KeyFile, plan.Audience);
    private DssClient? _dss;
    private long _next = -1;

    public async Task<MillionResult> RunAsync(CancellationToken cancel)
    {
        _dss = new DssClient(plan.Url, _signer, plan.Planners);
        var pid = plan.Pid ?? ProcessFacts.Listener(plan.Url.Port);
        var before = pid is { } id ? ProcessFacts.Resident(id) : null;
        using var telling = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var telltale = TellAsync(telling.Token);
        var loading = await AllAsync("load", LoadAsync, cancel);
        await telling.CancelAsync();
        await telltale;
        if (loading.Done < 0.99 * plan.Count)
        {
            var answers = string.Join(", ", loading.Statuses.Select(static s => $"{s.Key}: {s.Value}"));
            throw new InvalidOperationException($"Only {loading.Done} of {plan.Count} intents were taken, so what follows would mean nothing: {answers}");
        }

        var narrow = await SearchAsync(static place => place.Search(), cancel);
        var wide = await SearchAsync(static place => place.WideSearch(WideMetres), cancel);
        return new MillionResult(
            plan.Count, loading, narrow, wide,
            before, pid is { } now ? ProcessFacts.Resident(now) : null, pid is { } then ? ProcessFacts.PeakResident(then) : null);
    }

    private async Task LoadAsync(Planner planner, Tally tally, CancellationToken cancel)
    {
        while (Interlocked.Increment(ref _next) is var n && n < plan.Count)
        {
            var flight = await planner.CreateAsync(Place.OnGrid(n, _start, _end), subscribed: n % 2 == 0, cancel);
            tally.Done += flight is null ? 0 : 1;
            tally.GivenUp += flight is null ? 1 : 0;
            if (tally.GivenUp > 100 + (tally.Done / 100))
            {
                // Something is wrong with all of them; the statuses say what.
                return;
            }
        }
    }

    private async Task<LoadResult> SearchAsync(Func<Place, byte[]> search, CancellationToken cancel)
    {
        // The first of it, uncounted, is the exchange's and this program's warming up.
        await AllAsync("query", (planner, _, stop) => SearchForAsync(planner, new Tally(), search, TimeSpan.FromSeconds(1), stop), cancel);
        return await AllAsync("query", (planner, tally, stop) => SearchForAsync(planner, tally, search, plan.Searching, stop), cancel);
    }

    private async Task SearchForAsync(Planner planner, Tally tally, Func<Place, byte[]> search, TimeSpan length, CancellationToken cancel)
    {
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < until)
        {
            var found = await planner.FindAsync(search(Place.OnGrid(Random.Shared.NextInt64(plan.Count), _start, _end)), cancel);
            tally.Done += found ? 1 : 0;
            tally.GivenUp += found ? 0 : 1;
        }
    }

    private async Task<LoadResult> AllAsync(string mode, Func<Planner, Tally, CancellationToken, Task> one, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var tallies = Enumerable.Range(0, plan.Planners).Select(static _ => new Tally()).ToArray();
        await Task.WhenAll(tallies.Select(tally => Task.Run(() => one(new Planner(_dss!, null, tally), tally, cancel), cancel)));
        return Tally.Sum(tallies).ToResult(mode, plan.Planners, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private async Task TellAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await System.Console.Error.WriteLineAsync($"  {Math.Min(plan.Count, Interlocked.Read(ref _next) + 1)} of {plan.Count} intents");
        }
    }

    public void Dispose()
    {
        _dss?.Dispose();
        _signer.Dispose();
    }
}
