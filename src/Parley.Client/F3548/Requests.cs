using System.Text.Json;

namespace Parley.Client.F3548;

/// <summary>F3548-21 <c>ImplicitSubscriptionParameters</c>.</summary>
public sealed record ImplicitSubscriptionParameters
{
    public string? UssBaseUrl { get; init; }

    public bool? NotifyForConstraints { get; init; }
}

/// <summary>F3548-21 <c>PutOperationalIntentReferenceParameters</c>, with the field's <c>requested_ovn_suffix</c> extension.</summary>
public sealed record PutOperationalIntentReferenceParameters
{
    public IReadOnlyList<WireVolume4D?>? Extents { get; init; }

    public IReadOnlyList<string?>? Key { get; init; }

    public string? State { get; init; }

    public string? UssBaseUrl { get; init; }

    public string? SubscriptionId { get; init; }

    public ImplicitSubscriptionParameters? NewSubscription { get; init; }

    /// <summary>A UUIDv7 within 5 minutes of now: the new OVN becomes <c>{id}_{suffix}</c>.</summary>
    public string? RequestedOvnSuffix { get; init; }
}

/// <summary>F3548-21 <c>PutConstraintReferenceParameters</c>.</summary>
public sealed record PutConstraintReferenceParameters
{
    public IReadOnlyList<WireVolume4D?>? Extents { get; init; }

    public string? UssBaseUrl { get; init; }
}

/// <summary>F3548-21 <c>PutSubscriptionParameters</c>.</summary>
public sealed record PutSubscriptionParameters
{
    public WireVolume4D? Extents { get; init; }

    public string? UssBaseUrl { get; init; }

    public bool? NotifyForOperationalIntents { get; init; }

    public bool? NotifyForConstraints { get; init; }
}

/// <summary>The body of the three <c>…/query</c> calls.</summary>
public sealed record QueryParameters
{
    public WireVolume4D? AreaOfInterest { get; init; }
}

/// <summary>F3548-21 <c>SetUssAvailabilityStatusParameters</c>.</summary>
public sealed record SetUssAvailabilityStatusParameters
{
    public string? OldVersion { get; init; }

    public string? Availability { get; init; }
}

/// <summary>F3548-21 <c>ErrorReport</c>.</summary>
public sealed record ErrorReport
{
    public string? ReportId { get; init; }

    public ExchangeRecord? Exchange { get; init; }
}

/// <summary>F3548-21 <c>ExchangeRecord</c>: one request and its answer, as one of its two sides saw it.</summary>
public sealed record ExchangeRecord
{
    public string? Url { get; init; }

    public string? Method { get; init; }

    public IReadOnlyList<string?>? Headers { get; init; }

    public string? RecorderRole { get; init; }

    public WireTime? RequestTime { get; init; }

    public string? RequestBody { get; init; }

    public WireTime? ResponseTime { get; init; }

    public string? ResponseBody { get; init; }

    public int? ResponseCode { get; init; }

    public string? Problem { get; init; }

    /// <summary>Members that utm.yaml does not name are kept as they came.</summary>
    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}
