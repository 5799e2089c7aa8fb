using System.Text;
using Parley.Commands;
using Parley.Commands.PostWork;

namespace Parley.Tests.Commands.PostWork;

/// <summary>What the commands of a post's work make of their options and files, before they call anybody.</summary>
public sealed class PostCommandLineTests
{
    private const string Volume = """{"volume":{"outline_circle":{"center":{"lat":1,"lng":2},"radius":{"value":500,"units":"M"}},"altitude_lower":{"value":0,"reference":"W84","units":"M"},"altitude_upper":{"value":100,"reference":"W84","units":"M"}},"time_start":{"value":"2030-01-01T00:00:00Z","format":"RFC3339"},"time_end":{"value":"2030-01-01T01:00:00Z","format":"RFC3339"}}""";

    private const string Feature = """{"type":"Feature","geometry":{"type":"Point","coordinates":[2,1]},"properties":{"party":"a","id":"ID","radius_m":500,"time_start":"2030-01-01T00:00:00Z","time_end":"2030-01-01T01:00:00Z","altitude_lower":0,"altitude_upper":100}}""";

    [Theory]
    [InlineData("[" + Volume + "]")]
    [InlineData("{\"volumes\":[" + Volume + "],\"note\":\"n\"}")]
    [InlineData(Feature)]
    public void Volumes_are_read_from_each_format(string json)
    {
        var volume = Assert.Single(VolumesFile.Parse(Encoding.UTF8.GetBytes(json)).Value.Volumes!)!;
        Assert.Equal(500, volume.Volume!.OutlineCircle!.Radius!.Value);
        Assert.Equal(1, volume.Volume.OutlineCircle.Center!.Lat);
        Assert.Equal(100, volume.Volume.AltitudeUpper!.Value);
        Assert.StartsWith("2030-01-01T01:00:00", volume.TimeEnd!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"volumes\":[],\"notes\":\"n\"}", "'notes' is nothing that an intent says; give id, kind, volumes, state, note, activity, place, standing, under_way")]
    [InlineData("{\"volumes\":7}", "volumes: can't be read as what belongs there (F3548-21 Volume4D)")]
    [InlineData("{\n", "line 2: is not JSON that can be read")]
    [InlineData("{}", "is neither GeoJSON (it has no type) nor an F3548 operational intent (it has no reference and details)")]
    public void A_file_without_volumes_is_one_sentence(string json, string sentence) =>
        Assert.Equal(sentence, VolumesFile.Parse(Encoding.UTF8.GetBytes(json)).Problem!.ToString());

    [Fact]
    public void A_plan_with_several_intents_is_not_declared_as_one()
    {
        var two = $$"""{"type":"FeatureCollection","features":[{{Feature}},{{Feature.Replace("ID", "other", StringComparison.Ordinal)}}]}""";
        Assert.Equal("holds 2 intents, and one is declared at a time; give each a file of its own", VolumesFile.Parse(Encoding.UTF8.GetBytes(two)).Problem!.ToString());
    }

    [Theory]
    [InlineData("6min", null, null, null, null, "shift-time", 360.0)]
    [InlineData("-1h30m", null, null, null, null, "shift-time", -5400.0)]
    [InlineData(null, "+300ft", null, null, null, "change-altitude", 91.44)]
    [InlineData(null, "−50m", null, null, null, "change-altitude", -50.0)]
    [InlineData(null, null, "90", "2km", null, "move", 2000.0)]
    [InlineData(null, null, null, null, "200m", "shrink", 200.0)]
    public void A_change_is_written_in_peoples_units(string? shift, string? climb, string? bearing, string? distance, string? shrink, string kind, double value)
    {
        var (found, change) = ProposalOptions.Measures(shift, climb, bearing, distance, shrink).Value!.Value;
        Assert.Equal(kind, found);
        Assert.Equal(value, change.ShiftS ?? change.ClimbM ?? change.DistanceM ?? change.ShrinkM ?? double.NaN, 9);
        Assert.Equal(kind == "move" ? 90 : null, change.BearingDeg);
    }

