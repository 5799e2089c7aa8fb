using System.Net.Http.Headers;
using System.Text.Json;
using Parley.Client.F3548;

namespace Parley.Scenarios.Running;

/// <summary>One party's calls, with its token: thin, typed, nothing retried. Thread-safe.</summary>
public sealed class Party(HttpClient http, string name, string token)
{
    private const string Intents = "/dss/v1/operational_intent_references";
    private const string ConstraintReferences = "/dss/v1/constraint_references";
    private const string Subscriptions = "/dss/v1/subscriptions";

    public string Name => name;

    public string Token => token;

    /// <summary>Where others would ask this party for details.</summary>
    public string Url => $"https://{name}.example/utm";

    public Task<Reply<ChangeOperationalIntentReferenceResponse>> PutIntentAsync(
        Guid id, PutOperationalIntentReferenceParameters body, string? ovn = null) =>
        CallAsync<ChangeOperationalIntentReferenceResponse>(HttpMethod.Put, At(Intents, id, ovn), body with { UssBaseUrl = body.UssBaseUrl ?? Url });

    /// <summary>Declares an intent that must be accepted.</summary>
    public async Task<OperationalIntentReference> DeclareAsync(Plan plan, Guid? id = null, params string[] key) =>
        (await PutIntentAsync(id ?? Guid.NewGuid(), plan.Intent(key))).Is(201).OperationalIntentReference!;

    public Task<Reply<ChangeOperationalIntentReferenceResponse>> DeleteIntentAsync(Guid id, string ovn) =>
        CallAsync<ChangeOperationalIntentReferenceResponse>(HttpMethod.Delete, At(Intents, id, ovn));

    public Task<Reply<GetOperationalIntentReferenceResponse>> GetIntentAsync(Guid id) =>
        CallAsync<GetOperationalIntentReferenceResponse>(HttpMethod.Get, At(Intents, id, null));

    public async Task<IReadOnlyList<OperationalIntentReference>> FindIntentsAsync(WireVolume4D area) =>
        (await CallAsync<QueryOperationalIntentReferenceResponse>(
            HttpMethod.Post, $"{Intents}/query", new QueryParameters { AreaOfInterest = area })).Is(200).OperationalIntentReferences!;

    public Task<Reply<ChangeConstraintReferenceResponse>> PutConstraintAsync(Guid id, PutConstraintReferenceParameters body, string? ovn = null) =>
        CallAsync<ChangeConstraintReferenceResponse>(HttpMethod.Put, At(ConstraintReferences, id, ovn), body with { UssBaseUrl = body.UssBaseUrl ?? Url });

    public Task<Reply<ChangeConstraintReferenceResponse>> DeleteConstraintAsync(Guid id, string ovn) =>
        CallAsync<ChangeConstraintReferenceResponse>(HttpMethod.Delete, At(ConstraintReferences, id, ovn));

    public Task<Reply<GetConstraintReferenceResponse>> GetConstraintAsync(Guid id) =>
        CallAsync<GetConstraintReferenceResponse>(HttpMethod.Get, At(ConstraintReferences, id, null));

    public async Task<IReadOnlyList<ConstraintReference>> FindConstraintsAsync(WireVolume4D area) =>
        (await CallAsync<QueryConstraintReferencesResponse>(
            HttpMethod.Post, $"{ConstraintReferences}/query", new QueryParameters { AreaOfInterest = area })).Is(200).ConstraintReferences!;

    public Task<Reply<PutSubscriptionResponse>> PutSubscriptionAsync(Guid id, PutSubscriptionParameters body, string? version = null) =>
        CallAsync<PutSubscriptionResponse>(HttpMethod.Put, At(Subscriptions, id, version), body with { UssBaseUrl = body.UssBaseUrl ?? Url });

    /// <summary>Makes a subscription that must be accepted.</summary>
    public async Task<WireSubscription> SubscribeAsync(Plan plan, bool intents = true, bool constraints = false) =>
        (await PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription(intents, constraints))).Is(200).Subscription!;

    public Task<Reply<SubscriptionResponse>> DeleteSubscriptionAsync(Guid id, string version) =>
        CallAsync<SubscriptionResponse>(HttpMethod.Delete, At(Subscriptions, id, version));

    public Task<Reply<SubscriptionResponse>> GetSubscriptionAsync(Guid id) =>
        CallAsync<SubscriptionResponse>(HttpMethod.Get, At(Subscriptions, id, null));

    public async Task<IReadOnlyList<WireSubscription>> FindSubscriptionsAsync(WireVolume4D area) =>
        (await CallAsync<QuerySubscriptionsResponse>(
            HttpMethod.Post, $"{Subscriptions}/query", new QueryParameters { AreaOfInterest = area })).Is(200).Subscriptions!;

    public Task<Reply<UssAvailabilityStatusResponse>> GetAvailabilityAsync(string party) =>
        CallAsync<UssAvailabilityStatusResponse>(HttpMethod.Get, $"/dss/v1/uss_availability/{party}");

    public Task<Reply<UssAvailabilityStatusResponse>> SetAvailabilityAsync(string party, string availability, string oldVersion = "") =>
        CallAsync<UssAvailabilityStatusResponse>(
            HttpMethod.Put,
            $"/dss/v1/uss_availability/{party}",
            new SetUssAvailabilityStatusParameters { Availability = availability, OldVersion = oldVersion });

    public Task<Reply<ErrorReport>> ReportAsync(ErrorReport report) => CallAsync<ErrorReport>(HttpMethod.Post, "/dss/v1/reports", report);

    public Task<Reply<T>> CallAsync<T>(HttpMethod method, string path, object? body = null)
        where T : class => SendAsync<T>(method, path, body is null ? null : Json(body));

    public async Task<Reply<T>> SendAsync<T>(HttpMethod method, string path, HttpContent? content)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        return new Reply<T>(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers, response.Content.Headers.ContentType?.MediaType);
    }

    public static ByteArrayContent Json(object body) => Json(Bytes(body));

    public static ByteArrayContent Json(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public static byte[] Bytes(object body) => JsonSerializer.SerializeToUtf8Bytes(body, WireJson.Default.GetTypeInfo(body.GetType())!);

    private static string At(string root, Guid id, string? version) => version is null ? $"{root}/{id}" : $"{root}/{id}/{version}";
}
