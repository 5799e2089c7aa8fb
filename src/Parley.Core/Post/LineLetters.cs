using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Parley.Core.Exchange;
using Parley.Core.Line;

namespace Parley.Core.Post;

public enum MessageKind
{
    [JsonStringEnumMemberName("message")]
    Message,

    /// <summary>Stop what you are doing: to everyone on the other side at once, and to the mediator.</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>The scheduled test of the line; a human answers it by acknowledging.</summary>
    [JsonStringEnumMemberName("link-check")]
    LinkCheck,
}

public enum AttachmentKind
{
    [JsonStringEnumMemberName("point")]
    Point,

    [JsonStringEnumMemberName("track")]
    Track,

    [JsonStringEnumMemberName("intent")]
    Intent,
}

/// <param name="Lat">WGS84, degrees, −90 to 90.</param>
/// <param name="Lng">WGS84, degrees, −180 to 180.</param>
/// <param name="AltitudeM">Above the WGS84 ellipsoid, m.</param>
public sealed record PointAt(double Lat, double Lng, double? AltitudeM = null, Instant? At = null);

/// <summary>What a message shows on the map: one point, a track of points in the order of their times, or an intent by its id.</summary>
public sealed record Attachment(AttachmentKind Kind, ImmutableArray<PointAt>? Points = null, EntityId? Intent = null, string? Label = null);

/// <summary>A coded phrase with its slots filled, which each side reads in its own language.</summary>
/// <param name="Fault">Why it does not read as a phrase here; then its code and slots are shown as they came. Set by the receiver, never sent.</param>
public sealed record PhraseSaid(string Code, ImmutableSortedDictionary<string, string> Slots, string? Fault = null);

/// <summary>A message on the line.</summary>
/// <param name="Thread">The message that began the thread; its own id when it begins one.</param>
/// <param name="Defused">Characters that could have misled whoever reads it were replaced at this post; the letter as signed is in the journal.</param>
public sealed record MessageSent(
    EntityId Message,
    EntityId Thread,
    MessageKind Kind,
    Precedence Precedence,
    string? Text = null,
    PhraseSaid? Phrase = null,
    ImmutableArray<Attachment>? Attachments = null,
    string? Officer = null,
    bool Defused = false) : LetterBody;

/// <summary>The message stands in the sender's (of this letter) journal: said by the post itself, without a human.</summary>
public sealed record MessageDelivered(EntityId Message) : LetterBody;

/// <summary>It was opened by somebody.</summary>
public sealed record MessageRead(EntityId Message, string? Officer = null) : LetterBody;

/// <summary>An officer on watch has taken it.</summary>
public sealed record MessageAcknowledged(EntityId Message, string Officer) : LetterBody;

/// <summary>Nobody acknowledged it in the agreed times, so the mediator is told, with the message itself.</summary>
/// <param name="Silent">Who has not acknowledged.</param>
/// <param name="Sent">When the exchange journalled the message.</param>
public sealed record MessageEscalated(MessageSent Original, ImmutableArray<PartyName> Silent, Instant Sent) : LetterBody;

/// <summary>Who is on watch at the sender's post from now on; nobody: the watch is vacant.</summary>
public sealed record WatchTold(ImmutableArray<string> Officers) : LetterBody;

/// <summary>Something happened. Each post that gets this freezes a copy of what was declared and said around it.</summary>
/// <param name="When">When it happened.</param>
/// <param name="RadiusM">How far around the place it is frozen, m.</param>
/// <param name="BeforeS">How far back, s.</param>
/// <param name="AfterS">How far ahead, s.</param>
public sealed record IncidentOpened(
    EntityId Incident, string Title, PointAt Place, Instant When, string Known, double RadiusM, double BeforeS, double AfterS, string? Officer = null) : LetterBody;

public sealed record IncidentClosed(EntityId Incident, string Reason, string? Officer = null, string? SecondOfficer = null) : LetterBody;

/// <summary>A question about an incident to one party, to be answered in time; no answer is recorded too.</summary>
public sealed record InquiryPut(EntityId Incident, EntityId Inquiry, PartyName Asked, string Question, Instant Deadline, string? Officer = null) : LetterBody;

public enum InquiryAnswer
{
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    [JsonStringEnumMemberName("denied")]
    Denied,

    [JsonStringEnumMemberName("neither-confirmed-nor-denied")]
    NeitherConfirmedNorDenied,
}

public sealed record InquiryAnswered(EntityId Incident, EntityId Inquiry, InquiryAnswer Answer, string? Text = null, string? Officer = null) : LetterBody;
