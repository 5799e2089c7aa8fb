using Parley.Client.Post;

namespace Parley.Console.Telling;

/// <summary>The kinds of what a person can be told of, and which one a need is of.</summary>
internal static class Kinds
{
    public const string Flash = "flash";

    public static readonly IReadOnlyList<string> All =
        [Flash, "immediate", "priority", "routine", "link-check", "late-notice", "notice", "conflict", "inquiry", "agreement", "alarm", "consent"];

    public static string Of(NeedView need) => need switch
    {
        { Kind: "message", What: "FLASH" or "STOP" } => Flash,
        { Kind: "message", What: "IMMEDIATE" } => "immediate",
        { Kind: "message", What: "PRIORITY" } => "priority",
        { Kind: "message", What: "link-check" } => "link-check",
        { Kind: "message" } => "routine",
        { Kind: "notice", What: not null } => "late-notice",
        _ => need.Kind,
    };

    /// <summary>What quiet hours, filters and rests do not hold up, and what takes every way at once.</summary>
    public static bool Breaks(NeedView need) => Of(need) == Flash;
}

/// <summary>The ways by which a person can be told.</summary>
internal static class Ways
{
    public const string Console = "console";
    public const string Push = "push";
    public const string Mail = "e-mail";

    public static readonly IReadOnlyList<string> All = [Console, Push, Mail];
}
