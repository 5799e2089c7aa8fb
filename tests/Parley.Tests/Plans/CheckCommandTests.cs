using System.Text.Json;
using CsCheck;
using Parley.Commands;
using Parley.Core.Geometry;
using Parley.Plans;
using Parley.Tests.Geometry;

namespace Parley.Tests.Plans;

public sealed class CheckCommandTests
{
    private static readonly string Strait = Example("skerry-strait.geojson");
    private static readonly string Drones = Example("skerry-drones-intent.json");

    [Fact]
    public async Task The_example_plans_conflict_as_the_readme_says()
    {
        var (exit, output, error) = await Run("check", Strait, "--json");
        Assert.Equal((ExitCode.No, ""), (exit, error));
        var conflict = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("conflicts").EnumerateArray());
        Assert.Equal("northmark-patrol-7", conflict.GetProperty("a").GetString());
        Assert.Equal("relief-convoy-flight-2", conflict.GetProperty("b").GetString());
        Assert.Equal("2031-05-04T10:00:00Z", conflict.GetProperty("time_start").GetString());
        Assert.Equal("2031-05-04T10:30:00Z", conflict.GetProperty("time_end").GetString());
        Assert.Equal(914.4, conflict.GetProperty("altitude_lower_m").GetDouble());
        Assert.Equal(1_500, conflict.GetProperty("altitude_upper_m").GetDouble());
        Assert.Equal(-41.12, conflict.GetProperty("lat").GetDouble(), 0.02);
        Assert.Equal(-24.62, conflict.GetProperty("lng").GetDouble(), 0.02);
        Assert.Equal(0, conflict.GetProperty("horizontal_m").GetDouble());
    }

    [Fact]
    public async Task The_table_names_both_and_formats_may_be_mixed()
    {
        var (exit, output, _) = await Run("check", Strait, Drones);
        Assert.Equal(ExitCode.No, exit);
        Assert.Contains("2 conflicts among 5 volumes.", output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Fine, "No conflict among 2 volumes." + Environment.NewLine, ""), await Run("check", Drones));
    }

    [Fact]
    public async Task Minima_find_what_only_comes_near()
    {
        var (exit, output, _) = await Run("check", Strait, "--json", "--horizontal", "5NM", "--vertical", "3000ft", "--time", "5min");
        Assert.Equal(ExitCode.No, exit);
        var conflicts = JsonDocument.Parse(output).RootElement.GetProperty("conflicts").EnumerateArray().ToList();
        Assert.Equal(2, conflicts.Count);
        Assert.Contains(conflicts, c => c.GetProperty("b").GetString() == "skerry-harbour-survey"
            && c.GetProperty("horizontal_m").GetDouble() is > 0 and < 9_260 && c.GetProperty("vertical_m").GetDouble() == 780);
    }

    [Fact]
    public async Task What_cannot_be_read_ends_with_2_and_one_sentence()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{}}]}""", TestContext.Current.CancellationToken);
        var (exit, output, error) = await Run("check", file);
        Assert.Equal((ExitCode.BadInput, ""), (exit, output));
        Assert.Equal($"parley check: {file}: features[0].properties.party: is missing; give a text.", error.Trim());
        File.Delete(file);

        foreach (var args in new[] { new[] { "check", Strait, "--horizontal", "5 parsecs" }, ["check", "nowhere.json"], ["check", "/"] })
        {
            (exit, _, error) = await Run(args);
            Assert.Equal(ExitCode.BadInput, exit);
            Assert.Single(error.Trim().Split('\n'));
        }
    }

    [Fact]
    public void The_index_finds_every_conflict_that_comparing_all_pairs_finds()
    {
        var times = Gen.Int[0, 5].Select(t => new TimeInterval(new(t), new(t + 2)));
        var bands = Gen.Int[0, 5].Select(a => new AltitudeBand(new(a * 100), new((a + 2) * 100)));
        var places = Gen.Select(Gen.Double[59.8, 60.2], Gen.Double[-0.4, 0.4], (lat, d) => new LatLng(lat, d < 0 ? -180 - d : 180 - d));
        var volume = Gen.Select(Shapes.Any(places, Shapes.Size(10, 50_000)), bands, times, Gen.Int[0, 3], Gen.Int[0, 9]);
        Gen.Select(volume.Array[2, 30], Gen.OneOf(Gen.Const(0.0), Shapes.Size(1, 20_000))).Sample((all, horizontal) =>
        {
            var minima = new Minima(horizontal, 0, TimeSpan.Zero);
            var volumes = all.Select(v => new PlannedVolume($"p{v.Item4}", $"i{v.Item5}", new Volume4D(v.Item1, v.Item2, v.Item3))).ToList();
            var expected = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (a, b) in volumes.SelectMany((a, n) => volumes.Skip(n + 1).Select(b => (a, b))))
            {
                if (a.Party != b.Party && Separation.InConflict(a.Volume, b.Volume, minima))
                {
                    expected.Add(Key(a, b));
                }
            }

            Assert.Equal(expected.Order(StringComparer.Ordinal), ConflictSearch.Run(volumes, minima).Select(c => Key(c.A, c.B)).Order(StringComparer.Ordinal));
        }, iter: 200);

        static string Key(PlannedVolume a, PlannedVolume b)
        {
            var (one, other) = ($"{a.Party}/{a.Id}", $"{b.Party}/{b.Id}");
            return string.CompareOrdinal(one, other) < 0 ? $"{one} {other}" : $"{other} {one}";
        }
    }

    private static async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandLine.RunAsync(args, output, error), output.ToString(), error.ToString());
    }

    private static string Example(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Parley.slnx")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "examples", name);
    }
}
