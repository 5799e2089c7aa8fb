using System.Globalization;
using Parley.Core;

namespace Parley.Console.Telling.Edition;

/// <summary>When a daily edition is due: once a day at an hour on the person's clock, whatever that clock does in spring and autumn. Pure.</summary>
internal static class EditionClock
{
    /// <summary>One that could not be sent in time is sent so much later at most; after that the next one says it.</summary>
    public static readonly TimeSpan MostLate = TimeSpan.FromHours(12);

    /// <summary>The newest day whose hour has come.</summary>
    public static DateOnly Day(TimeZoneInfo zone, int hour, Instant now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), zone).DateTime);
        return At(zone, today, hour) <= now ? today : today.AddDays(-1);
    }

    /// <summary>That hour of that day. An hour that the clock skips comes when the clock goes on; of one that comes twice, the first counts.</summary>
    public static Instant At(TimeZoneInfo zone, DateOnly day, int hour)
    {
        var wall = day.ToDateTime(new TimeOnly(hour, 0));
        while (zone.IsInvalidTime(wall))
        {
            wall = wall.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Max() : zone.GetUtcOffset(wall);
        return Instant.From(new DateTimeOffset(wall, offset));
    }

    /// <summary>The day whose edition is to be sent now; null when none is.</summary>
    /// <param name="last">The day of the last one, as <see cref="Text"/> writes it; null: there was none yet.</param>
    public static DateOnly? Due(TimeZoneInfo zone, int hour, string? last, Instant now)
    {
        var day = Day(zone, hour, now);
        return string.CompareOrdinal(last ?? "", Text(day)) < 0 && now.Since(At(zone, day, hour)) <= MostLate ? day : null;
    }

    /// <summary>
    /// From when on an edition tells: a day before its end, or from where the last one ended when that was longer ago (a day was skipped, its hour or the
    /// person's zone changed). Whoever got none for more than a week begins anew with a day.
    /// </summary>
    public static Instant From(string? lastTo, Instant dayBefore, Instant to) =>
        lastTo is not null && Instant.Parse(lastTo).Try(out var ended, out _) && ended < dayBefore && to.Since(ended) <= TimeSpan.FromDays(7) ? ended : dayBefore;

    /// <summary>The day to be put down as done when somebody asks for the edition, or changes its hour: the first comes when that hour next comes.</summary>
    public static string Asked(TimeZoneInfo zone, int hour, string? last, Instant now) =>
        Text(Day(zone, hour, now)) is var day && string.CompareOrdinal(last ?? "", day) >= 0 ? last! : day;

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
