using System.Collections.Immutable;
using Parley.Core.Geometry;

namespace Parley.Places;

/// <summary>Populated places and airfields by name. Immutable; any thread.</summary>
internal sealed class Gazetteer
{
    private static readonly Lazy<Gazetteer> Shared = new(() => new Gazetteer([]));

    public Gazetteer(IEnumerable<Place> places) => Places = [.. places];

    /// <summary>The embedded one, read at the first use.</summary>
    public static Gazetteer Default => Shared.Value;

    public ImmutableArray<Place> Places { get; }

    /// <summary>All places with that name or code, whatever its case, accents and spacing.</summary>
    public ImmutableArray<Place> Find(string name) => throw new NotSupportedException();

    /// <summary>The nearest place within <paramref name="maxKm"/>, or null.</summary>
    public Place? Nearest(LatLng at, double maxKm) => throw new NotSupportedException();
}
