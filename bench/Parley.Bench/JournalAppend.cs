using System.Diagnostics;
using Parley.Journal;
using Parley.Journal.Disk;

namespace Parley.Bench;

/// <summary>
/// Entries a second through <see cref="LocalLog"/> with 1, 16 and 64 submitters, each waiting for its answer before the next, and
/// beside each the disk's own limit in the same run: bare writes and syncs of the same bytes in a file prepared the same way and in one
/// only allocated. Then the replay of a million entries and a snapshot of 500 MB.
/// </summary>
public static class JournalAppend
{
    private const int PayloadBytes = 300;
    private const int FrameBytes = 336;
    private const int Rounds = 5;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    /// <param name="dir">A folder on the disk to measure; what is put there is deleted again.</param>
    public static void Run(string dir)
    {
        var folder = Path.Combine(dir, "journal-append-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            Line("            the log                            | bare, zeroed ahead | bare, allocated    |");
            Line("submitters  entries/s  batch  p50 us  p99 us |  entries/s  p50 us |  entries/s  p50 us |  share");
            foreach (var submitters in new[] { 1, 16, 64 })
            {
                Append(Path.Combine(folder, $"log-{submitters}"), folder, submitters);
            }

            Replay(Path.Combine(folder, "replay"), 1_000_000);
            Snapshots(Path.Combine(folder, "replay"), 500L << 20);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // In turns, and the median of each: a disk shared with others is never the same twice.
    private static void Append(string folder, string rawFolder, int submitters)
    {
        var log = LocalLog.Open(new JournalOptions(folder));
        long batches = 0;
        log.Start(0, batch =>
        {
            batches++;
            foreach (var entry in batch.Span)
            {
                ((TaskCompletionSource)entry.Ticket!).SetResult();
            }
        }, (_, reason) => throw new InvalidOperationException(reason.Sentence));
        Submit(log, submitters);

        var latencies = new List<double>();
        var rounds = Enumerable.Range(0, Rounds).Select(_ =>
        {
            batches = 0;
            var begin = log.End;
            var watch = Stopwatch.StartNew();
            latencies.AddRange(Submit(log, submitters));
            var rate = (log.End - begin) / watch.Elapsed.TotalSeconds;
            var batch = (double)(log.End - begin) / batches;
            var bytes = (int)Math.Round(batch * FrameBytes);
            return (Rate: rate, Batch: batch, Zeroed: Bare(rawFolder, bytes, zeros: true), Allocated: Bare(rawFolder, bytes, zeros: false));
        }).ToArray();
        log.DisposeAsync().AsTask().GetAwaiter().GetResult();

        latencies.Sort();
        var (entries, batchSize) = (Median(rounds.Select(r => r.Rate)), Median(rounds.Select(r => r.Batch)));
        var zeroed = Median(rounds.Select(r => r.Zeroed.Rate)) * batchSize;
        Line($"{submitters,10} {entries,10:N0} {batchSize,6:N1} {latencies[latencies.Count / 2],7:N0} {latencies[latencies.Count * 99 / 100],7:N0} |"
            + $" {zeroed,10:N0} {Median(rounds.Select(r => r.Zeroed.P50)),7:N0} |"
            + $" {Median(rounds.Select(r => r.Allocated.Rate)) * batchSize,10:N0} {Median(rounds.Select(r => r.Allocated.P50)),7:N0} | {entries / zeroed,6:P0}");
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static List<double> Submit(LocalLog log, int submitters)
    {
        var all = new List<double>();
        var end = Stopwatch.GetTimestamp() + (long)(Span.TotalSeconds * Stopwatch.Frequency);
        Task.WaitAll([.. Enumerable.Range(0, submitters).Select(submitter => Task.Run(async () =>
        {
            var payload = new byte[PayloadBytes];
            new Random(submitter).NextBytes(payload);
            var mine = new List<double>();
            while (Stopwatch.GetTimestamp() < end)
            {
                var start = Stopwatch.GetTimestamp();
                var ticket = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (!log.TrySubmit(payload, ticket, out var refusal)) throw new InvalidOperationException(refusal.Sentence);
                await ticket.Task;
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            lock (all) all.AddRange(mine);
        }))]);
        return all;
    }

    /// <summary>Batches a second and their median time in microseconds, with nothing else going on.</summary>
    private static (double Rate, double P50) Bare(string folder, int bytes, bool zeros)
    {
        const long Length = 64 << 20;
        var path = Path.Combine(folder, "bare");
        using var file = FileDisk.Instance.Create(path, Length);
        if (zeros) file.Write(new byte[Length], 0);
        file.Sync();
        var data = new byte[bytes];
        new Random(1).NextBytes(data);
        var times = new List<double>();
        var watch = Stopwatch.StartNew();
        for (long at = 0; watch.Elapsed < Span && at + bytes <= Length; at += bytes)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(data, at);
            file.Sync();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        var rate = times.Count / watch.Elapsed.TotalSeconds;
        File.Delete(path);
        times.Sort();
        return (rate, times[times.Count / 2]);
    }

    private static void Replay(string folder, int entries)
    {
        var log = LocalLog.Open(new JournalOptions(folder) { MaxWaitingEntries = entries, MaxWaitingBytes = long.MaxValue });
        log.Start(0, _ => { }, (_, reason) => throw new InvalidOperationException(reason.Sentence));
        var payload = new byte[PayloadBytes];
        new Random(1).NextBytes(payload);
        var ticket = new object();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < entries; i++)
        {
            if (!log.TrySubmit(payload, ticket, out var refusal)) throw new InvalidOperationException(refusal.Sentence);
        }

        log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Line($"{entries:N0} entries of {PayloadBytes} B submitted at once: {entries / watch.Elapsed.TotalSeconds:N0} entries/s on disk");

        watch.Restart();
        long bytes = 0;
        log = LocalLog.Open(new JournalOptions(folder));
        log.Start(0, batch =>
        {
            foreach (var entry in batch.Span)
            {
                bytes += entry.Payload.Length;
            }
        }, (_, _) => { });
        Line($"Replay of them: {watch.Elapsed.TotalSeconds:N2} s, {bytes / watch.Elapsed.TotalSeconds / 1e6:N0} MB/s");
        log.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static void Snapshots(string folder, long bytes)
    {
        var store = SnapshotStore.Open(folder);
        var piece = new byte[64 << 10];
        new Random(1).NextBytes(piece);
        var watch = Stopwatch.StartNew();
        store.WriteAsync(1, stream =>
        {
            for (long at = 0; at < bytes; at += piece.Length)
            {
                stream.Write(piece);
            }

            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
        var written = watch.Elapsed;
        watch.Restart();
        using (var snapshot = store.OpenNewest(out _)!)
        {
            while (snapshot.Body.Read(piece) > 0)
            {
            }
        }

        Line($"Snapshot of {bytes >> 20} MiB: written in {written.TotalSeconds:N2} s, checked and read in {watch.Elapsed.TotalSeconds:N2} s");
    }

    private static void Line(string text) => System.Console.WriteLine(text);
}
