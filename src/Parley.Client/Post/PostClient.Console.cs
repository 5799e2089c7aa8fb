using System.Text.Json;

namespace Parley.Client.Post;

// What the console asks beside what everyone does: what waits for an answer, and what waits for a second officer.
public sealed partial class PostClient
{
    /// <summary>What waits for an answer, the most urgent first; at most 200.</summary>
    public Task<PostAnswer<IReadOnlyList<NeedView>>> NeedsAsync(CancellationToken cancel = default) => GetAsync("/api/needs", Json.IReadOnlyListNeedView, cancel);

    /// <summary>What waits for a second officer. Consent is a person's: the key's holder can only see it.</summary>
    public Task<PostAnswer<IReadOnlyList<ConsentView>>> ConsentsAsync(CancellationToken cancel = default) => GetAsync("/api/consents", Json.IReadOnlyListConsentView, cancel);

    /// <summary>Answers with what the call answers that was consented to.</summary>
    public Task<PostAnswer<JsonDocument>> GiveConsentAsync(string id, CancellationToken cancel = default) =>
        PostAsync($"/api/consents/{Escape(id)}/give", new OfficerRequest(), Json.OfficerRequest, Json.JsonDocument, cancel);

    public Task<PostAnswer<IReadOnlyList<ConsentView>>> RefuseConsentAsync(string id, CancellationToken cancel = default) =>
        PostAsync($"/api/consents/{Escape(id)}/refuse", new OfficerRequest(), Json.OfficerRequest, Json.IReadOnlyListConsentView, cancel);
}
