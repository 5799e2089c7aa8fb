using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>What parties agree on, as its document says it. Whoever reads one from outside checks it with <c>AgreementReader</c>.</summary>
/// <param name="Area">GeoJSON Polygon (RFC 7946).</param>
public sealed record AgreementDocument(
    string Title,
    ImmutableArray<PartyName> Parties,
    RawJson Area,
    double AltitudeLowerM,
    double AltitudeUpperM,
    Instant ValidFrom,
    Instant ValidTo,
    double MinimumNoticeS,
    SeparationTerms Separation,
    AcknowledgeTerms AcknowledgeWithinS,
    Disclosure Disclosure,
    double LinkCheckEveryS,
    double CoordinateByS,
    ImmutableSortedDictionary<string, ImmutableArray<Contact>> Contacts)
{
    // Settable, as the generated reader gives what is absent its default only then.
    public PartyName? Mediator { get; set; }

    /// <summary>Beyond this area, a notice is vague. Null: no limit.</summary>
    public double? MaxAreaKm2 { get; set; }

    /// <summary>Beyond this duration, a notice is vague. Null: no limit.</summary>
    public double? MaxDurationS { get; set; }

    /// <summary>Beyond this height of its band, a notice is vague. Null: no limit.</summary>
    public double? MaxAltitudeSpanM { get; set; }

    /// <summary>How far coordinates and a named place may lie apart, km.</summary>
    public double PlaceToleranceKm { get; set; } = 5;

    /// <summary>Protected sites and standing intents expire unless reconfirmed within this time, s.</summary>
    public double ReconfirmEveryS { get; set; } = 86_400;

    public GiveWay GiveWay { get; set; } = new(GiveWayBy.FiledFirst, []);

    /// <summary>Each party's fingerprint at drafting, so that a signature is also for whose key it is checked with.</summary>
    public ImmutableSortedDictionary<string, string>? Keys { get; set; }
}

public sealed record SeparationTerms(double HorizontalM, double VerticalM, double TimeS);

/// <summary>Seconds within which a message of each precedence must be acknowledged by an officer.</summary>
public sealed record AcknowledgeTerms(
    [property: JsonPropertyName("FLASH")] double Flash,
    [property: JsonPropertyName("IMMEDIATE")] double Immediate,
    [property: JsonPropertyName("PRIORITY")] double Priority,
    [property: JsonPropertyName("ROUTINE")] double Routine);

/// <summary>One to call, in the order of escalation.</summary>
public sealed record Contact(string Name, string? Email = null);

public enum Disclosure
{
    [JsonStringEnumMemberName("full")]
    Full,

    [JsonStringEnumMemberName("footprint")]
    Footprint,
}

public enum GiveWayBy
{
    /// <summary>Who filed later gives way.</summary>
    [JsonStringEnumMemberName("filed-first")]
    FiledFirst,

    /// <summary>The activity that stands later in the order gives way.</summary>
    [JsonStringEnumMemberName("activity")]
    Activity,

    /// <summary>Nobody, until one declares that it moves; who is silent when the other holds, gives way.</summary>
    [JsonStringEnumMemberName("declared")]
    Declared,
}

/// <summary>Who gives way when nothing else is agreed in time.</summary>
/// <param name="Order">Kinds of activity, first the one that never gives way.</param>
public sealed record GiveWay(GiveWayBy By, ImmutableArray<string> Order);
