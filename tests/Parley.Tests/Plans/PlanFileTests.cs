using System.Text;
using CsCheck;
using Parley.Plans;

namespace Parley.Tests.Plans;

public sealed class PlanFileTests
{
    private const string Feature =
        """{"type":"Feature","geometry":GEOMETRY,"properties":{"party":"north","id":"n1","time_start":"2031-05-04T09:00:00Z","time_end":"2031-05-04T10:00:00Z","altitude_lower":0,"altitude_upper":100,"radius_m":50}}""";

    private const string Circle = """{"type":"Point","coordinates":[10,50]}""";

    private const string Intent =
        """
        {"reference":{"id":"i1","manager":"north"},"details":{"volumes":[{"volume":{"outline_circle":{"center":{"lat":50,"lng":10},
        "radius":{"value":50,"units":"M"}},"altitude_lower":{"value":0,"units":"M","reference":"W84"},"altitude_upper":{"value":100,"units":"M","reference":"W84"}},
        "time_start":{"value":"2031-05-04T09:00:00Z","format":"RFC3339"},"time_end":{"value":"2031-05-04T10:00:00Z","format":"RFC3339"}}]}}
        """;

    public static TheoryData<string, string, string, string> FeatureFaults() => new()
    {
        { Circle, "\"north\"", "7", "properties.party: is a number; give a text" },
        { Circle, "\"party\":\"north\",", "", "properties.party: is missing; give a text" },
        { Circle, "\"id\":\"n1\",", "", "properties.id: is missing" },
        { Circle, "2031-05-04T09:00:00Z", "tomorrow", "properties.time_start: is not an RFC 3339 time" },
        { Circle, "09:00:00Z", "11:00:00Z", "properties.time_end: the end 2031-05-04T10:00:00Z is before the start" },
        { Circle, "\"altitude_lower\":0", "\"altitude_lower\":200", "properties.altitude_lower: the lower altitude 200 m is above the upper one" },
        { Circle, "\"altitude_upper\":100", "\"altitude_upper\":1e999", "properties.altitude_upper: Infinity is not a finite number" },
        { Circle, "\"altitude_upper\":100", "\"altitude_upper\":1e9", "properties.altitude_upper: altitude 1000000000 m is out of range" },
        { Circle, "\"altitude_upper\":100", "\"altitude_upper\":100,\"altitude_units\":\"YD\"", "properties.altitude_units: the unit 'YD' is not known" },
        { Circle, ",\"radius_m\":50", "", "properties.radius_m: is missing; give a number" },
        { Circle, "\"radius_m\":50", "\"radius_m\":-1", "properties.radius_m: the radius is -1 m" },
        { Circle, "[10,50]", "[10,95]", "geometry.coordinates.lat: latitude 95 is out of range" },
        { Circle, "[10,50]", "[10]", "geometry.coordinates: is not a position" },
        { Circle, "\"Point\"", "\"LineString\"", "geometry.type: 'LineString' has no area" },
        { "null", "x", "x", "geometry: is missing; give an object" },
        { """{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}""", "x", "x", "geometry.coordinates[0]: the polygon crosses or touches itself near 0.5" },
        { """{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,0],[0,0]],[[0,0],[0,1],[1,0],[0,0]]]}""", "x", "x", "geometry.coordinates: has a hole" },
        { """{"type":"MultiPolygon","coordinates":[]}""", "x", "x", "geometry.coordinates: is empty" },
    };

