using CsCheck;
using Parley.Core.Geometry;

namespace Parley.Tests.Geometry;

public sealed class CellCoveringTests
{
    [Fact]
    public void A_covering_contains_every_place_of_the_outline()
    {
        var gen = Shapes.Place.SelectMany(place => Gen.Select(Gen.Const(place), Shapes.Any(Gen.Const(place), Shapes.Size(1, 5e6))));
        Gen.Select(gen, Gen.Select(Gen.Double[0, 1], Gen.OneOf(Gen.Double[0, 1], Gen.Const(1.0))).Array[50]).Sample((shape, samples) =>
        {
            var (center, outline) = shape;
            var covering = CellCovering.Of(outline);
            foreach (var (along, @out) in samples)
            {
                var place = Shapes.Inside(outline, center, along, @out);
                Assert.True(covering.Contains(CellId.FromLatLng(place)), $"{place} of {outline}");
            }
        }, iter: 1_000);
    }

    [Fact]
    public void A_covering_is_sorted_and_has_no_nested_or_repeated_cells()
    {
        Shapes.AnyOutline.Sample(outline =>
        {
            var covering = CellCovering.Of(outline);
            Assert.InRange(covering.Count, 1, 8_192);
            for (var n = 1; n < covering.Count; n++)
            {
                Assert.True(covering[n - 1].RangeMax < covering[n].RangeMin);
            }

            Assert.Equal(covering, CellCovering.FromIds([.. covering.Cells]).Value);
            Assert.Equal(covering, CellCovering.Of([outline, outline]));
        }, iter: 300);
    }

    [Theory]
    [InlineData(300e3, 1_000)]
    [InlineData(1_000e3, 1_000)]
    [InlineData(5_000e3, 1_000)]
    [InlineData(28e3, 600)]
    [InlineData(500, 6)]
    public void A_country_costs_hundreds_of_cells(double radius, int most)
    {
        Gen.OneOf(Shapes.Circle(Shapes.Place, Gen.Const(radius)), Shapes.Star(Shapes.Place, Gen.Const(radius)))
            .Sample(outline => Assert.InRange(CellCovering.Of(outline).Count, 1, most), iter: 100);
    }

    [Fact]
    public void A_polygon_over_the_pole_is_covered()
    {
        foreach (var sign in new[] { 1, -1 })
        {
            var polygon = Polygon((sign * 89.9, 0), (sign * 89.9, 120), (sign * 89.9, -120));
            var covering = CellCovering.Of(polygon);
            Assert.True(covering.Contains(CellId.FromLatLng(new(sign * 90, 0))));
            Assert.True(covering.Contains(CellId.FromLatLng(new(sign * 89.96, 77))));
            Assert.False(covering.Contains(CellId.FromLatLng(new(sign * 89.5, 77))));
        }
    }

    [Fact]
    public void A_box_that_ends_at_the_pole_is_covered()
    {
        var covering = CellCovering.Of(Polygon((89.9, 0), (89.9, 10), (90, 10), (90, 0)));
        Assert.True(covering.Contains(CellId.FromLatLng(new(89.95, 5))));
        Assert.True(covering.Contains(CellId.FromLatLng(new(90, 170))));
        Assert.False(covering.Contains(CellId.FromLatLng(new(89.9, 60))));
    }

    [Fact]
    public void A_polygon_across_the_antimeridian_is_covered()
    {
        var covering = CellCovering.Of(Polygon((10, 179.9), (10, -179.9), (10.2, -179.9), (10.2, 179.9)));
        Assert.True(covering.Contains(CellId.FromLatLng(new(10.1, 180))));
        Assert.True(covering.Contains(CellId.FromLatLng(new(10.1, -179.95))));
        Assert.False(covering.Contains(CellId.FromLatLng(new(10.1, 0))));
        Assert.True(covering.Count < 400);
    }

    [Fact]
    public void A_long_corridor_or_a_thousand_spikes_does_not_cost_a_million_cells()
    {
        Assert.InRange(CellCovering.Of(Polygon((50, 0), (50, 30), (50.0001, 30), (50.0001, 0))).Count, 100, 8_192);
        var spikes = Enumerable.Range(0, 4_999).SelectMany(n => new[] { (n * 0.001, 0.0), ((n * 0.001) + 0.0005, 30.0) });
        Assert.InRange(CellCovering.Of(Polygon([.. spikes, (6, -1)])).Count, 10, 8_192);
    }

    [Fact]
    public void Coverings_intersect_when_a_cell_of_one_holds_a_cell_of_the_other()
    {
        var country = CellCovering.Of(CircleOutline.Create(new(48, 10), 300e3, OutlineLimits.Default).Value);
        var spot = CellCovering.Of(CircleOutline.Create(new(48.1, 10.1), 60, OutlineLimits.Default).Value);
        var elsewhere = CellCovering.Of(CircleOutline.Create(new(-48.1, 10.1), 60, OutlineLimits.Default).Value);
        Assert.True(country.Intersects(spot) && spot.Intersects(country));
        Assert.False(country.Intersects(elsewhere) || elsewhere.Intersects(country));
        Assert.False(CellCovering.Empty.Intersects(country) || country.Intersects(CellCovering.Empty));
    }

    [Fact]
    public void Ids_that_are_no_cells_are_refused_and_nested_ones_dropped()
    {
        Assert.Equal("[1]", CellCovering.FromIds([CellId.FromFace(1).Value, 2]).Problem!.Path);
        var face = CellId.FromFace(2);
        Assert.Equal(1, CellCovering.FromIds([face.Child(3).Value, face.Value, face.Child(0).Value, face.Value]).Value.Count);
    }

    private static PolygonOutline Polygon(params (double, double)[] vertices) =>
        PolygonOutline.Create([.. vertices.Select(v => new LatLng(v.Item1, v.Item2))], OutlineLimits.Default).Value;
}
