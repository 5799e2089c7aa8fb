using Parley.Core;

namespace Parley.Console.Map;

/// <summary>A party's own map tiles, beside the Natural Earth that is always there. Immutable.</summary>
/// <param name="File">A PMTiles file, handed out at <c>/tiles.pmtiles</c>; null when an address was configured, or nothing.</param>
internal sealed record MapTiles(string? File, string? Address)
{
    private const string Path = "/tiles.pmtiles";
    private static readonly string[] Places = ["{z}", "{x}", "{y}"];

    /// <summary>As the map's source takes it; null: none.</summary>
    public object? ForBrowser => File is not null ? new { url = $"pmtiles://{Path}" } : Address is not null ? new { tiles = new[] { Address } } : null;

    /// <summary>For the page's policy: from where pictures come beside the post itself; empty when from nowhere.</summary>
    public string Origin => Address is null ? "" : new Uri(Bare(Address)).GetLeftPart(UriPartial.Authority);

    /// <summary>By the settings; the problem says what is wrong in them.</summary>
    public static Checked<MapTiles> From(ConsoleConfig config, Func<string, string> fileAt)
    {
        if (config.Tiles is not { } tiles)
        {
            return new MapTiles(null, null);
        }

        if (tiles.Contains("://", StringComparison.Ordinal))
        {
            return Array.TrueForAll(Places, p => tiles.Contains(p, StringComparison.Ordinal)) && Uri.TryCreate(Bare(tiles), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
                ? new MapTiles(null, tiles)
                : new Problem("console.tiles", "is no address of tiles; write it like https://tiles.example.org/{z}/{x}/{y}.png");
        }

        var file = fileAt(tiles);
        return tiles.EndsWith(".pmtiles", StringComparison.OrdinalIgnoreCase) && System.IO.File.Exists(file)
            ? new MapTiles(file, null)
            : new Problem("console.tiles", "names no .pmtiles file in the post's folder, and is no address with {z}, {x} and {y}");
    }

    /// <summary>Hands the file out to who is signed in, in the parts that a map asks for.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        if (File is { } file)
        {
            routes.MapGet(Path, () => Results.File(file, "application/vnd.pmtiles", enableRangeProcessing: true)).RequireAuthorization().ExcludeFromDescription();
        }
    }

    private static string Bare(string address) => address.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
}
