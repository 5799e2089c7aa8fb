using System.Diagnostics;
using Parley.Core.Exchange;
using Parley.Journal;
using Snapshot = Parley.Core.Exchange.Snapshot;

namespace Parley.Hosting;

/// <summary>
/// Takes snapshots beside the running exchange: it reads the newest one, replays the journal's files after it into a state of its own and
/// writes that. The live state is never stopped or copied, and every snapshot is the fold tried once more over what is on disk.
/// A crash at any step leaves the older snapshot and the whole journal.
/// </summary>
internal sealed class Snapshotter(ExchangeEngine engine, LocalLog log, SnapshotStore store, ExchangeOptions options, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(LookEvery);
        while (await Next(timer, stopping))
        {
            var newest = store.Positions is [.., var last] ? last : 0;
            if (engine.NotReady is null && engine.Position - newest >= options.SnapshotEvery)
            {
                try
                {
                    await Task.Factory.StartNew(() => Take(engine.Position), stopping, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
                }
                catch (Exception e) when (e is IOException or JournalException or UnauthorizedAccessException)
                {
                    LogEvents.SnapshotFailed(logger, e);
                }
            }
        }
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Writes a snapshot that covers the journal through <paramref name="position"/>, then lets go of old segments it covers.</summary>
    public async Task Take(long position)
    {
        // Behind every request, on a machine that has two cores.
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        var began = Stopwatch.GetTimestamp();
        var state = ReadNewest(store, logger, out var covered);
        foreach (var entry in JournalReader.Read(options.Data, covered))
        {
            if (entry.Position > position)
            {
                break;
            }

            state.Apply(CommandCodec.Decode(entry.Payload));
        }

        long bytes = 0;
        await store.WriteAsync(position, stream =>
        {
            Snapshot.Write(state, stream);
            bytes = stream.Position;
            return Task.CompletedTask;
        });
        LogEvents.SnapshotTaken(logger, position, bytes, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);

        // Through the older of the kept ones: if the newest turns out damaged, the older and the journal after it still give the state.
        log.TruncateThrough(store.Positions[0], DateTime.UtcNow - options.JournalRetention);
    }

    public static ExchangeState ReadNewest(SnapshotStore store, ILogger logger, out long position)
    {
        using var newest = store.OpenNewest(out var damaged);
        foreach (var damage in damaged)
        {
            LogEvents.SnapshotPassedOver(logger, damage.ToString());
        }

        position = newest?.Position ?? 0;
        return newest is null ? new ExchangeState() : Snapshot.Read(newest.Body);
    }
}
