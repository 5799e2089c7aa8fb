using Parley.Core.Exchange;

namespace Parley.Hosting;

/// <summary>Once a minute, has the state forget what ended longer ago than <see cref="ExchangeOptions.RetainEnded"/>, a few at a time so that nobody waits.</summary>
internal sealed class Sweeper(ExchangeEngine engine, ExchangeOptions options, ILogger logger) : BackgroundService
{
    private const int AtOnce = 200;

    /// <summary>Who the record names for what the exchange does by itself.</summary>
    public static readonly PartyName Exchange = new("exchange");

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                await SweepAsync(stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    internal async Task SweepAsync(CancellationToken stopping)
    {
        var before = new Core.Instant(engine.Now.Ticks - options.RetainEnded.Ticks);
        int intents = 0, constraints = 0, subscriptions = 0;
        while (!stopping.IsCancellationRequested && engine.NotReady is null
            && engine.Read(before, static (state, before) => state.AnythingEnded(before))
            && await engine.SubmitAsync(new Sweep(engine.Now, Exchange, before, AtOnce)) is Swept swept)
        {
            intents += swept.Intents;
            constraints += swept.Constraints;
            subscriptions += swept.Subscriptions;
        }

        if (intents + constraints + subscriptions > 0)
        {
            LogEvents.Swept(logger, before.ToString(), intents, constraints, subscriptions);
        }
    }
}
