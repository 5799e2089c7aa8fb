using Parley.Core.Exchange;
using static Parley.Tests.Exchange.Stage;

namespace Parley.Tests.Exchange;

/// <summary>The rules for subscriptions, one at a time (F3548-21 §A2.6, DSS0005, DSS0015, DSS0020).</summary>
public sealed class SubscriptionRuleTests
{
    private readonly Stage _stage = new();

    [Fact]
    public void A_subscription_without_times_lasts_from_now_for_24_hours()
    {
        var made = Assert.IsType<SubscriptionPut>(_stage.Subscribe(North, 11, At()));
        Assert.Equal((Noon(0), Noon(24 * 60)), (made.Subscription.Extent.Time.Start, made.Subscription.Extent.Time.End));
    }

    [Theory]
    [InlineData(-5.0, 60.0, null)]
    [InlineData(-5.1, 60.0, "more than 5 minutes in the past")]
    [InlineData(0.0, 1_440.0, null)]
    [InlineData(0.0, 1_440.1, "24 hours at most")]
    [InlineData(10.0, 9.0, "lies before time_start")]
    [InlineData(-4.0, -1.0, "lies in the past")]
    [InlineData(-4.0, 0.0, null)]
    public void A_subscription_begins_at_most_5_minutes_ago_and_lasts_24_hours_at_most(double from, double to, string? expected)
    {
        var outcome = _stage.Subscribe(North, 11, At(), Noon(from), Noon(to));
        Assert.True(expected is null ? outcome is SubscriptionPut : Sentence(outcome).Contains(expected, StringComparison.Ordinal), Sentence(outcome));
    }

    [Fact]
    public void A_change_without_times_keeps_them_and_the_notification_index()
    {
        _stage.Subscribe(North, 11, At(), Noon(0), Noon(60));
        _stage.Declare(Relief, 1, At());
        _stage.Now = Noon(30);
        var changed = Assert.IsType<SubscriptionPut>(_stage.Subscribe(North, 11, At(0)));
        Assert.Equal((Noon(0), Noon(60), 1), (changed.Subscription.Extent.Time.Start, changed.Subscription.Extent.Time.End, changed.Subscription.NotificationIndex));
        Assert.Equal([World.Id(1)], changed.Intents.Select(i => i.Intent.Id));
    }

