using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Parley.Core.Exchange;

namespace Parley.Core.Post;

/// <summary>What the handler worked out about a letter before it was ordered: everything that needs trigonometry, a gazetteer or a parser.</summary>
/// <param name="Terms">An agreement's document, read.</param>
/// <param name="Hash">SHA-256 of the document, in hex.</param>
/// <param name="Facts">A notice's volumes in numbers.</param>
/// <param name="Around">What was declared around an incident.</param>
/// <param name="Pairs">How a notice's volumes lie to all that it is or was in conflict with.</param>
public sealed record Findings(
    AgreementDocument? Terms = null, string? Hash = null, NoticeFacts? Facts = null, ImmutableArray<Closeness>? Pairs = null, ImmutableArray<EntityId>? Around = null);

/// <param name="AreaKm2">The largest outline.</param>
/// <param name="LongestS">The longest volume, s.</param>
/// <param name="TallestM">The highest band; null where altitudes are not disclosed.</param>
/// <param name="PlaceKm">How far the named place is from the outlines; null when none is named or known.</param>
public sealed record NoticeFacts(Instant Start, Instant End, double AreaKm2, double LongestS, double? TallestM = null, double? PlaceKm = null, bool PlaceUnknown = false);

/// <summary>How one declared thing lies to another, at the minima that hold between them.</summary>
/// <param name="Conflict">The conflict's id: the same at every post, whichever filed first.</param>
/// <param name="Near">True when they are in conflict.</param>
/// <param name="Agreements">Those that hold between the two; none towards civil systems.</param>
public sealed record Closeness(
    EntityId Conflict,
    EntityId Other,
    bool Near,
    ImmutableArray<EntityId> Agreements,
    double HorizontalM,
    double VerticalM,
    double TimeS,
    SeparationTerms Minima,
    double Lat,
    double Lng,
    Instant Start,
    Instant End,
    double? AltitudeLowerM = null,
    double? AltitudeUpperM = null)
{
    /// <summary>
    /// The largest of the three gaps as a fraction of its minimum: below 1 is a conflict, 0 an overlap. Where a minimum is 0, any gap is infinite.
    /// </summary>
    [JsonIgnore]
    public double Ratio => Math.Max(Part(HorizontalM, Minima.HorizontalM), Math.Max(Part(VerticalM, Minima.VerticalM), Part(TimeS, Minima.TimeS)));

    private static double Part(double gap, double minimum) => gap <= 0 ? 0 : minimum > 0 ? gap / minimum : double.PositiveInfinity;
}
