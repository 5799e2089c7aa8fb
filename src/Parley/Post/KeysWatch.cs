namespace Parley.Post;

/// <summary>
/// Looks at the exchange for changed keys when a letter did not open, every five minutes in any case, and again and again while some are shown that nobody accepted: they
/// may be taken back. Every 10 s at most, as anybody can send what does not open; and beside the mail, which it must not hold up.
/// </summary>
internal sealed class KeysWatch(PartyBook book, ILogger<KeysWatch> logger) : BackgroundService
{
    private const int MostBeats = 10;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var passed = 0;
        while (!stopping.IsCancellationRequested)
        {
            var wanted = await book.WantedAsync(Beat, stopping);
            if (!wanted && book.Changed.Count == 0 && ++passed < MostBeats)
            {
                continue;
            }

            passed = 0;

            try
            {
                await book.RefreshAsync(stopping);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !stopping.IsCancellationRequested)
            {
                // An exchange that is away is told of elsewhere; it is looked again.
            }
#pragma warning disable CA1031 // A fault with one answer must not end the looking for good.
            catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
            {
                PostLog.Fault(logger, "Looking for changed keys", e);
            }

            await Task.Delay(Rest, stopping);
        }
    }
}
