using Parley.Core.Geometry;

namespace Parley.Tests.Geometry;

public sealed class OutlineTests
{
    private static readonly OutlineLimits Limits = new(6, 2_500);

    public static TheoryData<string, double[]> Faults() => new()
    {
        { "at least 3 vertices but has 2", [0, 0, 0, 1] },
        { "at least 3 vertices but has 0", [] },
        { "at most 6 vertices but this one has 7", [0, 0, 0, .1, .1, .2, .2, .2, .3, .1, .2, 0, .1, -.1] },
        { "crosses or touches itself near 0.05", [0, 0, 0.1, 0.1, 0.1, 0, 0, 0.1] },
        { "crosses or touches itself", [0, 0, 0, 0.1, 0.1, 0.1, 0, 0.1] },
        { "is given twice in a row", [0, 0, 0, 0.1, 0, 0.1, 0.1, 0.1] },
        { "is given twice in a row", [0, 0, 0, 0.1, 0.1, 0.1, 0, 0] },
        { "has no area", [10, 180, 10, -180, 11, 179] },
        { "has no area", [0, 0, 0, 1, 0, 2] },
        { "has no area", [10, 0, 20, 0, 30, 0] },
        { "has no area", [90, 0, 90, 1, 90, 2, 89, 0] },
        { "km² is the most allowed", [0, 0, 0, 1, 1, 1, 1, 0] },
        { "reaches further than 80° of arc", [0, 0, 0, 120, 0, -120] },
        { "reaches further than 80° of arc", [0, 0, 1, 90, 0, 180, -1, 90] },
        { "[1].lat: latitude 91 is out of range", [0, 0, 91, 1, 1, 1] },
        { "[2].lng: longitude -181 is out of range", [0, 0, 1, 1, 1, -181] },
        { "[0].lat: latitude NaN is out of range", [double.NaN, 0, 1, 1, 1, 0] },
        { "[0].lng: longitude ", [0, double.PositiveInfinity, 1, 1, 1, 0] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_faulty_polygon_gets_one_clear_sentence(string expected, double[] numbers) =>
        Assert.Contains(expected, PolygonOutline.Create(Vertices(numbers), Limits).Problem!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "give a number of metres above 0")]
    [InlineData(-5, "give a number of metres above 0")]
    [InlineData(double.NaN, "give a number of metres above 0")]
    [InlineData(double.PositiveInfinity, "give a number of metres above 0")]
    [InlineData(30_000, "km² is the most allowed")]
    [InlineData(1e7, "reaches further than 80° of arc")]
    public void A_faulty_circle_gets_one_clear_sentence(double radius, string expected) =>
        Assert.Contains(expected, CircleOutline.Create(new(0, 0), radius, Limits).Problem!.Sentence, StringComparison.Ordinal);

    [Fact]
    public void Altitudes_and_times_in_the_wrong_order_and_unknown_units_are_refused()
    {
        Assert.Contains("is above the upper one", AltitudeBand.Create(new(2), new(1)).Problem!.Sentence, StringComparison.Ordinal);
        Assert.Equal("altitude_upper", AltitudeBand.Create(new(2), new(100_001)).Problem!.Path);
        Assert.Equal("altitude_lower", AltitudeBand.Create(new(double.NaN), new(1)).Problem!.Path);
        Assert.True(AltitudeBand.Create(AltitudeBand.Unbounded.Lower, new(1)).Ok);
        Assert.Contains("is before the start", TimeInterval.Create(new(2), new(1)).Problem!.Sentence, StringComparison.Ordinal);
        Assert.Contains("in the past", new TimeInterval(new(1), new(2)).OverAt(new(3))!.Sentence, StringComparison.Ordinal);
        Assert.Equal("units", Altitude.Create(1, "YD", "W84").Problem!.Path);
        Assert.Equal("reference", Altitude.Create(1, "M", "MSL").Problem!.Path);
        Assert.Equal("value", Altitude.Create(1e9, "M", "W84").Problem!.Path);
        Assert.Equal(304.8, Altitude.Create(1_000, "FT", "W84").Value.Metres, 9);
        Assert.Equal(304.8, Altitude.FromFeet(1_000).Metres, 9);
    }

    [Fact]
    public void A_closing_vertex_is_dropped_only_where_the_format_has_one()
    {
        var ring = Vertices([0, 0, 0, 0.1, 0.1, 0.1, 0, 0]);
        Assert.Equal(3, PolygonOutline.Create(ring, Limits, dropClosingVertex: true).Value.Vertices.Length);
        Assert.False(PolygonOutline.Create(ring, Limits).Ok);
    }

    [Theory]
    [InlineData(12_308.778, new double[] { 0, 0, 0, 1, 1, 1, 1, 0 })] // geographiclib PolygonArea with geodesic edges
    [InlineData(12_308.778, new double[] { 1, 0, 1, 1, 0, 1, 0, 0 })]
    [InlineData(12_308.778, new double[] { 0, 179.5, 0, -179.5, 1, -179.5, 1, 179.5 })]
    public void Area_is_the_ellipsoids_whatever_the_winding(double km2, double[] numbers) =>
        Assert.Equal(1, PolygonOutline.Create(Vertices(numbers), OutlineLimits.Default).Value.AreaKm2 / km2, 1e-3);

    [Fact]
    public void Equal_outlines_are_equal_values()
    {
        var (a, b) = (PolygonOutline.Create(Vertices([0, 0, 0, 1, 1, 1]), OutlineLimits.Default), PolygonOutline.Create(Vertices([0, 0, 0, 1, 1, 1]), OutlineLimits.Default));
        Assert.Equal(a.Value, b.Value);
        Assert.Equal(CircleOutline.Create(new(1, 2), 3, Limits).Value, CircleOutline.Create(new(1, 2), 3, Limits).Value);
    }

    private static List<LatLng> Vertices(double[] numbers) => [.. numbers.Chunk(2).Select(p => new LatLng(p[0], p[1]))];
}
