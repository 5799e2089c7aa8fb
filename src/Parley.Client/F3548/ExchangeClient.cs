using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Client.F3548;

/// <summary>
/// Calls an exchange, or any F3548-21 DSS, as one party. Answers are values: a refusal carries its status and sentence. Throws only when no
/// answer came (<see cref="HttpRequestException"/>, cancellation). Thread-safe; the <see cref="HttpClient"/> is the caller's own.
/// </summary>
/// <param name="http">With its base address set to the exchange's.</param>
/// <param name="token">Gives a bearer token with the scopes that the calls need.</param>
public sealed class ExchangeClient(HttpClient http, Func<string> token)
{
    private const string Intents = "/dss/v1/operational_intent_references";
    private const string Subscriptions = "/dss/v1/subscriptions";
    private const string Constraints = "/dss/v1/constraint_references";

    /// <summary>Declares an operational intent, or changes it when <paramref name="ovn"/> is given. 409 carries what is missing from the key.</summary>
    public Task<ExchangeAnswer<ChangeOperationalIntentReferenceResponse>> PutIntentAsync(
        Guid id, string? ovn, PutOperationalIntentReferenceParameters body, CancellationToken cancel = default) =>
        SendAsync(
            HttpMethod.Put, ovn is null ? $"{Intents}/{id}" : $"{Intents}/{id}/{Uri.EscapeDataString(ovn)}",
            body, WireJson.Default.PutOperationalIntentReferenceParameters, WireJson.Default.ChangeOperationalIntentReferenceResponse, cancel);

    public Task<ExchangeAnswer<ChangeOperationalIntentReferenceResponse>> DeleteIntentAsync(Guid id, string ovn, CancellationToken cancel = default) =>
        SendAsync<object, ChangeOperationalIntentReferenceResponse>(
            HttpMethod.Delete, $"{Intents}/{id}/{Uri.EscapeDataString(ovn)}", null, null, WireJson.Default.ChangeOperationalIntentReferenceResponse, cancel);

    public Task<ExchangeAnswer<GetOperationalIntentReferenceResponse>> GetIntentAsync(Guid id, CancellationToken cancel = default) =>
        SendAsync<object, GetOperationalIntentReferenceResponse>(
            HttpMethod.Get, $"{Intents}/{id}", null, null, WireJson.Default.GetOperationalIntentReferenceResponse, cancel);

    public Task<ExchangeAnswer<QueryOperationalIntentReferenceResponse>> QueryIntentsAsync(WireVolume4D area, CancellationToken cancel = default) =>
        SendAsync(
            HttpMethod.Post, $"{Intents}/query", new QueryParameters { AreaOfInterest = area },
            WireJson.Default.QueryParameters, WireJson.Default.QueryOperationalIntentReferenceResponse, cancel);

    /// <summary>Makes a subscription, or changes it when <paramref name="version"/> is given.</summary>
    public Task<ExchangeAnswer<PutSubscriptionResponse>> PutSubscriptionAsync(
        Guid id, string? version, PutSubscriptionParameters body, CancellationToken cancel = default) =>
        SendAsync(
            HttpMethod.Put, version is null ? $"{Subscriptions}/{id}" : $"{Subscriptions}/{id}/{Uri.EscapeDataString(version)}",
            body, WireJson.Default.PutSubscriptionParameters, WireJson.Default.PutSubscriptionResponse, cancel);

    public Task<ExchangeAnswer<SubscriptionResponse>> GetSubscriptionAsync(Guid id, CancellationToken cancel = default) =>
        SendAsync<object, SubscriptionResponse>(HttpMethod.Get, $"{Subscriptions}/{id}", null, null, WireJson.Default.SubscriptionResponse, cancel);

    public Task<ExchangeAnswer<SubscriptionResponse>> DeleteSubscriptionAsync(Guid id, string version, CancellationToken cancel = default) =>
        SendAsync<object, SubscriptionResponse>(
            HttpMethod.Delete, $"{Subscriptions}/{id}/{Uri.EscapeDataString(version)}", null, null, WireJson.Default.SubscriptionResponse, cancel);

    /// <summary>Declares a constraint, or changes it when <paramref name="ovn"/> is given.</summary>
    public Task<ExchangeAnswer<ChangeConstraintReferenceResponse>> PutConstraintAsync(
        Guid id, string? ovn, PutConstraintReferenceParameters body, CancellationToken cancel = default) =>
        SendAsync(
            HttpMethod.Put, ovn is null ? $"{Constraints}/{id}" : $"{Constraints}/{id}/{Uri.EscapeDataString(ovn)}",
            body, WireJson.Default.PutConstraintReferenceParameters, WireJson.Default.ChangeConstraintReferenceResponse, cancel);

    private async Task<ExchangeAnswer<TAnswer>> SendAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody? body, JsonTypeInfo<TBody>? bodyShape, JsonTypeInfo<TAnswer> shape, CancellationToken cancel)
        where TAnswer : class
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token());
        if (bodyShape is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyShape!))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        using var response = await http.SendAsync(request, cancel);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
        if (response.IsSuccessStatusCode)
        {
            return new ExchangeAnswer<TAnswer>(response.StatusCode, JsonSerializer.Deserialize(bytes, shape), null);
        }

        AirspaceConflictResponse? refusal = null;
        try
        {
            refusal = JsonSerializer.Deserialize(bytes, WireJson.Default.AirspaceConflictResponse);
        }
        catch (JsonException)
        {
            // Something between us and the exchange answered in its own words; the status says what there is to say.
        }

        return new ExchangeAnswer<TAnswer>(response.StatusCode, null, refusal);
    }
}

/// <summary>What came back: a value, or a refusal with its sentence and, for 409, what the caller has to look at.</summary>
public sealed record ExchangeAnswer<T>(HttpStatusCode Status, T? Value, AirspaceConflictResponse? Refusal)
    where T : class;
