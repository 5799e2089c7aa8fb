using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Parley.Client.Post;

/// <summary>
/// Calls a post's API as its party. Answers are values: a refusal carries its status and sentence. Throws only when no answer came
/// (<see cref="HttpRequestException"/>, cancellation). Thread-safe; the <see cref="HttpClient"/> is the caller's own.
/// </summary>
/// <param name="http">With its base address set to the API's.</param>
/// <param name="apiKey">The key in the post's <c>api.key</c>: whoever holds it speaks for the party.</param>
public sealed partial class PostClient(HttpClient http, string apiKey)
{
    private static readonly PostWireJson Json = PostWireJson.Default;

    public Task<PostAnswer<StatusView>> StatusAsync(CancellationToken cancel = default) => GetAsync("/api/status", Json.StatusView, cancel);

    /// <summary>An officer takes an alarm: it stays until its cause is gone, but no longer calls; one that only tells of an event is gone once taken. Answers with the status.</summary>
    public Task<PostAnswer<StatusView>> TakeAlarmAsync(string id, string officer, CancellationToken cancel = default) =>
        PostAsync($"/api/alarms/{Escape(id)}/acknowledge", new OfficerRequest { Officer = officer }, Json.OfficerRequest, Json.StatusView, cancel);

    public Task<PostAnswer<IReadOnlyList<PartyView>>> PartiesAsync(CancellationToken cancel = default) =>
        GetAsync("/api/parties", Json.IReadOnlyListPartyView, cancel);

