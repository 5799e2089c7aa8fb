namespace Parley.Console.Map;

/// <summary>A party's own map tiles, beside the Natural Earth that is always there. Immutable.</summary>
/// <param name="File">A PMTiles file, handed out at <c>/tiles.pmtiles</c>; null when an address was configured, or nothing.</param>
internal sealed record MapTiles(string? File, string? Address)
{
    public const string Path = "/tiles.pmtiles";

    /// <summary>As the map's source takes it; null: none.</summary>
    public object? ForBrowser => File is not null ? new { url = $"pmtiles://{Path}" } : Address is not null ? new { tiles = new[] { Address } } : null;

    /// <summary>For the page's policy: from where images come.</summary>
    public string Origin => Address is not null && Uri.TryCreate(Address.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : "";

    public static MapTiles From(ConsoleConfig config, Func<string, string> fileAt) =>
        config.Tiles is not { } tiles ? new MapTiles(null, null)
        : tiles.EndsWith(".pmtiles", StringComparison.OrdinalIgnoreCase) && !tiles.Contains("://", StringComparison.Ordinal) ? new MapTiles(fileAt(tiles), null)
        : new MapTiles(null, tiles);
}
