using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>An operational intent from its declaration to its end: who may change it, and by which OVN.</summary>
[Trait("requirement", "DSS0005,1")]
public sealed class IntentLifeTests(SharedExchange shared)
{
    private readonly Party _alder = shared.As("alder");
    private readonly Party _birch = shared.As("birch");

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,1a")]
    [Trait("requirement", "DSS0210,A2-7-2,1c")]
    public async Task What_was_declared_comes_back_as_it_was_said()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var answer = (await _alder.PutIntentAsync(id, plan.Intent())).Is(201);

        var intent = answer.OperationalIntentReference!;
        Assert.Equal((id.ToString(), "alder", 1, "Accepted", "Unknown"), (intent.Id, intent.Manager, intent.Version, intent.State, intent.UssAvailability));
        Assert.Equal(plan.Volume.TimeStart!.Value, intent.TimeStart!.Value);
        Assert.Equal(plan.Volume.TimeEnd!.Value, intent.TimeEnd!.Value);
        Assert.InRange(intent.Ovn!.Length, 16, 128);
        Assert.Empty(answer.Subscribers!);
        Assert.Equal(intent, (await _alder.GetIntentAsync(id)).Is(200).OperationalIntentReference);
        Assert.Equal(intent, Assert.Single(await _alder.FindIntentsAsync(plan.Volume)));
    }

    [Fact]
    public async Task Declaring_an_id_that_is_there_is_409_and_shows_what_is_there()
    {
        var plan = Plan.Somewhere();
        var intent = await _alder.DeclareAsync(plan);

        var refusal = (await _alder.PutIntentAsync(Guid.Parse(intent.Id!), plan.Intent())).Refused(409);

        Assert.Equal(intent.Id, Assert.Single(refusal.MissingOperationalIntents!).Id);
        Assert.Equal(1, (await _alder.GetIntentAsync(Guid.Parse(intent.Id!))).Is(200).OperationalIntentReference!.Version);
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,1b")]
    public async Task Each_change_raises_the_version_by_one_and_needs_the_OVN_of_the_one_before()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var first = await _alder.DeclareAsync(plan, id);
        var second = (await _alder.PutIntentAsync(id, plan.Intent() with { UssBaseUrl = "https://moved.example" }, first.Ovn)).Is(200).OperationalIntentReference!;

        Assert.Equal((2, "https://moved.example"), (second.Version, second.UssBaseUrl));
        Assert.NotEqual(first.Ovn, second.Ovn);
        (await _alder.PutIntentAsync(id, plan.Intent(), first.Ovn)).Refused(409);
        (await _alder.PutIntentAsync(id, plan.Intent(), "ThisIsAnIncorrectOVN")).Refused(409);
        (await _alder.DeleteIntentAsync(id, first.Ovn!)).Refused(409);
        (await _alder.DeleteIntentAsync(id, "")).Refused(400);
        Assert.Equal(second, (await _alder.GetIntentAsync(id)).Is(200).OperationalIntentReference);
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,3a")]
    [Trait("requirement", "DSS0210,A2-7-2,3b")]
    public async Task What_was_deleted_is_gone_and_its_id_is_free()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var intent = await _alder.DeclareAsync(plan, id);

        Assert.Equal(intent, (await _alder.DeleteIntentAsync(id, intent.Ovn!)).Is(200).OperationalIntentReference);

        (await _alder.GetIntentAsync(id)).Refused(404);
        (await _alder.DeleteIntentAsync(id, intent.Ovn!)).Refused(404);
        (await _alder.PutIntentAsync(id, plan.Intent(), intent.Ovn)).Refused(400);
        Assert.Empty(await _birch.FindIntentsAsync(plan.Volume));
        Assert.Equal(1, (await _birch.DeclareAsync(plan, id)).Version);
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,1d")]
    public async Task Another_party_sees_the_intent_and_never_its_OVN()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var intent = await _alder.DeclareAsync(plan, id);

        OperationalIntentReference[] seen =
        [
            (await _birch.GetIntentAsync(id)).Is(200).OperationalIntentReference!,
            Assert.Single(await _birch.FindIntentsAsync(plan.Volume)),
            Assert.Single((await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent())).Refused(409).MissingOperationalIntents!),
            Assert.Single((await _birch.PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription())).Is(200).OperationalIntentReferences!),
        ];

        Assert.All(seen, s => Assert.Equal(intent with { Ovn = "Available from USS" }, s));
    }

    [Fact]
    [Trait("requirement", "OPIN0035")]
    public async Task Another_party_can_neither_change_nor_delete_it_even_with_its_OVN()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var intent = await _alder.DeclareAsync(plan, id);

        (await _birch.PutIntentAsync(id, plan.Intent(intent.Ovn!), intent.Ovn)).Refused(403);
        (await _birch.PutIntentAsync(id, plan.Intent(intent.Ovn!))).Refused(403);
        (await _birch.DeleteIntentAsync(id, intent.Ovn!)).Refused(403);

        Assert.Equal(intent, (await _alder.GetIntentAsync(id)).Is(200).OperationalIntentReference);
    }

    [Theory]
    [InlineData("Activated")]
    [InlineData("Nonconforming")]
    [InlineData("Contingent")]
    [InlineData("Ended")]
    [InlineData("accepted")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_intent_begins_as_Accepted_and_as_nothing_else(string? state)
    {
        var party = shared.As("cedar", Scope.Planning, Scope.Conformance);
        var body = Plan.Somewhere().IntentWithSubscription(party) with { State = state };
        (await party.PutIntentAsync(Guid.NewGuid(), body)).Refused(400);
    }

    [Fact]
    public async Task Only_the_end_of_the_whole_must_lie_ahead()
    {
        var plan = Plan.Somewhere();
        var before = plan with { Start = Plan.Soon(-60 * 24 * 365), End = Plan.Soon(-30) };
        (await _alder.PutIntentAsync(Guid.NewGuid(), before.Intent())).Refused(400);
        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { Extents = [before.Volume, plan.Volume] })).Is(201);
    }

    [Fact]
    public async Task A_volume_of_an_intent_has_both_times_and_both_altitudes()
    {
        var plan = Plan.Somewhere();
        var volume = plan.Volume;
        WireVolume4D[] lacking =
        [
            volume with { TimeStart = null },
            volume with { TimeEnd = null },
            volume with { Volume = volume.Volume! with { AltitudeLower = null } },
            volume with { Volume = volume.Volume! with { AltitudeUpper = null } },
        ];
        foreach (var one in lacking)
        {
            (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { Extents = [one] })).Refused(400);
        }

        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { Extents = [] })).Refused(400);
        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { Extents = null })).Refused(400);
    }

    [Theory]
    [InlineData("http://plain.example/utm")]
    [InlineData("ftp://files.example")]
    [InlineData("not an address")]
    [InlineData("https://name:secret@uss.example")]
    [InlineData("")]
    public async Task A_USS_is_reached_over_https_only(string url)
    {
        (await _alder.PutIntentAsync(Guid.NewGuid(), Plan.Somewhere().Intent() with { UssBaseUrl = url })).Refused(400);
    }
}
