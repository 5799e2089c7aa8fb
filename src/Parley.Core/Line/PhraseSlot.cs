using System.Text.Json.Serialization;

namespace Parley.Core.Line;

/// <summary>What a slot of a phrase takes. Each has one written form, <see cref="PhraseSlotForms"/>.</summary>
public enum PhraseSlotType
{
    [JsonStringEnumMemberName("position")]
    Position,

    [JsonStringEnumMemberName("altitude")]
    Altitude,

    [JsonStringEnumMemberName("time")]
    Time,

    [JsonStringEnumMemberName("call-sign")]
    CallSign,

    [JsonStringEnumMemberName("intent-id")]
    IntentId,

    /// <summary>A plain count.</summary>
    [JsonStringEnumMemberName("number")]
    Number,

    [JsonStringEnumMemberName("distance")]
    Distance,

    [JsonStringEnumMemberName("duration")]
    Duration,
}

/// <summary>A place in a phrase for one value.</summary>
/// <param name="Name">Lower-case ASCII letters and underscores; once in a phrase. Stands in its texts as <c>{name}</c>.</param>
public sealed record PhraseSlot(string Name, PhraseSlotType Type);

/// <summary>How the values of slots are written in letters. Static; any thread.</summary>
public static class PhraseSlotForms
{
    /// <summary>The type in words: <c>call sign</c>.</summary>
    public static string Word(this PhraseSlotType type) => type switch
    {
        PhraseSlotType.CallSign => "call sign",
        PhraseSlotType.IntentId => "intent's id",
        PhraseSlotType.Position => "position",
        PhraseSlotType.Altitude => "altitude",
        PhraseSlotType.Time => "time",
        PhraseSlotType.Number => "number",
        PhraseSlotType.Distance => "distance",
        PhraseSlotType.Duration => "duration",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>The type as the phrasebook's files and the API name it: <c>call-sign</c>.</summary>
    public static string Code(this PhraseSlotType type) => type switch
    {
        PhraseSlotType.CallSign => "call-sign",
        PhraseSlotType.IntentId => "intent-id",
        _ => type.Word(),
    };

    /// <summary>The form to write, to follow "write": <c>a whole number from 0 to 99999 like 12</c>.</summary>
    public static string Form(this PhraseSlotType type) => type switch
    {
        PhraseSlotType.Position => "latitude,longitude in decimal degrees (WGS84) like " + type.Example(),
        PhraseSlotType.Altitude => "a whole number of ft or m above the WGS84 ellipsoid, from -8000 m to 100000 m, like " + type.Example(),
        PhraseSlotType.Time => "an RFC 3339 time like " + type.Example(),
        PhraseSlotType.CallSign => "1 to 12 of A-Z, a-z, 0-9, single hyphens and spaces between them, like " + type.Example(),
        PhraseSlotType.IntentId => "a UUID like " + type.Example(),
        PhraseSlotType.Number => "a whole number from 0 to 99999 like " + type.Example(),
        PhraseSlotType.Distance => "a number with m, km, ft or NM, at most 20000 km, like " + type.Example(),
        PhraseSlotType.Duration => "a whole number with s, min or h, at most 8784 h, like " + type.Example(),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>A value that is right.</summary>
    public static string Example(this PhraseSlotType type) => type switch
    {
        PhraseSlotType.Position => "54.0312,19.1345",
        PhraseSlotType.Altitude => "3000 ft WGS84",
        PhraseSlotType.Time => "2026-11-24T14:05:00Z",
        PhraseSlotType.CallSign => "GULL 21",
        PhraseSlotType.IntentId => "2f8343be-6482-4d1b-a474-16847e01af1e",
        PhraseSlotType.Number => "12",
        PhraseSlotType.Distance => "5 NM",
        PhraseSlotType.Duration => "15 min",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
