namespace Parley.Client.Post;

// Comments under intents, conflicts and incidents.
public sealed partial class PostClient
{
    /// <summary>The newest first; what waits for the exchange stands before all.</summary>
    /// <param name="about"><c>intent</c>, <c>conflict</c> or <c>incident</c>.</param>
    /// <param name="limit">1 to 1000; 200 when left out.</param>
    /// <param name="after">The last one had.</param>
    public Task<PostAnswer<IReadOnlyList<CommentView>>> CommentsAsync(string about, string id, int? limit = null, string? after = null, CancellationToken cancel = default) => GetAsync(
        $"/api/comments{Query(("about", about), ("id", id), ("limit", limit?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("after", after))}", Json.IReadOnlyListCommentView, cancel);

    /// <summary>To whom a comment across may go; none when no other post knows of the thing.</summary>
    public Task<PostAnswer<IReadOnlyList<ReadersView>>> ReadersAsync(string about, string id, CancellationToken cancel = default) =>
        GetAsync($"/api/comments/readers{Query(("about", about), ("id", id))}", Json.IReadOnlyListReadersView, cancel);

    public Task<PostAnswer<CommentView>> CommentAsync(CommentRequest body, CancellationToken cancel = default) => PostAsync("/api/comments", body, Json.CommentRequest, Json.CommentView, cancel);
}
