using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>A subscription of its own: its versions, its times, what leans on it and how it ends.</summary>
[Trait("requirement", "DSS0005,5")]
public sealed class SubscriptionTests(SharedExchange shared)
{
    private readonly Party _alder = shared.As("alder");
    private readonly Party _birch = shared.As("birch");

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,4a")]
    public async Task What_was_asked_for_comes_back_as_it_was_said()
    {
        var (plan, id) = (Plan.Somewhere(), Guid.NewGuid());
        var there = await _birch.DeclareAsync(plan);

        var answer = (await _alder.PutSubscriptionAsync(id, plan.Subscription())).Is(200);

        var made = answer.Subscription!;
        Assert.Equal((id.ToString(), 0, _alder.Url, false), (made.Id, made.NotificationIndex, made.UssBaseUrl, made.ImplicitSubscription));
        Assert.Equal((plan.Volume.TimeStart, plan.Volume.TimeEnd), (made.TimeStart, made.TimeEnd));
        Assert.Equal(there.Id, Assert.Single(answer.OperationalIntentReferences!).Id);
        Assert.Null(answer.ConstraintReferences);
        Assert.Equal(made.Version, (await _alder.GetSubscriptionAsync(id)).Is(200).Subscription!.Version);
        Assert.Equal(made.Id, Assert.Single(await _alder.FindSubscriptionsAsync(plan.Volume)).Id);
    }

    [Fact]
    public async Task Others_neither_see_nor_touch_it()
    {
        var plan = Plan.Somewhere();
        var made = await _alder.SubscribeAsync(plan);
        var id = Guid.Parse(made.Id!);

        (await _birch.GetSubscriptionAsync(id)).Refused(403);
        (await _birch.PutSubscriptionAsync(id, plan.Subscription(), made.Version)).Refused(403);
        (await _birch.DeleteSubscriptionAsync(id, made.Version!)).Refused(403);
        Assert.Empty(await _birch.FindSubscriptionsAsync(plan.Volume));
    }

