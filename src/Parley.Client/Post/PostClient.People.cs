using System.Globalization;

namespace Parley.Client.Post;

// Who may sit at the console, and what they saw and did there.
public sealed partial class PostClient
{
    public Task<PostAnswer<IReadOnlyList<PersonView>>> PeopleAsync(CancellationToken cancel = default) => GetAsync("/api/people", Json.IReadOnlyListPersonView, cancel);

    public Task<PostAnswer<IReadOnlyList<InvitationView>>> InvitationsAsync(CancellationToken cancel = default) => GetAsync("/api/people/invitations", Json.IReadOnlyListInvitationView, cancel);

    /// <summary>Sends an e-mail with a link that opens an account.</summary>
    public Task<PostAnswer<InvitationView>> InviteAsync(InviteRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/people/invitations", body, Json.InviteRequest, Json.InvitationView, cancel);

    public Task<PostAnswer<IReadOnlyList<InvitationView>>> TakeBackInvitationAsync(string id, CancellationToken cancel = default) =>
        SendAsync<object, IReadOnlyList<InvitationView>>(HttpMethod.Delete, $"/api/people/invitations/{Escape(id)}", null, null, Json.IReadOnlyListInvitationView, cancel);

    /// <summary>Takes effect at once, in open windows too.</summary>
    public Task<PostAnswer<PersonView>> ChangeRoleAsync(string id, RoleRequest body, CancellationToken cancel = default) =>
        SendAsync(HttpMethod.Put, $"/api/people/{Escape(id)}", body, Json.RoleRequest, Json.PersonView, cancel);

    /// <summary>Ends all the person's sessions; the account can be opened again.</summary>
    public Task<PostAnswer<PersonView>> CloseAccountAsync(string id, CancellationToken cancel = default) =>
        PostAsync($"/api/people/{Escape(id)}/close", new OfficerRequest(), Json.OfficerRequest, Json.PersonView, cancel);

    public Task<PostAnswer<PersonView>> ReopenAccountAsync(string id, CancellationToken cancel = default) =>
        PostAsync($"/api/people/{Escape(id)}/reopen", new OfficerRequest(), Json.OfficerRequest, Json.PersonView, cancel);

    public Task<PostAnswer<IReadOnlyList<SessionView>>> SessionsAsync(string id, CancellationToken cancel = default) =>
        GetAsync($"/api/people/{Escape(id)}/sessions", Json.IReadOnlyListSessionView, cancel);

    /// <summary>Signs a person out everywhere.</summary>
    public Task<PostAnswer<IReadOnlyList<SessionView>>> EndSessionsAsync(string id, CancellationToken cancel = default) =>
        SendAsync<object, IReadOnlyList<SessionView>>(HttpMethod.Delete, $"/api/people/{Escape(id)}/sessions", null, null, Json.IReadOnlyListSessionView, cancel);

    /// <summary>Who saw and did what, the newest first.</summary>
    /// <param name="before">Only lines below this number; the newest when null.</param>
    /// <param name="limit">1 to 1000.</param>
    public Task<PostAnswer<IReadOnlyList<RecordLineView>>> ConsoleRecordAsync(long? before = null, int limit = 100, CancellationToken cancel = default) =>
        GetAsync(
            $"/api/record{Query(("before", before?.ToString(CultureInfo.InvariantCulture)), ("limit", limit.ToString(CultureInfo.InvariantCulture)))}", Json.IReadOnlyListRecordLineView, cancel);
}
