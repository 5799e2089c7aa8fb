namespace Parley.Relay;

/// <summary>How much may wait.</summary>
/// <param name="MaxWaitingLetters">From one sender to one receiver.</param>
/// <param name="MaxWaitingBytes">From one sender to one receiver, of sealed bytes.</param>
/// <param name="MaxMailbox">Items in a sender's own mailbox beyond which it may not send.</param>
internal sealed record RelayLimits(int MaxWaitingLetters = 10_000, long MaxWaitingBytes = 64L << 20, long MaxMailbox = 100_000);