    [Theory]
    [MemberData(nameof(FeatureFaults))]
    public void A_faulty_feature_is_named_with_its_field(string geometry, string old, string @new, string expected)
    {
        var feature = Feature.Replace("GEOMETRY", geometry, StringComparison.Ordinal).Replace(old, @new, StringComparison.Ordinal);
        Assert.StartsWith(expected, Problem(feature), StringComparison.Ordinal);
        var good = Feature.Replace("GEOMETRY", Circle, StringComparison.Ordinal);
        var collection = $$"""{"type":"FeatureCollection","features":[{{good}},{{feature}}]}""";
        Assert.StartsWith("features[1]." + expected, Problem(collection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"W84\"", "\"MSL\"", "details.volumes[0].volume.altitude_lower.reference: the altitude's datum is 'MSL'")]
    [InlineData("\"units\":\"M\"}},", "\"units\":\"KM\"}},", "details.volumes[0].volume.outline_circle.radius.units: the unit 'KM' is not known")]
    [InlineData("\"value\":50", "\"value\":0", "details.volumes[0].volume.outline_circle.radius: the radius is 0 m")]
    [InlineData("outline_circle", "outline_square", "details.volumes[0].volume: needs exactly one of")]
    [InlineData("RFC3339", "ISO", "details.volumes[0].time_start.format: is not known")]
    [InlineData("\"manager\":\"north\"", "\"manager\":null", "reference.manager: is missing")]
    [InlineData("\"lat\":50", "\"lat\":\"50\"", "details.volumes[0].volume.outline_circle.center.lat: is a text; give a number")]
    public void A_faulty_intent_is_named_with_its_field(string old, string @new, string expected)
    {
        Assert.True(PlanFile.Parse(Encoding.UTF8.GetBytes(Intent)).Ok);
        var intent = Intent.Replace(old, @new, StringComparison.Ordinal);
        Assert.StartsWith(expected, Problem(intent), StringComparison.Ordinal);
        Assert.StartsWith("[1].operational_intent." + expected, Problem($$"""[{{Intent}},{"operational_intent":{{intent}}}]"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"type\":NaN}")]
    [InlineData("\0\0\0")]
    public void What_is_not_json_is_said_to_be_none(string text) => Assert.StartsWith("is not JSON that can be read", Problem(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("7")]
    [InlineData("{\"type\":\"Point\"}")]
    [InlineData("{\"type\":[]}")]
    public void Json_that_is_no_plan_gets_a_sentence(string text) => Assert.Contains("is ", Problem(text), StringComparison.Ordinal);

    [Fact]
    public void Deep_nesting_and_ten_megabytes_of_garbage_get_a_sentence()
    {
        Assert.Contains("is not JSON", Problem(new string('[', 100_000)), StringComparison.Ordinal);
        var garbage = new byte[10 << 20];
        new Random(1).NextBytes(garbage);
        Assert.Contains("is not JSON", PlanFile.Parse(garbage).Problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_and_directories_get_a_sentence()
    {
        Assert.Equal("/nowhere/x.json: there is no such file", PlanFile.Read("/nowhere/x.json").Problem!.ToString());
        Assert.Contains("is a directory", PlanFile.Read(Path.GetTempPath()).Problem!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_plan_is_read_or_refused_but_never_breaks()
    {
        var whole = Encoding.UTF8.GetBytes(Feature.Replace("GEOMETRY", Circle, StringComparison.Ordinal));
        var intent = Encoding.UTF8.GetBytes(Intent);
        Gen.Select(Gen.Bool, Gen.Int[0, 10_000], Gen.Byte, Gen.Int[0, 10_000], Gen.Byte).Sample((which, at, value, at2, value2) =>
        {
            var bytes = (which ? whole : intent).ToArray();
            (bytes[at % bytes.Length], bytes[at2 % bytes.Length]) = (value, value2);
            var result = PlanFile.Parse(bytes);
            Assert.True(result.Ok || result.Problem!.Sentence.Length > 5);
        }, iter: 20_000);
    }

    [Fact]
    public void A_multipolygon_is_several_volumes_and_feet_are_converted()
    {
        var geometry = """{"type":"MultiPolygon","coordinates":[[[[0,0],[0,1],[1,0],[0,0]]],[[[5,0],[5,1],[6,0],[5,0]]]]}""";
        var feature = Feature.Replace("GEOMETRY", geometry, StringComparison.Ordinal).Replace("\"radius_m\":50", "\"altitude_units\":\"FT\"", StringComparison.Ordinal);
        var volumes = PlanFile.Parse(Encoding.UTF8.GetBytes("\uFEFF" + feature)).Value;
        Assert.Equal(2, volumes.Count);
        Assert.All(volumes, v => Assert.Equal(30.48, v.Volume.Altitudes.Upper.Metres, 6));
    }

    private static string Problem(string text) => PlanFile.Parse(Encoding.UTF8.GetBytes(text)).Problem!.ToString();
}
