using System.Text.Json;

namespace Parley.Client.F3548;

/// <summary>F3548-21 <c>ImplicitSubscriptionParameters</c>.</summary>
public sealed record ImplicitSubscriptionParameters
{
    public string? UssBaseUrl { get; set; }

    public bool? NotifyForConstraints { get; set; }
}

/// <summary>F3548-21 <c>PutOperationalIntentReferenceParameters</c>, with the field's <c>requested_ovn_suffix</c> extension.</summary>
public sealed record PutOperationalIntentReferenceParameters
{
    public IReadOnlyList<WireVolume4D?>? Extents { get; set; }

    public IReadOnlyList<string?>? Key { get; set; }

    public string? State { get; set; }

    public string? UssBaseUrl { get; set; }

    public string? SubscriptionId { get; set; }

    public ImplicitSubscriptionParameters? NewSubscription { get; set; }

    /// <summary>A UUIDv7 within 5 minutes of now: the new OVN becomes <c>{id}_{suffix}</c>.</summary>
    public string? RequestedOvnSuffix { get; set; }
}

/// <summary>F3548-21 <c>PutConstraintReferenceParameters</c>.</summary>
public sealed record PutConstraintReferenceParameters
{
    public IReadOnlyList<WireVolume4D?>? Extents { get; set; }

    public string? UssBaseUrl { get; set; }
}

/// <summary>F3548-21 <c>PutSubscriptionParameters</c>.</summary>
public sealed record PutSubscriptionParameters
{
    public WireVolume4D? Extents { get; set; }

    public string? UssBaseUrl { get; set; }

    public bool? NotifyForOperationalIntents { get; set; }

    public bool? NotifyForConstraints { get; set; }
}

/// <summary>The body of the three <c>…/query</c> calls.</summary>
public sealed record QueryParameters
{
    public WireVolume4D? AreaOfInterest { get; set; }
}

/// <summary>F3548-21 <c>SetUssAvailabilityStatusParameters</c>.</summary>
public sealed record SetUssAvailabilityStatusParameters
{
    public string? OldVersion { get; set; }

    public string? Availability { get; set; }
}

/// <summary>F3548-21 <c>ErrorReport</c>.</summary>
public sealed record ErrorReport
{
    public string? ReportId { get; set; }

    public ExchangeRecord? Exchange { get; set; }
}

/// <summary>F3548-21 <c>ExchangeRecord</c>: one request and its answer, as one of its two sides saw it.</summary>
public sealed record ExchangeRecord
{
    public string? Url { get; set; }

    public string? Method { get; set; }

    public IReadOnlyList<string?>? Headers { get; set; }

    public string? RecorderRole { get; set; }

    public WireTime? RequestTime { get; set; }

    public string? RequestBody { get; set; }

    public WireTime? ResponseTime { get; set; }

    public string? ResponseBody { get; set; }

    public int? ResponseCode { get; set; }

    public string? Problem { get; set; }

    /// <summary>Members that utm.yaml does not name are kept as they came.</summary>
    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; set; }
}
