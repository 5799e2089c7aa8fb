using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>Which areas can be declared, watched and searched, and which are refused with a sentence.</summary>
[Trait("requirement", "DSS0005,1")]
public sealed class OutlineTests(SharedExchange shared)
{
    private readonly Party _alder = shared.As("alder");
    private readonly Party _birch = shared.As("birch");
    private readonly Party _warden = shared.As("warden", Scope.Constraints, Scope.ConstraintReading);

    public static TheoryData<string> Faulty =>
    [
        "crosses itself", "one place three times", "on one line", "too large", "two vertices", "no vertices", "latitude 91", "longitude 181",
        "circle too large", "radius 0", "radius -5", "no radius", "radius in feet", "no outline", "circle and polygon", "no centre",
        "lower above upper", "altitude in feet", "altitude above sea level", "end before start", "format RFC3330", "a time that is none",
        "a vertex without longitude", "altitude without value", "nothing at all",
    ];

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task An_area_that_is_none_is_refused_wherever_one_is_asked_for(string fault)
    {
        var volume = Make(fault);
        var plan = Plan.Somewhere();

        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { Extents = [plan.Volume, volume] })).Refused(400);
        (await _alder.PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription() with { Extents = volume })).Refused(400);
        (await _warden.PutConstraintAsync(Guid.NewGuid(), plan.Constraint() with { Extents = [volume] })).Refused(400);
        foreach (var (party, what) in new[] { (_alder, "operational_intent_references"), (_alder, "subscriptions"), (_warden, "constraint_references") })
        {
            (await party.CallAsync<ErrorResponse>(HttpMethod.Post, $"/dss/v1/{what}/query", new QueryParameters { AreaOfInterest = volume })).Refused(400);
        }

        Assert.Empty(await _alder.FindIntentsAsync(plan.Volume));
    }

    [Fact]
    public async Task A_footprint_at_the_pole_is_found_from_every_longitude()
    {
        var pole = Plan.Somewhere() with { Lat = 90, Lng = 0 };
        var intent = await _alder.DeclareAsync(pole);

        foreach (var lng in new[] { -180.0, -91, 0, 90, 180 })
        {
            Assert.Contains(await _birch.FindIntentsAsync((pole with { Lat = 89.999, Lng = lng, Radius = 300 }).Volume), i => i.Id == intent.Id);
        }

        (await _birch.PutIntentAsync(Guid.NewGuid(), (pole with { Lat = 89.999, Lng = 135 }).Intent())).Refused(409);
        Assert.DoesNotContain(await _birch.FindIntentsAsync((pole with { Lat = -90 }).Volume), i => i.Id == intent.Id);

        var around = pole with { Vertices = [(89.9, -120), (89.9, 0), (89.9, 120)] };
        Assert.Contains(await _birch.FindIntentsAsync(around.Volume), i => i.Id == intent.Id);
        (await _alder.DeleteIntentAsync(Guid.Parse(intent.Id!), intent.Ovn!)).Is(200);
    }

    [Fact]
    public async Task A_footprint_across_the_antimeridian_is_found_from_both_sides_and_not_from_the_other_end_of_the_world()
    {
        // Between the rows of places that others use.
        var lat = Plan.Somewhere().Lat + 0.25;
        var across = Plan.Somewhere() with { Vertices = [(lat, 179.98), (lat, -179.98), (lat + 0.02, -179.98), (lat + 0.02, 179.98)] };
        var intent = await _alder.DeclareAsync(across);

        foreach (var lng in new[] { 179.99, 180, -180, -179.99 })
        {
            var there = across with { Vertices = null, Lat = lat + 0.01, Lng = lng, Radius = 100 };
            Assert.Equal(intent.Id, Assert.Single(await _birch.FindIntentsAsync(there.Volume)).Id);
            (await _birch.PutIntentAsync(Guid.NewGuid(), there.Intent())).Refused(409);
        }

        foreach (var lng in new[] { 179.9, -179.9, 0 })
        {
            Assert.Empty(await _birch.FindIntentsAsync((across with { Vertices = null, Lat = lat + 0.01, Lng = lng, Radius = 100 }).Volume));
        }
    }

    [Fact]
    public async Task A_polygon_is_its_smaller_side_whichever_way_round_it_is_given()
    {
        var here = Plan.Somewhere();
        (double, double)[] box = [(here.Lat, here.Lng), (here.Lat, here.Lng + 0.02), (here.Lat + 0.02, here.Lng + 0.02), (here.Lat + 0.02, here.Lng)];
        var intent = await _alder.DeclareAsync(here with { Vertices = box });

        var within = here with { Lat = here.Lat + 0.01, Lng = here.Lng + 0.01, Radius = 10 };
        Assert.Equal(intent.Id, Assert.Single(await _birch.FindIntentsAsync(within.Volume)).Id);
        Assert.Equal(intent.Id, Assert.Single(await _birch.FindIntentsAsync((here with { Vertices = [.. box.Reverse()] }).Volume)).Id);
        Assert.Empty(await _birch.FindIntentsAsync((within with { Lng = here.Lng + 0.1 }).Volume));
    }

    [Fact]
    [Trait("requirement", "DSS0005,2")]
    public async Task A_search_without_times_or_altitudes_is_open_on_those_sides()
    {
        var plan = Plan.Somewhere();
        var intent = await _alder.DeclareAsync(plan);
        var open = plan.Volume with { TimeStart = null, TimeEnd = null };

        Assert.Single(await _birch.FindIntentsAsync(open with { Volume = open.Volume! with { AltitudeLower = null, AltitudeUpper = null } }));
        Assert.Single(await _birch.FindIntentsAsync(open with { TimeEnd = Plan.Time(plan.Start) }));
        Assert.Empty(await _birch.FindIntentsAsync(open with { TimeEnd = Plan.Time(plan.Start.AddSeconds(-1)) }));
        Assert.Equal(intent.Id, Assert.Single(await _birch.FindIntentsAsync(open with { TimeStart = Plan.Time(plan.End) })).Id);
        Assert.Empty(await _birch.FindIntentsAsync(open with { TimeStart = Plan.Time(plan.End.AddSeconds(1)) }));
        Assert.Empty(await _birch.FindIntentsAsync((plan with { Lower = 101, Upper = 5000 }).Volume));
    }

    private static WireVolume4D Make(string fault)
    {
        var plan = Plan.Somewhere();
        var fine = plan.Volume;
        var (lat, lng) = (plan.Lat, plan.Lng);
        WireVolume4D Polygon(params (double, double)[] vertices) => (plan with { Vertices = vertices }).Volume;
        WireVolume4D Shape(Func<Volume3D, Volume3D> change) => fine with { Volume = change(fine.Volume!) };
        WireVolume4D Round(Circle circle) => Shape(v => v with { OutlineCircle = circle });
        var center = fine.Volume!.OutlineCircle!.Center;
        return fault switch
        {
            "crosses itself" => Polygon((lat, lng), (lat + 0.01, lng + 0.01), (lat, lng + 0.01), (lat + 0.01, lng)),
            "one place three times" => Polygon((lat, lng), (lat, lng), (lat, lng)),
            "on one line" => Polygon((0, lng), (0, lng + 0.01), (0, lng + 0.02)),
            "too large" => Polygon((lat, lng), (lat + 1, lng), (lat + 1, lng + 1), (lat, lng + 1)),
            "two vertices" => Polygon((lat, lng), (lat, lng + 0.01)),
            "no vertices" => Polygon(),
            "latitude 91" => Polygon((91, lng), (90, lng + 0.01), (90, lng + 0.02)),
            "longitude 181" => (plan with { Lng = 181 }).Volume,
            "circle too large" => (plan with { Radius = 30_000 }).Volume,
            "radius 0" => (plan with { Radius = 0 }).Volume,
            "radius -5" => (plan with { Radius = -5 }).Volume,
            "no radius" => Round(new Circle { Center = center }),
            "radius in feet" => Round(new Circle { Center = center, Radius = new Radius { Value = 100, Units = "FT" } }),
            "no centre" => Round(new Circle { Radius = new Radius { Value = 100, Units = "M" } }),
            "no outline" => Shape(v => v with { OutlineCircle = null }),
            "circle and polygon" => Shape(v => v with { OutlinePolygon = Polygon((lat, lng), (lat, lng + 0.01), (lat + 0.01, lng)).Volume!.OutlinePolygon }),
            "lower above upper" => (plan with { Lower = 200 }).Volume,
            "altitude in feet" => Shape(v => v with { AltitudeLower = v.AltitudeLower! with { Units = "N" } }),
            "altitude above sea level" => Shape(v => v with { AltitudeUpper = v.AltitudeUpper! with { Reference = "blag" } }),
            "altitude without value" => Shape(v => v with { AltitudeUpper = v.AltitudeUpper! with { Value = null } }),
            "end before start" => (plan with { End = plan.Start.AddSeconds(-1) }).Volume,
            "format RFC3330" => fine with { TimeStart = fine.TimeStart! with { Format = "RFC3330" } },
            "a time that is none" => fine with { TimeEnd = fine.TimeEnd! with { Value = "something-invalid" } },
            "a vertex without longitude" => Shape(v => v with
            {
                OutlineCircle = null,
                OutlinePolygon = new Polygon { Vertices = [new() { Lat = lat, Lng = lng }, new() { Lat = lat }, new() { Lat = lat + 1, Lng = lng }] },
            }),
            "nothing at all" => new WireVolume4D(),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "unknown"),
        };
    }
}
