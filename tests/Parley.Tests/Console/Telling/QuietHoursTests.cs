using Parley.Client.Post;
using Parley.Console.Telling;
using Parley.Core;

namespace Parley.Tests.Console.Telling;

public sealed class QuietHoursTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static bool Quiet(string from, string to, string utc, TimeZoneInfo? zone = null) =>
        QuietHours.Hold(new TellingPreferences { QuietFrom = from, QuietTo = to }, zone ?? Paris, Instant.Parse(utc).Value);

    [Theory]
    [InlineData("2026-01-10T20:59:59Z", false)]
    [InlineData("2026-01-10T21:00:00Z", true)]
    [InlineData("2026-01-10T23:30:00Z", true)]
    [InlineData("2026-01-11T04:59:59Z", true)]
    [InlineData("2026-01-11T05:00:00Z", false)]
    public void Quiet_hours_over_midnight_begin_and_end_by_the_clock_on_the_wall(string utc, bool quiet) => Assert.Equal(quiet, Quiet("22:00", "06:00", utc));

    [Fact]
    public void Quiet_hours_within_a_day_hold_between_the_two_times()
    {
        Assert.True(Quiet("12:00", "14:00", "2026-01-10T11:30:00Z"));
        Assert.False(Quiet("12:00", "14:00", "2026-01-10T13:00:00Z"));
        Assert.False(Quiet("12:00", "14:00", "2026-01-10T23:00:00Z"));
    }

    [Fact]
    public void When_the_clock_goes_forward_or_back_quiet_hours_go_with_it()
    {
        // 29 March 2026: 02:00 becomes 03:00, so 06:00 is one hour of UTC earlier than the day before.
        Assert.True(Quiet("22:00", "06:00", "2026-03-28T04:30:00Z"));
        Assert.False(Quiet("22:00", "06:00", "2026-03-29T04:30:00Z"));

        // 25 October 2026: 03:00 becomes 02:00; both hours that are called 02:30 are quiet.
        Assert.True(Quiet("02:15", "02:45", "2026-10-25T00:30:00Z"));
        Assert.True(Quiet("02:15", "02:45", "2026-10-25T01:30:00Z"));
        Assert.False(Quiet("02:15", "02:45", "2026-10-25T01:50:00Z"));
    }

    [Fact]
    public void Without_both_times_no_hour_is_quiet_and_the_same_twice_is_the_whole_day()
    {
        Assert.False(QuietHours.Hold(new TellingPreferences(), Paris, Instant.Parse("2026-01-10T03:00:00Z").Value));
        Assert.True(Quiet("08:00", "08:00", "2026-01-10T03:00:00Z"));
        Assert.True(Quiet("08:00", "08:00", "2026-01-10T12:00:00Z"));
    }
}
