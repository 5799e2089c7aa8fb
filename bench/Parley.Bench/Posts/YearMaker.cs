using System.Diagnostics;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Post;
using Parley.Journal;
using Parley.Post;

namespace Parley.Bench.Posts;

/// <summary>A post's folder that was made, with a year in its journal.</summary>
internal sealed record MadeYear(long Entries, long PayloadBytes, int Messages, int Intents, int Conflicts, double Seconds);

/// <summary>Writes the folder of a post that has been up for a year, by the post's own code, only without the letters' signatures and the requests.</summary>
internal static class YearMaker
{
    public static async Task<MadeYear> MakeAsync(string path, Uri exchange, Uri api, int messages, int intents, int live, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var folder = new PostFolder(path);
        if (folder.Init("north", exchange.OriginalString, api.OriginalString, [new Client.Letters.Contact("Duty")]) is { } problem)
        {
            throw new InvalidOperationException(problem.ToString());
        }

        // No snapshot may shorten a start that is to be without one.
        var config = folder.ReadConfig().Value with { SnapshotEvery = int.MaxValue };
        await File.WriteAllTextAsync(folder.ConfigFile, JsonSerializer.Serialize(config, PostConfigJson.Default.PostConfig), cancel);
        using var south = PartyKeys.Create("south", []);
        LogFailure? failed = null;
        long bytes = 0, entries = 0;
        await using var log = LocalLog.Open(new JournalOptions(folder.Data));
        log.Start(0, static _ => { }, (_, failure) => failed = failure);
        var play = new YearPlay(south.Description, Instant.From(DateTimeOffset.UtcNow), command =>
        {
            cancel.ThrowIfCancellationRequested();
            var payload = PostCodec.Encode(command);
            (bytes, entries) = (bytes + payload.Length, entries + 1);
            while (!log.TrySubmit(payload, payload, out var refusal))
            {
                if (failed is not null || refusal.Reason is not SubmitRefusalReason.Busy)
                {
                    throw new IOException(failed?.Sentence ?? refusal.Sentence);
                }

                Thread.Sleep(1);
            }
        });
        play.Run(messages, intents, live);
        while (log.End < entries && failed is null)
        {
            await Task.Delay(1, cancel);
        }

        return failed is { } why
            ? throw new IOException(why.Sentence)
            : new MadeYear(entries, bytes, play.State.MessageCount, play.State.Declared.Count(), play.State.Conflicts.Count(), Stopwatch.GetElapsedTime(began).TotalSeconds);
    }
}