    [Fact]
    public void An_expired_subscription_is_as_if_it_were_not_there()
    {
        _stage.Subscribe(North, 11, At(), Noon(0), Noon(60));
        _stage.Now = Noon(60);
        Assert.NotNull(_stage.Subscription(11));
        _stage.Now = _stage.Now.Plus(TimeSpan.FromTicks(1));
        Assert.Null(_stage.Subscription(11));
        Assert.Empty(_stage.State.SubscriptionsIn(At(), North, _stage.Now));
        Assert.Empty(Told(_stage.Declare(Relief, 1, At(from: 0, to: 120))));
        Assert.Equal(RefusalKind.NotFound, Assert.IsType<Refused>(_stage.Unsubscribe(North, 11)).Kind);
        Assert.Contains("there is no subscription", Sentence(_stage.Declare(North, 2, At(), subscription: 11)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_id_of_an_expired_subscription_is_free_for_anybody_and_nothing_of_the_old_one_is_left()
    {
        _stage.Subscribe(North, 11, At(), Noon(0), Noon(60));
        _stage.Declare(North, 1, At(), subscription: 11);
        _stage.Now = Noon(61);
        var made = Assert.IsType<SubscriptionPut>(_stage.Subscribe(Relief, 11, At(), Noon(61), Noon(120)));
        Assert.Equal((Relief, 0, 0), (made.Subscription.Manager, made.Subscription.NotificationIndex, made.Subscription.Dependents.Count));
        Assert.Null(_stage.Intent(1).Subscription);
        Assert.IsType<SubscriptionPut>(_stage.Subscribe(Relief, 11, At(0)));
        Assert.IsType<SubscriptionDeleted>(_stage.Unsubscribe(Relief, 11));
        Assert.IsType<IntentChanged>(_stage.Delete(North, 1));
    }

    [Theory]
    [InlineData(0, 10, 90, 0, 60, null)]
    [InlineData(0, 10, 90, -5, 60, null)] // the subscription may begin 5 minutes after the intent
    [InlineData(0, 10, 90, -5.1, 60, "begins more than 5 minutes after")]
    [InlineData(0, 10, 90, 0, 60.1, "ends before")]
    [InlineData(0, -1, 90, 0, 60, "does not cover all altitudes")]
    [InlineData(0, 10, 101, 0, 60, "does not cover all altitudes")]
    [InlineData(1, 10, 90, 0, 60, "does not cover the whole area")]
    [InlineData(null, 10, 90, 0, 60, "does not cover the whole area")]
    public void An_intent_leans_only_on_a_subscription_that_covers_it(int? quarter, double low, double high, double from, double to, string? expected)
    {
        _stage.Subscribe(North, 11, At(0), Noon(0), Noon(60));
        var outcome = _stage.Declare(North, 1, At(quarter, low, high, from, to), subscription: 11);
        Assert.True(expected is null ? outcome is IntentChanged : Sentence(outcome).Contains(expected, StringComparison.Ordinal), Sentence(outcome));
    }

    [Fact]
    public void A_subscription_stays_wide_enough_for_what_leans_on_it_and_stays_there()
    {
        _stage.Subscribe(North, 11, At(), Noon(0), Noon(120));
        _stage.Declare(North, 1, At(0), subscription: 11);
        Assert.Contains("does not cover the whole area", Sentence(_stage.Subscribe(North, 11, At(1))), StringComparison.Ordinal);
        Assert.Contains("ends before", Sentence(_stage.Subscribe(North, 11, At(), end: Noon(59))), StringComparison.Ordinal);
        Assert.Contains("depend on subscription", Sentence(_stage.Unsubscribe(North, 11)), StringComparison.Ordinal);
        Assert.IsType<SubscriptionPut>(_stage.Subscribe(North, 11, At(0), end: Noon(60)));
        _stage.Delete(North, 1);
        Assert.NotNull(_stage.Subscription(11));
        Assert.IsType<SubscriptionDeleted>(_stage.Unsubscribe(North, 11));
    }

    [Fact]
    public void An_implicit_subscription_is_widened_by_a_second_intent_and_goes_with_the_last()
    {
        _stage.Declare(North, 1, At(0), wanted: 31);
        _stage.Declare(North, 2, At(1, low: 50, high: 300, from: 30, to: 90), subscription: 31);
        var wide = _stage.Subscription(31)!;
        Assert.Equal(At(0).Union(At(1, low: 0, high: 300, from: 0, to: 90)), wide.Extent);
        Assert.Equal([World.Id(1), World.Id(2)], wide.Dependents);
        Assert.Equal([31], Told(_stage.Declare(Relief, 3, At(1, low: 300, high: 400))));

        _stage.Delete(North, 1);
        Assert.Equal(wide.Extent, _stage.Subscription(31)!.Extent);
        Assert.Equal([31], Told(_stage.Delete(North, 2)));
        Assert.Null(_stage.Subscription(31));
    }

    [Fact]
    public void An_implicit_subscription_goes_when_its_intent_takes_another()
    {
        _stage.Declare(North, 1, At(0), wanted: 31);
        _stage.Declare(North, 1, At(0), wanted: 32);
        Assert.Null(_stage.Subscription(31));
        _stage.Declare(North, 1, At(0));
        Assert.Null(_stage.Subscription(32));
        Assert.Equal(0, _stage.State.SubscriptionCount);
    }

    [Fact]
    public void An_implicit_subscription_that_its_owner_changes_is_the_owners_and_stays()
    {
        _stage.Declare(North, 1, At(0), wanted: 31);
        Assert.False(Assert.IsType<SubscriptionPut>(_stage.Subscribe(North, 31, At())).Subscription.Implicit);
        _stage.Delete(North, 1);
        Assert.NotNull(_stage.Subscription(31));
    }

    [Fact]
    public void A_subscription_of_another_party_can_be_neither_used_changed_nor_deleted()
    {
        _stage.Subscribe(North, 11, At());
        Assert.Equal(RefusalKind.NotYours, Assert.IsType<Refused>(_stage.Declare(Relief, 1, At(), subscription: 11)).Kind);
        Assert.Equal(RefusalKind.NotYours, Assert.IsType<Refused>(_stage.Subscribe(Relief, 11, At())).Kind);
        Assert.Equal(RefusalKind.NotYours, Assert.IsType<Refused>(_stage.Unsubscribe(Relief, 11)).Kind);
        Assert.Empty(_stage.State.SubscriptionsIn(At(), Relief, _stage.Now));
        Assert.Single(_stage.State.SubscriptionsIn(At(), North, _stage.Now));
    }

    [Fact]
    public void Of_constraints_only_those_are_told_who_asked_for_constraints()
    {
        _stage.Subscribe(North, 11, At(), forIntents: true, forConstraints: false);
        _stage.Subscribe(North, 12, At(), forIntents: false, forConstraints: true);
        Assert.Equal([12], Told(_stage.Forbid(Survey, 21, At())));
        Assert.Equal([11], Told(_stage.Declare(Relief, 1, At())));
        Assert.Equal([12], Told(_stage.Forbid(Survey, 21, At(0))));
    }
}
