using System.Net;
using System.Net.Sockets;

namespace Parley.Scenarios.Running;

/// <summary>Ports for what is stopped and started again at the same address. Below those that the system gives away itself. Thread-safe.</summary>
public static class Ports
{
    private static int _last = Random.Shared.Next(20_000, 30_000);

    /// <summary>A port that nothing listens on now, and that no other caller of this run gets.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _last);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken by something else on this machine.
            }
        }
    }
}
