using Parley.Hosting;
using Parley.Journal;

namespace Parley.Relay;

/// <summary>Once a second, gives back the space of letters that nobody waits for any more.</summary>
internal sealed class LetterKeeper(LetterRelay relay, LetterContents contents, ILogger logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                if (relay.Ready)
                {
                    await TryAsync(stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task TryAsync(CancellationToken stopping)
    {
        try
        {
            await contents.GiveBackAsync(stopping);
        }
        catch (JournalException e)
        {
            // Letters go on; the files only stay larger than they need be.
            LogEvents.LetterSpace(logger, e.Message);
        }
    }
}
