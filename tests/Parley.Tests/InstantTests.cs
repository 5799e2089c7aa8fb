using CsCheck;
using Parley.Core;

namespace Parley.Tests;

public sealed class InstantTests
{
    private static readonly Gen<Instant> Instants = Gen.Long[Instant.Min.Ticks + TimeSpan.TicksPerDay, Instant.Max.Ticks - TimeSpan.TicksPerDay].Select(t => new Instant(t));

    [Fact]
    public void What_is_written_is_read_back_to_the_tick() =>
        Instants.Sample(instant => Assert.Equal(instant, Instant.Parse(instant.ToString()).Value));

    [Fact]
    public void An_offset_is_read_as_the_framework_reads_it() =>
        Gen.Select(Instants, Gen.Int[-839, 839]).Sample((instant, minutes) =>
        {
            var text = instant.ToDateTimeOffset().ToOffset(TimeSpan.FromMinutes(minutes)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz");
            Assert.Equal(instant, Instant.Parse(text).Value);
        });

    [Theory]
    [InlineData("2026-11-23T20:30:00Z", "2026-11-23T20:30:00Z")]
    [InlineData("2026-11-23t20:30:00.5z", "2026-11-23T20:30:00.5Z")]
    [InlineData("2026-11-23 20:30:00+02:00", "2026-11-23T18:30:00Z")]
    [InlineData("2026-11-23T20:30:00.123456789Z", "2026-11-23T20:30:00.1234567Z")]
    [InlineData("2028-02-29T00:00:00-00:00", "2028-02-29T00:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999999Z")]
    public void RFC_3339_times_are_read(string text, string expected) => Assert.Equal(expected, Instant.Parse(text).Value.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23T20:30:00")]
    [InlineData("2026-11-23T20:30:00.Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T20:61:00Z")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("2026-11-23T20:30:00+24:00")]
    [InlineData("2026-11-23T20:30:00Z ")]
    [InlineData("２０２６-11-23T20:30:00Z")]
    [InlineData("23 November 2026, 20:30 Z")]
    public void Anything_else_is_refused_with_one_sentence(string? text) =>
        Assert.Contains("is not an RFC 3339 time", Instant.Parse(text).Problem!.Sentence, StringComparison.Ordinal);
}
