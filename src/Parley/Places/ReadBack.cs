using System.Collections.Immutable;
using Parley.Core.Geometry;

namespace Parley.Places;

/// <summary>How the named place and the declared volumes lie to each other.</summary>
internal abstract record ReadBackResult
{
    private ReadBackResult()
    {
    }

    /// <summary>The place is as near as agreed; 0 km is inside.</summary>
    public sealed record Agrees(double DistanceKm, Place Place) : ReadBackResult;

    /// <summary>The nearest place of that name is further off than agreed.</summary>
    public sealed record WrongPlace(double DistanceKm, Place Place, string Sentence) : ReadBackResult;

    /// <summary>No place has that name; others are spelled nearly so.</summary>
    public sealed record UnknownPlace(string Sentence, ImmutableArray<string> NearSpellings) : ReadBackResult;
}

/// <summary>Reads a notice back: its coordinates against the place that it names. Static; any thread.</summary>
internal static class ReadBack
{
    /// <summary>Of several places with the name the nearest counts. The distance is that from the nearest volume's outline.</summary>
    public static ReadBackResult Check(string placeName, IReadOnlyList<Volume4D> volumes, double toleranceKm) =>
        Check(placeName, volumes, toleranceKm, Gazetteer.Default);

    public static ReadBackResult Check(string placeName, IReadOnlyList<Volume4D> volumes, double toleranceKm, Gazetteer gazetteer) =>
        throw new NotSupportedException();
}
