using System.Collections.Immutable;
using System.Text.Json;
using Parley.Client.F3548;
using Parley.Core.Exchange;
using Parley.F3548;
using Parley.Tests.Exchange;

namespace Parley.Tests.F3548;

public sealed class WireFormsTests
{
    private static readonly Intent Intent = new(
        World.Id(1), Stage.North, 3, IntentState.Activated, new Ovn("ovn-0000000000000001"), Stage.At(), "https://north.example", null, []);

    [Fact]
    public void An_ovn_is_shown_to_its_manager_alone()
    {
        var seen = new SeenIntent(Intent, Availability.Down);
        Assert.Equal("ovn-0000000000000001", seen.ToWire(Stage.North).Ovn);
        Assert.Equal("Available from USS", seen.ToWire(Stage.Relief).Ovn);
        Assert.DoesNotContain("ovn-0000", JsonSerializer.Serialize(seen.ToWire(Stage.Relief), WireJson.Default.OperationalIntentReference), StringComparison.Ordinal);

        var constraint = new SeenConstraint(new Constraint(World.Id(2), Stage.North, 1, new Ovn("ovn-0000000000000002"), Stage.At(), "https://north.example"), Availability.Normal);
        Assert.Equal("ovn-0000000000000002", constraint.ToWire(Stage.North).Ovn);
        Assert.Equal("Available from USS", constraint.ToWire(Stage.Relief).Ovn);
    }

    [Fact]
    public void An_intent_goes_over_the_wire_as_f3548_names_it() => Assert.Equal(
        """
        {"id":"00000001-0000-4000-8000-000000000001","manager":"north-air-arm","uss_availability":"Down","version":3,"state":"Activated","ovn":"Available from USS",
        "time_start":{"value":"2026-11-23T12:00:00Z","format":"RFC3339"},"time_end":{"value":"2026-11-23T13:00:00Z","format":"RFC3339"},
        "uss_base_url":"https://north.example","subscription_id":"00000000-0000-4000-8000-000000000000"}
        """.ReplaceLineEndings(""),
        JsonSerializer.Serialize(new SeenIntent(Intent, Availability.Down).ToWire(Stage.Relief), WireJson.Default.OperationalIntentReference));

    [Fact]
    public void Subscribers_are_grouped_by_their_address_in_the_order_in_which_it_first_occurs()
    {
        ImmutableArray<Notified> told =
        [
            new(World.Id(1), 4, "https://b.example"), new(World.Id(2), 1, "https://a.example"), new(World.Id(3), 9, "https://b.example"), new(World.Id(4), 2, "https://B.example"),
        ];
        Assert.Equal(
            ["https://b.example 1:4 3:9", "https://a.example 2:1", "https://B.example 4:2"],
            told.ToWire().Select(s => $"{s.UssBaseUrl} {string.Join(' ', s.Subscriptions!.Select(i => $"{i.SubscriptionId![7]}:{i.NotificationIndex}"))}"));
        Assert.Empty(ImmutableArray<Notified>.Empty.ToWire());
    }

    [Fact]
    public void A_subscription_names_what_depends_on_it()
    {
        var wire = new Subscription(
            World.Id(11), Stage.North, "version-1", 2, Stage.At(), "https://north.example", true, false, true, [World.Id(2), World.Id(1)]).ToWire();
        Assert.Equal([World.Id(1).ToString(), World.Id(2).ToString()], wire.DependentOperationalIntents);
        Assert.Equal((true, false, true, 2), (wire.NotifyForOperationalIntents, wire.NotifyForConstraints, wire.ImplicitSubscription, wire.NotificationIndex));
    }
}
