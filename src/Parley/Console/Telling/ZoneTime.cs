using System.Globalization;
using Parley.Console.Texts;
using Parley.Core;

namespace Parley.Console.Telling;

/// <summary>Times as people here read them: UTC, and their own where that differs. Pure.</summary>
internal static class ZoneTime
{
    public static string Text(string rfc3339, TimeZoneInfo zone, Wording words) => Instant.Parse(rfc3339).Try(out var at, out _) ? Text(at, zone, words) : "–";

    /// <summary>Where lines run from the right, in an isolate that runs from the left (U+2066 … U+2069): its figures keep their order.</summary>
    public static string Text(Instant at, TimeZoneInfo zone, Wording words) => words.Direction == "rtl" ? $"\u2066{Plain(at, zone)}\u2069" : Plain(at, zone);

    private static string Plain(Instant at, TimeZoneInfo zone)
    {
        var utc = at.ToDateTimeOffset();
        var local = TimeZoneInfo.ConvertTime(utc, zone);
        return local.Offset == TimeSpan.Zero
            ? utc.ToString("dd.MM. HH:mm'Z'", CultureInfo.InvariantCulture)
            : $"{utc.ToString("dd.MM. HH:mm'Z'", CultureInfo.InvariantCulture)} ({local.ToString("HH:mm", CultureInfo.InvariantCulture)})";
    }
}
