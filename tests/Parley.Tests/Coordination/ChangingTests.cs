using System.Collections.Immutable;
using CsCheck;
using Parley.Core.Coordination;
using Parley.Core.Geometry;
using Parley.Tests.Geometry;

namespace Parley.Tests.Coordination;

public sealed class ChangingTests
{
    private static readonly ImmutableArray<Volume4D> OneBox = [Flights.Volume(Flights.Box(0, 0, 4, 2), 100, 200, 0, 10)];

    [Fact]
    public void A_shift_moves_both_ends_and_leaves_open_ones_open()
    {
        var open = OneBox.Add(OneBox[0] with { Time = TimeInterval.Always });
        var after = Apply(open, new(Flights.Us, ChangeKind.ShiftTime) { ShiftSeconds = 360 });
        Assert.Equal(new TimeInterval(Flights.Minute(6), Flights.Minute(16)), after[0].Time);
        Assert.Equal(TimeInterval.Always, after[1].Time);
    }

    [Fact]
    public void A_climb_moves_the_band_and_says_when_that_is_out_of_range()
    {
        Assert.Equal(new AltitudeBand(new(50), new(150)), Apply(OneBox, new(Flights.Us, ChangeKind.ChangeAltitude) { ClimbMetres = -50 })[0].Altitudes);
        var deep = Changing.Apply(OneBox, new(Flights.Us, ChangeKind.ChangeAltitude) { ClimbMetres = -15_000 }, OutlineLimits.Default);
        Assert.Equal("volumes[0].altitude_lower: altitude -14900 m is out of range; give one between -8000 and 100000 m", deep.Problem?.ToString());
    }

    [Fact]
    public void A_move_goes_the_given_way_in_the_given_direction()
    {
        var circle = ImmutableArray.Create(Flights.Volume(Flights.Circle(0, 0, 500), 0, 100, 0, 10));
        var east = (CircleOutline)Apply(circle, Move(90, 10_000))[0].Outline;
        Assert.Equal(10_000, Geodesic.Metres(new LatLng(50, 10), east.Center), 0.001);
        Assert.InRange(east.Center.Lng, 10.139, 10.140);
        Assert.InRange(east.Center.Lat, 49.998, 50);
        Assert.Equal(500, east.RadiusMetres);
        var north = (CircleOutline)Apply(circle, Move(0, 10_000))[0].Outline;
        Assert.Equal(10, north.Center.Lng, 9);
        Assert.Equal(50.0899, north.Center.Lat, 4);
    }

    [Fact]
    public void A_move_keeps_areas_and_distances_and_the_way_back_leads_back()
    {
        Gen.Select(Shapes.Place, Shapes.Size(10, 50_000), Gen.Double[0, 359.9], Shapes.Size(1, 500_000))
            .SelectMany(p => Gen.Select(Shapes.Any(Gen.Const(p.Item1), Gen.Const(p.Item2)), Gen.Const(p)))
            .Sample((outline, p) =>
            {
                var volumes = ImmutableArray.Create(new Volume4D(outline, AltitudeBand.Unbounded, TimeInterval.Always));
                var move = Move(p.Item3, p.Item4);
                var moved = Apply(volumes, move);
                Assert.InRange(moved[0].Outline.AreaKm2 / outline.AreaKm2, 0.999, 1.001);
                Assert.InRange(Border(moved[0].Outline) / Border(outline), 0.998, 1.002);

                var way = new Displacement(Changing.CenterOf(volumes), p.Item3, p.Item4);
                var back = Apply(moved, Move(way.BearingBack, p.Item4));
                Assert.True(Apart(outline, back[0].Outline) < 0.005, $"{Apart(outline, back[0].Outline)} m off");
            }, iter: 1_000);
    }

    [Fact]
    public void A_shrink_moves_each_side_inwards()
    {
        var after = Apply(OneBox, new(Flights.Us, ChangeKind.Shrink) { ShrinkMetres = 500 })[0].Outline;
        Assert.Equal(8, OneBox[0].Outline.AreaKm2, 0.02);
        Assert.Equal(3, after.AreaKm2, 0.02);
        Assert.True(Containment.Holds(OneBox[0].Outline, after));
        Assert.Equal(500, ((PolygonOutline)after).Ring.Min(v => OutlineRelation.BorderDistance(v, (PolygonOutline)OneBox[0].Outline)), 1);
        var circle = OneBox.SetItem(0, OneBox[0] with { Outline = Flights.Circle(0, 0, 800) });
        Assert.Equal(700, ((CircleOutline)Apply(circle, new(Flights.Us, ChangeKind.Shrink) { ShrinkMetres = 100 })[0].Outline).RadiusMetres);
    }

