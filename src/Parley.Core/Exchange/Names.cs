namespace Parley.Core.Exchange;

/// <summary>The id of an intent, constraint or subscription: a UUID that its owner chose (F3548-21 <c>EntityID</c>).</summary>
public readonly record struct EntityId(Guid Value) : IComparable<EntityId>
{
    /// <summary>Stands where F3548-21 demands a subscription id and an intent has none.</summary>
    public static readonly EntityId NoSubscription = new(new Guid("00000000-0000-4000-8000-000000000000"));

    public static Checked<EntityId> Parse(string? text) =>
        text is { Length: 36 } && Guid.TryParseExact(text, "D", out var value)
            ? new EntityId(value)
            : new Problem("", "is not a UUID; write it like 2f8343be-6482-4d1b-a474-16847e01af1e");

    public int CompareTo(EntityId other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("D");
}

/// <summary>
/// Opaque version number: who holds the current one has seen the details it stands for (F3548-21 <c>EntityOVN</c>, 16–128 characters).
/// It is not to be guessed, so the handler draws it at random; the fold only compares it.
/// </summary>
public readonly record struct Ovn(string Value)
{
    public const int MinLength = 16;
    public const int MaxLength = 128;

    public override string ToString() => Value;
}

/// <summary>A party as it signs its tokens (<c>sub</c>); F3548-21 calls it the manager of what it declared.</summary>
public readonly record struct PartyName(string Value) : IComparable<PartyName>
{
    public int CompareTo(PartyName other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>F3548-21 §4.4.2: the states of an operational intent that discovery knows.</summary>
public enum IntentState
{
    Accepted = 1,
    Activated = 2,
    Nonconforming = 3,
    Contingent = 4,
}

/// <summary>F3548-21 <c>UssAvailabilityState</c>.</summary>
public enum Availability
{
    Unknown = 0,
    Normal = 1,
    Down = 2,
}
