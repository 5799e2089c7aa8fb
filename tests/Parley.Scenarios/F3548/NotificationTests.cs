using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>Who has to be told of a change: each subscription it concerns, once, with an index that shows its owner a gap.</summary>
[Trait("requirement", "DSS0210,A2-7-2,4b")]
public sealed class NotificationTests(SharedExchange shared)
{
    private readonly Party _alder = shared.As("alder");
    private readonly Party _birch = shared.As("birch");

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,4c")]
    public async Task The_index_of_a_subscription_rises_by_exactly_one_for_each_change()
    {
        var plan = Plan.Somewhere();
        var subscription = await _alder.SubscribeAsync(plan);
        Assert.Equal(0, subscription.NotificationIndex);

        var made = (await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent())).Is(201);
        Assert.Equal(1, IndexOf(subscription, made.Subscribers));
        var id = Guid.Parse(made.OperationalIntentReference!.Id!);
        var changed = (await _birch.PutIntentAsync(id, plan.Intent(), made.OperationalIntentReference.Ovn)).Is(200);
        Assert.Equal(2, IndexOf(subscription, changed.Subscribers));
        Assert.Equal(2, (await _alder.GetSubscriptionAsync(Guid.Parse(subscription.Id!))).Is(200).Subscription!.NotificationIndex);
        var deleted = (await _birch.DeleteIntentAsync(id, changed.OperationalIntentReference!.Ovn!)).Is(200);
        Assert.Equal(3, IndexOf(subscription, deleted.Subscribers));
    }

    [Fact]
    public async Task A_refused_change_is_told_to_nobody()
    {
        var plan = Plan.Somewhere();
        var subscription = await _alder.SubscribeAsync(plan);
        var there = await _birch.DeclareAsync(plan);

        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent())).Refused(409);
        (await _birch.PutIntentAsync(Guid.Parse(there.Id!), plan.Intent(), "ThisIsAnIncorrectOVN")).Refused(409);
        (await _alder.DeleteIntentAsync(Guid.Parse(there.Id!), there.Ovn!)).Refused(403);

        Assert.Equal(1, (await _alder.GetSubscriptionAsync(Guid.Parse(subscription.Id!))).Is(200).Subscription!.NotificationIndex);
    }

    [Fact]
    public async Task Changing_a_subscription_does_not_set_its_index_back()
    {
        var plan = Plan.Somewhere();
        var subscription = await _alder.SubscribeAsync(plan);
        await _birch.DeclareAsync(plan);

        var changed = (await _alder.PutSubscriptionAsync(Guid.Parse(subscription.Id!), plan.Subscription(), subscription.Version)).Is(200).Subscription!;

        Assert.Equal(1, changed.NotificationIndex);
    }

    [Fact]
    public async Task Subscriptions_of_one_address_are_told_together()
    {
        var plan = Plan.Somewhere();
        var (first, second) = (await _alder.SubscribeAsync(plan), await _alder.SubscribeAsync(plan));
        var third = await _birch.SubscribeAsync(plan);

        var subscribers = (await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent())).Is(201).Subscribers!;

        Assert.Equal([_alder.Url, _birch.Url], subscribers.Select(s => s.UssBaseUrl).Order(StringComparer.Ordinal));
        var alders = subscribers.Single(s => s.UssBaseUrl == _alder.Url).Subscriptions!.Select(s => s.SubscriptionId);
        Assert.Equal(new[] { first.Id, second.Id }.Order(StringComparer.Ordinal), alders.Order(StringComparer.Ordinal));
        Assert.Equal(third.Id, Assert.Single(subscribers.Single(s => s.UssBaseUrl == _birch.Url).Subscriptions!).SubscriptionId);
    }

    [Fact]
    public async Task Only_subscriptions_that_the_change_touches_are_told()
    {
        var plan = Plan.Somewhere();
        await _alder.SubscribeAsync(plan with { Lat = plan.Lat + 0.05 });
        await _alder.SubscribeAsync(plan with { Lower = 101, Upper = 200 });
        await _alder.SubscribeAsync(plan with { Start = plan.End.AddSeconds(1), End = plan.End.AddMinutes(10) });
        await _alder.SubscribeAsync(plan, intents: false, constraints: true);

        Assert.Empty((await _birch.PutIntentAsync(Guid.NewGuid(), plan.Intent())).Is(201).Subscribers!);
    }

    [Fact]
    public async Task An_intent_that_moves_away_is_told_where_it_was_and_where_it_goes()
    {
        var here = Plan.Somewhere();
        var there = here with { Lat = here.Lat + 0.1 };
        var (left, entered) = (await _alder.SubscribeAsync(here), await _alder.SubscribeAsync(there));
        var intent = await _birch.DeclareAsync(here);

        var moved = (await _birch.PutIntentAsync(Guid.Parse(intent.Id!), there.Intent(), intent.Ovn)).Is(200);

        Assert.Equal((2, 1), (IndexOf(left, moved.Subscribers), IndexOf(entered, moved.Subscribers)));
    }

    [Fact]
    public async Task A_constraint_is_told_only_to_those_who_asked_for_constraints()
    {
        var plan = Plan.Somewhere();
        var asked = await _alder.SubscribeAsync(plan, intents: false, constraints: true);
        await _birch.SubscribeAsync(plan);
        var warden = shared.As("warden", Scope.Constraints);

        var made = (await warden.PutConstraintAsync(Guid.NewGuid(), plan.Constraint())).Is(201);
        Assert.Equal(asked.Id, Assert.Single(Assert.Single(made.Subscribers!).Subscriptions!).SubscriptionId);
        var id = Guid.Parse(made.ConstraintReference!.Id!);
        var changed = (await warden.PutConstraintAsync(id, plan.Constraint(), made.ConstraintReference.Ovn)).Is(200);
        Assert.Equal(2, IndexOf(asked, changed.Subscribers));
        Assert.Equal(3, IndexOf(asked, (await warden.DeleteConstraintAsync(id, changed.ConstraintReference!.Ovn!)).Is(200).Subscribers));
    }

    private static int IndexOf(WireSubscription subscription, IReadOnlyList<SubscriberToNotify>? subscribers) =>
        subscribers!.SelectMany(s => s.Subscriptions!).Single(s => s.SubscriptionId == subscription.Id).NotificationIndex;
}
