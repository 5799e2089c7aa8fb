using System.Threading.RateLimiting;

namespace Parley.Hosting;

/// <summary>One token bucket for each party, so that one which runs wild slows down nobody but itself. Thread-safe.</summary>
internal sealed class PartyRates(int perSecond) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(
        party => RateLimitPartition.GetTokenBucketLimiter(party, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            // A tenth of a second at a time, so that a party is let on evenly; too few for that come once a second.
            TokensPerPeriod = perSecond >= 10 ? perSecond / 10 : perSecond,
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(perSecond >= 10 ? 100 : 1000),
            QueueLimit = 0,
            AutoReplenishment = false,
        }),
        StringComparer.Ordinal);

    public bool Take(string party)
    {
        using var lease = _limiter.AttemptAcquire(party);
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
