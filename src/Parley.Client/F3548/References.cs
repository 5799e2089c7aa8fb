namespace Parley.Client.F3548;

/// <summary>F3548-21 <c>OperationalIntentReference</c>.</summary>
public sealed record OperationalIntentReference
{
    public string? Id { get; init; }

    public string? Manager { get; init; }

    public string? UssAvailability { get; init; }

    public int Version { get; init; }

    public string? State { get; init; }

    public string? Ovn { get; init; }

    public WireTime? TimeStart { get; init; }

    public WireTime? TimeEnd { get; init; }

    public string? UssBaseUrl { get; init; }

    public string? SubscriptionId { get; init; }
}

/// <summary>F3548-21 <c>ConstraintReference</c>.</summary>
public sealed record ConstraintReference
{
    public string? Id { get; init; }

    public string? Manager { get; init; }

    public string? UssAvailability { get; init; }

    public int Version { get; init; }

    public string? Ovn { get; init; }

    public WireTime? TimeStart { get; init; }

    public WireTime? TimeEnd { get; init; }

    public string? UssBaseUrl { get; init; }
}

public sealed record SubscriptionState
{
    public string? SubscriptionId { get; init; }

    public int NotificationIndex { get; init; }
}

/// <summary>F3548-21 <c>SubscriberToNotify</c>: all subscriptions of one USS base URL together.</summary>
public sealed record SubscriberToNotify
{
    public IReadOnlyList<SubscriptionState>? Subscriptions { get; init; }

    public string? UssBaseUrl { get; init; }
}

/// <summary>F3548-21 <c>Subscription</c>.</summary>
public sealed record WireSubscription
{
    public string? Id { get; init; }

    public string? Version { get; init; }

    public int NotificationIndex { get; init; }

    public WireTime? TimeStart { get; init; }

    public WireTime? TimeEnd { get; init; }

    public string? UssBaseUrl { get; init; }

    public bool NotifyForOperationalIntents { get; init; }

    public bool NotifyForConstraints { get; init; }

    public bool ImplicitSubscription { get; init; }

    public IReadOnlyList<string>? DependentOperationalIntents { get; init; }
}