    /// <summary>Takes a party's changed keys, once the fingerprint was compared by voice.</summary>
    public Task<PostAnswer<IReadOnlyList<PartyView>>> AcceptPartyAsync(string name, AcceptPartyRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/parties/{Escape(name)}/accept", body, Json.AcceptPartyRequest, Json.IReadOnlyListPartyView, cancel);

    /// <summary>This post's own keys.</summary>
    public Task<PostAnswer<KeysView>> KeysAsync(CancellationToken cancel = default) => GetAsync("/api/keys", Json.KeysView, cancel);

    /// <summary>Makes others, which are in force once the exchange's operator has admitted them.</summary>
    public Task<PostAnswer<KeysView>> MakeKeysAsync(MakeKeysRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/keys/next", body, Json.MakeKeysRequest, Json.KeysView, cancel);

    public Task<PostAnswer<KeysView>> DropKeysAsync(DropKeysRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/keys/next/drop", body, Json.DropKeysRequest, Json.KeysView, cancel);

    public Task<PostAnswer<IReadOnlyList<AgreementView>>> AgreementsAsync(CancellationToken cancel = default) =>
        AllAsync("/api/agreements", Json.IReadOnlyListAgreementView, cancel);

    public Task<PostAnswer<AgreementView>> AgreementAsync(string id, CancellationToken cancel = default) =>
        GetAsync($"/api/agreements/{Escape(id)}", Json.AgreementView, cancel);

    /// <summary>Sends a draft to its parties.</summary>
    /// <param name="document">The agreement's document, as docs/formats.md describes it.</param>
    public Task<PostAnswer<DraftedView>> DraftAgreementAsync(JsonElement document, CancellationToken cancel = default) =>
        PostAsync("/api/agreements", document, Json.JsonElement, Json.DraftedView, cancel);

    /// <summary>Sends a draft that takes the place of an agreement once all have signed it.</summary>
    public Task<PostAnswer<DraftedView>> AmendAgreementAsync(string id, JsonElement document, CancellationToken cancel = default) =>
        PostAsync($"/api/agreements/{Escape(id)}/amend", document, Json.JsonElement, Json.DraftedView, cancel);

    public Task<PostAnswer<AgreementView>> SignAgreementAsync(string id, OfficerRequest? body = null, CancellationToken cancel = default) =>
        PostAsync($"/api/agreements/{Escape(id)}/sign", body ?? new OfficerRequest(), Json.OfficerRequest, Json.AgreementView, cancel);

    public Task<PostAnswer<AgreementView>> SuspendAgreementAsync(string id, SuspendRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/agreements/{Escape(id)}/suspend", body, Json.SuspendRequest, Json.AgreementView, cancel);

    public Task<PostAnswer<AgreementView>> ResumeAgreementAsync(string id, OfficerRequest? body = null, CancellationToken cancel = default) =>
        PostAsync($"/api/agreements/{Escape(id)}/resume", body ?? new OfficerRequest(), Json.OfficerRequest, Json.AgreementView, cancel);

    public Task<PostAnswer<AgreementView>> EndAgreementAsync(string id, ReasonRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/agreements/{Escape(id)}/end", body, Json.ReasonRequest, Json.AgreementView, cancel);

    public Task<PostAnswer<IReadOnlyList<ConflictView>>> ConflictsAsync(string? state = null, CancellationToken cancel = default) =>
        AllAsync($"/api/conflicts{Query(("state", state))}", Json.IReadOnlyListConflictView, cancel);

    public Task<PostAnswer<ConflictView>> ConflictAsync(string id, CancellationToken cancel = default) =>
        GetAsync($"/api/conflicts/{Escape(id)}", Json.ConflictView, cancel);

    /// <summary>What a change, with its kind as a proposal names it, would make of one of a conflict's intents. Nothing is proposed.</summary>
    public Task<PostAnswer<PreviewView>> PreviewAsync(string conflict, string kind, ChangeView change, CancellationToken cancel = default) => GetAsync(
        $"/api/conflicts/{Escape(conflict)}/preview{Query(("kind", kind), ("intent", change.Intent), ("shift_s", Number(change.ShiftS)), ("climb_m", Number(change.ClimbM)), ("bearing_deg", Number(change.BearingDeg)), ("distance_m", Number(change.DistanceM)), ("shrink_m", Number(change.ShrinkM)))}",
        Json.PreviewView, cancel);

    public Task<PostAnswer<IdView>> ProposeAsync(string conflict, ProposalRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/conflicts/{Escape(conflict)}/proposals", body, Json.ProposalRequest, Json.IdView, cancel);

    public Task<PostAnswer<IdView>> CounterAsync(string conflict, string proposal, ProposalRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/conflicts/{Escape(conflict)}/proposals/{Escape(proposal)}/counter", body, Json.ProposalRequest, Json.IdView, cancel);

    public Task<PostAnswer<ConflictView>> AcceptAsync(string conflict, string proposal, AnswerRequest? body = null, CancellationToken cancel = default) =>
        PostAsync($"/api/conflicts/{Escape(conflict)}/proposals/{Escape(proposal)}/accept", body ?? new AnswerRequest(), Json.AnswerRequest, Json.ConflictView, cancel);

    public Task<PostAnswer<ConflictView>> DeclineAsync(string conflict, string proposal, AnswerRequest? body = null, CancellationToken cancel = default) =>
        PostAsync($"/api/conflicts/{Escape(conflict)}/proposals/{Escape(proposal)}/decline", body ?? new AnswerRequest(), Json.AnswerRequest, Json.ConflictView, cancel);

    public Task<PostAnswer<ConflictView>> StandAsync(string conflict, StandRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/conflicts/{Escape(conflict)}/stand", body, Json.StandRequest, Json.ConflictView, cancel);

    private static string? Number(double? value) => value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static string Escape(string segment) => Uri.EscapeDataString(segment);

    private static string Query(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var query = new StringBuilder();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Escape(value));
            }
        }

        return query.ToString();
    }

    private Task<PostAnswer<T>> GetAsync<T>(string path, JsonTypeInfo<T> shape, CancellationToken cancel)
        where T : class => SendAsync<object, T>(HttpMethod.Get, path, null, null, shape, cancel);

    // All pages of a list, one after the other.
    private async Task<PostAnswer<IReadOnlyList<T>>> AllAsync<T>(string path, JsonTypeInfo<IReadOnlyList<T>> shape, CancellationToken cancel)
    {
        var answer = await GetAsync(path, shape, cancel);
        if (answer is not { Next: { } next, Value: { } first })
        {
            return answer;
        }

        var all = new List<T>(first);
        for (string? following = next; following is not null;)
        {
            var page = await GetAsync(following, shape, cancel);
            if (page.Value is not { } more)
            {
                return page;
            }

            all.AddRange(more);
            following = page.Next;
        }

        return answer with { Value = all, Next = null, Body = JsonSerializer.Serialize(all, shape) };
    }

    private static string? NextOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Link", out var links) && links.FirstOrDefault(static l => l.EndsWith("rel=\"next\"", StringComparison.Ordinal)) is { } link && link[0] == '<'
            ? link[1..link.IndexOf('>')]
            : null;

    private Task<PostAnswer<T>> PostAsync<TBody, T>(string path, TBody body, JsonTypeInfo<TBody> bodyShape, JsonTypeInfo<T> shape, CancellationToken cancel)
        where T : class => SendAsync(HttpMethod.Post, path, body, bodyShape, shape, cancel);

    private async Task<PostAnswer<T>> SendAsync<TBody, T>(
        HttpMethod method, string path, TBody? body, JsonTypeInfo<TBody>? bodyShape, JsonTypeInfo<T>? shape, CancellationToken cancel)
        where T : class
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        if (bodyShape is not null)
        {
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body!, bodyShape))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        using var response = await http.SendAsync(request, cancel);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancel);
        var text = Encoding.UTF8.GetString(bytes);
        if (response.IsSuccessStatusCode)
        {
            try
            {
                return new PostAnswer<T>(response.StatusCode, shape is null ? null : JsonSerializer.Deserialize(bytes, shape), null) { Body = text, Next = NextOf(response) };
            }
            catch (JsonException)
            {
                var strange = new ProblemDetails("about:blank", "Not a post", (int)response.StatusCode, $"What answers at {http.BaseAddress} is no post of this version.");
                return new PostAnswer<T>(response.StatusCode, null, strange) { Body = text };
            }
        }

        ProblemDetails? problem = null;
        try
        {
            problem = JsonSerializer.Deserialize(bytes, Json.ProblemDetails);
        }
        catch (JsonException)
        {
            // Something between us and the post answered in its own words; the status says what there is to say.
        }

        problem = problem is { Detail: not null }
            ? problem
            : new ProblemDetails("about:blank", response.ReasonPhrase ?? "", (int)response.StatusCode, $"The answer was {(int)response.StatusCode} {response.ReasonPhrase}.");
        return new PostAnswer<T>(response.StatusCode, null, problem) { Body = text };
    }
}
