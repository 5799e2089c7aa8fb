using System.Text.Json.Serialization;

namespace Parley.Client.F3548;

/// <summary>
/// How the F3548-21 shapes are read and written: snake_case, absent members left out, no duplicates, at most 32 levels deep.
/// Thread-safe.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(PutOperationalIntentReferenceParameters))]
[JsonSerializable(typeof(PutConstraintReferenceParameters))]
[JsonSerializable(typeof(PutSubscriptionParameters))]
[JsonSerializable(typeof(QueryParameters))]
[JsonSerializable(typeof(SetUssAvailabilityStatusParameters))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(AirspaceConflictResponse))]
[JsonSerializable(typeof(GetOperationalIntentReferenceResponse))]
[JsonSerializable(typeof(ChangeOperationalIntentReferenceResponse))]
[JsonSerializable(typeof(QueryOperationalIntentReferenceResponse))]
[JsonSerializable(typeof(GetConstraintReferenceResponse))]
[JsonSerializable(typeof(ChangeConstraintReferenceResponse))]
[JsonSerializable(typeof(QueryConstraintReferencesResponse))]
[JsonSerializable(typeof(SubscriptionResponse))]
[JsonSerializable(typeof(PutSubscriptionResponse))]
[JsonSerializable(typeof(QuerySubscriptionsResponse))]
[JsonSerializable(typeof(UssAvailabilityStatusResponse))]
[JsonSerializable(typeof(GetOperationalIntentDetailsResponse))]
[JsonSerializable(typeof(PutOperationalIntentDetailsParameters))]
[JsonSerializable(typeof(GetConstraintDetailsResponse))]
[JsonSerializable(typeof(PutConstraintDetailsParameters))]
[JsonSerializable(typeof(UssLogSet))]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(ValidateOauthResponse))]
public sealed partial class WireJson : JsonSerializerContext;
