using Parley.Core.Geometry;
using Parley.Places;

namespace Parley.Tests.Places;

public sealed class GazetteerTests
{
    [Fact]
    public void Case_accents_spaces_and_marks_do_not_count()
    {
        foreach (var name in new[] { "Zürich Airport", "zurich airport", "ZURICH-AIRPORT", " Zu\u0308rich  airport" })
        {
            Assert.Contains(Gazetteer.Default.Find(name), p => p.Icao == "LSZH");
        }

        Assert.Equal("straossetromso", PlaceName.Key("Strå-Oße, Tromsø"));
        Assert.Equal("lodz", PlaceName.Key("Łódź"));
    }

    [Theory]
    [InlineData("EPMB", "22nd Air Base")]
    [InlineData("zrh", "Zürich Airport")]
    public void An_airfield_is_found_by_its_codes(string code, string name) => Assert.Contains(Gazetteer.Default.Find(code), p => p.Name == name);

    [Fact]
    public void Places_of_one_name_are_all_found_and_a_town_by_its_airfield()
    {
        Assert.True(Gazetteer.Default.Find("Watertown").Length >= 4);
        Assert.Contains(Gazetteer.Default.Find("Malbork"), p => p.Kind == PlaceKind.TownOfAirfield);

        // Its own position is known, so that of the airfield is not taken for it.
        Assert.DoesNotContain(Gazetteer.Default.Find("Zurich"), p => p.Kind == PlaceKind.TownOfAirfield);
    }

    [Theory]
    [InlineData("")]
    [InlineData("···")]
    [InlineData("Nowhere in particular")]
    [InlineData("\ud800")]
    public void A_name_that_is_none_finds_nothing(string name)
    {
        Assert.Empty(Gazetteer.Default.Find(name));
        Assert.Empty(Gazetteer.Default.NearSpellings(name));
    }

    [Fact]
    public void A_million_letters_are_no_name()
    {
        Assert.Empty(Gazetteer.Default.Find(new string('a', 1_000_000)));
        Assert.Empty(Gazetteer.Default.NearSpellings(new string('a', 1_000_000)));
    }

    [Fact]
    public void Names_spelled_nearly_so_are_offered_nearest_first()
    {
        Assert.Equal("Tokyo", Gazetteer.Default.NearSpellings("Tokio")[0]);
        Assert.Contains("Malbork", Gazetteer.Default.NearSpellings("Mablork"));
    }

    [Fact]
    public void The_nearest_place_is_found_across_the_antimeridian_and_none_beyond_the_distance()
    {
        var nadi = Gazetteer.Default.Find("NFFN").Single();
        Assert.Equal("NFFN", Gazetteer.Default.Near(nadi.At, 1, 5).Select(n => n.Place.Icao).First(c => c is not null));
        var gazetteer = new Gazetteer([new("Edge", PlaceKind.Populated, new(0, -179.9), "")]);
        Assert.Equal("Edge", gazetteer.Nearest(new(0, 179.9), 23)?.Name);
        Assert.Null(gazetteer.Nearest(new(0, 179.9), 22));
    }

    [Fact]
    public void Every_embedded_place_is_a_place()
    {
        Assert.True(Gazetteer.Default.Places.Length > 8_000);
        Assert.All(Gazetteer.Default.Places, p => Assert.True(LatLng.Create(p.At.Lat, p.At.Lng).Ok && p.Name.Length > 0 && p.Country.Length is 0 or 2, p.ToString()));
    }
}
