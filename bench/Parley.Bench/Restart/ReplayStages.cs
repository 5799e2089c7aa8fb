using System.Diagnostics;
using Parley.Core.Exchange;
using Parley.Journal;

namespace Parley.Bench.Restart;

/// <summary>Where the time of a replay goes, in seconds.</summary>
/// <param name="Scan">Reading the files and checking every frame.</param>
/// <param name="Decode">Making commands of bytes.</param>
/// <param name="Apply">Folding them into the state.</param>
/// <param name="Refused">Commands that changed nothing; a journal made right has none.</param>
internal sealed record ReplayStages(double Scan, double Decode, double Apply, long Intents, long Refused)
{
    /// <summary>Replays a journal in this process, twice: once for its frames alone, once stage by stage.</summary>
    public static async Task<ReplayStages> MeasureAsync(string folder)
    {
        var scan = await ReplayAsync(folder, static _ => { });

        // Compiled and warm before it counts, as a server's replay is after its first thousands.
        var state = new ExchangeState();
        long decoding = 0, applying = 0, refused = 0;
        var commands = new List<Command>();
        await ReplayAsync(folder, batch =>
        {
            commands.Clear();
            var began = Stopwatch.GetTimestamp();
            foreach (ref readonly var entry in batch.Span)
            {
                commands.Add(CommandCodec.Decode(entry.Payload));
            }

            var decoded = Stopwatch.GetTimestamp();
            foreach (var command in commands)
            {
                refused += state.Apply(command) is Core.Exchange.Refused or MissingFromKey ? 1 : 0;
            }

            decoding += decoded - began;
            applying += Stopwatch.GetTimestamp() - decoded;
        });
        return new ReplayStages(scan, decoding / (double)Stopwatch.Frequency, applying / (double)Stopwatch.Frequency, state.IntentCount, refused);
    }

    private static async Task<double> ReplayAsync(string folder, Action<ReadOnlyMemory<OrderedEntry>> deliver)
    {
        await using var log = LocalLog.Open(new JournalOptions(folder));
        var began = Stopwatch.GetTimestamp();
        log.Start(0, deliver, static (_, _) => { });
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
