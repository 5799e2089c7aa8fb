namespace Parley.Journal;

/// <summary>What <see cref="LocalLog"/> found when it started; for the host to log.</summary>
/// <param name="First">The oldest position still stored; <paramref name="Last"/> + 1 when there is none.</param>
/// <param name="Last">The newest position; 0 when nothing was ever stored.</param>
/// <param name="Replayed">How many entries were delivered.</param>
/// <param name="Cut">The torn end that was cut off; null when the journal ended cleanly.</param>
public sealed record RecoveryReport(long First, long Last, long Replayed, TornTail? Cut);

/// <summary>
/// What a crash left after the last whole entry: bytes of a batch whose sync had not returned, so none of it was ever answered.
/// </summary>
/// <param name="File">The segment's path.</param>
/// <param name="Offset">Where the cut is, in bytes from the file's start.</param>
/// <param name="Bytes">How many bytes lie from the cut to the last one that is not zero.</param>
/// <param name="Position">The position the first cut entry would have had.</param>
public sealed record TornTail(string File, long Offset, long Bytes, long Position);
