using System.Net;
using System.Net.Sockets;

namespace Parley.Bench.Machine;

/// <summary>The programs that are measured, as real processes on ports that are free.</summary>
internal static class Servers
{
    public const string Audience = "127.0.0.1";

    /// <summary>The exchange that was built along with the benchmarks: <c>artifacts/bin/Parley/release/parley</c>.</summary>
    public static string ExchangeBinary()
    {
        var binary = Path.Combine(Repository.Root, "artifacts", "bin", "Parley", "release", OperatingSystem.IsWindows() ? "parley.exe" : "parley");
        return File.Exists(binary)
            ? binary
            : throw new InvalidOperationException($"{binary} is missing; build it with: dotnet build -c Release src/Parley");
    }

    /// <summary>This program itself, for parts that are to have a process of their own.</summary>
    public static string Self => Environment.ProcessPath
        ?? throw new InvalidOperationException("The path of this program is unknown; run it by dotnet run -c Release --project bench/Parley.Bench.");

    public static Uri FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
    }

    /// <summary>Starts an exchange with nothing but what it must be told; not yet ready.</summary>
    public static ChildProcess StartExchange(Uri url, string data, string publicKey, string logFile, params string[] more) => ChildProcess.Start(
        ExchangeBinary(),
        ["exchange", "--urls", url.OriginalString, "--data", Path.GetFullPath(data), "--jwt-public-key", Path.GetFullPath(publicKey), "--jwt-audience", Audience, .. more],
        Path.GetDirectoryName(Path.GetFullPath(logFile))!,
        logFile);

    public static ChildProcess StartCanned(Uri url, string logFile) => ChildProcess.Start(
        Self, ["canned", "--urls", url.OriginalString], Path.GetDirectoryName(Path.GetFullPath(logFile))!, logFile);

    public static Uri Ready(Uri url) => new(url, "/healthy/ready");
}