    [Theory]
    [InlineData("6", null, null, null, null, "--shift: got '6', which is no duration; write it like 45s, 5min or 1h30m")]
    [InlineData("--6min", null, null, null, null, "--shift: got '-6min', which is no duration; write it like 45s, 5min or 1h30m")]
    [InlineData(null, "300", null, null, null, "--climb: '300' has no unit; write a length like 5NM, 1000ft, 300m or 2km")]
    [InlineData(null, null, "90", null, null, "--bearing: needs the other; give both --bearing and --distance")]
    [InlineData(null, null, "east", "2km", null, "--bearing: 'east' is no direction; give degrees from north, 0 to 360")]
    [InlineData(null, null, "361", "2km", null, "--bearing: '361' is no direction; give degrees from north, 0 to 360")]
    [InlineData("6min", null, null, null, "200m", "A proposal is one change; give one of --shift, --climb, --bearing with --distance, --shrink")]
    public void What_is_no_change_is_one_sentence(string? shift, string? climb, string? bearing, string? distance, string? shrink, string sentence) =>
        Assert.Equal(sentence, ProposalOptions.Measures(shift, climb, bearing, distance, shrink).Problem!.ToString());

    [Theory]
    [InlineData("1c6f", "1c6f7819-d39b-4d1f-9d12-8a58c156520d")]
    [InlineData("1C6F78", "1c6f7819-d39b-4d1f-9d12-8a58c156520d")]
    [InlineData("00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000000")]
    public async Task The_beginning_of_an_id_stands_for_it(string text, string id) => Assert.Equal(id, await PostTalk.IdAsync(text, "intent", Known));

    [Theory]
    [InlineData("1c6", "'1c6' is no id: give all of it, or its first 4 characters or more.")]
    [InlineData("here", "'here' is no id: give all of it, or its first 4 characters or more.")]
    [InlineData("ffff", "No intent here has an id that begins with ffff.")]
    [InlineData("2a2a", "More than one intent has an id that begins with 2a2a; give more of it.")]
    public async Task Too_little_of_an_id_is_one_sentence(string text, string sentence)
    {
        var fault = await Assert.ThrowsAsync<PostWorkException>(() => PostTalk.IdAsync(text, "intent", Known));
        Assert.Equal((2, sentence), (fault.Code, fault.Message));
    }

    [Fact]
    public async Task The_posts_folder_is_the_option_then_the_variable_then_this_folder()
    {
        using StringWriter output = new(), error = new();
        var (a, b) = (Directory.CreateTempSubdirectory("parley-post-").FullName, Directory.CreateTempSubdirectory("parley-post-").FullName);
        foreach (var (folder, port) in new[] { (a, 1001), (b, 1002) })
        {
            Assert.Equal(0, await CommandLine.RunAsync(["post", "init", folder, "--party", "p", "--exchange", "http://x.example", "--api", $"http://0.0.0.0:{port}"], output, error));
        }

        Assert.Equal("http://127.0.0.1:1001/", PostAddress.Find(a, b, b).Value.Url.ToString());
        Assert.Equal(1002, PostAddress.Find(null, b, a).Value.Url.Port);
        Assert.Equal(1001, PostAddress.Find(null, "", a).Value.Url.Port);
        Assert.Equal(64, PostAddress.Find(a, null, b).Value.Key.Length);
        Assert.StartsWith("--post: there is no post in nowhere", PostAddress.Find("nowhere", b, b).Problem!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("PARLEY_POST: there is no post in nowhere", PostAddress.Find(null, "nowhere", b).Problem!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("There is no post in this folder", PostAddress.Find(null, null, Path.GetTempPath()).Problem!.ToString(), StringComparison.Ordinal);
        Directory.Delete(a, recursive: true);
        Directory.Delete(b, recursive: true);
    }

    [Theory]
    [InlineData("parley status: --post: there is no post in nowhere; give the folder that parley post init made.", "status", "--post", "nowhere")]
    [InlineData("parley conflict show: --post: there is no post in nowhere; give the folder that parley post init made.", "conflict", "show", "1234", "--post", "nowhere")]
    public async Task A_command_names_itself_and_what_is_wrong(string sentence, params string[] args)
    {
        using StringWriter output = new(), error = new();
        Assert.Equal(2, await CommandLine.RunAsync(args, output, error));
        Assert.Equal(sentence, error.ToString().TrimEnd());
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59.6, "1 min")]
    [InlineData(-4800, "−1 h 20 min")]
    [InlineData(90061, "1 d 1 h")]
    public void Seconds_are_said_as_people_say_them(double seconds, string text) => Assert.Equal(text, Pages.Span(seconds));

    private static Task<IEnumerable<string>> Known() => Task.FromResult<IEnumerable<string>>(
        ["1c6f7819-d39b-4d1f-9d12-8a58c156520d", "2a2a7819-d39b-4d1f-9d12-8a58c156520d", "2a2a8819-d39b-4d1f-9d12-8a58c156520d"]);
}
