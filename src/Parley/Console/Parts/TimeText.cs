using System.Globalization;
using System.Text.RegularExpressions;

namespace Parley.Console.Parts;

/// <summary>A time as an officer types it. Thread-safe.</summary>
/// <param name="At">In UTC; null when nothing was typed or it could not be read.</param>
/// <param name="Fault">The key of the sentence that says why it could not be read.</param>
internal readonly partial record struct TimeText(DateTimeOffset? At, string? Fault)
{
    /// <summary>Nobody declares what lies further ahead than this.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromDays(3660);

    /// <summary>What began longer ago than this is no intent; of what lies behind by its nature as long as <see cref="MostAhead"/>.</summary>
    public static readonly TimeSpan MostBehind = TimeSpan.FromDays(31);

    private static readonly string[] Days = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HHmm", "yyyy-MM-dd HH:mm:ss", "dd.MM.yyyy HH:mm", "d.M.yyyy HH:mm", "dd.MM.yyyy HHmm"];

    /// <summary>
    /// Reads <c>2026-11-27 10:36</c>, <c>27.11.2026 10:36</c>, <c>10:36</c> or <c>1036</c> (the next one), <c>+30</c> (minutes from now), a date-time
    /// group as <c>271036Z NOV 26</c> and RFC 3339.
    /// </summary>
    /// <param name="zone">Whose clock it is, where the text does not say.</param>
    /// <param name="past">What is asked for lies behind: <c>10:36</c> is the last one, and it may be long ago.</param>
    public static TimeText Read(string? text, TimeZoneInfo zone, DateTimeOffset now, bool past = false)
    {
        text = Blanks().Replace(text?.Trim() ?? "", " ").ToUpperInvariant();
        text = BetweenDayAndTime().Replace(text, " ");
        if (text.Length == 0)
        {
            return default;
        }

        if (text.Length > 40)
        {
            return new TimeText(null, "time.unreadable");
        }

        if (Ahead().Match(text) is { Success: true } ahead)
        {
            return Checked(Minute(now).AddMinutes(int.Parse(ahead.Groups["minutes"].Value, CultureInfo.InvariantCulture)), now, past);
        }

        if (Group().Match(text) is { Success: true } group)
        {
            var day = $"{group.Groups["day"].Value} {group.Groups["month"].Value} 20{group.Groups["year"].Value} {group.Groups["time"].Value}";
            return DateTime.TryParseExact(day, "dd MMM yyyy HHmm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var zulu)
                ? Checked(new DateTimeOffset(zulu, TimeSpan.Zero), now, past)
                : new TimeText(null, "time.unreadable");
        }

        if (Core.Instant.Parse(text.Replace(' ', 'T')).Try(out var instant, out _))
        {
            return Checked(instant.ToDateTimeOffset(), now, past);
        }

        var zulus = text.EndsWith('Z');
        var clock = zulus ? TimeZoneInfo.Utc : zone;
        text = zulus ? text[..^1].TrimEnd() : text;
        if (Clock().Match(text) is { Success: true } time)
        {
            var (hours, minutes) = (int.Parse(time.Groups["hours"].Value, CultureInfo.InvariantCulture), int.Parse(time.Groups["minutes"].Value, CultureInfo.InvariantCulture));
            if (hours > 23 || minutes > 59)
            {
                return new TimeText(null, "time.unreadable");
            }

            var today = TimeZoneInfo.ConvertTime(now, clock).Date.Add(new TimeSpan(hours, minutes, 0));
            var read = In(today, clock, now, past);
            return read.At is not { } at ? read
                : past && at > now.AddMinutes(1) ? In(today.AddDays(-1), clock, now, past)
                : !past && at < now.AddMinutes(-1) ? In(today.AddDays(1), clock, now, past)
                : read;
        }

        return DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day1) ? In(day1, clock, now, past) : new TimeText(null, "time.unreadable");
    }

    /// <summary>As it is shown in the field: <c>2026-11-27 10:36</c>.</summary>
    public static string Write(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } given ? TimeZoneInfo.ConvertTime(given, zone).ToString(given.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>Minutes, or hours and minutes: <c>90</c>, <c>1:30</c>. Null when it is neither, or no length of time.</summary>
    public static TimeSpan? Duration(string? text)
    {
        if (Length().Match(text?.Trim() ?? "") is not { Success: true } read)
        {
            return null;
        }

        var first = int.Parse(read.Groups["first"].Value, CultureInfo.InvariantCulture);
        var span = read.Groups["minutes"].Success ? new TimeSpan(first, int.Parse(read.Groups["minutes"].Value, CultureInfo.InvariantCulture), 0) : TimeSpan.FromMinutes(first);
        return span > TimeSpan.Zero && span <= MostAhead ? span : null;
    }

    private static TimeText In(DateTime clock, TimeZoneInfo zone, DateTimeOffset now, bool past)
    {
        // An hour that the clocks skip is no time; of one that comes twice it is the first.
        if (zone.IsInvalidTime(clock))
        {
            return new TimeText(null, "time.skipped");
        }

        var offset = zone.IsAmbiguousTime(clock) ? zone.GetAmbiguousTimeOffsets(clock).Max() : zone.GetUtcOffset(clock);
        var ticks = clock.Ticks - offset.Ticks;
        return ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks ? new TimeText(null, "time.absurd") : Checked(new DateTimeOffset(ticks, TimeSpan.Zero), now, past);
    }

    private static TimeText Checked(DateTimeOffset at, DateTimeOffset now, bool past) =>
        at - now > MostAhead || now - at > (past ? MostAhead : MostBehind) ? new TimeText(null, "time.absurd") : new TimeText(at.ToUniversalTime(), null);

    private static DateTimeOffset Minute(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();

    // Of RFC 3339; the T of OCT is another.
    [GeneratedRegex(@"(?<=\d)T(?=\d)", RegexOptions.None, 1000)]
    private static partial Regex BetweenDayAndTime();

    [GeneratedRegex(@"^\+\s?(?<minutes>\d{1,5})$", RegexOptions.None, 1000)]
    private static partial Regex Ahead();

    [GeneratedRegex(@"^(?<day>\d{2})(?<time>\d{4})Z ?(?<month>[A-Z]{3}) ?(?<year>\d{2})$", RegexOptions.None, 1000)]
    private static partial Regex Group();

    [GeneratedRegex(@"^(?<hours>\d{1,2}):?(?<minutes>\d{2})$", RegexOptions.None, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^(?<first>\d{1,5})(?::(?<minutes>[0-5]\d))?$", RegexOptions.None, 1000)]
    private static partial Regex Length();
}
