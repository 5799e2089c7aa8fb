using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core;
using Parley.Core.Geometry;
using Parley.Places;

namespace Parley.Commands;

/// <summary><c>parley place</c>: looks a place up in the gazetteer that notices are read back against.</summary>
internal sealed class PlaceCommand
{
    private const int MostShown = 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Argument<string?> _name = new("NAME") { Description = "A place or airfield, or an ICAO or IATA code", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string> _near = new("--near") { Description = "What is near these degrees instead", HelpName = "54.03,19.13" };

    private readonly Option<string> _within = new("--within")
    {
        Description = "How far to look: NM, km, m. Default: 50km",
        HelpName = "50km",
        DefaultValueFactory = _ => "50km",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document" };

    public static Command Create()
    {
        var it = new PlaceCommand();
        var command = new DocumentedCommand("place", "Look up a place or airfield that a notice may name.")
        {
            Usage = "NAME | --near LAT,LNG [OPTIONS]",
            Details =
            [
                "Notices are read back against these places: coordinates that are far from the named place raise an alarm. Case, accents and spaces do not count.",
                "The places are from sources in the public domain; a town without an airfield is often not among them.",
            ],
            Examples =
            [
                new("parley place Malbork", "every place of that name"),
                new("parley place EPMB", "an airfield by its code"),
                new("parley place --near 54.03,19.13 --within 30km", "what is near"),
            ],
        };
        command.SetAction(it.Run);
        return command
            .Group("Place", it._name, it._near, it._within)
            .Group("Output", it._json)
            .Exit(ExitCode.No, "no such place")
            .Exit(ExitCode.BadInput, "the position or distance can't be read");
    }

    private int Run(ParseResult parsed)
    {
        var (name, near) = (parsed.GetValue(_name), parsed.GetValue(_near));
        if (string.IsNullOrWhiteSpace(name) == near is null)
        {
            return parsed.Refuse(new Problem("", "Give either the name of a place or --near LAT,LNG"));
        }

        List<Found> found;
        if (near is not null)
        {
            if (!Position.Parse(near).Try(out var at, out var problem))
            {
                return parsed.Refuse(problem with { Path = "--near" });
            }

            if (!Quantity.ParseLength(parsed.GetValue(_within)).Try(out var metres, out problem))
            {
                return parsed.Refuse(problem with { Path = "--within" });
            }

            found = [.. Gazetteer.Default.Near(at, metres / 1_000, MostShown).Select(n => Found.Of(n.Place, n.Km))];
        }
        else
        {
            found = [.. Gazetteer.Default.Find(name!).Select(p => Found.Of(p, null))];
        }

        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_json))
        {
            output.WriteLine(JsonSerializer.Serialize(found, Json));
        }
        else if (found.Count == 0)
        {
            var spellings = near is null ? Gazetteer.Default.NearSpellings(name!) : [];
            output.WriteLine(near is not null
                ? $"No place within {parsed.GetValue(_within)} of {near}."
                : spellings.IsEmpty ? $"No place is called {name}." : $"No place is called {name}. Spelled nearly so: {string.Join(", ", spellings)}.");
        }
        else
        {
            foreach (var place in found)
            {
                output.WriteLine(place.Line());
            }
        }

        return found.Count == 0 ? ExitCode.No : ExitCode.Fine;
    }

    /// <summary>A place as it is printed.</summary>
    private sealed record Found(string Name, string Kind, double Lat, double Lng, string? Country, string? Icao, string? Iata, double? Km)
    {
        public static Found Of(Place place, double? km) => new(
            place.Name,
            place.Kind switch { PlaceKind.Airfield => "airfield", PlaceKind.Populated => "populated place", _ => "town, known by its airfield" },
            place.At.Lat,
            place.At.Lng,
            place.Country.Length == 0 ? null : place.Country,
            place.Icao,
            place.Iata,
            km is { } given ? Math.Round(given, 3) : null);

        public string Line()
        {
            var codes = string.Join('/', new[] { Icao, Iata }.OfType<string>());
            return string.Create(CultureInfo.InvariantCulture, $"{Lat,9:0.0000} {Lng,9:0.0000}  {Country ?? "",-2}  {codes,-8}  {Name} ({Kind})")
                + (Km is { } km ? string.Create(CultureInfo.InvariantCulture, $", {km:0.0} km") : "");
        }
    }
}
