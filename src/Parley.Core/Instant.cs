using System.Globalization;

namespace Parley.Core;

/// <summary>
/// A point in time on the UTC scale, in ticks of 100 ns since 0001-01-01T00:00:00Z. Immutable; any thread.
/// <see cref="Min"/> and <see cref="Max"/> stand for "no bound".
/// </summary>
public readonly record struct Instant(long Ticks) : IComparable<Instant>
{
    /// <summary>No lower bound.</summary>
    public static readonly Instant Min = new(0);

    /// <summary>No upper bound.</summary>
    public static readonly Instant Max = new(DateTime.MaxValue.Ticks);

    public static Instant From(DateTimeOffset time) => new(time.UtcTicks);

    /// <summary>Reads an RFC 3339 date-time with its offset; fractions beyond 100 ns are cut.</summary>
    public static Checked<Instant> Parse(string? text)
    {
        if (text is { Length: >= 20 and <= 64 } && text[10] is 'T' or 't' or ' '
            && (text![^1] is 'Z' or 'z' || text[^6] is '+' or '-'))
        {
            if (DateTimeOffset.TryParse(CutFraction(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
            {
                return From(parsed);
            }
        }

        return new Problem("", "is not an RFC 3339 time; write it like 2026-11-23T20:30:00Z");
    }

    // .NET reads at most seven digits of a fraction; RFC 3339 sets no limit and Go writes nine.
    private static string CutFraction(string text)
    {
        if (text.Length < 28 || text[19] != '.')
        {
            return text;
        }

        var end = 20;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end <= 27 ? text : string.Concat(text.AsSpan(0, 27), text.AsSpan(end));
    }

    public Instant Plus(TimeSpan span) => new(Math.Clamp(Ticks + span.Ticks, Min.Ticks, Max.Ticks));

    public TimeSpan Since(Instant earlier) => new(Ticks - earlier.Ticks);

    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    public static bool operator <(Instant a, Instant b) => a.Ticks < b.Ticks;

    public static bool operator >(Instant a, Instant b) => a.Ticks > b.Ticks;

    public static bool operator <=(Instant a, Instant b) => a.Ticks <= b.Ticks;

    public static bool operator >=(Instant a, Instant b) => a.Ticks >= b.Ticks;

    public DateTimeOffset ToDateTimeOffset() => new(Ticks, TimeSpan.Zero);

    /// <summary>RFC 3339 in UTC, with as many digits of a second as needed: <c>2026-11-23T20:30:00.5Z</c>.</summary>
    public override string ToString() => new DateTime(Ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
