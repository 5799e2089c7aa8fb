using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.F3548;

/// <summary>A subscription must cover the intents that lean on it, in area, altitude and time; its start may lag by up to five minutes.</summary>
[Trait("requirement", "DSS0005,5")]
public sealed class CoverageTests(SharedExchange shared)
{
    private readonly Party _alder = shared.As("alder");

    public static TheoryData<string> Gaps => ["ends early", "begins six minutes late", "too low", "too high", "smaller", "elsewhere"];

    [Theory]
    [MemberData(nameof(Gaps))]
    public async Task A_subscription_cannot_be_changed_to_no_longer_cover_its_intent(string gap)
    {
        var (plan, subscription, intent) = await DeclareAsync();

        (await _alder.PutSubscriptionAsync(Guid.Parse(subscription.Id!), Narrowed(plan, gap).Subscription(), subscription.Version)).Refused(400);

        Assert.Equal(subscription.Version, (await _alder.GetSubscriptionAsync(Guid.Parse(subscription.Id!))).Is(200).Subscription!.Version);
        Assert.Equal(subscription.Id, (await _alder.GetIntentAsync(Guid.Parse(intent.Id!))).Is(200).OperationalIntentReference!.SubscriptionId);
    }

    [Theory]
    [MemberData(nameof(Gaps))]
    public async Task An_intent_cannot_lean_on_a_subscription_that_does_not_cover_it(string gap)
    {
        var plan = Plan.Somewhere() with { Radius = 4000 };
        var narrow = await _alder.SubscribeAsync(Narrowed(plan, gap));

        (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { SubscriptionId = narrow.Id })).Refused(400);

        Assert.Empty(await _alder.FindIntentsAsync(plan.Volume));
    }

    [Fact]
    public async Task A_subscription_may_begin_up_to_five_minutes_after_its_intent()
    {
        var (plan, subscription, _) = await DeclareAsync();
        var late = plan with { Start = plan.Start.AddMinutes(5) };
        var changed = (await _alder.PutSubscriptionAsync(Guid.Parse(subscription.Id!), late.Subscription(), subscription.Version)).Is(200).Subscription!;
        (await _alder.PutSubscriptionAsync(Guid.Parse(subscription.Id!), (late with { Start = late.Start.AddSeconds(1) }).Subscription(), changed.Version)).Refused(400);
    }

    [Fact]
    public async Task A_subscription_that_equals_its_intent_covers_it_and_one_that_is_wider_too()
    {
        var (plan, subscription, _) = await DeclareAsync();
        var same = (await _alder.PutSubscriptionAsync(Guid.Parse(subscription.Id!), plan.Subscription(), subscription.Version)).Is(200).Subscription!;
        var wide = plan with { Radius = 5000, Lower = 0, Upper = 500, Start = plan.Start.AddMinutes(-10), End = plan.End.AddHours(1) };
        (await _alder.PutSubscriptionAsync(Guid.Parse(subscription.Id!), wide.Subscription(), same.Version)).Is(200);
    }

    [Fact]
    public async Task An_intent_cannot_outgrow_the_subscription_it_leans_on()
    {
        var (plan, subscription, intent) = await DeclareAsync();
        var longer = plan with { End = plan.End.AddMinutes(1) };
        (await _alder.PutIntentAsync(Guid.Parse(intent.Id!), longer.Intent() with { SubscriptionId = subscription.Id }, intent.Ovn)).Refused(400);
        Assert.Equal(intent, (await _alder.GetIntentAsync(Guid.Parse(intent.Id!))).Is(200).OperationalIntentReference);
    }

    private static Plan Narrowed(Plan plan, string gap) => gap switch
    {
        "ends early" => plan with { End = plan.End.AddSeconds(-1) },
        "begins six minutes late" => plan with { Start = plan.Start.AddMinutes(6) },
        "too low" => plan with { Upper = plan.Upper - 1 },
        "too high" => plan with { Lower = plan.Lower + 1 },
        "smaller" => plan with { Radius = plan.Radius / 10 },
        "elsewhere" => plan with { Lat = plan.Lat + 0.3 },
        _ => throw new ArgumentOutOfRangeException(nameof(gap), gap, "unknown"),
    };

    private async Task<(Plan Plan, WireSubscription Subscription, OperationalIntentReference Intent)> DeclareAsync()
    {
        var plan = Plan.Somewhere() with { Radius = 4000 };
        var subscription = await _alder.SubscribeAsync(plan);
        var intent = (await _alder.PutIntentAsync(Guid.NewGuid(), plan.Intent() with { SubscriptionId = subscription.Id })).Is(201).OperationalIntentReference!;
        return (plan, subscription, intent);
    }
}
