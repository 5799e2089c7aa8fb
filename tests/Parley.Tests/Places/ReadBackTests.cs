using Parley.Core.Geometry;
using Parley.Places;
using Parley.Tests.Coordination;

namespace Parley.Tests.Places;

public sealed class ReadBackTests
{
    // An airfield 5 km east of the reference place of the tests, another of its name 400 km off, and a town.
    private static readonly Gazetteer Few = new(
    [
        new("Skerry Field", PlaceKind.Airfield, Flights.At(5, 0), "", "XXSK"),
        new("Skerry Field", PlaceKind.Airfield, Flights.At(400, 0), ""),
        new("Holm", PlaceKind.Populated, Flights.At(0, 50), ""),
    ]);

    private static readonly Volume4D Circle = Flights.Volume(Flights.Circle(0, 0, 1_000), 0, 100, 0, 10);

    [Fact]
    public void A_place_near_enough_agrees_and_the_nearest_of_the_name_counts()
    {
        // 5 km to the middle, less the radius of 1 km and the 2 km that an airfield may reach.
        var agrees = Assert.IsType<ReadBackResult.Agrees>(ReadBack.Check("skerry field", [Circle], 2.1, Few));
        Assert.Equal(2, agrees.DistanceKm, 0.01);
        Assert.Equal("XXSK", agrees.Place.Icao);
    }

    [Fact]
    public void A_place_too_far_off_is_wrong_and_the_sentence_says_how_far()
    {
        var wrong = Assert.IsType<ReadBackResult.WrongPlace>(ReadBack.Check("Holm", [Circle], 5, Few));
        Assert.Equal(39, wrong.DistanceKm, 0.05);
        Assert.Equal("The notice names 'Holm', but what it declares is 39 km from Holm; confirm or correct it (5 km is agreed).", wrong.Sentence);
    }

    [Fact]
    public void The_nearest_volume_counts_and_inside_is_no_distance()
    {
        var box = Flights.Volume(Flights.Box(-2, 40, 2, 60), 0, 100, 0, 10);
        Assert.Equal(0, Assert.IsType<ReadBackResult.Agrees>(ReadBack.Check("Holm", [Circle, box], 0, Few)).DistanceKm);
    }

    [Fact]
    public void An_unknown_place_offers_what_is_spelled_nearly_so()
    {
        var unknown = Assert.IsType<ReadBackResult.UnknownPlace>(ReadBack.Check("Skery Field", [Circle], 5, Few));
        Assert.Equal(["Skerry Field"], unknown.NearSpellings);
        Assert.Equal("No place or airfield called 'Skery Field' is known; did you mean Skerry Field?", unknown.Sentence);
    }

    [Fact]
    public void What_turns_or_breaks_a_line_does_not_reach_the_sentence()
    {
        var unknown = Assert.IsType<ReadBackResult.UnknownPlace>(ReadBack.Check("\u202eevil\n\u0007" + new string('x', 500), [Circle], 5, Few));
        Assert.DoesNotContain(unknown.Sentence, c => char.IsControl(c) || c == '\u202e');
        Assert.True(unknown.Sentence.Length < 150);
    }
}
