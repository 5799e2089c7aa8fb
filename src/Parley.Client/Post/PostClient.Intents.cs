namespace Parley.Client.Post;

// Own intents and protected sites: file, change, withdraw. Foreign ones: see, acknowledge, pass on.
public sealed partial class PostClient
{
    public Task<PostAnswer<IntentView>> FileIntentAsync(IntentRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/intents", body, Json.IntentRequest, Json.IntentView, cancel);

    /// <summary>What filing it would bring. Nothing is filed and nobody is told.</summary>
    public Task<PostAnswer<IntentView>> CheckIntentAsync(IntentRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/intents/check", body, Json.IntentRequest, Json.IntentView, cancel);

    /// <param name="from">RFC 3339: those that end before are left out.</param>
    /// <param name="to">RFC 3339: those that start after are left out.</param>
    /// <param name="mine">Own ones, or foreign ones; both when null.</param>
    public Task<PostAnswer<IReadOnlyList<IntentView>>> IntentsAsync(string? from = null, string? to = null, bool? mine = null, CancellationToken cancel = default) =>
        AllAsync(
            $"/api/intents{Query(("from", from), ("to", to), ("mine", mine switch { true => "true", false => "false", null => null }))}", Json.IReadOnlyListIntentView, cancel);

    public Task<PostAnswer<IntentView>> IntentAsync(string id, CancellationToken cancel = default) => GetAsync($"/api/intents/{Escape(id)}", Json.IntentView, cancel);

    /// <summary>Changes an own intent; what the body leaves out stays as it is.</summary>
    public Task<PostAnswer<IntentView>> ChangeIntentAsync(string id, IntentRequest body, CancellationToken cancel = default) =>
        SendAsync(HttpMethod.Put, $"/api/intents/{Escape(id)}", body, Json.IntentRequest, Json.IntentView, cancel);

    public Task<PostAnswer<IntentView>> WithdrawIntentAsync(string id, OutcomeRequest? body = null, CancellationToken cancel = default) =>
        SendAsync(HttpMethod.Delete, $"/api/intents/{Escape(id)}", body ?? new OutcomeRequest(), Json.OutcomeRequest, Json.IntentView, cancel);

    /// <summary>The same as withdrawing, for clients that send no body with DELETE.</summary>
    public Task<PostAnswer<IntentView>> EndIntentAsync(string id, OutcomeRequest? body = null, CancellationToken cancel = default) =>
        PostAsync($"/api/intents/{Escape(id)}/outcome", body ?? new OutcomeRequest(), Json.OutcomeRequest, Json.IntentView, cancel);

    /// <summary>A foreign intent was seen, by a named officer.</summary>
    /// <param name="version">The version that was read; null: the newest.</param>
    public Task<PostAnswer<IntentView>> AcknowledgeIntentAsync(string id, string officer, int? version = null, CancellationToken cancel = default) =>
        PostAsync($"/api/intents/{Escape(id)}/acknowledge", new SeenRequest { Officer = officer, Version = version }, Json.SeenRequest, Json.IntentView, cancel);

    /// <summary>The coordinates of an own intent are right, although they are far from the place it names.</summary>
    public Task<PostAnswer<IntentView>> ConfirmPlaceAsync(string id, string officer, CancellationToken cancel = default) => OfficerAsync(id, "confirm-place", officer, cancel);

    /// <summary>An own protected site or standing intent is renewed.</summary>
    public Task<PostAnswer<IntentView>> ReconfirmIntentAsync(string id, string officer, CancellationToken cancel = default) => OfficerAsync(id, "reconfirm", officer, cancel);

    /// <summary>Who of one's own must know of a foreign intent; replaces the list, and keeps the marks of those who stay.</summary>
    public Task<PostAnswer<IntentView>> PutRecipientsAsync(string id, RecipientsRequest body, CancellationToken cancel = default) =>
        SendAsync(HttpMethod.Put, $"/api/intents/{Escape(id)}/recipients", body, Json.RecipientsRequest, Json.IntentView, cancel);

    public Task<PostAnswer<IntentView>> RecipientToldAsync(string id, string name, string officer, CancellationToken cancel = default) =>
        OfficerAsync(id, $"recipients/{Escape(name)}/told", officer, cancel);

    public Task<PostAnswer<IntentView>> RecipientConfirmedAsync(string id, string name, string officer, CancellationToken cancel = default) =>
        OfficerAsync(id, $"recipients/{Escape(name)}/confirmed", officer, cancel);

    private Task<PostAnswer<IntentView>> OfficerAsync(string id, string does, string officer, CancellationToken cancel) =>
        PostAsync($"/api/intents/{Escape(id)}/{does}", new OfficerRequest { Officer = officer }, Json.OfficerRequest, Json.IntentView, cancel);
}
