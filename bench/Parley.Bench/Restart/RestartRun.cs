using System.Diagnostics;
using System.Text.Json.Serialization;
using Parley.Bench.Load;
using Parley.Bench.Machine;

namespace Parley.Bench.Restart;

/// <summary>How long an exchange takes from the start of its process until it answers.</summary>
/// <param name="EmptySeconds">With an empty folder: the process itself.</param>
/// <param name="ColdSeconds">With the journal on the disk alone; null where the system's cache can't be emptied.</param>
/// <param name="WarmSeconds">With the journal in the system's cache, as after a crash of the process.</param>
/// <param name="WarmCpuSeconds">Processor time of the warm start: what it takes whatever else the machine does.</param>
/// <param name="ResidentPeak">Of the warm start, in bytes.</param>
internal sealed record RestartResult(
    MadeJournal Journal, double EmptySeconds, double? ColdSeconds, double WarmSeconds, double WarmCpuSeconds, long? ResidentPeak, ReplayStages Stages)
{
    /// <summary>Seconds of the warm start that an empty one does not take.</summary>
    [JsonIgnore]
    public double Replaying => Math.Max(0.001, WarmSeconds - EmptySeconds);

    /// <summary>The stages of the replay and their entries a second, in the order of the work.</summary>
    [JsonIgnore]
    public IEnumerable<(string Stage, double Seconds, double EntriesPerSecond)> Parts =>
        from part in new[] { ("read and check", Stages.Scan), ("decode", Stages.Decode), ("apply", Stages.Apply) }
        select (part.Item1, part.Item2, Journal.Entries / Math.Max(0.001, part.Item2));

    public void WriteTo(TextWriter to)
    {
        var entries = Journal.Entries;
        to.WriteLine($"journal: {entries} entries of {Journal.Flights} flights, {Journal.PayloadBytes / entries} bytes each, {Stages.Intents} intents live, made in {Journal.Seconds:F1} s");
        to.WriteLine($"ready after: {EmptySeconds:F2} s with nothing, {(ColdSeconds is { } cold ? $"{cold:F2}" : "?")} s from the disk, {WarmSeconds:F2} s from the cache ({WarmCpuSeconds:F2} s of processor time); memory {MegaPeak} at most");
        to.WriteLine($"replay: {entries / Replaying:F0} entries/s, {Journal.PayloadBytes / Replaying / 1e6:F0} MB/s");
        to.WriteLine("what it is made of, in one process, warm:");
        foreach (var (stage, seconds, rate) in Parts)
        {
            to.WriteLine($"  {stage,-15}{seconds,7:F2} s  {rate,12:F0} entries/s");
        }

        if (Stages.Refused > 0)
        {
            to.WriteLine($"  {Stages.Refused} commands were refused; the journal is not a realistic one any more");
        }
    }

    private string MegaPeak => ResidentPeak is { } bytes ? $"{bytes / 1e6:F0} MB" : "?";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RestartResult))]
internal sealed partial class RestartJson : JsonSerializerContext;

/// <summary>Makes a journal and starts the exchange's binary on it.</summary>
internal static class RestartRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static async Task<RestartResult> RunAsync(string folder, long entries, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var work = Repository.NewFolder("restart");
        try
        {
            var keys = TokenSigner.WriteKeys(work);
            var journal = await JournalMaker.MakeAsync(folder, entries, cancel);
            var empty = await StartAsync(Path.Combine(work, "empty"), work, keys.Public, cancel);
            var forgot = DiskLimit.Forget(folder);
            double? cold = forgot ? (await StartAsync(folder, work, keys.Public, cancel)).Seconds : null;
            var warm = await StartAsync(folder, work, keys.Public, cancel);
            return new RestartResult(journal, empty.Seconds, cold, warm.Seconds, warm.CpuSeconds, warm.Peak, await ReplayStages.MeasureAsync(folder));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<(double Seconds, double CpuSeconds, long? Peak)> StartAsync(string data, string work, string publicKey, CancellationToken cancel)
    {
        var url = Servers.FreeAddress();
        var began = Stopwatch.GetTimestamp();

        // No snapshot may shorten the next start.
        await using var exchange = Servers.StartExchange(url, data, publicKey, Path.Combine(work, "exchange.log"), "--snapshot-every", "1000000000");
        await exchange.WaitUntilReadyAsync(Servers.Ready(url), Longest, cancel);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, exchange.ProcessorTime.TotalSeconds, ProcessFacts.PeakResident(exchange.Id));
    }
}
