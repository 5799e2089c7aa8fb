using System.Diagnostics;
using System.Text.Json;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Journal;

namespace Parley.Post;

/// <summary>
/// A post's snapshots. They only make its start short: the journal is never cut behind them, as it is evidence and is told again from its beginning, so
/// whatever is wrong with one, an older one or the whole journal gives the same state. One thread at a time.
/// </summary>
internal sealed class PostSnapshots(SnapshotStore store, ILogger logger)
{
    /// <summary>The last position that a snapshot covers; 0 when there is none.</summary>
    public long Newest => store.Positions is [.., var last] ? last : 0;

    /// <summary>The newest snapshot that is whole, of this party and of the version that is read here; null when there is none.</summary>
    public (PostPicture Picture, long Position)? ReadNewest(PartyName me)
    {
        var before = long.MaxValue;
        while (true)
        {
            using var snapshot = store.OpenNewest(out var damaged, before);
            foreach (var damage in damaged)
            {
                PostLog.SnapshotPassedOver(logger, damage.ToString());
            }

            if (snapshot is null)
            {
                return null;
            }

            try
            {
                var picture = Read(snapshot.Body);
                return picture.Head!.Me == me
                    ? (picture, snapshot.Position)
                    : throw new JsonException($"It is {picture.Head.Me}'s, and this post is {me}'s.");
            }
            catch (Exception e) when (e is JsonException or IOException or NotSupportedException or InvalidOperationException)
            {
                PostLog.SnapshotPassedOver(logger, $"the one through entry {snapshot.Position} can't be read ({e.Message.ReplaceLineEndings(" ")})");
                before = snapshot.Position;
            }
        }
    }

    // Chunks are decoded side by side, and put together in their order.
    private static PostPicture Read(Stream body)
    {
        var picture = new PostPicture();
        var parts = PostSnapshot.Chunks(body).AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(static c => PostSnapshot.Decode(c.Span));
        try
        {
            foreach (var part in parts)
            {
                PostSnapshot.Append(picture, part);
            }
        }
        catch (AggregateException e)
        {
            throw e.Flatten().InnerExceptions[0];
        }

        return picture.Head is null ? throw new JsonException("It has no head.") : picture;
    }

    /// <summary>Writes one of the state as it is now. A crash at any step leaves the older ones.</summary>
    public async Task TakeAsync(PostEngine engine, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        var (picture, position) = engine.Picture();
        var held = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        long bytes = 0;
        await store.WriteAsync(position, stream =>
        {
            PostSnapshot.Write(picture, stream);
            bytes = stream.Length;
            return Task.CompletedTask;
        }, cancel);
        PostLog.SnapshotTaken(logger, position, bytes, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds, held);
    }

    public void Failed(Exception e) => PostLog.SnapshotFailed(logger, e);
}

/// <summary>Writes a snapshot when enough was journalled since the last, and at a stop. One loop.</summary>
internal sealed class PostSnapshotter(PostEngine engine, PostSnapshots snapshots, int every) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    // The whole state is written each time: when the journal has grown by a twentieth, so that what is written stays in proportion to it.
    private bool Due(int entries) => engine.Position - snapshots.Newest is var since && since >= entries && since >= engine.Position / 20;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookEvery, stopping);
                if (Due(every))
                {
                    await TryTakeAsync(stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The post stops.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Due(Math.Max(1, every / 5)))
        {
            await TryTakeAsync(cancellationToken);
        }
    }

    // A thread of its own: seconds of work, behind every request.
    private Task TryTakeAsync(CancellationToken cancel) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                snapshots.TakeAsync(engine, cancel).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                // The older ones stand.
            }
#pragma warning disable CA1031 // Whatever is wrong with a snapshot, the post itself goes on; the log says what it was.
            catch (Exception e)
#pragma warning restore CA1031
            {
                snapshots.Failed(e);
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
