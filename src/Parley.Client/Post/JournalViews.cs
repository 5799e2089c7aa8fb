using System.Text.Json;

namespace Parley.Client.Post;

// The post's own journal, entry by entry, as GET /api/journal answers with it. Times are RFC 3339 in UTC.

/// <summary>GET /api/journal: entries, the newest first.</summary>
/// <param name="Last">The position of the journal's last entry.</param>
/// <param name="Before">Ask with it for what is older, whether or not this page is full; null once the beginning was reached.</param>
public sealed record JournalPageView(IReadOnlyList<JournalEntryView> Entries, long Last, long? Before);

/// <summary>One entry.</summary>
/// <param name="Position">Its place in this post's journal: the first is 1, without gaps.</param>
/// <param name="At">This post's clock when it was entered.</param>
/// <param name="Kind">What it does, as the journal writes it: <c>write</c>, <c>take</c>, <c>take-sent</c>, <c>take-watch</c> …</param>
/// <param name="Letter">What its letter, or the first of them, says: <c>notice</c>, <c>agreement-signed</c> …; null where there is none.</param>
/// <param name="Letters">How many letters it holds.</param>
/// <param name="From">The party whose act it is: this post's own, the sender of a letter, the signer of a receipt.</param>
/// <param name="To">Whom its letters go to, or are from when they are another's; empty for what concerns no other party.</param>
/// <param name="Officer">Who is named for it.</param>
/// <param name="AboutKind"><c>agreement</c>, <c>intent</c>, <c>conflict</c>, <c>message</c>, <c>incident</c>, <c>party</c> or <c>alarm</c>.</param>
/// <param name="About">Id or name of what it is about.</param>
/// <param name="Title">Of the agreement or incident that it is about.</param>
/// <param name="Text">A reason, question, message or note in it, at most 300 characters.</param>
/// <param name="Place">Of a letter that has its place: its number among all letters of the exchange.</param>
/// <param name="PlacedAt">When the exchange journalled that letter.</param>
public sealed record JournalEntryView(
    long Position,
    string At,
    string Kind,
    string? Letter,
    int Letters,
    string From,
    IReadOnlyList<string> To,
    string? Officer,
    string? SecondOfficer,
    string? AboutKind,
    string? About,
    string? Title,
    string? Text,
    long? Place,
    string? PlacedAt);

/// <summary>GET /api/journal/{position}: an entry as it is stored.</summary>
/// <param name="Bytes">Of <paramref name="Content"/> as stored.</param>
/// <param name="Sha256">Of those bytes, hex.</param>
/// <param name="LetterSha256">Of the letter as its sender signed it (the JWS in the entry), hex; null where the entry holds none.</param>
public sealed record JournalContentView(JournalEntryView Entry, int Bytes, string Sha256, string? LetterSha256, JsonElement Content);
