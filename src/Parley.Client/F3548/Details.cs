namespace Parley.Client.F3548;

// What systems tell each other directly (F3548-21's USS side): details of what they declared, and that it changed.

/// <summary>F3548-21 <c>OperationalIntentDetails</c>.</summary>
public sealed record OperationalIntentDetails
{
    public IReadOnlyList<WireVolume4D?>? Volumes { get; set; }

    /// <summary>Where it is expected while Nonconforming or Contingent.</summary>
    public IReadOnlyList<WireVolume4D?>? OffNominalVolumes { get; set; }

    public int? Priority { get; set; }
}

/// <summary>F3548-21 <c>OperationalIntent</c>.</summary>
public sealed record OperationalIntent
{
    public OperationalIntentReference? Reference { get; set; }

    public OperationalIntentDetails? Details { get; set; }
}

public sealed record GetOperationalIntentDetailsResponse
{
    public OperationalIntent? OperationalIntent { get; set; }
}

/// <summary>F3548-21 <c>PutOperationalIntentDetailsParameters</c>: without the intent, it was deleted.</summary>
public sealed record PutOperationalIntentDetailsParameters
{
    public string? OperationalIntentId { get; set; }

    public OperationalIntent? OperationalIntent { get; set; }

    public IReadOnlyList<SubscriptionState?>? Subscriptions { get; set; }
}

/// <summary>F3548-21 <c>ConstraintDetails</c>, without its ED-269 zone.</summary>
public sealed record ConstraintDetails
{
    public IReadOnlyList<WireVolume4D?>? Volumes { get; set; }

    public string? Type { get; set; }
}

/// <summary>F3548-21 <c>Constraint</c>.</summary>
public sealed record WireConstraint
{
    public ConstraintReference? Reference { get; set; }

    public ConstraintDetails? Details { get; set; }
}

public sealed record GetConstraintDetailsResponse
{
    public WireConstraint? Constraint { get; set; }
}

/// <summary>F3548-21 <c>PutConstraintDetailsParameters</c>: without the constraint, it was deleted.</summary>
public sealed record PutConstraintDetailsParameters
{
    public string? ConstraintId { get; set; }

    public WireConstraint? Constraint { get; set; }

    public IReadOnlyList<SubscriptionState?>? Subscriptions { get; set; }
}

/// <summary>F3548-21 <c>USSLogSet</c>, of which a post keeps the messages.</summary>
public sealed record UssLogSet
{
    public IReadOnlyList<ExchangeRecord>? Messages { get; set; }
}
