using System.Text.RegularExpressions;
using Parley.Client.Post;

namespace Parley.Console.Now;

/// <summary>Where one answers what waits, and how its sentence is shown. Thread-safe.</summary>
internal static partial class NeedLink
{
    /// <summary>The page's path; null where there is none to go to.</summary>
    public static string? Of(NeedView need) => need.Kind switch
    {
        "message" => $"/line?thread={need.Id}",
        "conflict" => $"/conflicts/{need.Id}",
        "notice" => $"/intents/{need.Id}",
        "inquiry" => $"/incidents/{need.Id}",
        "agreement" => $"/agreements/{need.Id}",
        "consent" when need.What == "Keys" => "/parties",
        "consent" => need.About is null ? null : need.What switch
        {
            "AcceptRisk" => $"/conflicts/{need.About}",
            "Suspend" => $"/agreements/{need.About}",
            "Release" => $"/incidents/{need.About}",
            _ => null,
        },
        "alarm" when need.What == "comment" => need.Id.Split(':') is [_, var under, var id, ..] ? $"/{under}s/{id}" : null,
        "alarm" => Alarm(need.What, need.About),
        _ => null,
    };

    /// <summary>Ids by their beginnings, as people say them.</summary>
    public static string Short(string text) => Uuid().Replace(text, static m => m.Value[..8]);

    private static string? Alarm(string? kind, string? about) => (kind, about) switch
    {
        ("watch-vacant", _) => "/watch",
        ("keys-changed", _) => "/parties",
        (_, null) => null,
        ("conflict" or "gives-way" or "proposal" or "stood" or "change-failed", _) => $"/conflicts/{about}",
        ("expired" or "reconfirm" or "outcome" or "not-passed-on" or "unseen" or "late-notice" or "vague-notice" or "wrong-place" or "under-way", _) => $"/intents/{about}",
        ("agreement-drafted" or "agreement-suspended" or "agreement-ended", _) => $"/agreements/{about}",
        ("incident" or "inquiry" or "inquiry-unanswered", _) => $"/incidents/{about}",
        ("message" or "stop" or "link-check" or "message-escalated" or "unacknowledged", _) => $"/line?thread={about}",
        ("muted" or "flood" or "link-check-missed", _) => $"/line?party={Uri.EscapeDataString(about)}",
        _ => null,
    };

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Uuid();
}
