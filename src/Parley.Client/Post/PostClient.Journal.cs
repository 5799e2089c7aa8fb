using System.Globalization;

namespace Parley.Client.Post;

// The post's own journal.
public sealed partial class PostClient
{
    /// <summary>Entries of the journal, the newest first.</summary>
    /// <param name="before">Only entries before this position; the newest when null.</param>
    /// <param name="limit">At most so many: 1 to 500; 100 when null.</param>
    /// <param name="kind">Only such that do this, or whose letter says this.</param>
    /// <param name="party">Only such from or to this party.</param>
    /// <param name="about">Only such that are about this id or name.</param>
    public Task<PostAnswer<JournalPageView>> JournalAsync(
        long? before = null, int? limit = null, string? kind = null, string? party = null, string? about = null, CancellationToken cancel = default) =>
        GetAsync(
            $"/api/journal{Query(("before", before?.ToString(CultureInfo.InvariantCulture)), ("limit", limit?.ToString(CultureInfo.InvariantCulture)), ("kind", kind), ("party", party), ("about", about))}",
            Json.JournalPageView, cancel);

    /// <summary>One entry as it is stored.</summary>
    public Task<PostAnswer<JournalContentView>> JournalEntryAsync(long position, CancellationToken cancel = default) =>
        GetAsync($"/api/journal/{position.ToString(CultureInfo.InvariantCulture)}", Json.JournalContentView, cancel);
}
