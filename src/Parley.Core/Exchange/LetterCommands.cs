using System.Collections.Immutable;

namespace Parley.Core.Exchange;

/// <summary>Lets a party in, or renews what is known of it.</summary>
/// <param name="Keys">Both of its keys in one text; what the fold compares.</param>
/// <param name="Description">Its description as it was given, checked by the handler.</param>
/// <param name="ReplaceKeys">Whether other keys than the known ones are meant.</param>
public sealed record AdmitParty(
    Instant Now, PartyName By, PartyName Party, string Keys, ReadOnlyMemory<byte> Description, bool ReplaceKeys) : Command(Now, By);

public sealed record ExpelParty(Instant Now, PartyName By, PartyName Party) : Command(Now, By);

/// <summary>A sealed letter is to be delivered. Its content is kept elsewhere, durable before this is ordered.</summary>
/// <param name="By">The sender.</param>
/// <param name="Number">1 for a sender's first letter, then one more each.</param>
/// <param name="To">Each once.</param>
/// <param name="Size">Of the sealed bytes.</param>
/// <param name="Sha256">Of the sealed bytes, base64url.</param>
public sealed record TakeLetter(
    Instant Now, PartyName By, long Number, ImmutableArray<PartyName> To, int Size, string Sha256) : Command(Now, By);

/// <summary>A receipt for letters of one sender, checked by the handler.</summary>
/// <param name="Numbers">The sender's numbers that this receipt is the first to confirm, ascending.</param>
/// <param name="Jws">The receipt as the receiver signed it.</param>
public sealed record SignedReceipt(PartyName From, ImmutableArray<long> Numbers, string Jws);

/// <summary>A party has dealt with its mail through a place in its mailbox.</summary>
public sealed record ConfirmLetters(Instant Now, PartyName By, long Through, ImmutableArray<SignedReceipt> Receipts) : Command(Now, By);