    [Fact]
    public void A_shrink_that_leaves_nothing_is_refused_and_one_that_divides_gives_both_parts()
    {
        var gone = Changing.Apply(OneBox, new(Flights.Us, ChangeKind.Shrink) { ShrinkMetres = 1_000 }, OutlineLimits.Default);
        Assert.StartsWith("volumes[0]: nothing is left of it", gone.Problem?.ToString(), StringComparison.Ordinal);

        // Two squares of 2 km joined by a lane of 400 m.
        var vertices = new (double E, double N)[] { (0, 0), (2, 0), (2, 0.8), (4, 0.8), (4, 0), (6, 0), (6, 2), (4, 2), (4, 1.2), (2, 1.2), (2, 2), (0, 2) };
        var waist = PolygonOutline.Create([.. vertices.Select(v => Flights.At(v.E, v.N))], OutlineLimits.Default).Value;
        var parts = Apply([OneBox[0] with { Outline = waist }], new(Flights.Us, ChangeKind.Shrink) { ShrinkMetres = 300 });
        Assert.True(parts.Length == 2, string.Join(" | ", parts.Select(p => p.Outline.AreaKm2 + ": " + string.Join(" ", ((PolygonOutline)p.Outline).Vertices))));
        Assert.All(parts, p => Assert.Equal(1.96, p.Outline.AreaKm2, 0.02));
    }

    [Theory]
    [InlineData(ChangeKind.ShiftTime, "shift_s: is missing; give seconds")]
    [InlineData(ChangeKind.Move, "bearing_deg: is missing; give degrees from north")]
    [InlineData((ChangeKind)9, "kind: the kind of change is not known; use shift-time, change-altitude, move or shrink")]
    public void A_change_lacks_nothing_of_its_kind(ChangeKind kind, string problem) =>
        Assert.Equal(problem, new Change(Flights.Us, kind).Checked().Problem?.ToString());

    [Fact]
    public void A_change_has_nothing_of_another_kind_and_nothing_out_of_range()
    {
        Assert.Equal(
            "climb_m: does not belong to this kind of change; leave it out",
            new Change(Flights.Us, ChangeKind.ShiftTime) { ShiftSeconds = 1, ClimbMetres = 1 }.Checked().Problem?.ToString());
        foreach (var bad in new[] { 604_801, -604_801, double.NaN, double.PositiveInfinity })
        {
            Assert.Contains("is out of range; give seconds between -604800 and 604800", new Change(Flights.Us, ChangeKind.ShiftTime) { ShiftSeconds = bad }.Checked().Problem?.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(0, Move(360, 1).Checked().Value.BearingDegrees);
        Assert.False(Move(-1, 1).Checked().Ok);
        Assert.False(Move(1, 500_001).Checked().Ok);
    }

    private static Change Move(double bearing, double metres) => new(Flights.Us, ChangeKind.Move) { BearingDegrees = bearing, DistanceMetres = metres };

    private static ImmutableArray<Volume4D> Apply(ImmutableArray<Volume4D> volumes, Change change) =>
        Changing.Apply(volumes, change, OutlineLimits.Default).Value;

    private static double Border(Outline outline) => outline is CircleOutline circle
        ? circle.RadiusMetres
        : ((PolygonOutline)outline).Ring.Zip(((PolygonOutline)outline).Ring.Skip(1), Geodesic.Metres).Sum();

    private static double Apart(Outline a, Outline b) => (a, b) switch
    {
        (CircleOutline c, CircleOutline d) => Geodesic.Metres(c.Center, d.Center) + Math.Abs(c.RadiusMetres - d.RadiusMetres),
        _ => ((PolygonOutline)a).Ring.Zip(((PolygonOutline)b).Ring, Geodesic.Metres).Max(),
    };
}
