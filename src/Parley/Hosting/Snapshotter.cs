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
                    // A thread of its own: minutes of work, behind every request.
                    await Task.Factory.StartNew(() => Take(engine.Position, stopping), stopping, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
#pragma warning disable CA1031 // Whatever is wrong with a snapshot, the exchange itself goes on; the log says what it was.
                catch (Exception e)
#pragma warning restore CA1031
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
    public void Take(long position, CancellationToken stopping)
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        var began = Stopwatch.GetTimestamp();
        var state = ReadNewest(store, logger, out var covered);
        var damage = JournalReader.Open(options.Data).Read(covered + 1, entry =>
        {
            stopping.ThrowIfCancellationRequested();
            state.Apply(CommandCodec.Decode(entry.Payload));
            return entry.Position < position;
        });
        if (damage is not null)
        {
            throw new JournalDamagedException(damage);
        }

        long bytes = 0;
        store.WriteAsync(position, stream =>
        {
            Snapshot.Write(state, stream);
            bytes = stream.Length;
            return Task.CompletedTask;
        }, stopping).GetAwaiter().GetResult();
        LogEvents.SnapshotTaken(logger, position, bytes, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);

        // Through the older of the kept ones: if the newest turns out damaged, the older and the journal after it still give the state.
        if (store.Positions is [var older, _])
        {
            log.TruncateThrough(Math.Min(older, LastBefore(new Core.Instant(engine.Now.Ticks - options.JournalRetention.Ticks))));
        }
    }

    /// <summary>The last position of the last segment that holds nothing younger than <paramref name="time"/>; 0 if there is none.</summary>
    private long LastBefore(Core.Instant time)
    {
        var reader = JournalReader.Open(options.Data);
        long last = 0;
        foreach (var start in reader.SegmentStarts().Skip(1))
        {
            var old = false;
            reader.Read(start, entry =>
            {
                old = CommandCodec.Decode(entry.Payload).Now < time;
                return false;
            });
            if (!old)
            {
                break;
            }

            last = start - 1;
        }

        return last;
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
