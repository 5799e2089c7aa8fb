namespace Parley.Client.Post;

// How a person is told of what waits: one's own; the key's holder may look at anybody's, by name, and change nobody's.
public sealed partial class PostClient
{
    /// <param name="person">Name, id or e-mail address; null: oneself.</param>
    public Task<PostAnswer<TellingView>> TellingAsync(string? person = null, CancellationToken cancel = default) => GetAsync($"/api/telling{Query(("person", person))}", Json.TellingView, cancel);

    public Task<PostAnswer<TellingView>> ChangeTellingAsync(TellingPreferences body, CancellationToken cancel = default) =>
        SendAsync(HttpMethod.Put, "/api/telling", body, Json.TellingPreferences, Json.TellingView, cancel);

    public Task<PostAnswer<PushKeyView>> PushKeyAsync(CancellationToken cancel = default) => GetAsync("/api/telling/push", Json.PushKeyView, cancel);

    public Task<PostAnswer<TellingView>> AddPushAsync(PushRequest body, CancellationToken cancel = default) => PostAsync("/api/telling/push", body, Json.PushRequest, Json.TellingView, cancel);

    public Task<PostAnswer<TellingView>> RemovePushAsync(string id, CancellationToken cancel = default) =>
        SendAsync<object, TellingView>(HttpMethod.Delete, $"/api/telling/push/{Escape(id)}", null, null, Json.TellingView, cancel);

    /// <summary>The newest first; at most 200.</summary>
    public Task<PostAnswer<IReadOnlyList<DeliveryView>>> DeliveriesAsync(string? person = null, CancellationToken cancel = default) =>
        GetAsync($"/api/telling/deliveries{Query(("person", person))}", Json.IReadOnlyListDeliveryView, cancel);

    /// <summary>Sends oneself a test by each way, and answers with what came of each.</summary>
    public Task<PostAnswer<IReadOnlyList<DeliveryView>>> TryTellingAsync(CancellationToken cancel = default) =>
        SendAsync<object, IReadOnlyList<DeliveryView>>(HttpMethod.Post, "/api/telling/try", null, null, Json.IReadOnlyListDeliveryView, cancel);

    public Task<PostAnswer<EditionView>> EditionAsync(string? person = null, CancellationToken cancel = default) => GetAsync($"/api/telling/edition{Query(("person", person))}", Json.EditionView, cancel);
}
