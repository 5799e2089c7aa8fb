using System.Globalization;
using CsCheck;
using Parley.Core.Geometry;

namespace Parley.Tests.Geometry;

public sealed class SeparationTests
{
    private static readonly Minima Horizontal1Km = new(1_000, 0, TimeSpan.Zero);

    [Fact]
    public void Distances_are_those_of_an_exact_geodesic_library()
    {
        foreach (var row in TestData.Rows("geodesics.csv"))
        {
            var n = row.Select(c => double.Parse(c, CultureInfo.InvariantCulture)).ToArray();
            var (a, b, expected) = (new LatLng(n[0], n[1]), new LatLng(n[2], n[3]), n[4]);
            foreach (var metres in new[] { Geodesic.Metres(a, b), Geodesic.Metres(b, a) })
            {
                Assert.Equal(expected, metres, expected > 19_000_000 ? expected * 0.005 : 0.001);
            }
        }
    }

    [Fact]
    public void A_distance_is_never_not_a_number_and_obeys_the_triangle()
    {
        Gen.Select(Shapes.Place, Shapes.Place, Shapes.Place, Gen.Double[0, 1e-3]).Sample((a, b, c, d) =>
        {
            var antipode = new LatLng(-a.Lat * (1 - d), a.Lng > 0 ? a.Lng - 180 + d : a.Lng + 180 - d);
            foreach (var other in new[] { b, antipode })
            {
                var direct = Geodesic.Metres(a, other);
                Assert.InRange(direct, 0, 20_040_000);
                Assert.Equal(direct, Geodesic.Metres(other, a), 0.01);
                Assert.True(direct <= (Geodesic.Metres(a, c) + Geodesic.Metres(c, other)) * 1.005);
            }
        });
    }

    [Fact]
    public void Polygon_distance_is_never_more_and_hardly_less_than_that_of_sampled_border_places()
    {
        Shapes.Pair.Sample(pair =>
        {
            if (pair.A is not PolygonOutline a || pair.B is not PolygonOutline b)
            {
                return;
            }

            var distance = OutlineRelation.Distance(a, b);
            Assert.Equal(distance, OutlineRelation.Distance(b, a));
            var (borderA, borderB) = (Border(a, 120), Border(b, 120));
            var sampled = borderA.SelectMany(p => borderB.Select(q => Geodesic.Metres(p, q))).Min();
            Assert.True(distance <= sampled * 1.00002, $"{distance} {sampled}");
            var step = (Longest(a) + Longest(b)) / 10;
            Assert.True(distance == 0 || sampled - distance <= step, $"{distance} {sampled} {step}");
        }, iter: 60);
    }

    [Fact]
    public void Outlines_that_meet_have_coverings_that_meet()
    {
        var meeting = 0;
        Shapes.Pair.Sample(pair =>
        {
            var (distance, overlap) = (OutlineRelation.Distance(pair.A, pair.B), OutlineRelation.Overlap(pair.A, pair.B));
            Assert.True(distance == 0 || !overlap, "overlapping outlines have no distance");
            Assert.Equal(overlap, OutlineRelation.Overlap(pair.B, pair.A));
            if (distance == 0)
            {
                Interlocked.Increment(ref meeting);
                Assert.True(CellCovering.Of(pair.A).Intersects(CellCovering.Of(pair.B)));
            }
        }, iter: 2_000);
        Assert.True(meeting > 200);
    }

    [Fact]
    public void What_is_within_a_margin_is_found_through_the_wider_covering()
    {
        Gen.Select(Shapes.Pair, Shapes.Size(1, 2e6)).Sample((pair, margin) =>
        {
            if (OutlineRelation.Distance(pair.A, pair.B) <= margin)
            {
                Assert.True(CellCovering.Near(pair.A, margin).Intersects(CellCovering.Of(pair.B)));
            }
        }, iter: 500);
    }

    [Fact]
    public void No_cell_is_far_from_an_outline_of_up_to_2500_km2()
    {
        var size = Shapes.Size(50, 28_000);
        Shapes.Any(Shapes.Place, size).Sample(outline =>
        {
            var covering = CellCovering.Of(outline);
            for (var n = 0; n < covering.Count; n++)
            {
                var cell = covering[n];
                var corners = Enumerable.Range(0, 4).Select(cell.Vertex).ToList();
                var square = PolygonOutline.Create(corners, OutlineLimits.Default).Value;
                Assert.InRange(OutlineRelation.Distance(square, outline), 0, 200);

                // A cell with border in it is of level 13, at most 1.9 km across: so far can a false alarm reach.
                Assert.All(corners, c => Assert.InRange(Geodesic.Metres(c, NearestOf(outline, c)), 0, 2_100));
            }
        }, iter: 40);

        static LatLng NearestOf(Outline outline, LatLng place)
        {
            var spot = CircleOutline.Create(place, 0.01, OutlineLimits.Default).Value;
            return OutlineRelation.Distance(outline, spot) == 0
                ? place
                : outline is CircleOutline circle
                    ? Shapes.Around(place, Geodesic.Metres(place, circle.Center) - circle.RadiusMetres, 0)
                    : Nearest.ToRing(Vec3.From(place), ((PolygonOutline)outline).Ring).OnB.ToLatLng();
        }
    }

