using Parley.Core.Geometry;

namespace Parley.Places;

/// <summary>Kilometres over the ground. Static; any thread.</summary>
internal static class Distance
{
    public static double Km(LatLng a, LatLng b) => Separation.Metres(a, b) / 1_000;
}
