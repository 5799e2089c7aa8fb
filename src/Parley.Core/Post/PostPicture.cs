using System.Collections.Immutable;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>The numbers of a state that stand alone.</summary>
/// <param name="Version">Of the form and of what the fold makes of entries: see <see cref="PostSnapshot.Version"/>.</param>
public sealed record PictureHead(
    int Version, PartyName Me, long LastSeq, long LastNumber, long RefusedCount, long ReportCount, bool Compared, bool LinkUp, NextKeys? NextKeys = null);

/// <summary>Something kept by party.</summary>
public readonly record struct OfParty<T>(PartyName Party, T It);

/// <param name="Volumes">Null, in a snapshot: they are those of the intent as it stands.</param>
public readonly record struct NoticedPart(EntityId Intent, bool Footprint, RawJson? Volumes);

/// <param name="Volumes">Null, in a snapshot: they are those of the intent as it stands.</param>
public readonly record struct ToldToPart(EntityId Intent, PartyName To, RawJson? Volumes);

public readonly record struct SentNoticePart(long Number, EntityId Intent, int Version);

/// <param name="What">0 an intent, 1 a conflict, 2 a message, 3 an inquiry.</param>
public readonly record struct DuePart(Instant At, int What, EntityId Id);

/// <summary>
/// A <see cref="PostState"/> at one moment, as lists of its parts: references are copied under the owner's lock in milliseconds, and what
/// they lead to never changes, so it is written while the state goes on. Some lists are in no order until <see cref="PostSnapshot"/> sorts them. What can be worked out from the rest is not in it. One thread.
/// </summary>
public sealed class PostPicture
{
    public PictureHead? Head { get; set; }

    public List<KnownParty> Parties { get; } = [];

    public List<OfParty<Row>> Rows { get; } = [];

    public List<OutLetter> Outbox { get; } = [];

    public List<Draft> Unnumbered { get; } = [];

    public List<Agreement> Agreements { get; } = [];

    public List<Declared> Declared { get; } = [];

    public List<NoticedPart> Noticed { get; } = [];

    public List<ToldToPart> ToldTo { get; } = [];

    public List<SentNoticePart> SentNotices { get; } = [];

    public List<Conflict> Conflicts { get; } = [];

    public List<EntityId> Carrying { get; } = [];

    public List<Alarm> Alarms { get; } = [];

    public List<DuePart> Due { get; } = [];

    public List<Message> Messages { get; } = [];

    public List<OfParty<ImmutableArray<EntityId>>> Untaken { get; } = [];

    public List<OfParty<Muted>> Muted { get; } = [];

    public List<EntityId> ToMediator { get; } = [];

    public List<OnWatch> Watch { get; } = [];

    public List<OfParty<ImmutableArray<string>>> ToldWatch { get; } = [];

    public List<WatchChange> WatchChanges { get; } = [];

    public List<OfParty<LinkTest>> Tests { get; } = [];

    public List<LinkMiss> Misses { get; } = [];

    public List<Incident> Incidents { get; } = [];

    public List<Comment> Comments { get; } = [];

    public List<PartyName> Restoring { get; } = [];

    public List<ToldAgain> Told { get; } = [];

    public List<ReceiveLetter> Held { get; } = [];

    public List<OfParty<long>> Placed { get; } = [];

    public List<OfParty<long>> Questions { get; } = [];

    public List<long> OwnPlaces { get; } = [];
}
