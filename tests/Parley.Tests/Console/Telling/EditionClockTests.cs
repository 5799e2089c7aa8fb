using Parley.Console.Telling.Edition;
using Parley.Core;

namespace Parley.Tests.Console.Telling;

public sealed class EditionClockTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static Instant At(string utc) => Instant.Parse(utc).Value;

    [Fact]
    public void An_edition_goes_on_from_where_the_last_one_ended_and_tells_a_day_at_least_and_a_week_at_most()
    {
        static Instant At(string text) => Instant.Parse(text).Value;
        var (before, to) = (At("2026-11-26T07:00:00Z"), At("2026-11-27T07:00:00Z"));
        Assert.Equal(before, EditionClock.From(null, before, to));
        Assert.Equal(before, EditionClock.From("2026-11-26T07:00:00Z", before, to));
        Assert.Equal(before, EditionClock.From("2026-11-26T12:00:00Z", before, to));
        Assert.Equal(At("2026-11-25T07:00:00Z"), EditionClock.From("2026-11-25T07:00:00Z", before, to));
        Assert.Equal(before, EditionClock.From("2026-11-01T07:00:00Z", before, to));
    }

    [Fact]
    public void An_edition_is_due_from_its_hour_on_once_and_then_the_next_day()
    {
        Assert.Equal(new DateOnly(2026, 1, 9), EditionClock.Due(Paris, 7, "2026-01-08", At("2026-01-09T06:00:00Z")));
        Assert.Null(EditionClock.Due(Paris, 7, "2026-01-08", At("2026-01-09T05:59:59Z")));
        Assert.Null(EditionClock.Due(Paris, 7, "2026-01-09", At("2026-01-09T06:00:05Z")));
        Assert.Null(EditionClock.Due(Paris, 7, "2026-01-09", At("2026-01-10T05:59:59Z")));
        Assert.Equal(new DateOnly(2026, 1, 10), EditionClock.Due(Paris, 7, "2026-01-09", At("2026-01-10T06:00:00Z")));
    }

    [Fact]
    public void What_a_post_slept_through_is_sent_up_to_twelve_hours_late_and_not_later()
    {
        Assert.Equal(new DateOnly(2026, 1, 9), EditionClock.Due(Paris, 7, "2026-01-08", At("2026-01-09T18:00:00Z")));
        Assert.Null(EditionClock.Due(Paris, 7, "2026-01-08", At("2026-01-09T18:00:01Z")));
        Assert.Equal(new DateOnly(2026, 1, 9), EditionClock.Due(Paris, 20, "2026-01-08", At("2026-01-10T02:00:00Z")));
    }

    [Fact]
    public void Through_a_year_with_both_changes_of_the_clock_there_is_one_edition_a_day_at_every_hour()
    {
        for (var hour = 0; hour < 24; hour++)
        {
            var (sent, last) = (new List<(DateOnly Day, Instant At)>(), "2025-12-31");
            for (var now = At("2026-01-01T00:00:00Z"); now < At("2027-01-01T00:00:00Z"); now = now.Plus(TimeSpan.FromMinutes(30)))
            {
                if (EditionClock.Due(Paris, hour, last, now) is { } day)
                {
                    last = EditionClock.Text(day);
                    sent.Add((day, now));
                }
            }

            Assert.Equal(sent.Count, sent.Select(static s => s.Day).Distinct().Count());
            Assert.InRange(sent.Count, 365, 366);
            Assert.All(sent.Zip(sent.Skip(1)), static p => Assert.InRange(p.Second.At.Since(p.First.At).TotalHours, 23, 25));
        }
    }

    [Fact]
    public void An_hour_that_the_clock_skips_comes_when_it_goes_on_and_of_one_that_comes_twice_the_first_counts()
    {
        Assert.Equal(At("2026-03-29T01:00:00Z"), EditionClock.At(Paris, new DateOnly(2026, 3, 29), 2));
        Assert.Equal(At("2026-10-25T00:00:00Z"), EditionClock.At(Paris, new DateOnly(2026, 10, 25), 2));
        Assert.Null(EditionClock.Due(Paris, 2, "2026-10-25", At("2026-10-25T01:10:00Z")));
    }

    [Fact]
    public void Whoever_asks_for_it_or_changes_its_hour_gets_the_first_when_that_hour_next_comes()
    {
        var noon = At("2026-01-09T11:00:00Z");
        var last = EditionClock.Asked(Paris, 7, null, noon);
        Assert.Null(EditionClock.Due(Paris, 7, last, noon));
        Assert.Equal(new DateOnly(2026, 1, 10), EditionClock.Due(Paris, 7, last, At("2026-01-10T06:00:00Z")));
        Assert.Null(EditionClock.Due(Paris, 7, EditionClock.Asked(Paris, 7, "2026-01-08", noon), noon));
        Assert.Equal(new DateOnly(2026, 1, 9), EditionClock.Due(Paris, 20, EditionClock.Asked(Paris, 20, null, noon), At("2026-01-09T19:00:00Z")));
        Assert.Equal("2026-01-09", EditionClock.Asked(Paris, 20, "2026-01-09", noon));
    }
}