    [Fact]
    public void Touching_is_no_conflict_but_a_metre_of_overlap_is()
    {
        var box = Polygon((0, 0), (0, 1), (1, 1), (1, 0));
        Assert.False(Overlap(box, Polygon((0, 1), (0, 2), (1, 2), (1, 1)))); // shared edge
        Assert.False(Overlap(box, Polygon((0.2, 1), (0.2, 2), (0.7, 2), (0.7, 1)))); // part of an edge
        Assert.False(Overlap(box, Polygon((1, 1), (1, 2), (2, 2), (2, 1)))); // shared vertex
        Assert.True(Overlap(box, box));
        Assert.True(Overlap(box, Polygon((0.2, 0.99999), (0.2, 2), (0.7, 2), (0.7, 0.99999))));
        Assert.True(Overlap(box, Polygon((0.4, 0.4), (0.4, 0.5), (0.5, 0.5))));
        Assert.Equal(0, OutlineRelation.Distance(box, Polygon((1, 1), (1, 2), (2, 2), (2, 1))));

        var apart = Geodesic.Metres(new LatLng(10, 10), new LatLng(10, 11));
        Assert.False(Overlap(Circle(10, 10, 1_000), Circle(10, 11, apart - 1_000)));
        Assert.True(Overlap(Circle(10, 10, 1_000), Circle(10, 11, apart - 999.9)));
        Assert.Equal(0, OutlineRelation.Distance(Circle(10, 10, 1_000), Circle(10, 11, apart - 1_000)));
        Assert.Equal(500, OutlineRelation.Distance(Circle(10, 10, 1_000), Circle(10, 11, apart - 1_500)), 0.001);
        var toBox = OutlineRelation.Distance(box, Circle(0.5, 2, 1)) + 1;
        Assert.False(Overlap(box, Circle(0.5, 2, toBox)));
        Assert.True(Overlap(box, Circle(0.5, 2, toBox + 0.1)));
        Assert.True(Overlap(box, Circle(0.5, 0.5, 1)));
        Assert.True(Overlap(Circle(0.5, 0.5, 1), Circle(0.5, 0.5, 1)));
        Assert.True(Overlap(Polygon((0.5, 0.5), (0.50001, 0.5), (0.5, 0.50001)), Circle(0.5, 0.5, 10_000)));
    }

    [Fact]
    public void Continents_that_no_one_plane_shows_are_compared_too()
    {
        var east = Polygon((60, 10), (0, 70), (-60, 10), (0, -60));
        var west = Polygon((60, -170), (50, -60), (0, -55), (-50, -60), (-60, -170), (0, 160));
        var far = Polygon((60, -170), (50, -70), (0, -70), (-50, -70), (-60, -170), (0, 160));
        Assert.True(Overlap(east, west));
        Assert.Equal(0, OutlineRelation.Distance(east, west));
        Assert.False(Overlap(east, far));
        Assert.Equal(Geodesic.Metres(new LatLng(0, -60), new LatLng(0, -70)), OutlineRelation.Distance(east, far), 1);
        var middle = Separation.SharedArea(Volume(east), Volume(west)).Center;
        Assert.True(Overlap(east, Circle(middle.Lat, middle.Lng, 1)) && Overlap(west, Circle(middle.Lat, middle.Lng, 1)));
    }

    [Fact]
    public void The_middle_of_the_shared_area_is_in_both()
    {
        Shapes.Pair.Sample(pair =>
        {
            var shared = Separation.SharedArea(Volume(pair.A), Volume(pair.B)).Center;
            Assert.True(LatLng.Create(shared.Lat, shared.Lng).Ok);
            var spot = CircleOutline.Create(shared, 1, OutlineLimits.Default).Value;
            var (toA, toB) = (OutlineRelation.Distance(pair.A, spot), OutlineRelation.Distance(pair.B, spot));
            var apart = OutlineRelation.Distance(pair.A, pair.B);

            // A circle's border is drawn with corners here, and wider than it is.
            var slack = Math.Max(Slack(pair.A), Slack(pair.B));
            Assert.InRange(toA, 0, (apart * 0.52) + slack);
            Assert.InRange(toB, 0, (apart * 0.52) + slack);
        }, iter: 1_000);

        static double Slack(Outline o) => 1 + (o is CircleOutline c ? c.RadiusMetres * 0.02 : 0);
    }

