using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>The field's extension: a party may say what its next OVN ends with, so that it can publish details before it is answered.</summary>
[Trait("requirement", "DSS0005,1")]
public sealed class OvnSuffixTests(SharedExchange shared)
{
    private readonly Party _alder = shared.As("alder");

    [Fact]
    public async Task A_requested_suffix_follows_the_id_in_the_OVN()
    {
        var (plan, id, first, second) = (Plan.Somewhere(), Guid.NewGuid(), Guid.CreateVersion7(), Guid.CreateVersion7());

        var made = (await _alder.PutIntentAsync(id, plan.Intent() with { RequestedOvnSuffix = first.ToString() })).Is(201).OperationalIntentReference!;
        Assert.Equal($"{id}_{first}", made.Ovn);
        var changed = (await _alder.PutIntentAsync(id, plan.Intent() with { RequestedOvnSuffix = second.ToString() }, made.Ovn)).Is(200).OperationalIntentReference!;
        Assert.Equal($"{id}_{second}", changed.Ovn);
        (await _alder.DeleteIntentAsync(id, changed.Ovn!)).Is(200);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("1ef8c1a2-793a-6a18-9b61-552a7ed277b3")]
    [InlineData("0192b9ff-793a-7a18-9b61-552a7ed277b3")]
    [InlineData("ffffffff-ffff-7fff-bfff-ffffffffffff")]
    public async Task A_suffix_that_is_no_UUIDv7_of_now_is_refused_even_where_the_id_is_taken(string suffix)
    {
        var plan = Plan.Somewhere();
        var there = await _alder.DeclareAsync(plan);
        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent(there.Ovn!) with { RequestedOvnSuffix = suffix })).Refused(400);
        (await _alder.PutIntentAsync(Guid.Parse(there.Id!), plan.Intent() with { RequestedOvnSuffix = suffix })).Refused(400);
    }

    [Fact]
    public async Task An_OVN_is_never_used_twice_for_one_intent()
    {
        var (plan, id, suffix) = (Plan.Somewhere(), Guid.NewGuid(), Guid.CreateVersion7().ToString());
        var body = plan.Intent() with { RequestedOvnSuffix = suffix };
        var made = (await _alder.PutIntentAsync(id, body)).Is(201).OperationalIntentReference!;

        (await _alder.PutIntentAsync(id, body, made.Ovn)).Refused(409);
        var drawn = (await _alder.PutIntentAsync(id, plan.Intent(), made.Ovn)).Is(200).OperationalIntentReference!;
        (await _alder.PutIntentAsync(id, body, drawn.Ovn)).Refused(409);
    }
}
