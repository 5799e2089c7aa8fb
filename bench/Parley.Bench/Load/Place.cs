using System.Text;

namespace Parley.Bench.Load;

/// <summary>Where and when one flight is: a circle of 60 m, 50 m high.</summary>
/// <param name="Floor">Lower altitude, m above W84.</param>
internal readonly record struct Place(double Lat, double Lng, double Floor, DateTimeOffset Start, DateTimeOffset End)
{
    private const int Side = 400;
    private const double Step = 0.05;
    private const double LayerMetres = 120;

    /// <summary>Places of one layer that share no cell.</summary>
    public const int PerLayer = Side * Side;

    /// <summary>Place <paramref name="n"/> of a grid whose places are 3 km apart or more, then again in the layer above.</summary>
    public static Place OnGrid(long n, DateTimeOffset start, DateTimeOffset end)
    {
        var (layer, at) = Math.DivRem(n, PerLayer);
        return new Place(30 + (at % Side * Step), 10 + (at / Side * Step), 50 + (layer * LayerMetres), start, end);
    }

    /// <summary>The one place where everybody wants to be.</summary>
    public static Place Crowded(DateTimeOffset start, DateTimeOffset end) => new(34, -118, 50, start, end);

    /// <summary>The body of a PUT.</summary>
    /// <param name="subscription">JSON members that say how the flight is subscribed, each with a comma before it; may be empty.</param>
    public byte[] Intent(string state, IEnumerable<string> key, string subscription) => Encoding.UTF8.GetBytes(
        $$"""{"extents":[{{Volume(60, Floor, Floor + 50)}}],"key":[{{string.Join(',', key.Select(static ovn => $"\"{ovn}\""))}}],"state":"{{state}}","uss_base_url":"{{Uss}}"{{subscription}}}""");

    public const string Uss = "https://uss.bench.example/f3548";

    /// <summary>The body of a search of this place alone.</summary>
    public byte[] Search() => Encoding.UTF8.GetBytes($$"""{"area_of_interest":{{Volume(60, Floor, Floor + 50)}}}""");

    /// <summary>The body of a search of all layers around here.</summary>
    public byte[] WideSearch(double radiusMetres) => Encoding.UTF8.GetBytes($$"""{"area_of_interest":{{Volume(radiusMetres, 0, 10_000)}}}""");

    private string Volume(double radius, double lower, double upper) =>
        $$$"""{"volume":{"outline_circle":{"center":{"lat":{{{Lat:F4}}},"lng":{{{Lng:F4}}}},"radius":{"value":{{{radius}}},"units":"M"}},"altitude_lower":{{{Height(lower)}}},"altitude_upper":{{{Height(upper)}}}},"time_start":{{{Time(Start)}}},"time_end":{{{Time(End)}}}}""";

    private static string Height(double metres) => $$"""{"value":{{metres}},"reference":"W84","units":"M"}""";

    private static string Time(DateTimeOffset at) => $$"""{"value":"{{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","format":"RFC3339"}""";
}
