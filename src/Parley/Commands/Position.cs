using System.Globalization;
using Parley.Core;
using Parley.Core.Geometry;

namespace Parley.Commands;

/// <summary>Positions as they are written on a command line: <c>54.03,19.13</c>, degrees north and east. Pure; any thread.</summary>
internal static class Position
{
    public static Checked<LatLng> Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var lat)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var lng)
                ? LatLng.Create(lat, lng)
                : new Problem("", $"'{text}' is not a position; write degrees like 54.03,19.13");
    }

    public static string Text(double lat, double lng) => string.Create(CultureInfo.InvariantCulture, $"{lat:0.00000},{lng:0.00000}");
}
