namespace Parley.Hosting;

/// <summary>How every server of Parley's writes its log: one line an event to standard output, or JSON.</summary>
internal static class ServerLogs
{
    public static void Configure(ILoggingBuilder logging, bool quiet, bool json)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(quiet ? LogLevel.Error : LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);

        // A start that fails or is broken off is told in one sentence by the command; the host would add a stack trace.
        // What it says of a background service that brings the process down is critical, and stays.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        if (json)
        {
            logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });
        }
    }
}
