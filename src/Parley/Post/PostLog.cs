namespace Parley.Post;

/// <summary>Every event that a post logs, with its id. No key, token or content of a letter is ever among the values.</summary>
internal static partial class PostLog
{
    [LoggerMessage(300, LogLevel.Information, "Post {Party} {Version} up, API on {Api}, exchange {Exchange}, {Entries} journal entries, of which a snapshot covers {Covered}, started in {Milliseconds} ms")]
    public static partial void Started(ILogger log, string party, string version, string api, string exchange, long entries, long covered, long milliseconds);

    [LoggerMessage(301, LogLevel.Information, "Keys of {Party} are pinned: {Fingerprint}")]
    public static partial void Pinned(ILogger log, string party, string fingerprint);

    [LoggerMessage(302, LogLevel.Warning, "The exchange shows other keys for {Party} than the pinned ones; its letters are refused until an officer accepts them")]
    public static partial void KeysChanged(ILogger log, string party);

    [LoggerMessage(303, LogLevel.Information, "Connected to the exchange, mailbox from {Seq} on")]
    public static partial void Connected(ILogger log, long seq);

    [LoggerMessage(304, LogLevel.Warning, "The line to the exchange broke: {Reason}. Trying again")]
    public static partial void Disconnected(ILogger log, string reason);

    [LoggerMessage(305, LogLevel.Warning, "A letter from {Party} was refused: {Reason}")]
    public static partial void LetterRefused(ILogger log, string party, string reason);

    [LoggerMessage(306, LogLevel.Warning, "Letter {Number} is not taken by the exchange: {Reason}")]
    public static partial void LetterNotTaken(ILogger log, long number, string reason);

    [LoggerMessage(307, LogLevel.Warning, "This post is from an old backup: the exchange knows {Sent} of its letters and {Confirmed} of its mail; what is missing is asked for again")]
    public static partial void Restored(ILogger log, long sent, long confirmed);

    [LoggerMessage(308, LogLevel.Error, "{Work} failed by a fault of the post's own and is tried again")]
    public static partial void Fault(ILogger log, string work, Exception exception);

    [LoggerMessage(309, LogLevel.Warning, "The filing of {Intent} was taken up again after a stop")]
    public static partial void FilingResumed(ILogger log, string intent);

    [LoggerMessage(311, LogLevel.Warning, "Details of {Entity} could not be had from {Manager}: {Reason}")]
    public static partial void DetailsNotHad(ILogger log, string entity, string manager, string reason);

    [LoggerMessage(312, LogLevel.Warning, "A subscriber at {Host} was not told of {Intent}: {Reason}; it can ask")]
    public static partial void SubscriberNotTold(ILogger log, string intent, string host, string reason);

    [LoggerMessage(313, LogLevel.Information, "Civil systems are answered on {Listen}, known to them as {BaseUrl}")]
    public static partial void UssListening(ILogger log, string listen, string baseUrl);

    [LoggerMessage(317, LogLevel.Information, "New keys of this post were made and wait for the exchange's operator: {Fingerprint}")]
    public static partial void KeysMade(ILogger log, string fingerprint);

    [LoggerMessage(318, LogLevel.Information, "The exchange takes this post's new keys; they are in force: {Fingerprint}")]
    public static partial void KeysTakenUp(ILogger log, string fingerprint);

    [LoggerMessage(319, LogLevel.Warning, "The file of the new keys {Fingerprint} is gone; they are dropped, have others made")]
    public static partial void KeysLost(ILogger log, string fingerprint);

    [LoggerMessage(320, LogLevel.Warning, "The new keys of this post can't be taken up: {Why}")]
    public static partial void KeysUnreadable(ILogger log, string why);

    [LoggerMessage(321, LogLevel.Warning, "Letter {Number} to {Party}, told again, is signed with keys that this post has no more: its number is kept, what it said is not")]
    public static partial void LostLetter(ILogger log, long number, string party);

    [LoggerMessage(310, LogLevel.Information, "Stopping: requests in work are answered, then the journal is closed")]
    public static partial void Stopping(ILogger log);

    [LoggerMessage(314, LogLevel.Information, "Snapshot through entry {Position} written: {Bytes} bytes in {Milliseconds} ms, the state stood still for {HeldMs} ms of them")]
    public static partial void SnapshotTaken(ILogger log, long position, long bytes, long milliseconds, double heldMs);

    [LoggerMessage(315, LogLevel.Error, "No snapshot was written; the journal has everything, and the next start takes longer")]
    public static partial void SnapshotFailed(ILogger log, Exception exception);

    [LoggerMessage(316, LogLevel.Warning, "A snapshot is passed over: {Why}")]
    public static partial void SnapshotPassedOver(ILogger log, string why);
}
