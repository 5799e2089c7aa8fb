using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>Constraints: declared by those who may, seen by those who process them, and part of the key for those who ask for it.</summary>
[Trait("requirement", "DSS0005,3")]
public sealed class ConstraintTests(SharedExchange shared)
{
    private readonly Party _warden = shared.As("warden", Scope.Constraints);
    private readonly Party _reader = shared.As("birch", Scope.ConstraintReading);
    private readonly Party _alder = shared.As("alder", Scope.Planning, Scope.ConstraintReading);

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,1f")]
    public async Task What_was_declared_comes_back_as_it_was_said()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var made = (await _warden.PutConstraintAsync(id, plan.Constraint())).Is(201).ConstraintReference!;

        Assert.Equal((id.ToString(), "warden", 1, _warden.Url), (made.Id, made.Manager, made.Version, made.UssBaseUrl));
        Assert.Equal((plan.Volume.TimeStart, plan.Volume.TimeEnd), (made.TimeStart, made.TimeEnd));
        Assert.Equal(made, (await _warden.GetConstraintAsync(id)).Is(200).ConstraintReference);
    }

    [Fact]
    [Trait("requirement", "DSS0005,4")]
    [Trait("requirement", "DSS0210,A2-7-2,1e")]
    public async Task Another_party_finds_the_constraint_and_never_its_OVN()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var made = (await _warden.PutConstraintAsync(id, plan.Constraint())).Is(201).ConstraintReference!;
        var hidden = made with { Ovn = "Available from USS" };

        Assert.Equal(hidden, (await _reader.GetConstraintAsync(id)).Is(200).ConstraintReference);
        Assert.Equal(hidden, Assert.Single(await _reader.FindConstraintsAsync(plan.Volume)));
        Assert.Equal(hidden, Assert.Single((await _alder.PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription(constraints: true))).Is(200).ConstraintReferences!));
        Assert.Empty(await _reader.FindConstraintsAsync((plan with { Start = plan.End.AddMinutes(1), End = plan.End.AddMinutes(2) }).Volume));
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,3c")]
    [Trait("requirement", "DSS0210,A2-7-2,3d")]
    public async Task It_is_changed_and_deleted_by_its_owner_with_its_current_OVN_only()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var other = shared.As("another-warden", Scope.Constraints);
        var made = (await _warden.PutConstraintAsync(id, plan.Constraint())).Is(201).ConstraintReference!;

        (await _warden.PutConstraintAsync(id, plan.Constraint())).Refused(409);
        (await _warden.PutConstraintAsync(id, plan.Constraint(), "ThisIsAnIncorrectOVN")).Refused(409);
        (await other.PutConstraintAsync(id, plan.Constraint(), made.Ovn)).Refused(403);
        (await other.DeleteConstraintAsync(id, made.Ovn!)).Refused(403);
        var changed = (await _warden.PutConstraintAsync(id, plan.Constraint(), made.Ovn)).Is(200).ConstraintReference!;
        Assert.Equal(2, changed.Version);
        (await _warden.DeleteConstraintAsync(id, made.Ovn!)).Refused(409);
        (await _warden.DeleteConstraintAsync(id, "")).Refused(400);
        (await _warden.DeleteConstraintAsync(id, changed.Ovn!)).Is(200);

        (await _warden.GetConstraintAsync(id)).Refused(404);
        Assert.Empty(await _reader.FindConstraintsAsync(plan.Volume));
    }

    [Fact]
    public async Task A_constraint_has_both_times_and_ends_in_the_future()
    {
        var plan = Plan.Somewhere();
        foreach (var volume in new[] { plan.Volume with { TimeStart = null }, plan.Volume with { TimeEnd = null }, (plan with { Start = Plan.Soon(-20), End = Plan.Soon(-10) }).Volume })
        {
            (await _warden.PutConstraintAsync(Guid.NewGuid(), plan.Constraint() with { Extents = [volume] })).Refused(400);
        }
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,2a")]
    public async Task Who_asks_to_be_told_of_constraints_must_name_them_in_the_key()
    {
        var plan = Plan.Somewhere();
        var constraint = (await _warden.PutConstraintAsync(Guid.NewGuid(), plan.Constraint())).Is(201).ConstraintReference!;
        var asking = plan.Intent() with { NewSubscription = new ImplicitSubscriptionParameters { UssBaseUrl = _alder.Url, NotifyForConstraints = true } };

        var refusal = (await _alder.PutIntentAsync(Guid.NewGuid(), asking)).Refused(409);
        var missing = Assert.Single(refusal.MissingConstraints!);
        Assert.Equal((constraint.Id, "Available from USS"), (missing.Id, missing.Ovn));

        var made = (await _alder.PutIntentAsync(Guid.NewGuid(), asking with { Key = [constraint.Ovn!] })).Is(201).OperationalIntentReference!;
        Assert.True((await _alder.GetSubscriptionAsync(Guid.Parse(made.SubscriptionId!))).Is(200).Subscription!.NotifyForConstraints);
        (await shared.As("cedar").PutIntentAsync(Guid.NewGuid(), plan.Intent(made.Ovn!))).Is(201);
    }

    [Fact]
    public async Task A_constraint_that_lies_elsewhere_is_no_part_of_the_key()
    {
        var plan = Plan.Somewhere();
        (await _warden.PutConstraintAsync(Guid.NewGuid(), (plan with { Lower = 101, Upper = 200 }).Constraint())).Is(201);
        var own = await _alder.SubscribeAsync(plan, constraints: true);

        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { SubscriptionId = own.Id })).Is(201);
    }
}
