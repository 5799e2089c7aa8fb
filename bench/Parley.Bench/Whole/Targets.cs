using Parley.Bench.Load;
using Parley.Bench.Loaded;

namespace Parley.Bench.Whole;

/// <summary>One figure that was to be reached.</summary>
internal sealed record Target(string What, string Wanted, string Reached, bool Met);

/// <summary>The targets that the exchange was built to, against the means of what was measured.</summary>
internal static class Targets
{
    private const double MostP99Ms = 10;
    private const double MostFullP99Ms = 5;
    private const double MostFullBytes = 2e9;
    private const double MostRestartSeconds = 10;

    public static IEnumerable<Target> Of(WholeResults results)
    {
        foreach (var mode in results.Turns.GroupBy(static t => t.Load.Mode, StringComparer.Ordinal))
        {
            LoadResult[] exchange = [.. mode.Where(static t => t.Server == "exchange").Select(static t => t.Load)];
            if (exchange.Length == 0)
            {
                continue;
            }

            var rate = exchange.Average(static l => l.Rate);
            var share = rate / mode.Where(static t => t.Server == "canned").Average(static t => t.Load.Rate);
            yield return mode.Key switch
            {
                "spread" => AtLeast("spread, of canned", 0.30, share),
                "query" => AtLeast("query, of canned", 0.35, share),
                _ => new Target("busy", "≥ 600 flights/s", $"{rate:F0} flights/s", rate >= 600),
            };
            var p99 = exchange.Max(static l => l.WorstP99Ms);
            yield return new Target($"{mode.Key}, p99 of the slowest request", $"< {MostP99Ms} ms", $"{p99:F2} ms", p99 < MostP99Ms);
            var givenUp = exchange.Sum(static l => l.GivenUp);
            yield return new Target($"{mode.Key}, given up", "0", $"{givenUp}", givenUp == 0);
        }

        if (results.Million is { } full)
        {
            var p99 = Math.Max(full.Narrow.WorstP99Ms, full.Wide.WorstP99Ms);
            yield return new Target($"{full.Loading.Done} live intents, memory at most", "< 2 GB", MillionResult.Mega(full.ResidentPeak), full.ResidentPeak < MostFullBytes);
            yield return new Target($"{full.Loading.Done} live intents, p99 of a search", $"< {MostFullP99Ms} ms", $"{p99:F2} ms", p99 < MostFullP99Ms);
        }

        if (results.Restart is { } restart)
        {
            var slowest = Math.Max(restart.WarmSeconds, restart.ColdSeconds ?? 0);
            yield return new Target($"restart from {restart.Journal.Entries} entries", $"< {MostRestartSeconds} s", $"{slowest:F2} s", slowest < MostRestartSeconds);
        }
    }

    private static Target AtLeast(string what, double wanted, double reached) => new(what, $"≥ {100 * wanted:F0} %", $"{100 * reached:F1} %", reached >= wanted);
}
