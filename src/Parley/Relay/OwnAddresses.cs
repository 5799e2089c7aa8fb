using System.Collections.Frozen;
using System.Net;
using System.Net.NetworkInformation;
using Parley.Client.Letters;

namespace Parley.Relay;

/// <summary>
/// The addresses at which this exchange itself takes calls for posts, <c>http://HOST:PORT/uss/NAME</c>: what is there is carried sealed from
/// here on, so it may be plain http where the exchange is. Known once it listens. Thread-safe.
/// </summary>
internal sealed class OwnAddresses
{
    private volatile FrozenSet<string> _places = [];

    /// <param name="listening">What the server listens on.</param>
    /// <param name="names">Further names that lead here, with or without a port: the audiences of tokens.</param>
    public void Listen(IEnumerable<Uri> listening, IEnumerable<string> names)
    {
        var further = names.ToArray();
        _places = listening.Where(static u => u.Scheme == Uri.UriSchemeHttp)
            .SelectMany(u => HostsOf(u).Concat(further).SelectMany(host => (string[])[host, $"{host}:{u.Port}"]).Where(place => place.EndsWith($":{u.Port}", StringComparison.Ordinal)))
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    public bool Leads(Uri url) =>
        url is { Scheme: "http", Query: "", Fragment: "", UserInfo: "" }
        && _places.Contains($"{url.Host}:{url.Port}")
        && url.AbsolutePath.Split('/') is ["", "uss", var name] && PlainText.IsPartyName(name);

    private static IEnumerable<string> HostsOf(Uri url)
    {
        var any = IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
        return !any && !url.IsLoopback ? [url.Host]
            : [url.Host, "localhost", "127.0.0.1", "[::1]", .. any ? ThisMachine() : []];
    }

    private static IEnumerable<string> ThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(static i => i.GetIPProperties().UnicastAddresses)
        .Select(static a => a.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{a.Address}]" : a.Address.ToString())
        .Append(Dns.GetHostName());
}
