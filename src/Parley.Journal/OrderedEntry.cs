namespace Parley.Journal;

/// <summary>One entry of the log in its place.</summary>
/// <param name="Position">Its place: the first entry is 1 and every next one is one more, without gaps.</param>
/// <param name="Payload">
/// The submitted bytes. Valid only during the call that delivers it: a replay reads into a buffer it uses again, so a reader that
/// keeps anything copies it.
/// </param>
/// <param name="Ticket">What its submitter gave with it; null when it is replayed or was submitted by another process.</param>
public readonly record struct OrderedEntry(long Position, ReadOnlyMemory<byte> Payload, object? Ticket);

/// <summary>An entry that waits for its place.</summary>
/// <param name="Payload">The bytes to order; the submitter leaves them unchanged until the ticket is delivered or failed.</param>
/// <param name="Ticket">Anything by which the submitter knows it again; never looked into here.</param>
public readonly record struct Submission(ReadOnlyMemory<byte> Payload, object Ticket);
