using System.Diagnostics;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Journal;

namespace Parley.Bench.Restart;

/// <summary>A journal that was made.</summary>
/// <param name="PayloadBytes">What the commands took, without frames.</param>
internal sealed record MadeJournal(long Entries, long Flights, long PayloadBytes, double Seconds);

/// <summary>Writes a journal as an exchange would, by the same code, only without the requests.</summary>
internal static class JournalMaker
{
    public static async Task<MadeJournal> MakeAsync(string folder, long entries, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var stream = new FlightStream(seed: 1, Instant.From(DateTimeOffset.UtcNow));
        LogFailure? failed = null;
        long bytes = 0;
        await using var log = LocalLog.Open(new JournalOptions(folder));
        log.Start(0, static _ => { }, (_, failure) => failed = failure);
        if (log.End > 0)
        {
            throw new InvalidOperationException($"{folder} holds a journal of {log.End} entries already; name an empty folder.");
        }

        for (long n = 0; n < entries; n++)
        {
            var payload = CommandCodec.Encode(stream.Next());
            bytes += payload.Length;
            while (!log.TrySubmit(payload, payload, out var refusal))
            {
                if (failed is not null || refusal.Reason is not SubmitRefusalReason.Busy)
                {
                    throw new IOException(failed?.Sentence ?? refusal.Sentence);
                }

                await Task.Delay(1, cancel);
            }
        }

        while (log.End < entries && failed is null)
        {
            await Task.Delay(1, cancel);
        }

        return failed is { } why
            ? throw new IOException(why.Sentence)
            : new MadeJournal(entries, stream.Declared, bytes, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }
}
