namespace Parley.Client.F3548;

/// <summary>F3548-21 <c>ErrorResponse</c>: one sentence that says what is wrong and what to do.</summary>
public sealed record ErrorResponse
{
    public string? Message { get; init; }
}

/// <summary>F3548-21 <c>AirspaceConflictResponse</c>: what the caller has to look at before it may go on.</summary>
public sealed record AirspaceConflictResponse
{
    public string? Message { get; init; }

    public IReadOnlyList<OperationalIntentReference>? MissingOperationalIntents { get; init; }

    public IReadOnlyList<ConstraintReference>? MissingConstraints { get; init; }
}

public sealed record GetOperationalIntentReferenceResponse
{
    public OperationalIntentReference? OperationalIntentReference { get; init; }
}

public sealed record ChangeOperationalIntentReferenceResponse
{
    public IReadOnlyList<SubscriberToNotify>? Subscribers { get; init; }

    public OperationalIntentReference? OperationalIntentReference { get; init; }
}

public sealed record QueryOperationalIntentReferenceResponse
{
    public IReadOnlyList<OperationalIntentReference>? OperationalIntentReferences { get; init; }
}

public sealed record GetConstraintReferenceResponse
{
    public ConstraintReference? ConstraintReference { get; init; }
}

public sealed record ChangeConstraintReferenceResponse
{
    public IReadOnlyList<SubscriberToNotify>? Subscribers { get; init; }

    public ConstraintReference? ConstraintReference { get; init; }
}

public sealed record QueryConstraintReferencesResponse
{
    public IReadOnlyList<ConstraintReference>? ConstraintReferences { get; init; }
}

/// <summary>The answer of reading or deleting a subscription.</summary>
public sealed record SubscriptionResponse
{
    public WireSubscription? Subscription { get; init; }
}

public sealed record PutSubscriptionResponse
{
    public WireSubscription? Subscription { get; init; }

    public IReadOnlyList<OperationalIntentReference>? OperationalIntentReferences { get; init; }

    public IReadOnlyList<ConstraintReference>? ConstraintReferences { get; init; }
}

public sealed record QuerySubscriptionsResponse
{
    public IReadOnlyList<WireSubscription>? Subscriptions { get; init; }
}

public sealed record UssAvailabilityStatus
{
    public string? Uss { get; init; }

    public string? Availability { get; init; }
}

public sealed record UssAvailabilityStatusResponse
{
    public string? Version { get; init; }

    public UssAvailabilityStatus? Status { get; init; }
}

/// <summary><c>/aux/v1/version</c>.</summary>
public sealed record VersionResponse
{
    public string? Version { get; init; }
}

/// <summary><c>/aux/v1/validate_oauth</c>: the token is fine.</summary>
public sealed record ValidateOauthResponse;
