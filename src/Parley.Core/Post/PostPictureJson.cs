using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>
/// How the parts of a picture are written: as in the journal, but deeper, since a letter's content stands deeper in an incident's frozen copy than in its
/// letter, and with numbers that are not finite. A snapshot is this post's own and checked by its sum, so nothing is required of it. Thread-safe.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    MaxDepth = 64,
    Converters = [typeof(EntityIdConverter), typeof(PartyNameConverter), typeof(InstantConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(PictureHead))]
[JsonSerializable(typeof(KnownParty))]
[JsonSerializable(typeof(OfParty<Row>), TypeInfoPropertyName = "RowPart")]
[JsonSerializable(typeof(OutLetter))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(Agreement))]
[JsonSerializable(typeof(Declared))]
[JsonSerializable(typeof(NoticedPart))]
[JsonSerializable(typeof(ToldToPart))]
[JsonSerializable(typeof(SentNoticePart))]
[JsonSerializable(typeof(Conflict))]
[JsonSerializable(typeof(EntityId))]
[JsonSerializable(typeof(Alarm))]
[JsonSerializable(typeof(DuePart))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(OfParty<ImmutableArray<EntityId>>), TypeInfoPropertyName = "UntakenPart")]
[JsonSerializable(typeof(OfParty<Muted>), TypeInfoPropertyName = "MutedPart")]
[JsonSerializable(typeof(OnWatch))]
[JsonSerializable(typeof(OfParty<ImmutableArray<string>>), TypeInfoPropertyName = "ToldWatchPart")]
[JsonSerializable(typeof(WatchChange))]
[JsonSerializable(typeof(OfParty<LinkTest>), TypeInfoPropertyName = "TestPart")]
[JsonSerializable(typeof(LinkMiss))]
[JsonSerializable(typeof(Incident))]
[JsonSerializable(typeof(Comment))]
[JsonSerializable(typeof(PartyName))]
[JsonSerializable(typeof(ToldAgain))]
[JsonSerializable(typeof(ReceiveLetter))]
[JsonSerializable(typeof(OfParty<long>), TypeInfoPropertyName = "NumberPart")]
[JsonSerializable(typeof(long[]), TypeInfoPropertyName = "Numbers")]
internal sealed partial class PostPictureJson : JsonSerializerContext;
