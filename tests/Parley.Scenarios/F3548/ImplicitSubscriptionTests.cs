using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>The subscription that is made along with an intent lives and goes with the intents that lean on it.</summary>
[Trait("requirement", "DSS0005,1")]
public sealed class ImplicitSubscriptionTests(SharedExchange shared)
{
    private readonly Party _alder = shared.As("alder");
    private readonly Party _birch = shared.As("birch");

    [Fact]
    public async Task It_covers_the_time_of_its_intent_and_belongs_to_its_manager()
    {
        var (plan, intent) = await DeclareAsync();

        var made = (await _alder.GetSubscriptionAsync(Subscription(intent))).Is(200).Subscription!;

        Assert.True(made.ImplicitSubscription);
        Assert.True(made.NotifyForOperationalIntents);
        Assert.Equal((plan.Volume.TimeStart, plan.Volume.TimeEnd), (made.TimeStart, made.TimeEnd));
        Assert.Equal([intent.Id!], made.DependentOperationalIntents!);
        (await _birch.GetSubscriptionAsync(Subscription(intent))).Refused(403);
    }

    [Fact]
    public async Task It_goes_with_its_last_intent()
    {
        var (plan, first) = await DeclareAsync();
        var second = (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent(first.Ovn!) with { SubscriptionId = first.SubscriptionId })).Is(201).OperationalIntentReference!;

        (await _alder.DeleteIntentAsync(Guid.Parse(first.Id!), first.Ovn!)).Is(200);
        Assert.Equal([second.Id!], (await _alder.GetSubscriptionAsync(Subscription(first))).Is(200).Subscription!.DependentOperationalIntents!);

        (await _alder.DeleteIntentAsync(Guid.Parse(second.Id!), second.Ovn!)).Is(200);
        (await _alder.GetSubscriptionAsync(Subscription(first))).Refused(404);
        Assert.Empty(await _alder.FindSubscriptionsAsync(plan.Volume));
    }

    [Fact]
    public async Task It_cannot_be_deleted_under_its_intent()
    {
        var (_, intent) = await DeclareAsync();
        var made = (await _alder.GetSubscriptionAsync(Subscription(intent))).Is(200).Subscription!;

        (await _alder.DeleteSubscriptionAsync(Subscription(intent), made.Version!)).Refused(400);

        (await _alder.GetSubscriptionAsync(Subscription(intent))).Is(200);
    }

    [Fact]
    public async Task It_goes_when_its_intent_turns_to_another_subscription_or_to_none()
    {
        var (plan, intent) = await DeclareAsync();
        var own = await _alder.SubscribeAsync(plan);

        var turned = (await _alder.PutIntentAsync(Guid.Parse(intent.Id!), plan.Intent() with { SubscriptionId = own.Id }, intent.Ovn)).Is(200).OperationalIntentReference!;
        Assert.Equal(own.Id, turned.SubscriptionId);
        (await _alder.GetSubscriptionAsync(Subscription(intent))).Refused(404);

        var alone = (await _alder.PutIntentAsync(Guid.Parse(intent.Id!), plan.Intent(), turned.Ovn)).Is(200).OperationalIntentReference!;
        (await _alder.GetSubscriptionAsync(Subscription(alone))).Refused(404);
        Assert.Equal(own.Version, (await _alder.GetSubscriptionAsync(Guid.Parse(own.Id!))).Is(200).Subscription!.Version);
        (await _alder.DeleteSubscriptionAsync(Guid.Parse(own.Id!), own.Version!)).Is(200);
    }

    [Fact]
    public async Task It_widens_with_its_intent()
    {
        var (plan, intent) = await DeclareAsync();
        var longer = plan with { End = plan.End.AddHours(2) };

        var changed = (await _alder.PutIntentAsync(Guid.Parse(intent.Id!), longer.Intent() with { SubscriptionId = intent.SubscriptionId }, intent.Ovn)).Is(200).OperationalIntentReference!;

        Assert.Equal(intent.SubscriptionId, changed.SubscriptionId);
        Assert.Equal(longer.Volume.TimeEnd, (await _alder.GetSubscriptionAsync(Subscription(intent))).Is(200).Subscription!.TimeEnd);
    }

    [Fact]
    public async Task Changed_by_its_owner_it_becomes_an_explicit_one_and_stays()
    {
        var (plan, intent) = await DeclareAsync();
        var made = (await _alder.GetSubscriptionAsync(Subscription(intent))).Is(200).Subscription!;

        var kept = (await _alder.PutSubscriptionAsync(Subscription(intent), plan.Subscription(), made.Version)).Is(200).Subscription!;
        (await _alder.DeleteIntentAsync(Guid.Parse(intent.Id!), intent.Ovn!)).Is(200);

        Assert.False((await _alder.GetSubscriptionAsync(Subscription(intent))).Is(200).Subscription!.ImplicitSubscription);
        (await _alder.DeleteSubscriptionAsync(Subscription(intent), kept.Version!)).Is(200);
    }

    [Fact]
    public async Task It_is_told_of_its_own_intent_being_changed_and_of_others()
    {
        var (plan, intent) = await DeclareAsync();
        var other = (await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent(intent.Ovn!))).Is(201);
        Assert.Equal((_alder.Url, intent.SubscriptionId), (Assert.Single(other.Subscribers!).UssBaseUrl, other.Subscribers![0].Subscriptions![0].SubscriptionId));

        var changed = (await _alder.PutIntentAsync(
            Guid.Parse(intent.Id!), plan.Intent(other.OperationalIntentReference!.Ovn!) with { SubscriptionId = intent.SubscriptionId }, intent.Ovn)).Is(200);
        Assert.Equal(intent.SubscriptionId, Assert.Single(Assert.Single(changed.Subscribers!).Subscriptions!).SubscriptionId);
    }

    [Fact]
    public async Task Asking_for_a_new_one_and_naming_another_is_refused()
    {
        var plan = Plan.Somewhere();
        var own = await _alder.SubscribeAsync(plan);
        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.IntentWithSubscription(_alder) with { SubscriptionId = own.Id })).Refused(400);
    }

    [Fact]
    public async Task An_intent_can_lean_only_on_a_subscription_that_is_there_and_its_own()
    {
        var plan = Plan.Somewhere();
        var foreign = await _birch.SubscribeAsync(plan);
        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { SubscriptionId = foreign.Id })).Refused(403);
        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { SubscriptionId = Guid.NewGuid().ToString() })).Refused(400);
        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { SubscriptionId = "a0" })).Refused(400);
    }

    [Fact]
    public async Task An_intent_that_flies_needs_a_subscription()
    {
        var plan = Plan.Somewhere();
        var intent = await _alder.DeclareAsync(plan);

        (await _alder.PutIntentAsync(Guid.Parse(intent.Id!), plan.Intent() with { State = "Activated" }, intent.Ovn)).Refused(400);
        (await _alder.PutIntentAsync(Guid.Parse(intent.Id!), plan.IntentWithSubscription(_alder) with { State = "Activated" }, intent.Ovn)).Is(200);
    }

    private static Guid Subscription(OperationalIntentReference intent) => Guid.Parse(intent.SubscriptionId!);

    private async Task<(Plan Plan, OperationalIntentReference Intent)> DeclareAsync()
    {
        var plan = Plan.Somewhere();
        return (plan, (await _alder.PutIntentAsync(Guid.NewGuid(), plan.IntentWithSubscription(_alder))).Is(201).OperationalIntentReference!);
    }
}
