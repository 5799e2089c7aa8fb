using Parley.Commands;

namespace Parley.Tests.Commands;

public sealed class PlaceCommandTests
{
    [Theory]
    [InlineData(0, "22nd Air Base", "place", "EPMB")]
    [InlineData(0, "\"icao\":\"EPMB\"", "place", "epmb", "--json")]
    [InlineData(0, "Malbork (town, known by its airfield), 0.4 km", "place", "--near", "54.03,19.13", "--within", "1km")]
    [InlineData(1, "No place is called Tokio. Spelled nearly so: Tokyo.", "place", "Tokio")]
    [InlineData(1, "No place within 1km of 0,-150.", "place", "--near", "0,-150", "--within", "1km")]
    [InlineData(2, "Give either the name of a place or --near LAT,LNG.", "place")]
    [InlineData(2, "latitude 99 is out of range", "place", "--near", "99,1")]
    [InlineData(2, "'here' is not a position; write degrees like 54.03,19.13.", "place", "--near", "here")]
    [InlineData(2, "--within: '5' has no unit", "place", "--near", "1,1", "--within", "5")]
    public async Task A_place_is_printed_or_one_sentence_says_why_not(int expected, string contains, params string[] args)
    {
        using StringWriter output = new(), error = new();
        Assert.Equal(expected, await CommandLine.RunAsync(args, output, error));
        Assert.Contains(contains, output.ToString() + error, StringComparison.Ordinal);
    }
}
