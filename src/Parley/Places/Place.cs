using Parley.Core.Geometry;

namespace Parley.Places;

/// <summary>What a place is.</summary>
internal enum PlaceKind
{
    Populated,
    Airfield,
}

/// <summary>A named place. Immutable; any thread.</summary>
/// <param name="Name">As the source writes it.</param>
/// <param name="Country">ISO 3166-1 alpha-2, or empty.</param>
/// <param name="Icao">Of airfields that have one.</param>
/// <param name="Iata">Of airfields that have one.</param>
internal sealed record Place(string Name, PlaceKind Kind, LatLng At, string Country, string? Icao = null, string? Iata = null);
