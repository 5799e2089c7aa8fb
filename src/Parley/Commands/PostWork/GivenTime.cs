using System.CommandLine;
using Parley.Core;

namespace Parley.Commands.PostWork;

/// <summary>Times as people give them: RFC 3339, or how long from now or ago. Thread-safe.</summary>
internal static class GivenTime
{
    /// <summary>A duration (<c>2h</c>) as the time so long from now; whatever else as it is, for the post to judge.</summary>
    public static string FromNow(string text, TimeProvider clock) =>
        Duration.Parse(text).Try(out var span, out _) ? Instant.From(clock.GetUtcNow() + span).ToString() : text;

    /// <summary>A duration (<c>30d</c>) as the time so long ago; whatever else as it is, for the post to judge.</summary>
    public static string? Ago(string? text, TimeProvider clock) =>
        text is not null && Duration.Parse(text).Try(out var span, out _) ? Instant.From(clock.GetUtcNow() - span).ToString() : text;

    /// <summary><c>--from</c> and <c>--to</c> of what looks back.</summary>
    public static (Option<string?> From, Option<string?> To) Period() => (
        PostCommands.Text("--from", "TIME", "From when on: RFC 3339, or how long ago, like 30d. Default: the beginning"),
        PostCommands.Text("--to", "TIME", "Until when: RFC 3339, or how long ago. Default: now"));
}
