using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>An arbitrator says how available a party is; everybody who plans sees it.</summary>
[Trait("requirement", "DSS0100,1")]
public sealed class AvailabilityTests(SharedExchange shared)
{
    private readonly Party _arbiter = shared.As("arbiter", Scope.Arbitration);
    private readonly string _party = $"elm-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_party_nobody_spoke_of_is_Unknown_with_an_empty_version()
    {
        var status = (await _arbiter.GetAvailabilityAsync(_party)).Is(200);
        Assert.Equal(("", _party, "Unknown"), (status.Version, status.Status!.Uss, status.Status.Availability));
    }

    [Theory]
    [InlineData("down", "Down")]
    [InlineData("NORMAL", "Normal")]
    [InlineData("uNkNoWn", "Unknown")]
    public async Task Availability_is_taken_in_any_case_and_kept_in_one(string said, string kept)
    {
        var set = (await _arbiter.SetAvailabilityAsync(_party, said)).Is(200);
        Assert.Equal(kept, set.Status!.Availability);
        Assert.NotEqual("", set.Version);
        Assert.Equal(set, (await _arbiter.GetAvailabilityAsync(_party)).Is(200));
    }

    [Fact]
    public async Task A_word_that_is_no_availability_is_refused_before_the_version_is_looked_at()
    {
        (await _arbiter.SetAvailabilityAsync(_party, "Down")).Is(200);
        (await _arbiter.SetAvailabilityAsync(_party, "pUrPlE")).Refused(400);
        Assert.Equal("Down", (await _arbiter.GetAvailabilityAsync(_party)).Is(200).Status!.Availability);
    }

    [Fact]
    public async Task It_is_changed_by_its_current_version_only()
    {
        var first = (await _arbiter.SetAvailabilityAsync(_party, "Down")).Is(200);
        (await _arbiter.SetAvailabilityAsync(_party, "Normal")).Refused(409);
        (await _arbiter.SetAvailabilityAsync(_party, "Normal", "ThisIsAnIncorrectVersion")).Refused(409);
        var second = (await _arbiter.SetAvailabilityAsync(_party, "Normal", first.Version!)).Is(200);
        Assert.NotEqual(first.Version, second.Version);
        (await _arbiter.SetAvailabilityAsync(_party, "Down", first.Version!)).Refused(409);
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,6")]
    public async Task It_shows_in_every_reference_of_the_party()
    {
        var plan = Plan.Somewhere();
        var party = shared.As(_party, Scope.Planning, Scope.Constraints);
        var intent = await party.DeclareAsync(plan);
        (await party.PutConstraintAsync(Guid.NewGuid(), plan.Constraint())).Is(201);

        (await _arbiter.SetAvailabilityAsync(_party, "Normal")).Is(200);

        Assert.Equal("Normal", (await party.GetIntentAsync(Guid.Parse(intent.Id!))).Is(200).OperationalIntentReference!.UssAvailability);
        Assert.Equal("Normal", Assert.Single(await shared.As("birch").FindIntentsAsync(plan.Volume)).UssAvailability);
        Assert.Equal("Normal", Assert.Single(await shared.As("warden", Scope.ConstraintReading).FindConstraintsAsync(plan.Volume)).UssAvailability);
    }
}
