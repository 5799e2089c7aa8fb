using Parley.Core.Geometry;

namespace Parley.Places;

/// <summary>What a place is.</summary>
internal enum PlaceKind
{
    /// <summary>A city or town whose own position is known.</summary>
    Populated,

    /// <summary>An airfield.</summary>
    Airfield,

    /// <summary>A town known only by the airfield that serves it.</summary>
    TownOfAirfield,
}

/// <summary>A named place. Immutable; any thread.</summary>
/// <param name="Name">As the source writes it.</param>
/// <param name="Country">ISO 3166-1 alpha-2, or empty where the source has none.</param>
/// <param name="Icao">Of airfields that have one.</param>
/// <param name="Iata">Of airfields that have one.</param>
internal sealed record Place(string Name, PlaceKind Kind, LatLng At, string Country, string? Icao = null, string? Iata = null)
{
    /// <summary>
    /// Within how many kilometres of <see cref="At"/> the place is: airfields to the field, cities to their extent, and a town within
    /// reach of its airfield.
    /// </summary>
    public double WithinKm => Kind switch
    {
        PlaceKind.Airfield => 2,
        PlaceKind.Populated => 10,
        _ => 40,
    };

    /// <summary><c>Malbork (PL)</c>, <c>22nd Air Base, EPMB (PL)</c>.</summary>
    public override string ToString() => Name + (Icao is null ? "" : $", {Icao}") + (Country.Length == 0 ? "" : $" ({Country})");
}
