using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>Who only plans does not declare a flight out of its plan; who monitors conformance does.</summary>
[Trait("requirement", "SCD0100")]
public sealed class OffNominalTests(SharedExchange shared)
{
    [Theory]
    [InlineData("Nonconforming")]
    [InlineData("Contingent")]
    public async Task A_flight_is_declared_out_of_its_plan_with_the_conformance_scope_only(string state)
    {
        var name = $"dogwood-{state}";
        var (planner, monitor) = (shared.As(name), shared.As(name, Scope.Conformance));
        var (plan, intent) = await DeclareAsync(planner);
        var off = plan.IntentWithSubscription(planner) with { State = state };

        (await planner.PutIntentAsync(Guid.Parse(intent.Id!), off, intent.Ovn)).Refused(403);
        Assert.Equal(intent, (await planner.GetIntentAsync(Guid.Parse(intent.Id!))).Is(200).OperationalIntentReference);

        Assert.Equal(state, (await monitor.PutIntentAsync(Guid.Parse(intent.Id!), off, intent.Ovn)).Is(200).OperationalIntentReference!.State);
    }

    [Fact]
    public async Task A_planner_cannot_create_one_out_of_its_plan_either()
    {
        var planner = shared.As("dogwood");
        var plan = Plan.Somewhere();
        var reply = await planner.PutIntentAsync(Guid.NewGuid(), plan.IntentWithSubscription(planner) with { State = "Nonconforming" });
        reply.Refused(400);
        Assert.Empty(await planner.FindIntentsAsync(plan.Volume));
    }

    [Fact]
    public async Task A_flight_goes_from_Accepted_to_Activated_and_stays_so_through_changes()
    {
        var planner = shared.As("dogwood");
        var (plan, intent) = await DeclareAsync(planner);
        var active = plan.IntentWithSubscription(planner) with { State = "Activated" };

        var first = (await planner.PutIntentAsync(Guid.Parse(intent.Id!), active, intent.Ovn)).Is(200).OperationalIntentReference!;
        var again = (await planner.PutIntentAsync(Guid.Parse(intent.Id!), active, first.Ovn)).Is(200).OperationalIntentReference!;

        Assert.Equal(("Activated", 3), (again.State, again.Version));
    }

    [Fact]
    public async Task What_flies_out_of_its_plan_still_has_to_be_known_by_others()
    {
        var flying = shared.As("dogwood", Scope.Planning, Scope.Conformance);
        var (plan, intent) = await DeclareAsync(flying);
        var off = (await flying.PutIntentAsync(
            Guid.Parse(intent.Id!), plan.IntentWithSubscription(flying) with { State = "Contingent" }, intent.Ovn)).Is(200).OperationalIntentReference!;

        var refusal = (await shared.As("birch").PutIntentAsync(Guid.NewGuid(), plan.Intent())).Refused(409);

        Assert.Equal((off.Id, "Contingent"), (Assert.Single(refusal.MissingOperationalIntents!).Id, refusal.MissingOperationalIntents![0].State));
    }

    private static async Task<(Plan Plan, OperationalIntentReference Intent)> DeclareAsync(Party party)
    {
        var plan = Plan.Somewhere();
        return (plan, await party.DeclareAsync(plan));
    }
}
