using System.Diagnostics;
using System.Text.Json.Serialization;
using Parley.Bench.Load;
using Parley.Bench.Machine;

namespace Parley.Bench.Restart;

/// <summary>How long an exchange takes from the start of its process until it answers.</summary>
/// <param name="EmptySeconds">With an empty folder: the process itself.</param>
/// <param name="ColdSeconds">With the journal on the disk alone; null where the system's cache can't be emptied.</param>
/// <param name="WarmSeconds">With the journal in the system's cache, as after a crash of the process.</param>
/// <param name="ResidentPeak">Of the warm start, in bytes.</param>
internal sealed record RestartResult(
    MadeJournal Journal, double EmptySeconds, double? ColdSeconds, double WarmSeconds, long? ResidentPeak, ReplayStages Stages)
{
    private double Replaying => Math.Max(0.001, WarmSeconds - EmptySeconds);

    public void WriteTo(TextWriter to)
    {
        var entries = Journal.Entries;
        to.WriteLine($"journal: {entries} entries of {Journal.Flights} flights, {Journal.PayloadBytes / entries} bytes each, {Stages.Intents} intents live, made in {Journal.Seconds:F1} s");
        to.WriteLine($"ready after: {EmptySeconds:F2} s with nothing, {(ColdSeconds is { } cold ? $"{cold:F2}" : "?")} s from the disk, {WarmSeconds:F2} s from the cache; memory {MegaPeak} at most");
        to.WriteLine($"replay: {entries / Replaying:F0} entries/s, {Journal.PayloadBytes / Replaying / 1e6:F0} MB/s");
        to.WriteLine("what it is made of, in one process, warm:");
        Stage("read and check", Stages.Scan);
        Stage("decode", Stages.Decode);
        Stage("apply", Stages.Apply);
        if (Stages.Refused > 0)
        {
            to.WriteLine($"  {Stages.Refused} commands were refused; the journal is not a realistic one any more");
        }

        void Stage(string name, double seconds) => to.WriteLine($"  {name,-15}{seconds,7:F2} s  {entries / Math.Max(0.001, seconds),12:F0} entries/s");
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
            var (empty, _) = await StartAsync(Path.Combine(work, "empty"), work, keys.Public, cancel);
            var forgot = DiskLimit.Forget(folder);
            double? cold = forgot ? (await StartAsync(folder, work, keys.Public, cancel)).Seconds : null;
            var (warm, peak) = await StartAsync(folder, work, keys.Public, cancel);
            return new RestartResult(journal, empty, cold, warm, peak, await ReplayStages.MeasureAsync(folder));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<(double Seconds, long? Peak)> StartAsync(string data, string work, string publicKey, CancellationToken cancel)
    {
        var url = Servers.FreeAddress();
        var began = Stopwatch.GetTimestamp();

        // No snapshot may shorten the next start.
        await using var exchange = Servers.StartExchange(url, data, publicKey, Path.Combine(work, "exchange.log"), "--snapshot-every", "1000000000");
        await exchange.WaitUntilReadyAsync(Servers.Ready(url), Longest, cancel);
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, ProcessFacts.PeakResident(exchange.Id));
    }
}
