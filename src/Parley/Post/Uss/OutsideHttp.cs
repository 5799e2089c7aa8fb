using System.Net;
using System.Net.Sockets;

namespace Parley.Post.Uss;

/// <summary>
/// Calls addresses that others chose: http and https alone, no redirect followed, no proxy, and never an address that only machines of this
/// network should reach — link-local ones, where clouds keep their secrets, among them. Loopback only where the exchange is on this machine
/// too, as in trials. Thread-safe.
/// </summary>
internal static class OutsideHttp
{
    /// <summary>How long one call may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly IPAddress CloudMetadata = IPAddress.Parse("fd00:ec2::254");

    /// <param name="exchange">The configured exchange: what stands there is reachable wherever it is.</param>
    public static HttpClient Create(Uri exchange) => new(Handler(exchange)) { Timeout = Patience };

    /// <summary>The same, for whoever has something of its own to put on each call.</summary>
    public static HttpMessageHandler Handler(Uri exchange)
    {
        var loopback = exchange.IsLoopback;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxResponseHeadersLength = 32,
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, IsExchange(context.DnsEndPoint, exchange), loopback, cancel),
        };
    }

    // Looked at after the name was resolved, and that very address is connected to: a name can't be one thing when checked and another after.
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, bool exchange, bool loopback, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(to.Host, cancel);
        if (addresses.FirstOrDefault(a => exchange || IsAllowed(a, loopback)) is not { } address)
        {
            throw new HttpRequestException("it is at an address that this post does not call");
        }

        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, to.Port), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsExchange(DnsEndPoint to, Uri exchange) => to.Port == exchange.Port && string.Equals(to.Host, exchange.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <param name="loopback">Whether this machine itself may be called.</param>
    internal static bool IsAllowed(IPAddress address, bool loopback)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        if (IPAddress.IsLoopback(address))
        {
            return loopback;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return !address.IsIPv6LinkLocal && !address.IsIPv6Multicast && !address.IsIPv6SiteLocal && !address.Equals(IPAddress.IPv6Any) && !address.Equals(CloudMetadata);
        }

        var bytes = address.GetAddressBytes();
        return bytes is not ([0, ..] or [169, 254, ..] or [127, ..] or [>= 224, ..]);
    }
}
