using Parley.Core;

namespace Parley.Commands.PostWork;

/// <summary>Times as people give them: RFC 3339, or how long from now or ago. Thread-safe.</summary>
internal static class GivenTime
{
    /// <summary>A duration (<c>2h</c>) as the time so long from now; whatever else as it is, for the post to judge.</summary>
    public static string FromNow(string text, TimeProvider clock) =>
        Duration.Parse(text).Try(out var span, out _) ? Instant.From(clock.GetUtcNow() + span).ToString() : text;
}
