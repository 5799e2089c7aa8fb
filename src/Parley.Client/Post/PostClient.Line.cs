namespace Parley.Client.Post;

// The line and the watch.
public sealed partial class PostClient
{
    /// <summary>How the line stands to each other party.</summary>
    public Task<PostAnswer<IReadOnlyList<LineView>>> LineAsync(CancellationToken cancel = default) => GetAsync("/api/line", Json.IReadOnlyListLineView, cancel);

    /// <param name="party">From or to this party only.</param>
    /// <param name="unacknowledged">Only what this post has still to acknowledge.</param>
    /// <param name="language">Of phrases: en, ru, he, ar, uk or fr.</param>
    /// <param name="limit">At most so many, the newest; all when null.</param>
    public Task<PostAnswer<IReadOnlyList<MessageView>>> MessagesAsync(
        string? party = null, string? thread = null, bool unacknowledged = false, string? language = null, int? limit = null, CancellationToken cancel = default)
    {
        var path = $"/api/line/messages{Query(("party", party), ("thread", thread), ("unacknowledged", unacknowledged ? "true" : null), ("language", language), ("limit", limit?.ToString(System.Globalization.CultureInfo.InvariantCulture)))}";
        return limit is null ? AllAsync(path, Json.IReadOnlyListMessageView, cancel) : GetAsync(path, Json.IReadOnlyListMessageView, cancel);
    }

    /// <summary>Own messages of the last day, the newest first, that somebody has still to acknowledge.</summary>
    /// <param name="precedence"><c>FLASH</c>: these and STOPs only.</param>
    public Task<PostAnswer<IReadOnlyList<MessageView>>> SilentMessagesAsync(string? precedence = null, string? language = null, CancellationToken cancel = default) =>
        GetAsync($"/api/line/messages{Query(("silent", "true"), ("precedence", precedence), ("language", language))}", Json.IReadOnlyListMessageView, cancel);

    /// <summary>Link checks from or to a party, the newest first.</summary>
    public Task<PostAnswer<IReadOnlyList<MessageView>>> ChecksAsync(string party, int limit = 20, CancellationToken cancel = default) =>
        GetAsync($"/api/line/messages{Query(("party", party), ("kind", "link-check"), ("limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture)))}", Json.IReadOnlyListMessageView, cancel);

    /// <summary>Threads: first those with something to acknowledge, the most urgent first; then the newest first.</summary>
    public Task<PostAnswer<IReadOnlyList<ThreadView>>> ThreadsAsync(string? party = null, string? language = null, CancellationToken cancel = default) =>
        GetAsync($"/api/line/threads{Query(("party", party), ("language", language))}", Json.IReadOnlyListThreadView, cancel);

    /// <summary>Every phrase of the phrasebook, its slots open.</summary>
    public Task<PostAnswer<IReadOnlyList<PhraseView>>> PhrasesAsync(string? language = null, CancellationToken cancel = default) =>
        GetAsync($"/api/phrases{Query(("language", language))}", Json.IReadOnlyListPhraseView, cancel);

    /// <summary>A phrase with these slots in each language, and what is wrong with them.</summary>
    public Task<PostAnswer<PhraseReadingView>> ReadPhraseAsync(string code, IReadOnlyDictionary<string, string> slots, CancellationToken cancel = default) =>
        GetAsync($"/api/phrases/{Escape(code)}{Query([.. slots.Select(static s => ($"slots.{s.Key}", (string?)s.Value))])}", Json.PhraseReadingView, cancel);

    public Task<PostAnswer<MessageView>> MessageAsync(string id, string? language = null, CancellationToken cancel = default) =>
        GetAsync($"/api/line/messages/{Escape(id)}{Query(("language", language))}", Json.MessageView, cancel);

    public Task<PostAnswer<MessageView>> SendMessageAsync(MessageRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/line/messages", body, Json.MessageRequest, Json.MessageView, cancel);

    /// <summary>To everyone on each other side at once, and to the mediators; one message for each other side.</summary>
    public Task<PostAnswer<IReadOnlyList<MessageView>>> StopAsync(StopRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/line/stop", body, Json.StopRequest, Json.IReadOnlyListMessageView, cancel);

    public Task<PostAnswer<MessageView>> ReadMessageAsync(string id, string officer, CancellationToken cancel = default) =>
        PostAsync($"/api/line/messages/{Escape(id)}/read", new OfficerRequest { Officer = officer }, Json.OfficerRequest, Json.MessageView, cancel);

    public Task<PostAnswer<MessageView>> AcknowledgeMessageAsync(string id, string officer, CancellationToken cancel = default) =>
        PostAsync($"/api/line/messages/{Escape(id)}/acknowledge", new OfficerRequest { Officer = officer }, Json.OfficerRequest, Json.MessageView, cancel);

    /// <summary>Tests the line now, beside the schedule.</summary>
    public Task<PostAnswer<IReadOnlyList<MessageView>>> CheckLineAsync(LinkCheckRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/line/checks", body, Json.LinkCheckRequest, Json.IReadOnlyListMessageView, cancel);

    /// <summary>Link checks that were missed, the newest first.</summary>
    public Task<PostAnswer<IReadOnlyList<MissView>>> MissedChecksAsync(string? party = null, CancellationToken cancel = default) =>
        GetAsync($"/api/line/checks/missed{Query(("party", party))}", Json.IReadOnlyListMissView, cancel);

    public Task<PostAnswer<IReadOnlyList<LineView>>> MuteAsync(MuteRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/line/mute", body, Json.MuteRequest, Json.IReadOnlyListLineView, cancel);

    public Task<PostAnswer<WatchView>> WatchAsync(CancellationToken cancel = default) => GetAsync("/api/watch", Json.WatchView, cancel);

    /// <summary>An officer goes on watch; with <see cref="WatchRequest.From"/>, in the place of one who hands over.</summary>
    public Task<PostAnswer<WatchView>> TakeWatchAsync(WatchRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/watch/take", body, Json.WatchRequest, Json.WatchView, cancel);

    public Task<PostAnswer<WatchView>> LeaveWatchAsync(WatchRequest body, CancellationToken cancel = default) =>
        PostAsync("/api/watch/leave", body, Json.WatchRequest, Json.WatchView, cancel);
}
