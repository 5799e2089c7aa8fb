namespace Parley.Core.Geometry;

/// <summary>
/// A place on the WGS84 ellipsoid: geodetic latitude −90..90 and longitude −180..180, both in degrees.
/// Immutable; any thread. Only <see cref="Create"/> checks the ranges.
/// </summary>
public readonly record struct LatLng(double Lat, double Lng)
{
    /// <summary>A checked place; the problem's path is <c>lat</c> or <c>lng</c>.</summary>
    public static Checked<LatLng> Create(double lat, double lng)
    {
        if (!(Math.Abs(lat) <= 90))
        {
            return new Problem("lat", $"latitude {lat} is out of range; give degrees between -90 and 90");
        }

        if (!(Math.Abs(lng) <= 180))
        {
            return new Problem("lng", $"longitude {lng} is out of range; give degrees between -180 and 180");
        }

        return new LatLng(lat, lng);
    }

    /// <summary>Latitude and longitude with six decimals, about 0.1 m: <c>52.520008, 13.404954</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Lat:0.######}, {Lng:0.######}");
}
