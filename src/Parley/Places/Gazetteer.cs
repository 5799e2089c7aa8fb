using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Parley.Core.Geometry;

namespace Parley.Places;

/// <summary>Populated places and airfields by name. Immutable; any thread. Where the data is from: <c>src/Parley/Places/Data/README.md</c>.</summary>
internal sealed class Gazetteer
{
    private const string Resource = "Parley.Places.places.tsv.gz";
    private const int MostNearSpellings = 5;

    // A town's airfield is left out where the town itself is known this near.
    private const double SameTownMetres = 60_000;

    private static readonly Lazy<Gazetteer> Shared = new(ReadEmbedded);

    private readonly Dictionary<string, ImmutableArray<Place>> _byKey;

    public Gazetteer(IEnumerable<Place> places)
    {
        Places = [.. places];
        _byKey = Places.SelectMany(p => Keys(p).Select(k => (Key: k, Place: p)))
            .GroupBy(k => k.Key, k => k.Place)
            .ToDictionary(g => g.Key, g => g.Distinct().ToImmutableArray(), StringComparer.Ordinal);
    }

    /// <summary>The embedded one, read at the first use: some 10,000 places, a few milliseconds.</summary>
    public static Gazetteer Default => Shared.Value;

    public ImmutableArray<Place> Places { get; }

    /// <summary>
    /// All places with that name, whatever its case, accents, spacing and marks; airfields also by ICAO or IATA code, and without the word
    /// for what they are (<c>Taba</c> for Taba International Airport). Empty when there is none.
    /// </summary>
    public ImmutableArray<Place> Find(string name) =>
        name.Length <= PlaceName.MostLetters && _byKey.TryGetValue(PlaceName.Key(name), out var found) ? found : [];

    /// <summary>The nearest place within <paramref name="maxKm"/> of the ground, or null.</summary>
    public Place? Nearest(LatLng at, double maxKm) => Near(at, maxKm, 1).Select(n => n.Place).FirstOrDefault();

    /// <summary>The nearest places within <paramref name="maxKm"/>, nearest first, each with its kilometres.</summary>
    public IEnumerable<(Place Place, double Km)> Near(LatLng at, double maxKm, int most)
    {
        // A degree of latitude is nowhere less than 110.5 km: what is further off by it alone needs no exact distance.
        var degrees = maxKm / 110.5;
        return Places
            .Where(p => Math.Abs(p.At.Lat - at.Lat) <= degrees)
            .Select(p => (Place: p, Km: Distance.Km(at, p.At)))
            .Where(p => p.Km <= maxKm)
            .OrderBy(p => p.Km)
            .Take(most);
    }

    /// <summary>Names that differ from this one by a letter or two (a fifth of its letters, at most 3), nearest first; none for very short ones.</summary>
    public ImmutableArray<string> NearSpellings(string name)
    {
        var key = name.Length > PlaceName.MostLetters ? "" : PlaceName.Key(name);
        var most = Math.Clamp(key.Length / 5, 1, 3);
        return key.Length < 3
            ? []
            : [
                .. _byKey
                    .Select(k => (k.Value, Off: PlaceName.Differences(key, k.Key, most)))
                    .Where(k => k.Off <= most)
                    .OrderBy(k => k.Off).ThenBy(k => k.Value[0].Name, StringComparer.Ordinal)
                    .Select(k => k.Value[0].Name).Distinct(StringComparer.Ordinal).Take(MostNearSpellings),
            ];
    }

    private static IEnumerable<string> Keys(Place place)
    {
        var keys = new List<string> { PlaceName.Key(place.Name) };
        keys.AddRange(new[] { place.Icao, place.Iata }.OfType<string>().Select(PlaceName.Key));
        if (place.Kind == PlaceKind.Airfield)
        {
            keys.Add(PlaceName.Key(Bare(place.Name)));
        }

        return keys.Where(k => k.Length > 0).Distinct(StringComparer.Ordinal);
    }

    private static string Bare(string name)
    {
        foreach (var word in new[] { "Airport", "International", "Airfield", "Air Base", "Airbase", "Regional", "Municipal" })
        {
            name = name.Replace(" " + word, "", StringComparison.OrdinalIgnoreCase);
        }

        return name;
    }

    private static Gazetteer ReadEmbedded()
    {
        using var packed = typeof(Gazetteer).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not in the binary; build it again.");
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var places = new List<Place>();
        var towns = new List<Place>();
        while (text.ReadLine() is { } line)
        {
            // kind, name, latitude, longitude, country, ICAO, IATA, town
            var fields = line.Split('\t');
            string? Field(int n) => n < fields.Length && fields[n].Length > 0 ? fields[n] : null;
            var at = new LatLng(double.Parse(fields[2], CultureInfo.InvariantCulture), double.Parse(fields[3], CultureInfo.InvariantCulture));
            var kind = fields[0] == "A" ? PlaceKind.Airfield : PlaceKind.Populated;
            places.Add(new Place(fields[1], kind, at, Field(4) ?? "", Field(5), Field(6)));
            if (Field(7) is { } town)
            {
                // "Fuzhou (Fuqing)": the second name says which part.
                var end = town.IndexOf('(', StringComparison.Ordinal);
                towns.Add(new Place((end > 0 ? town[..end] : town).Trim(), PlaceKind.TownOfAirfield, at, Field(4) ?? ""));
            }
        }

        var known = places.Where(p => p.Kind == PlaceKind.Populated).ToLookup(p => PlaceName.Key(p.Name), StringComparer.Ordinal);
        return new Gazetteer(places.Concat(towns.Where(t => !known[PlaceName.Key(t.Name)].Any(p => Distance.Km(p.At, t.At) * 1_000 <= SameTownMetres))));
    }
}
