using System.Text.Json.Nodes;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Geometry;

namespace Parley.Tests.F3548;

/// <summary>What is wrong with a volume is said in one sentence that names the field as its writer knows it.</summary>
public sealed class VolumeReaderTests
{
    private const string Box = """{"vertices": [{"lat": 0, "lng": 0}, {"lat": 0, "lng": 1}, {"lat": 1, "lng": 1}, {"lat": 1, "lng": 0}]}""";
    private const string Bow = """{"vertices": [{"lat": 0, "lng": 0}, {"lat": 0.1, "lng": 0.1}, {"lat": 0.1, "lng": 0}, {"lat": 0, "lng": 0.1}]}""";

    [Theory]
    [InlineData("extents", null, "extents: is missing; give at least one volume")]
    [InlineData("extents", "[]", "extents: is missing")]
    [InlineData("extents[0]", "null", "extents[0].volume: is missing; give an outline_circle or an outline_polygon")]
    [InlineData("extents[0].volume", null, "extents[0].volume: is missing")]
    [InlineData("extents[0].volume.outline_polygon", null, "extents[0].volume.outline_polygon: is missing, and outline_circle too")]
    [InlineData("extents[0].volume.outline_circle", "{}", "extents[0].volume.outline_polygon: stands beside an outline_circle")]
    [InlineData("extents[0].volume.outline_polygon.vertices", null, "extents[0].volume.outline_polygon.vertices: is missing; give at least three")]
    [InlineData("extents[0].volume.outline_polygon.vertices", "[]", "extents[0].volume.outline_polygon: a polygon needs at least 3 vertices")]
    [InlineData("extents[0].volume.outline_polygon.vertices[2]", null, "extents[0].volume.outline_polygon: a polygon needs at least 3 vertices but has 2")]
    [InlineData("extents[0].volume.outline_polygon.vertices[1]", "null", "extents[0].volume.outline_polygon.vertices[1]: is missing; give lat and lng")]
    [InlineData("extents[0].volume.outline_polygon.vertices[1].lat", null, "extents[0].volume.outline_polygon.vertices[1].lat: is missing")]
    [InlineData("extents[0].volume.outline_polygon.vertices[1].lng", "null", "extents[0].volume.outline_polygon.vertices[1].lng: is missing")]
    [InlineData("extents[0].volume.outline_polygon.vertices[1].lat", "90.1", "extents[0].volume.outline_polygon.vertices[1].lat: latitude 90.1 is out of range")]
    [InlineData("extents[0].volume.outline_polygon.vertices[1].lng", "-180.1", "extents[0].volume.outline_polygon.vertices[1].lng: longitude -180.1 is out of range")]
    [InlineData("extents[0].volume.outline_polygon", Bow, "extents[0].volume.outline_polygon: ")]
    [InlineData("extents[0].volume.outline_polygon", Box, "extents[0].volume.outline_polygon: the outline covers 12309 km² but 2500 km² is the most allowed")]
    [InlineData("extents[0].volume.altitude_lower", null, "extents[0].volume.altitude_lower: is missing; give it in M above W84")]
    [InlineData("extents[0].volume.altitude_upper", "null", "extents[0].volume.altitude_upper: is missing")]
    [InlineData("extents[0].volume.altitude_lower.value", null, "extents[0].volume.altitude_lower.value: is missing")]
    [InlineData("extents[0].volume.altitude_lower.value", "-8000.5", "extents[0].volume.altitude_lower.value: -8000.5 m lies outside")]
    [InlineData("extents[0].volume.altitude_upper.value", "100001", "extents[0].volume.altitude_upper.value: 100001 m lies outside")]
    [InlineData("extents[0].volume.altitude_upper.units", "\"FT\"", "extents[0].volume.altitude_upper.units: 'FT' is not a unit")]
    [InlineData("extents[0].volume.altitude_upper.units", null, "extents[0].volume.altitude_upper.units: (absent) is not a unit")]
    [InlineData("extents[0].volume.altitude_upper.reference", "\"AMSL\"", "extents[0].volume.altitude_upper.reference: 'AMSL' is not a datum")]
    [InlineData("extents[0].volume.altitude_lower.value", "400", "extents[0].volume: altitude_lower 400 m lies above altitude_upper 300.5 m")]
    [InlineData("extents[0].time_start", null, "extents[0].time_start: is missing; say when the volume begins")]
    [InlineData("extents[0].time_end", "null", "extents[0].time_end: is missing; say when the volume ends")]
    [InlineData("extents[0].time_start.value", null, "extents[0].time_start.value: is not an RFC 3339 time")]
    [InlineData("extents[0].time_start.value", "\"2026-11-23\"", "extents[0].time_start.value: is not an RFC 3339 time")]
    [InlineData("extents[0].time_start.value", "\"2026-11-23T12:00:00\"", "extents[0].time_start.value: is not an RFC 3339 time")]
    [InlineData("extents[0].time_start.value", "\"2026-13-23T12:00:00Z\"", "extents[0].time_start.value: is not an RFC 3339 time")]
    [InlineData("extents[0].time_end.format", "\"ISO8601\"", "extents[0].time_end.format: 'ISO8601' is not a format")]
    [InlineData("extents[0].time_end.value", "\"2026-11-23T11:59:59Z\"", "extents[0].time_end: 2026-11-23T11:59:59Z lies before time_start 2026-11-23T12:00:00Z")]
    public void A_fault_is_named_by_its_field(string path, string? json, string expected) => Assert.StartsWith(expected, Problem(path, json), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"radius": {"value": 100, "units": "M"}}""", "center: is missing; give lat and lng")]
    [InlineData("""{"center": {"lat": 91, "lng": 0}, "radius": {"value": 100, "units": "M"}}""", "center.lat: latitude 91 is out of range")]
    [InlineData("""{"center": {"lat": 1, "lng": 0}}""", "radius: is missing; give value and units M")]
    [InlineData("""{"center": {"lat": 1, "lng": 0}, "radius": {"units": "M"}}""", "radius: is missing")]
    [InlineData("""{"center": {"lat": 1, "lng": 0}, "radius": {"value": 100, "units": "FT"}}""", "radius.units: 'FT' is not a unit")]
    [InlineData("""{"center": {"lat": 1, "lng": 0}, "radius": {"value": 0, "units": "M"}}""", "radius: the radius is 0 m")]
    [InlineData("""{"center": {"lat": 1, "lng": 0}, "radius": {"value": -1, "units": "M"}}""", "radius: the radius is -1 m")]
    public void A_fault_of_a_circle_is_named_by_its_field(string circle, string expected)
    {
        var body = Wire.Intent();
        Wire.Set(body, "extents[0].volume.outline_polygon", null);
        Wire.Set(body, "extents[0].volume.outline_circle", circle);
        Assert.StartsWith($"extents[0].volume.outline_circle.{expected}", Wire.Read(body).Problem!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state", "7", "state: can't be read")]
    [InlineData("key", "[7]", "key[0]: can't be read")]
    [InlineData("key", "{}", "key: can't be read")]
    [InlineData("extents", "7", "extents: can't be read")]
    [InlineData("extents[0].volume.altitude_lower.value", "\"high\"", "extents[0].volume.altitude_lower.value: can't be read")]
    [InlineData("extents[0].volume.altitude_lower.value", "{\"a\": 1}", "extents[0].volume.altitude_lower.value: can't be read")]
    public void A_value_of_the_wrong_kind_is_named_by_its_field(string path, string json, string expected) =>
        Assert.StartsWith(expected, Problem(path, json), StringComparison.Ordinal);

    [Fact]
    public void An_intent_that_is_over_is_refused_and_one_that_ends_now_is_not()
    {
        var body = Wire.Intent();
        Assert.True(Wire.Read(body).Ok);
        var put = Wire.Parse(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString())).Value;
        var end = Wire.Read(body).Value.Time.End;
        Assert.True(Wire.Reader.ReadExtents(put.Extents, true, end).Ok);
        Assert.StartsWith(
            "extents: end at 2026-11-23T13:00:00.5Z, in the past", Wire.Reader.ReadExtents(put.Extents, true, new Instant(end.Ticks + 1)).Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_extent_is_that_of_all_volumes_together_whatever_their_order()
    {
        var later = Wire.Volume.Replace("T12:", "T11:", StringComparison.Ordinal).Replace("300.5", "900", StringComparison.Ordinal).Replace("\"lat\": 50", "\"lat\": 51", StringComparison.Ordinal);
        var (both, turned) = (Wire.Read(Wire.Intent(Wire.Volume, later)).Value, Wire.Read(Wire.Intent(later, Wire.Volume)).Value);
        Assert.Equal(both, turned);
        Assert.Equal(new AltitudeBand(new(100), new(900)), both.Altitudes);
        Assert.Equal("2026-11-23T11:00:00Z 2026-11-23T13:00:00.5Z", $"{both.Time.Start} {both.Time.End}");
        Assert.True(both.Cells.Contains(Wire.Read(Wire.Intent()).Value.Cells));
        Assert.True(both.Cells.Contains(CellId.FromLatLng(new(51.001, 10.015))));
    }

    [Fact]
    public void A_constraint_needs_no_altitudes_and_an_area_to_search_no_times()
    {
        var body = JsonNode.Parse(Wire.Volume)!;
        foreach (var part in new[] { "volume.altitude_lower", "volume.altitude_upper", "time_start", "time_end" })
        {
            Wire.Set(body, part, null);
        }

        var area = System.Text.Json.JsonSerializer.Deserialize(body.ToJsonString(), WireJson.Default.WireVolume4D);
        var read = Wire.Reader.ReadArea(area, "area_of_interest").Value;
        Assert.Equal((AltitudeBand.Unbounded, TimeInterval.Always, (Instant?)null, (Instant?)null), (read.Extent.Altitudes, read.Extent.Time, read.Start, read.End));
        Assert.Equal("area_of_interest.volume", Wire.Reader.ReadArea(null, "area_of_interest").Problem!.Path);
        Assert.Equal("extents[0].time_start", Wire.Reader.ReadExtents([area], altitudesRequired: false, Wire.Now).Problem!.Path);
    }

    [Fact]
    public void A_thousand_volumes_are_taken_and_no_more()
    {
        Assert.True(Wire.Read(Wire.Intent([.. Enumerable.Repeat(Wire.Volume, 1_000)])).Ok);
        Assert.Contains("more than 1000", Wire.Read(Wire.Intent([.. Enumerable.Repeat(Wire.Volume, 1_001)])).Problem!.ToString(), StringComparison.Ordinal);
    }

    private static string Problem(string path, string? json)
    {
        var body = Wire.Intent();
        Wire.Set(body, path, json);
        return Wire.Read(body).Problem!.ToString();
    }
}
