using Parley.Console.Parts;

namespace Parley.Tests.Console.Parts;

/// <summary>Times as officers type them.</summary>
public sealed class TimeTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 10, 36, 20, TimeSpan.Zero);
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("2026-11-28 08:15", "2026-11-28T08:15:00Z")]
    [InlineData("28.11.2026 08:15", "2026-11-28T08:15:00Z")]
    [InlineData("  2026-11-28   0815 ", "2026-11-28T08:15:00Z")]
    [InlineData("11:00", "2026-11-27T11:00:00Z")]
    [InlineData("1100", "2026-11-27T11:00:00Z")]
    [InlineData("1100z", "2026-11-27T11:00:00Z")]
    [InlineData("10:00", "2026-11-28T10:00:00Z")]
    [InlineData("+90", "2026-11-27T12:06:00Z")]
    [InlineData("281036Z NOV 26", "2026-11-28T10:36:00Z")]
    [InlineData("281036znov26", "2026-11-28T10:36:00Z")]
    [InlineData("2026-11-28t08:15:30z", "2026-11-28T08:15:30Z")]
    [InlineData("2026-11-28T08:15:30+02:00", "2026-11-28T06:15:30Z")]
    public void A_time_is_read_in_each_way_in_which_people_write_it(string text, string at)
    {
        var read = TimeText.Read(text, TimeZoneInfo.Utc, Now);
        Assert.Null(read.Fault);
        Assert.Equal(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), read.At);
    }

    [Theory]
    [InlineData("10:00", "2026-11-27T10:00:00Z")]
    [InlineData("10:36", "2026-11-27T10:36:00Z")]
    [InlineData("11:00", "2026-11-26T11:00:00Z")]
    [InlineData("2024-02-29 10:00", "2024-02-29T10:00:00Z")]
    [InlineData("271036Z OCT 26", "2026-10-27T10:36:00Z")]
    public void Of_what_lies_behind_an_hour_alone_is_the_last_one_and_a_day_may_be_long_ago(string text, string at) =>
        Assert.Equal(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), TimeText.Read(text, TimeZoneInfo.Utc, Now, past: true).At);

    [Fact]
    public void A_persons_own_clock_counts_in_their_field_unless_the_text_says_Z()
    {
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 11, 0, 0, TimeSpan.Zero), TimeText.Read("12:00", Paris, Now).At);
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero), TimeText.Read("12:00Z", Paris, Now).At);
        Assert.Equal("2026-11-27 12:00", TimeText.Write(TimeText.Read("12:00", Paris, Now).At, Paris));
    }

    [Theory]
    [InlineData("tomorrow", "time.unreadable")]
    [InlineData("25:00", "time.unreadable")]
    [InlineData("2026-02-30 10:00", "time.unreadable")]
    [InlineData("311036Z FEB 26", "time.unreadable")]
    [InlineData("0001-01-01 00:00", "time.absurd")]
    [InlineData("9999-12-31 23:59", "time.absurd")]
    [InlineData("2026-09-01 10:00", "time.absurd")]
    [InlineData("99999-01-01 00:00 and so on and so on and so on", "time.unreadable")]
    public void What_is_no_time_or_can_not_be_meant_says_why(string text, string fault) => Assert.Equal((null, fault), (TimeText.Read(text, TimeZoneInfo.Utc, Now).At, TimeText.Read(text, TimeZoneInfo.Utc, Now).Fault));

    [Fact]
    public void An_hour_that_the_clocks_skip_is_no_time_and_of_one_that_comes_twice_the_first_is_meant()
    {
        Assert.Equal("time.skipped", TimeText.Read("2027-03-28 02:30", Paris, Now).Fault);
        Assert.Equal(new DateTimeOffset(2027, 10, 31, 0, 30, 0, TimeSpan.Zero), TimeText.Read("2027-10-31 02:30", Paris, Now).At);
    }

    [Theory]
    [InlineData("90", 90)]
    [InlineData("1:30", 90)]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1:75", null)]
    [InlineData("99999999", null)]
    public void A_duration_is_minutes_or_hours_and_minutes(string text, int? minutes) => Assert.Equal(minutes, (int?)TimeText.Duration(text)?.TotalMinutes);
}
