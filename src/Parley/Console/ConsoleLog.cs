namespace Parley.Console;

/// <summary>Every event that the console logs, with its id. No token, cookie, code or address of a person is ever among the values.</summary>
internal static partial class ConsoleLog
{
    [LoggerMessage(400, LogLevel.Information, "The console's record holds {Lines} lines; its head is {Hash}")]
    public static partial void RecordOpened(ILogger log, long lines, string hash);

    [LoggerMessage(401, LogLevel.Critical, "The console's record was tampered with: {What}")]
    public static partial void RecordBroken(ILogger log, string what);

    [LoggerMessage(402, LogLevel.Warning, "A line of the console's record was torn by a crash and has been cut: {Bytes} bytes, which were answered to nobody")]
    public static partial void RecordTorn(ILogger log, long bytes);

    [LoggerMessage(403, LogLevel.Error, "The console's record can't be written: {Reason}; what would have to stand in it is refused")]
    public static partial void RecordFailed(ILogger log, string reason);

    [LoggerMessage(404, LogLevel.Warning, "An e-mail could not be handed over: {Reason}")]
    public static partial void MailFailed(ILogger log, string reason);

    [LoggerMessage(405, LogLevel.Warning, "Signing in by {Provider} failed: {Reason}")]
    public static partial void ProviderFailed(ILogger log, string provider, string reason);

    [LoggerMessage(406, LogLevel.Error, "{Work} failed by a fault of the console's own and is tried again")]
    public static partial void Fault(ILogger log, string work, Exception exception);

    [LoggerMessage(407, LogLevel.Warning, "A window's map failed at {What}: {Reason}")]
    public static partial void MapFailed(ILogger log, string what, string reason);
}