    [Fact]
    public async Task It_is_changed_and_deleted_by_its_current_version_only()
    {
        var plan = Plan.Somewhere();
        var made = await _alder.SubscribeAsync(plan);
        var id = Guid.Parse(made.Id!);

        (await _alder.PutSubscriptionAsync(id, plan.Subscription())).Refused(409);
        var changed = (await _alder.PutSubscriptionAsync(id, plan.Subscription(), made.Version)).Is(200).Subscription!;
        Assert.NotEqual(made.Version, changed.Version);
        (await _alder.PutSubscriptionAsync(id, plan.Subscription(), made.Version)).Refused(409);
        (await _alder.DeleteSubscriptionAsync(id, made.Version!)).Refused(409);
        (await _alder.DeleteSubscriptionAsync(id, changed.Version!)).Is(200);
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,5a")]
    [Trait("requirement", "DSS0210,A2-7-2,5b")]
    [Trait("requirement", "DSS0210,A2-7-2,5c")]
    public async Task Once_deleted_it_is_gone_and_is_told_nothing_more()
    {
        var plan = Plan.Somewhere();
        var made = await _alder.SubscribeAsync(plan);
        (await _alder.DeleteSubscriptionAsync(Guid.Parse(made.Id!), made.Version!)).Is(200);

        (await _alder.GetSubscriptionAsync(Guid.Parse(made.Id!))).Refused(404);
        (await _alder.DeleteSubscriptionAsync(Guid.Parse(made.Id!), made.Version!)).Refused(404);
        Assert.Empty(await _alder.FindSubscriptionsAsync(plan.Volume));
        var id = Guid.NewGuid();
        var added = (await _birch.PutIntentAsync(id, plan.Intent())).Is(201);
        Assert.Empty(added.Subscribers!);
        Assert.Empty((await _birch.PutIntentAsync(id, plan.Intent(), added.OperationalIntentReference!.Ovn)).Is(200).Subscribers!);
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task An_empty_version_in_the_path_is_said_to_be_missing_and_changes_nothing(string method)
    {
        var plan = Plan.Somewhere();
        var made = await _alder.SubscribeAsync(plan);

        var refusal = await _alder.CallAsync<object>(new HttpMethod(method), $"/dss/v1/subscriptions/{made.Id}/", plan.Subscription() with { UssBaseUrl = _alder.Url });

        refusal.Refused(method == "DELETE" ? 400 : 409);
        Assert.Equal(made.Version, (await _alder.GetSubscriptionAsync(Guid.Parse(made.Id!))).Is(200).Subscription!.Version);
    }

    [Fact]
    public async Task It_cannot_be_deleted_while_an_intent_leans_on_it()
    {
        var plan = Plan.Somewhere();
        var made = await _alder.SubscribeAsync(plan);
        var id = Guid.Parse(made.Id!);
        var intent = (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { SubscriptionId = made.Id })).Is(201).OperationalIntentReference!;

        (await _alder.DeleteSubscriptionAsync(id, made.Version!)).Refused(400);
        (await _alder.DeleteIntentAsync(Guid.Parse(intent.Id!), intent.Ovn!)).Is(200);

        (await _alder.DeleteSubscriptionAsync(id, made.Version!)).Is(200);
    }

    [Fact]
    [Trait("requirement", "DSS0210,A2-7-2,4d")]
    public async Task Once_its_time_is_over_it_is_as_if_it_had_never_been()
    {
        var plan = Plan.Somewhere() with { Start = Plan.Soon(0), End = Plan.Soon(0).AddSeconds(1.5) };
        var made = await _alder.SubscribeAsync(plan);
        var id = Guid.Parse(made.Id!);

        await Eventually.TrueAsync(async () => (await _alder.GetSubscriptionAsync(id)).Status == 404, "the subscription has expired");

        var longer = plan with { End = Plan.Soon(60) };
        (await _alder.DeleteSubscriptionAsync(id, made.Version!)).Refused(404);
        (await _alder.PutSubscriptionAsync(id, longer.Subscription(), made.Version)).Refused(400);
        (await _alder.PutIntentAsync(Guid.NewGuid(), longer.Intent() with { SubscriptionId = made.Id })).Refused(400);
        Assert.Empty(await _alder.FindSubscriptionsAsync(longer.Volume));
        Assert.Empty((await _birch.PutIntentAsync(Guid.NewGuid(), longer.Intent())).Is(201).Subscribers!);
        Assert.Equal(0, (await _alder.PutSubscriptionAsync(id, longer.Subscription())).Is(200).Subscription!.NotificationIndex);
    }

    [Fact]
    [Trait("requirement", "DSS0015")]
    public async Task It_lasts_24_hours_at_most()
    {
        var plan = Plan.Somewhere() with { Start = Plan.Soon(0) };
        var day = plan with { End = plan.Start.AddHours(24) };
        (await _alder.PutSubscriptionAsync(Guid.NewGuid(), (plan with { End = plan.Start.AddHours(24).AddMinutes(10) }).Subscription())).Refused(400);
        var made = (await _alder.PutSubscriptionAsync(Guid.NewGuid(), day.Subscription())).Is(200).Subscription!;
        (await _alder.PutSubscriptionAsync(Guid.Parse(made.Id!), (day with { End = day.End.AddMinutes(10) }).Subscription(), made.Version)).Refused(400);

        var open = (await _alder.PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription() with { Extents = plan.Volume with { TimeStart = null, TimeEnd = null } })).Is(200).Subscription!;
        Assert.Equal(TimeSpan.FromHours(24), DateTimeOffset.Parse(open.TimeEnd!.Value!) - DateTimeOffset.Parse(open.TimeStart!.Value!));
    }

    [Fact]
    public async Task It_is_for_intents_or_constraints_or_both_but_never_for_nothing()
    {
        var plan = Plan.Somewhere();
        (await _alder.PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription(intents: false))).Refused(400);
        (await _alder.PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription() with { NotifyForOperationalIntents = null })).Refused(400);
        var both = (await _alder.PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription(constraints: true))).Is(200);
        Assert.Empty(both.OperationalIntentReferences!);
        Assert.Empty(both.ConstraintReferences!);
        var constraints = (await _alder.PutSubscriptionAsync(Guid.NewGuid(), plan.Subscription(intents: false, constraints: true))).Is(200);
        Assert.Null(constraints.OperationalIntentReferences);
    }
}
