using Parley.Client.Post;
using Parley.Console.Line;

namespace Parley.Tests.Console;

public sealed class CoordinatesTests
{
    [Theory]
    [InlineData(54.0312, 19.1345, null, "54°01.872′N 019°08.070′E")]
    [InlineData(-0.5, -179.9999999, null, "00°30.000′S 180°00.000′W")]
    [InlineData(12.9999999, 0, 900.0, "13°00.000′N 000°00.000′E · 900 m (2953 ft) WGS84")]
    public void A_place_reads_in_degrees_and_minutes_with_its_altitude(double lat, double lng, double? altitude, string text) =>
        Assert.Equal(text, Coordinates.Show(new PointView(lat, lng, altitude, null)));

    [Fact]
    public void What_is_taken_from_the_map_is_what_a_position_slot_takes()
    {
        var written = Coordinates.Write(-12.34567891, 150.1);
        Assert.Equal("-12.34568,150.10000", written);
        Assert.True(Core.Line.Phrasebook.Check("SAF-02", new Dictionary<string, string> { ["position"] = written }) is { Ok: true });
        Assert.True(Coordinates.TryRead(written, out var lat, out var lng) && lat == -12.34568 && lng == 150.1);
        Assert.False(Coordinates.TryRead("91,0", out _, out _));
        Assert.False(Coordinates.TryRead("the north", out _, out _));
    }
}
