using System.Globalization;
using Parley.Client.Post;

namespace Parley.Console.Line;

/// <summary>Places as people read and write them on the line. Thread-safe.</summary>
internal static class Coordinates
{
    /// <summary>Decimal degrees to 1 m, as slots and attachments take them: <c>54.03120,19.13450</c>.</summary>
    public static string Write(double lat, double lng) => string.Create(CultureInfo.InvariantCulture, $"{lat:0.00000},{lng:0.00000}");

    /// <summary>Degrees and minutes, as charts have them, with the altitude where there is one: <c>54°01.872′N 019°08.070′E · 900 m (2953 ft)</c>.</summary>
    public static string Show(PointView p) =>
        $"{Angle(p.Lat, "00", 'N', 'S')} {Angle(p.Lng, "000", 'E', 'W')}"
        + (p.AltitudeM is { } m ? string.Create(CultureInfo.InvariantCulture, $" · {m:0} m ({m / 0.3048:0} ft) WGS84") : "");

    public static bool TryRead(string? text, out double lat, out double lng)
    {
        lat = lng = 0;
        return text?.Split(',', StringSplitOptions.TrimEntries) is [var a, var b] && double.TryParse(a, NumberStyles.Float, CultureInfo.InvariantCulture, out lat)
            && double.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out lng) && Math.Abs(lat) <= 90 && Math.Abs(lng) <= 180;
    }

    private static string Angle(double degrees, string digits, char positive, char negative)
    {
        // In whole thousandths of a minute first, so that 59.9996′ carries into the degrees.
        var thousandths = (int)Math.Round(Math.Abs(degrees) * 60_000);
        return string.Create(CultureInfo.InvariantCulture, $"{(thousandths / 60_000).ToString(digits, CultureInfo.InvariantCulture)}°{thousandths % 60_000 / 1_000m:00.000}′{(degrees < 0 && thousandths > 0 ? negative : positive)}");
    }
}
