using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Bench.Load;
using Parley.Bench.Machine;

namespace Parley.Bench.Whole;

/// <summary>
/// <c>dssload.cs</c>: the load by which targets were set and other DSSs were measured, a file outside the repository. It makes the same
/// flights as <c>load</c>; what it prints is read here.
/// </summary>
internal sealed partial class Yardstick(string file)
{
    /// <summary>Where it lies beside a checkout.</summary>
    public static string UsualFile => Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "tools", "dssload.cs"));

    public async Task<LoadResult> RunAsync(Uri url, string keyFile, string mode, int planners, int seconds, string folder, CancellationToken cancel)
    {
        var (code, output, errors) = await Tool.RunAsync(
            "dotnet",
            ["run", file, "--", url.OriginalString, keyFile, mode, $"{planners}", $"{seconds}", Servers.Audience],
            folder,
            TimeSpan.FromSeconds(seconds + 300),
            cancel);
        return code == 0 && Read(output) is { } result
            ? result
            : throw new InvalidOperationException($"{file} ended with {code}: {output}{errors}");
    }

    /// <summary>Null when it is not the report of a load.</summary>
    public static LoadResult? Read(string output)
    {
        var head = Head().Match(output);
        if (!head.Success)
        {
            return null;
        }

        var (rate, seconds) = (Number(head, "rate"), Number(head, "seconds"));
        return new LoadResult(
            head.Groups["mode"].Value,
            (int)Number(head, "planners"),
            seconds,
            rate,
            (long)Math.Round(rate * seconds),
            (long)Number(head, "failed"),
            [.. Operation().Matches(output).Select(static m => new OperationResult(m.Groups["name"].Value, (long)Number(m, "count"), Number(m, "p50"), Number(m, "p99"), Number(m, "max")))],
            Status().Matches(output).ToDictionary(static m => m.Groups["name"].Value, static m => (long)Number(m, "count"), StringComparer.Ordinal));
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<mode>\w+) planners=(?<planners>\d+) \w+/s=(?<rate>[\d.]+) failed=(?<failed>\d+) in (?<seconds>[\d.]+)s", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"^  (?<name>\w+) +n=(?<count>\d+) .* p50=(?<p50>[\d.]+) p99=(?<p99>[\d.]+) max=(?<max>[\d.]+) ms", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Operation();

    [GeneratedRegex(@"(?<name>(create|activate|delete|query) \w+):(?<count>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Status();
}
