using System.Globalization;
using CsCheck;
using Parley.Core.Geometry;

namespace Parley.Tests.Geometry;

public sealed class CellIdTests
{
    [Fact]
    public void Ids_are_those_of_another_S2_implementation()
    {
        foreach (var row in TestData.Rows("s2-cells.csv"))
        {
            var place = new LatLng(double.Parse(row[0], CultureInfo.InvariantCulture), double.Parse(row[1], CultureInfo.InvariantCulture));
            Assert.Equal(row[2], CellId.FromLatLng(place).Value.ToString("x16", CultureInfo.InvariantCulture));
            Assert.Equal(row[3], CellId.FromLatLng(place, 13).ToToken());
            Assert.Equal(CellId.FromLatLng(place, 13), CellId.FromToken(row[3]).Value);
        }
    }

    [Fact]
    public void A_cell_contains_its_descendants_and_knows_its_place()
    {
        Gen.Select(Shapes.Place, Gen.Int[0, 29]).Sample((place, level) =>
        {
            var leaf = CellId.FromLatLng(place);
            var cell = CellId.FromLatLng(place, level);
            Assert.Equal(cell, leaf.Parent(level));
            Assert.Equal(level, cell.Level);
            Assert.True(cell.IsValid && cell.Contains(leaf) && !leaf.Contains(cell));
            Assert.Equal(cell, CellId.FromLatLng(cell.Center, level));
            Assert.Single(cell.Children(), child => child.Contains(leaf));
            Assert.All(cell.Children(), child => Assert.Equal(cell, child.Parent()));
            Assert.Equal(cell.RangeMin, cell.Children().First().RangeMin);
            Assert.Equal(cell.RangeMax, cell.Children().Last().RangeMax);
            var (i, j) = cell.ToIJ();
            Assert.Equal(cell, CellId.FromFaceIJ(cell.Face, i, j, level));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("X")]
    [InlineData("zz")]
    [InlineData("f000000000000000")]
    [InlineData("89c25a31000000000")]
    public void A_token_that_is_none_is_refused(string token) =>
        Assert.Contains("is not an S2 cell token", CellId.FromToken(token).Problem!.Sentence, StringComparison.Ordinal);
}
