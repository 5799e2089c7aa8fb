using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Parley.Console.Accounts;

/// <summary>How often one may knock: by the network it comes from, and by the address that is asked for. Thread-safe.</summary>
internal sealed class Limits : IDisposable
{
    private readonly PartitionedRateLimiter<string> _askers = Each(permits: 60, TimeSpan.FromMinutes(10));
    private readonly PartitionedRateLimiter<string> _addresses = Each(permits: 5, TimeSpan.FromMinutes(10));
    private readonly PartitionedRateLimiter<string> _guessers = Each(permits: 40, TimeSpan.FromMinutes(10));

    /// <summary>Whether somebody may ask for a sign-in link once more.</summary>
    public bool MayAsk(HttpContext context) => Take(_askers, Network(context));

    /// <summary>Whether one more link may go to an address; whoever asks is not told.</summary>
    public bool MaySend(string email) => Take(_addresses, email.ToUpperInvariant());

    /// <summary>Whether a token, code or passkey may be tried; only those that fail count.</summary>
    public bool MayTry(HttpContext context)
    {
        using var lease = _guessers.AttemptAcquire(Network(context), 0);
        return lease.IsAcquired;
    }

    public void Failed(HttpContext context) => Take(_guessers, Network(context));

    /// <summary>One machine has a whole /64 of IPv6 to come from.</summary>
    public static string Network(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    public void Dispose()
    {
        _askers.Dispose();
        _addresses.Dispose();
        _guessers.Dispose();
    }

    private static bool Take(PartitionedRateLimiter<string> limiter, string key)
    {
        using var lease = limiter.AttemptAcquire(key);
        return lease.IsAcquired;
    }

    private static PartitionedRateLimiter<string> Each(int permits, TimeSpan window) => PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetSlidingWindowLimiter(
        key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = window, SegmentsPerWindow = 5, QueueLimit = 0 }));
}
