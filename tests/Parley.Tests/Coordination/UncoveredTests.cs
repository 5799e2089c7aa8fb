using CsCheck;
using Parley.Core.Coordination;
using Parley.Core.Geometry;

namespace Parley.Tests.Coordination;

public sealed class UncoveredTests
{
    private static readonly CoveredSpace West = Space(1, Flights.Box(0, 0, 10, 10));

    [Fact]
    public void What_an_agreement_covers_has_no_uncovered_part()
    {
        Assert.Empty(Parts(Flights.Volume(Flights.Box(1, 1, 9, 9), 0, 1_000, 0, 60), West));
        Assert.Empty(Parts(Flights.Volume(Flights.Box(0, 0, 10, 10), 0, 1_000, 0, 60), West));
        Assert.Empty(Parts(Flights.Volume(Flights.Circle(5, 5, 4_900), 100, 100, 30, 30), West));
        Assert.Empty(Uncovered.Parts([], [West]));
    }

    [Fact]
    public void Two_agreements_side_by_side_cover_what_lies_across()
    {
        var east = Space(2, Flights.Box(10, 0, 20, 10));
        var across = Flights.Volume(Flights.Box(8, 2, 12, 8), 0, 500, 0, 60);
        Assert.Empty(Parts(across, West, east));
        var part = Assert.Single(Parts(across, West));
        Assert.Equal("Volume 1: 12 km² (50 %) lie outside every agreement's area, up to 2 km beyond.", part.Says);
        Assert.Single(part.Outlines);

        // In turn: each for a half of the height, so that each half of the ground is left for a half of it.
        var (low, high) = (West with { Altitudes = new(new(0), new(250)) }, east with { Altitudes = new(new(250), new(1_000)) });
        var parts = Parts(across, low, high);
        Assert.Equal(2, parts.Count);
        Assert.StartsWith("Volume 1: 10:00 to 11:00 Z, from 0 to 250 m (250 m of height), 12 km² (50 %) lie outside the agreements", parts[0].Says, StringComparison.Ordinal);
    }

    [Fact]
    public void Heights_and_times_that_no_agreement_holds_are_named()
    {
        var parts = Parts(Flights.Volume(Flights.Box(1, 1, 9, 9), 900, 1_200, 50, 75), West);
        Assert.Equal(
            [
                "Volume 1: no agreement is in force 11:00 to 11:15 Z (15 min).",
                "Volume 1: no agreement holds from 1,000 to 1,200 m (200 m of height).",
            ],
            parts.Select(p => p.Says));
    }

    [Fact]
    public void What_lies_wholly_outside_says_by_how_much()
    {
        Assert.Equal("Volume 1 lies outside every agreement.", Assert.Single(Parts(Flights.Volume(Flights.Box(1, 1, 2, 2), 0, 10, 0, 1))).Says);
        Assert.Equal(
            "Volume 1 lies outside every agreement, by 15 min of time from the nearest.",
            Assert.Single(Parts(Flights.Volume(Flights.Box(1, 1, 2, 2), 0, 10, 75, 80), West)).Says);
        var away = Assert.Single(Parts(Flights.Volume(Flights.Circle(0, -5, 1_000), 1_500, 1_600, 0, 1), West));
        Assert.Matches("^Volume 1 lies outside every agreement, by (4|3.99|4.01) km away and 500 m of height from the nearest.$", away.Says);
        Assert.Single(away.Outlines);
    }

    [Fact]
    public void A_hole_is_cut_open_so_that_each_ring_is_simple()
    {
        var part = Assert.Single(Parts(Flights.Volume(Flights.Box(-10, -10, 20, 20), 0, 100, 0, 10), West));
        Assert.Equal(2, part.Outlines.Length);
        var rings = part.Outlines.Select(o => PolygonOutline.Create(o, OutlineLimits.Default)).ToList();
        Assert.All(rings, r => Assert.True(r.Ok));
        Assert.Equal(800, rings.Sum(r => r.Value.AreaKm2), 2.0);
    }

    [Fact]
    public void A_sliver_narrower_than_a_metre_is_nothing()
    {
        Assert.Empty(Parts(Flights.Volume(Flights.Box(1, 1, 10.0008, 9), 0, 100, 0, 10), West));
        Assert.Single(Parts(Flights.Volume(Flights.Box(1, 1, 10.002, 9), 0, 100, 0, 10), West));
    }

    [Fact]
    public void A_volume_is_covered_by_itself_and_by_parts_that_join()
    {
        Flights.Crowd.Sample(crowd =>
        {
            var own = crowd.Volumes.Select((v, n) => new CoveredSpace(Flights.Id(n), v.Outline, v.Altitudes, v.Time)).ToList();
            Assert.Empty(Uncovered.Parts(crowd.Volumes, own));

            // The same in two parts of height and two of time, in four agreements.
            var quarters = own.SelectMany(s =>
            {
                var (height, time) = ((s.Altitudes.Lower.Metres + s.Altitudes.Upper.Metres) / 2, s.Validity.Start.Plus(s.Validity.End.Since(s.Validity.Start) / 2));
                return from h in new[] { s.Altitudes with { Upper = new(height) }, s.Altitudes with { Lower = new(height) } }
                       from t in new[] { s.Validity with { End = time }, s.Validity with { Start = time } }
                       select s with { Altitudes = h, Validity = t };
            }).ToList();
            Assert.Empty(Uncovered.Parts(crowd.Volumes, quarters));
        }, iter: 100);
    }

    private static CoveredSpace Space(int id, Outline area) => new(Flights.Id(id), area, new(new(0), new(1_000)), new(Flights.Ten, Flights.Minute(60)));

    private static List<UncoveredPart> Parts(Volume4D volume, params CoveredSpace[] agreements) => [.. Uncovered.Parts([volume], agreements)];
}
