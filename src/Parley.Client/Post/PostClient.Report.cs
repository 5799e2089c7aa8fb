namespace Parley.Client.Post;

// How tight the mechanism was. Both read the whole journal, which takes seconds for a year's.
public sealed partial class PostClient
{
    /// <param name="from">RFC 3339; from the beginning when null.</param>
    /// <param name="to">RFC 3339; until now when null.</param>
    public Task<PostAnswer<ReportView>> ReportAsync(string? from = null, string? to = null, CancellationToken cancel = default) =>
        GetAsync($"/api/report{Query(("from", from), ("to", to))}", Json.ReportView, cancel);

    /// <summary>What would have been under other terms of an agreement. Nothing is changed.</summary>
    public Task<PostAnswer<TightenView>> TightenAsync(TightenRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/tighten", body, Json.TightenRequest, Json.TightenView, cancel);
}
