using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Parley.Client.Post;

namespace Parley.Console.Telling;

/// <summary>All that is kept of telling one person: one file. Immutable.</summary>
internal sealed record PersonTelling
{
    public static readonly PersonTelling None = new();

    /// <summary>Null: the usual ones.</summary>
    public TellingPreferences? Preferences { get; init; }

    public ImmutableArray<PushSubscriber> Push { get; init; } = [];

    /// <summary>What that person was told of and still waits, with the severity it was told with.</summary>
    public ImmutableDictionary<string, int> Told { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>What is still on its way, by one way or another.</summary>
    public ImmutableArray<TellEvent> UnderWay { get; init; } = [];

    /// <summary>The day (yyyy-MM-dd on the person's calendar) of the last daily edition.</summary>
    public string? LastEdition { get; init; }

    /// <summary>RFC 3339: until when the last daily edition told; the next one goes on from there.</summary>
    public string? EditionTo { get; init; }
}

/// <summary>A browser that its push service reaches, page or no page.</summary>
/// <param name="Key">P-256, uncompressed, base64url.</param>
/// <param name="Auth">16 bytes, base64url: whoever has it and the key can write to that browser.</param>
internal sealed record PushSubscriber(string Id, string Endpoint, string Key, string Auth, string? Browser, string Since);

/// <summary>One time that a person is told something: a need, or as many as came together.</summary>
/// <param name="Breaks">A FLASH or STOP: all ways at once.</param>
/// <param name="Targets">How far it came by each way, by <c>WAY</c> or <c>WAY ID</c>.</param>
internal sealed record TellEvent(string Id, string At, bool Breaks, ImmutableArray<NeedView> Needs, ImmutableDictionary<string, TargetState> Targets)
{
    [JsonIgnore]
    public int Severity => Needs.Max(static n => n.Severity);
}

internal enum SendOutcome
{
    Delivered,

    /// <summary>Failed, and tried again later.</summary>
    Again,

    /// <summary>Failed for good.</summary>
    Dead,

    /// <summary>There was nothing to send it to.</summary>
    NotOpen,
}

/// <param name="Next">When it is tried again; RFC 3339.</param>
internal sealed record TargetState(SendOutcome Outcome, int Tries, string? Next = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonTelling))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(VapidFile))]
[JsonSerializable(typeof(PushPayload))]
internal sealed partial class TellingJson : JsonSerializerContext;
