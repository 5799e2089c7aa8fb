using System.Text;
using Parley.Bench.Loaded;

namespace Parley.Bench.Whole;

/// <summary>The results as Markdown: what was to be reached, what was, and what it was measured against.</summary>
internal sealed class ResultsPage(WholePlan plan, WholeResults results)
{
    private readonly StringBuilder _page = new();

    public string Text()
    {
        Line($"# Parley's benchmarks, {DateTimeOffset.UtcNow:yyyy-MM-dd}");
        Table(["", ""], results.Machine.Select(static fact => (string[])[fact.Name, fact.Value]));
        Line($"Load by {(plan.Yardstick is null ? "`load`" : "`dssload.cs`")}: {plan.Planners} planners, {plan.Seconds} s each after {plan.WarmUp} s of warming up, on the machine that also serves.");
        foreach (var failure in results.Failures)
        {
            Line($"**Failed:** {failure}");
        }

        Line("## Against the targets");
        Table(["what", "target", "reached", "met"], Targets.Of(results).Select(static t => (string[])[t.What, t.Wanted, t.Reached, t.Met ? "yes" : "**no**"]));
        foreach (var mode in results.Turns.GroupBy(static t => t.Load.Mode, StringComparer.Ordinal))
        {
            Mode(mode.Key, [.. mode]);
        }

        Full();
        Restart();
        foreach (var (name, table) in results.Micro)
        {
            Line($"## {name}");
            Line(table);
        }

        return _page.ToString().TrimEnd() + "\n";
    }

    private void Mode(string mode, IReadOnlyList<TurnResult> turns)
    {
        Line($"## {mode}");
        var unit = turns[0].Load.Unit;
        var each = string.Join(" / ", turns[0].Load.Operations.Select(static o => o.Operation));
        Table(
            ["server", unit, "of canned", $"p50, ms: {each}", "p99, ms", "given up", "answers"],
            turns.Select((turn, n) => (string[])
            [
                turn.Server,
                $"{turn.Load.Rate:F0}",
                turn.Server == "canned" ? "" : $"{100 * turn.Load.Rate / turns[n - 1].Load.Rate:F0} %",
                string.Join(" / ", turn.Load.Operations.Select(static o => $"{o.P50Ms:F2}")),
                string.Join(" / ", turn.Load.Operations.Select(static o => $"{o.P99Ms:F2}")),
                $"{turn.Load.GivenUp}",
                string.Join(", ", turn.Load.Statuses.Select(static s => $"{s.Key}: {s.Value}")),
            ]));
        if (results.Disk.TryGetValue(mode, out var disk))
        {
            Line($"Disk: the exchange synced batches of {disk.Shape.Entries:F1} entries and {disk.Shape.Bytes} bytes on the mean. Such writes alone, one after another, each with its fdatasync: "
                + $"{disk.Limit.PerSecond:F0} a second (p50 {disk.Limit.P50Ms:F2} ms, p99 {disk.Limit.P99Ms:F2} ms), which would be {disk.Limit.PerSecond * disk.Shape.Entries:F0} entries a second; a whole flight is 3.");
        }
    }

    private void Full()
    {
        if (results.Million is not { } full)
        {
            return;
        }

        Line($"## {full.Loading.Done} live intents");
        Line($"Loaded over HTTP at {full.Loading.Rate:F0} a second, {full.Loading.GivenUp} given up. Memory of the exchange: {MillionResult.Mega(full.ResidentBefore)} before, "
            + $"{MillionResult.Mega(full.ResidentAfter)} after, {MillionResult.Mega(full.ResidentPeak)} at most.");
        Table(
            ["search", "queries/s", "p50, ms", "p99, ms", "max, ms", "given up"],
            new[] { ("one flight", full.Narrow), ("10 km around, all altitudes", full.Wide) }.Select(static s => (string[])
            [
                s.Item1, $"{s.Item2.Rate:F0}", $"{s.Item2.Operations[0].P50Ms:F2}", $"{s.Item2.Operations[0].P99Ms:F2}", $"{s.Item2.Operations[0].MaxMs:F1}", $"{s.Item2.GivenUp}",
            ]));
    }

    private void Restart()
    {
        if (results.Restart is not { } restart)
        {
            return;
        }

        Line($"## Restart from {restart.Journal.Entries} entries");
        var text = new StringWriter();
        restart.WriteTo(text);
        Line($"```\n{text.ToString().TrimEnd()}\n```");
    }

    private void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        _page.Append("| ").AppendJoin(" | ", head).Append(" |\n|").Append(string.Concat(Enumerable.Repeat(" --- |", head.Count))).Append('\n');
        foreach (var row in rows)
        {
            _page.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        _page.Append('\n');
    }

    private void Line(string text) => _page.Append(text).Append("\n\n");
}