    [Fact]
    public void All_three_minima_must_be_broken_for_a_conflict()
    {
        var a = new Volume4D(Circle(10, 10, 100), Band(100, 200), Hours(1, 2));
        var near = a with { Outline = Circle(10, 10.005, 100) };
        Assert.False(Separation.InConflict(a, near, Minima.Zero));
        Assert.True(Separation.InConflict(a, near, Horizontal1Km));
        Assert.False(Separation.InConflict(a, near with { Outline = Circle(10, 10.02, 100) }, Horizontal1Km));

        var above = a with { Altitudes = Band(200, 300) };
        Assert.False(Separation.InConflict(a, above, Minima.Zero));
        Assert.True(Separation.InConflict(a, above, new(0, 1, TimeSpan.Zero)));
        Assert.True(Separation.InConflict(a, a with { Altitudes = Band(150, 150) }, Minima.Zero));
        Assert.False(Separation.InConflict(a, a with { Altitudes = Band(200, 200) }, Minima.Zero));
        Assert.True(Separation.InConflict(a with { Altitudes = Band(5, 5) }, a with { Altitudes = Band(5, 5) }, Minima.Zero));

        var later = a with { Time = Hours(2, 3) };
        Assert.False(Separation.InConflict(a, later, Minima.Zero));
        Assert.True(Separation.InConflict(a, later, new(0, 0, TimeSpan.FromSeconds(1))));
        Assert.False(Separation.InConflict(a, later with { Time = Hours(3, 4) }, new(0, 0, TimeSpan.FromHours(1))));
        Assert.Equal(new Gap(0, 0, TimeSpan.FromHours(1)), Separation.Between(a, later with { Time = Hours(3, 4) }));
        Assert.Equal(new Gap(0, 100, TimeSpan.Zero), Separation.Between(a, a with { Altitudes = Band(300, 301) }));
    }

    [Theory]
    [InlineData("5NM", 9_260)]
    [InlineData("1000ft", 304.8)]
    [InlineData("300 m", 300)]
    [InlineData("2.5km", 2_500)]
    [InlineData("0", 0)]
    public void Lengths_are_read_as_people_write_them(string text, double metres) => Assert.Equal(metres, Quantity.ParseLength(text).Value, 9);

    [Theory]
    [InlineData("5", "has no unit")]
    [InlineData("5 parsecs", "is not known")]
    [InlineData("-5m", "out of range")]
    [InlineData("1e9m", "is not known")]
    [InlineData("m", "is not a length")]
    [InlineData("", "is not a length")]
    [InlineData("999999999km", "out of range")]
    public void A_faulty_length_gets_one_clear_sentence(string text, string expected) =>
        Assert.Contains(expected, Minima.Parse(text, "0", "0").Problem!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Times_are_read_as_people_write_them()
    {
        Assert.Equal(new Minima(9_260, 304.8, TimeSpan.FromMinutes(5)), Minima.Parse("5nm", "1000FT", "5min").Value);
        Assert.Equal(TimeSpan.FromMinutes(90), Quantity.ParseTime("1.5h").Value);
        Assert.Equal(TimeSpan.FromSeconds(30), Quantity.ParseTime("30s").Value);
        Assert.Equal("time", Minima.Parse("0", "0", "9000h").Problem!.Path);
    }

    private static bool Overlap(Outline a, Outline b)
    {
        var overlap = OutlineRelation.Overlap(a, b);
        Assert.Equal(overlap, OutlineRelation.Overlap(b, a));
        return overlap;
    }

    private static List<Vec3> Border(PolygonOutline polygon, int perOutline)
    {
        var (ring, places) = (polygon.Ring, new List<Vec3>());
        var perEdge = perOutline / ring.Length;
        for (var n = 0; n < ring.Length; n++)
        {
            for (var k = 0; k < perEdge; k++)
            {
                places.Add(((((double)perEdge - k) * ring[n]) + ((double)k * ring[(n + 1) % ring.Length])).Unit());
            }
        }

        return places;
    }

    private static double Longest(PolygonOutline polygon) => polygon.Bound.Angle * 2 * 6.4e6;

    private static Volume4D Volume(Outline outline) => new(outline, AltitudeBand.Unbounded, TimeInterval.Always);

    private static AltitudeBand Band(double low, double high) => new(new(low), new(high));

    private static TimeInterval Hours(int start, int end) => new(new(start * TimeSpan.TicksPerHour), new(end * TimeSpan.TicksPerHour));

    private static CircleOutline Circle(double lat, double lng, double radius) => CircleOutline.Create(new(lat, lng), radius, OutlineLimits.Default).Value;

    private static PolygonOutline Polygon(params (double, double)[] vertices) =>
        PolygonOutline.Create([.. vertices.Select(v => new LatLng(v.Item1, v.Item2))], OutlineLimits.Default).Value;
}
