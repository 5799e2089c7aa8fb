using Parley.Core;

namespace Parley.Client.Letters;

public enum MailKind
{
    /// <summary>A letter to this party.</summary>
    Letter = 1,

    /// <summary>One of this party's own letters was taken by the exchange.</summary>
    Sent = 2,

    /// <summary>A receiver has confirmed letters of this party's.</summary>
    Receipt = 3,
}

/// <summary>One item of a party's mailbox at the exchange. Immutable.</summary>
/// <param name="Seq">1, 2, 3… in this mailbox, without gaps.</param>
/// <param name="Place">The place in the one order of all letters of the exchange; the same for every receiver of a letter and for its sender.</param>
/// <param name="Time">When the exchange journalled it; the same for all.</param>
/// <param name="From">The letter's sender; for <see cref="MailKind.Sent"/> and <see cref="MailKind.Receipt"/> this party itself.</param>
/// <param name="Number">The sender's number of the letter; for receipts the last one confirmed.</param>
/// <param name="Sha256">SHA-256 of the sealed bytes, base64url; empty for receipts.</param>
/// <param name="Sealed">The sealed bytes; empty but for letters. Its hash was compared when it came through <see cref="RelayClient"/>.
/// Empty for a letter whose content the exchange has lost with its disk: it can be confirmed all the same.</param>
/// <param name="By">Who confirmed; null but for receipts.</param>
/// <param name="ReceiptJws">The receipt as its receiver signed it, to be checked with <see cref="Receipt.Read"/>; null but for receipts.</param>
/// <param name="Numbers">The numbers confirmed, ascending; empty but for receipts.</param>
public sealed record MailItem(
    long Seq,
    long Place,
    Instant Time,
    MailKind Kind,
    string From,
    long Number,
    string Sha256,
    byte[] Sealed,
    string? By,
    string? ReceiptJws,
    IReadOnlyList<long> Numbers)
{
    /// <summary>By what a receipt names this letter.</summary>
    public LetterName Name => new(From, Number, Sha256);
}

/// <summary>What the exchange said to a letter.</summary>
/// <param name="Again">It had been taken before; nothing changed.</param>
/// <param name="Place">Null when it was taken so long ago that the exchange has forgotten where.</param>
/// <param name="Time">When it was journalled; null with <paramref name="Place"/>.</param>
/// <param name="Jws">The letter's signed text as sealed by this call.</param>
public sealed record SentLetter(long Number, bool Again, long? Place, Instant? Time, string Sha256, string Jws);

/// <summary>A party's standing with the exchange.</summary>
/// <param name="Sent">The number of its last letter that was taken; 0 for none.</param>
/// <param name="First">The first item kept in its mailbox; equal to <paramref name="Next"/> when there is none.</param>
/// <param name="Next">What the next item will have for a number.</param>
/// <param name="Confirmed">The last item confirmed; 0 for none.</param>
public sealed record MailboxStatus(long Sent, long First, long Next, long Confirmed);

/// <summary>Who is admitted, and the exchange's own description.</summary>
public sealed record PartyDirectory(PartyDescription Exchange, IReadOnlyList<PartyDescription> Parties)
{
    /// <summary>The party, or the exchange, of this name; null when there is none.</summary>
    public PartyDescription? Find(string name) =>
        name == Exchange.Name ? Exchange : Parties.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.Ordinal));
}
