using System.Collections.Immutable;
using System.Globalization;
using Parley.Core.Geometry;

namespace Parley.Places;

/// <summary>How the named place and the declared volumes lie to each other. Immutable; any thread.</summary>
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
    /// <summary>
    /// Of several places with the name the nearest counts, to the nearest volume. The distance is that from the volume's outline, exact,
    /// less what the gazetteer may be off by (<see cref="Place.WithinKm"/>): 0 inside. Volumes must not be empty.
    /// </summary>
    /// <param name="toleranceKm">Kilometres that are still right, 0 or more.</param>
    public static ReadBackResult Check(string placeName, IReadOnlyList<Volume4D> volumes, double toleranceKm) =>
        Check(placeName, volumes, toleranceKm, Gazetteer.Default);

    public static ReadBackResult Check(string placeName, IReadOnlyList<Volume4D> volumes, double toleranceKm, Gazetteer gazetteer)
    {
        if (volumes.Count == 0)
        {
            throw new ArgumentException("A notice without a volume has nothing to read back.", nameof(volumes));
        }

        var places = gazetteer.Find(placeName);
        if (places.IsEmpty)
        {
            var near = gazetteer.NearSpellings(placeName);
            var hint = near.IsEmpty ? "check its spelling or leave it out" : $"did you mean {string.Join(" or ", near)}?";
            return new ReadBackResult.UnknownPlace($"No place or airfield called '{Cut(placeName)}' is known; {hint}", near);
        }

        var outlines = volumes.Select(v => v.Outline).Distinct().ToList();
        var (place, km) = places
            .Select(p => (Place: p, Km: Math.Max(0, (outlines.Min(o => Separation.Metres(p.At, o)) / 1_000) - p.WithinKm)))
            .MinBy(p => p.Km);
        return km <= toleranceKm
            ? new ReadBackResult.Agrees(km, place)
            : new ReadBackResult.WrongPlace(km, place, string.Create(
                CultureInfo.InvariantCulture,
                $"The notice names '{Cut(placeName)}', but what it declares is {km:0.#} km from {place}; confirm or correct it ({toleranceKm:0.#} km is agreed)."));
    }

    // Others wrote it: cut to what fits a sentence, and without what would turn or break the line.
    private static string Cut(string name)
    {
        var clean = new string([.. name.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate))]);
        return clean.Length <= 40 ? clean : clean[..40] + "…";
    }
}
