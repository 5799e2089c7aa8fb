using System.Text.Json;

namespace Parley.Client.Post;

// Incidents and inquiries.
public sealed partial class PostClient
{
    public Task<PostAnswer<IReadOnlyList<IncidentView>>> IncidentsAsync(CancellationToken cancel = default) => AllAsync("/api/incidents", Json.IReadOnlyListIncidentView, cancel);

    public Task<PostAnswer<IncidentView>> IncidentAsync(string id, CancellationToken cancel = default) => GetAsync($"/api/incidents/{Escape(id)}", Json.IncidentView, cancel);

    public Task<PostAnswer<IncidentView>> OpenIncidentAsync(IncidentRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/incidents", body, Json.IncidentRequest, Json.IncidentView, cancel);

    public Task<PostAnswer<IncidentView>> AskAsync(string incident, InquiryRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/incidents/{Escape(incident)}/inquiries", body, Json.InquiryRequest, Json.IncidentView, cancel);

    public Task<PostAnswer<IncidentView>> AnswerInquiryAsync(string incident, string inquiry, InquiryAnswerRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/incidents/{Escape(incident)}/inquiries/{Escape(inquiry)}/answer", body, Json.InquiryAnswerRequest, Json.IncidentView, cancel);

    public Task<PostAnswer<IncidentView>> CloseIncidentAsync(string id, ReasonRequest body, CancellationToken cancel = default) =>
        PostAsync($"/api/incidents/{Escape(id)}/close", body, Json.ReasonRequest, Json.IncidentView, cancel);

    /// <summary>The whole timeline with all that was frozen, as JSON; with <c>?format=html</c> the same as one page, in <see cref="PostAnswer{T}.Body"/>.</summary>
    public Task<PostAnswer<JsonDocument>> ExportIncidentAsync(string id, CancellationToken cancel = default) =>
        GetAsync($"/api/incidents/{Escape(id)}/export", Json.JsonDocument, cancel);

    /// <summary>The same as one self-contained HTML page.</summary>
    public async Task<PostAnswer<string>> ExportIncidentPageAsync(string id, CancellationToken cancel = default)
    {
        var answer = await SendAsync<object, object>(HttpMethod.Get, $"/api/incidents/{Escape(id)}/export?format=html", null, null, null, cancel);
        return new PostAnswer<string>(answer.Status, answer.Problem is null ? answer.Body : null, answer.Problem) { Body = answer.Body };
    }
}
