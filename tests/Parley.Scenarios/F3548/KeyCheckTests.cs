using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>No intent is accepted unless its key shows that its planner has seen all it would meet.</summary>
[Trait("requirement", "DSS0210,A2-7-2,2a")]
public sealed class KeyCheckTests(SharedExchange shared)
{
    private readonly Party _alder = shared.As("alder");
    private readonly Party _birch = shared.As("birch");

    [Fact]
    public async Task An_intent_that_would_meet_another_is_refused_and_told_whose_it_is()
    {
        var plan = Plan.Somewhere();
        var first = await _alder.DeclareAsync(plan);

        var refusal = (await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent())).Refused(409);

        var missing = Assert.Single(refusal.MissingOperationalIntents!);
        Assert.Equal((first.Id, "alder", _alder.Url), (missing.Id, missing.Manager, missing.UssBaseUrl));
        Assert.NotEqual(first.Ovn, missing.Ovn);
    }

    [Fact]
    public async Task An_intent_whose_key_names_all_it_would_meet_is_accepted()
    {
        var plan = Plan.Somewhere();
        var first = await _alder.DeclareAsync(plan);
        var second = await _birch.DeclareAsync(plan, key: first.Ovn!);

        var refusal = (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent(second.Ovn!))).Refused(409);
        Assert.Equal(first.Id, Assert.Single(refusal.MissingOperationalIntents!).Id);
        await _alder.DeclareAsync(plan, key: [first.Ovn!, second.Ovn!, "an-ovn-of-something-else"]);
    }

    [Fact]
    public async Task An_OVN_that_is_out_of_date_opens_nothing()
    {
        var plan = Plan.Somewhere();
        var first = await _alder.DeclareAsync(plan);
        (await _alder.PutIntentAsync(Guid.Parse(first.Id!), plan.Intent(), first.Ovn)).Is(200);

        (await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent(first.Ovn!))).Refused(409);
    }

    [Fact]
    public async Task An_intent_that_is_changed_need_not_name_itself()
    {
        var plan = Plan.Somewhere();
        var own = await _alder.DeclareAsync(plan);

        (await _alder.PutIntentAsync(Guid.Parse(own.Id!), (plan with { Radius = 300 }).Intent(), own.Ovn)).Is(200);
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,2b")]
    public async Task An_intent_that_moves_into_another_is_refused_and_stays_where_it_was()
    {
        var (plan, elsewhere) = (Plan.Somewhere(), Plan.Somewhere());
        await _alder.DeclareAsync(plan);
        var mover = await _birch.DeclareAsync(elsewhere);

        (await _birch.PutIntentAsync(Guid.Parse(mover.Id!), plan.Intent(), mover.Ovn)).Refused(409);

        var still = (await _birch.GetIntentAsync(Guid.Parse(mover.Id!))).Is(200).OperationalIntentReference!;
        Assert.Equal((mover.Ovn, mover.Version), (still.Ovn, still.Version));
        Assert.Single(await _birch.FindIntentsAsync(elsewhere.Volume));
    }

    [Fact]
    public async Task Footprint_altitudes_and_times_are_each_taken_of_the_whole_intent()
    {
        // Low and early here, high and late 3 km further on: nothing of it is ever high here. It is held to be, all the same.
        var low = Plan.Somewhere() with { Lower = 0, Upper = 50, Start = Plan.Soon(20), End = Plan.Soon(30) };
        var high = low with { Lat = low.Lat + 0.03, Lower = 200, Upper = 250, Start = Plan.Soon(60), End = Plan.Soon(70) };
        (await _alder.PutIntentAsync(Guid.NewGuid(), low.Intent() with { Extents = [low.Volume, high.Volume] })).Is(201);

        (await _birch.PutIntentAsync(Guid.NewGuid(), (low with { Lower = 200, Upper = 250 }).Intent())).Refused(409);
        (await _birch.PutIntentAsync(Guid.NewGuid(), (low with { Start = Plan.Soon(60), End = Plan.Soon(70) }).Intent())).Refused(409);
        (await _birch.PutIntentAsync(Guid.NewGuid(), (low with { Lower = 100, Upper = 150, Start = Plan.Soon(40), End = Plan.Soon(50) }).Intent())).Refused(409);
        (await _birch.PutIntentAsync(Guid.NewGuid(), (low with { Lower = 251, Upper = 300 }).Intent())).Is(201);
        (await _birch.PutIntentAsync(Guid.NewGuid(), (low with { Start = Plan.Soon(71), End = Plan.Soon(90) }).Intent())).Is(201);
    }

    [Fact]
    public async Task Intents_above_below_before_after_and_beside_each_other_need_no_key()
    {
        var plan = Plan.Somewhere();
        await _alder.DeclareAsync(plan);

        await _birch.DeclareAsync(plan with { Lower = 101, Upper = 150 });
        await _birch.DeclareAsync(plan with { Lower = 0, Upper = 49 });
        await _birch.DeclareAsync(plan with { Start = plan.End.AddSeconds(1), End = plan.End.AddMinutes(30) });
        await _birch.DeclareAsync(plan with { Start = plan.Start.AddMinutes(-10), End = plan.Start.AddSeconds(-1) });
        await _birch.DeclareAsync(plan with { Lat = plan.Lat + 0.05 });
    }

    [Fact]
    [Trait("requirement", "DSS0100,2")]
    public async Task What_a_party_that_is_down_has_only_planned_needs_no_key()
    {
        var plan = Plan.Somewhere();
        var silent = shared.As($"silent-{Guid.NewGuid():N}");
        var planned = await silent.DeclareAsync(plan);
        (await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent())).Refused(409);

        var down = (await shared.As("arbiter", Scope.Arbitration).SetAvailabilityAsync(silent.Name, "Down")).Is(200);
        var accepted = (await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent())).Is(201).OperationalIntentReference!;
        Assert.Equal("Down", (await _birch.GetIntentAsync(Guid.Parse(planned.Id!))).Is(200).OperationalIntentReference!.UssAvailability);

        // What it has in the air is another matter.
        (await silent.PutIntentAsync(Guid.Parse(planned.Id!), plan.IntentWithSubscription(silent, accepted.Ovn!) with { State = "Activated" }, planned.Ovn)).Is(200);
        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent(accepted.Ovn!))).Refused(409);
        Assert.NotEqual("", down.Version);
    }

    [Fact]
    public async Task A_flight_out_of_its_plan_is_recorded_whatever_it_meets()
    {
        var plan = Plan.Somewhere();
        await _alder.DeclareAsync(plan);
        var elsewhere = Plan.Somewhere();
        var birch = shared.As("birch", Scope.Planning, Scope.Conformance);
        var flying = await birch.DeclareAsync(elsewhere);

        var off = (await birch.PutIntentAsync(Guid.Parse(flying.Id!), plan.IntentWithSubscription(birch) with { State = "Nonconforming" }, flying.Ovn)).Is(200);

        Assert.Equal("Nonconforming", off.OperationalIntentReference!.State);
    }
}
