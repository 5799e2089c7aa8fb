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

    /// <summary>Reads an RFC 3339 date-time with its offset, from year 1 to 9999; fractions beyond 100 ns are cut, a leap second is the second before.</summary>
    public static Checked<Instant> Parse(string? text) =>
        text is not null && TryRead(text, out var ticks)
            ? new Instant(ticks)
            : new Problem("", "is not an RFC 3339 time; write it like 2026-11-23T20:30:00Z");

    /// <summary><see cref="Parse"/> for text that is no string.</summary>
    internal static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        var read = TryRead(text, out var ticks);
        instant = new Instant(ticks);
        return read;
    }

    // By hand, as .NET's general parser takes forms that RFC 3339 does not have, and several times as long.
    private static bool TryRead(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.Length is < 20 or > 64 || !Number(text, 0, 4, out var year) || text[4] != '-' || !Number(text, 5, 2, out var month) || text[7] != '-' || !Number(text, 8, 2, out var day)
            || text[10] is not ('T' or 't' or ' ') || !Number(text, 11, 2, out var hour) || text[13] != ':' || !Number(text, 14, 2, out var minute)
            || text[16] != ':' || !Number(text, 17, 2, out var second)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var at = 19;
        long fraction = 0;
        if (text[at] == '.')
        {
            at++;
            var first = at;
            for (var unit = TimeSpan.TicksPerSecond / 10; at < text.Length && char.IsAsciiDigit(text[at]); at++, unit /= 10)
            {
                fraction += (text[at] - '0') * unit;
            }

            if (at == first)
            {
                return false;
            }
        }

        if (!Offset(text[at..], out var offset))
        {
            return false;
        }

        ticks = new DateTime(year, month, day, hour, minute, Math.Min(second, 59)).Ticks + (second == 60 ? TimeSpan.TicksPerSecond - 1 : fraction) - offset;
        return ticks >= Min.Ticks && ticks <= Max.Ticks;
    }

    private static bool Offset(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text is ['Z' or 'z'])
        {
            return true;
        }

        if (text is not ['+' or '-', _, _, ':', _, _] || !Number(text, 1, 2, out var hours) || !Number(text, 4, 2, out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        ticks = ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute)) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool Number(ReadOnlySpan<char> text, int at, int digits, out int value)
    {
        value = 0;
        for (var i = at; i < at + digits; i++)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                return false;
            }

            value = (value * 10) + (text[i] - '0');
        }

        return true;
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
    public override string ToString()
    {
        // The round-trip form is the one that .NET writes fast; it has all seven digits of the fraction.
        Span<char> text = stackalloc char[28];
        new DateTime(Ticks, DateTimeKind.Utc).TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        var end = 27;
        while (text[end - 1] == '0')
        {
            end--;
        }

        end -= text[end - 1] == '.' ? 1 : 0;
        text[end] = 'Z';
        return new string(text[..(end + 1)]);
    }
}
