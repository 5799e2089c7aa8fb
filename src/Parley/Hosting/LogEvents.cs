namespace Parley.Hosting;

/// <summary>Every event that an exchange logs, with its id. No token, body or shape is ever among the values.</summary>
internal static partial class LogEvents
{
    [LoggerMessage(100, LogLevel.Information, "Exchange {Version} up on {Urls}, data in {Data}, {Entries} journal entries, {Intents} operational intents, started in {Milliseconds} ms")]
    public static partial void Started(ILogger log, string version, string urls, string data, long entries, int intents, long milliseconds);

    [LoggerMessage(101, LogLevel.Warning, "The journal's end was torn by a crash and has been cut: {File} at {Offset}, {Bytes} bytes from position {Position} on; none of them was ever answered")]
    public static partial void TailCut(ILogger log, string file, long offset, long bytes, long position);

    [LoggerMessage(102, LogLevel.Critical, "The exchange can't start: {Reason}")]
    public static partial void CannotStart(ILogger log, string reason);

    [LoggerMessage(103, LogLevel.Error, "The journal can't be written: {Reason}. Changes are answered 503, reads go on")]
    public static partial void JournalFailed(ILogger log, string reason);

    [LoggerMessage(104, LogLevel.Information, "The journal can be written again")]
    public static partial void JournalRecovered(ILogger log);

    [LoggerMessage(105, LogLevel.Information, "Snapshot at position {Position}, {Bytes} bytes, in {Milliseconds} ms")]
    public static partial void SnapshotTaken(ILogger log, long position, long bytes, long milliseconds);

    [LoggerMessage(106, LogLevel.Error, "No snapshot could be taken; the journal keeps everything and the next try comes later")]
    public static partial void SnapshotFailed(ILogger log, Exception exception);

    [LoggerMessage(107, LogLevel.Warning, "A snapshot was passed over: {Reason}")]
    public static partial void SnapshotPassedOver(ILogger log, string reason);

    [LoggerMessage(108, LogLevel.Information, "Swept what ended before {Before}: {Intents} operational intents, {Constraints} constraints, {Subscriptions} subscriptions")]
    public static partial void Swept(ILogger log, string before, int intents, int constraints, int subscriptions);

    [LoggerMessage(109, LogLevel.Information, "Stopping: no new requests, those in work are answered")]
    public static partial void Stopping(ILogger log);

    [LoggerMessage(200, LogLevel.Information, "{Method} {Route} {Status} in {Milliseconds:F1} ms")]
    public static partial void Request(ILogger log, string method, string route, int status, double milliseconds);

    [LoggerMessage(201, LogLevel.Error, "{Method} {Route} failed by a fault of the exchange's own")]
    public static partial void Fault(ILogger log, string method, string route, Exception exception);

    [LoggerMessage(202, LogLevel.Warning, "{Method} {Route} {Status} in {Milliseconds:F1} ms")]
    public static partial void RequestFailed(ILogger log, string method, string route, int status, double milliseconds);

    [LoggerMessage(300, LogLevel.Warning, "A call of {Party} on letters was refused with {Status}: {Reason}")]
    public static partial void LetterRefused(ILogger log, string party, int status, string reason);

    [LoggerMessage(301, LogLevel.Information, "{Party} is admitted")]
    public static partial void PartyAdmitted(ILogger log, string party);

    [LoggerMessage(302, LogLevel.Warning, "{Party} is expelled")]
    public static partial void PartyExpelled(ILogger log, string party);

    [LoggerMessage(303, LogLevel.Error, "The content of letter {Number} of {Party} is not in the letters folder; its receivers get it empty")]
    public static partial void LetterLost(ILogger log, string party, long number);

    [LoggerMessage(304, LogLevel.Error, "Space of delivered letters could not be given back: {Reason}")]
    public static partial void LetterSpace(ILogger log, string reason);
}
