using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Durability;

/// <summary>Clocks that differ, and a day that passed while a post was away.</summary>
[Trait("rule", "issue-4 The exercise")]
public sealed class ClockTests
{
    [Fact]
    public async Task Two_posts_with_clocks_five_minutes_apart_show_the_same_in_the_end()
    {
        await using var world = await PostWorld.StartAsync("north", "relief");
        await world["north"].StopAsync();
        await world["north"].StartAsync(FakeTime.By("+5m"));
        await world["north"].ConnectedAsync();
        var play = new Play(world);
        foreach (var step in play.Steps)
        {
            await play.FinishAsync(step);
        }

        await play.HoldsAsync();
        var (north, relief) = (await world["north"].IntentAsync(play.Late.Id!), await world["relief"].IntentAsync(play.Late.Id!));
        Assert.Equal(Assert.Single(north!.Notices).LeadTimeS, Assert.Single(relief!.Notices).LeadTimeS);
    }

    [Fact]
    public async Task A_post_that_was_gone_for_a_day_learns_all_in_its_order_and_both_show_the_same()
    {
        var tomorrow = FakeTime.By("+1d");
        await using var world = await PostWorld.StartAsync("north", "relief");
        var (north, relief) = (world["north"], world["relief"]);
        var agreement = await world.AgreeAsync(PostWorld.Terms("north", "relief"), "north", "relief");
        await relief.StopAsync();
        var told = (await north.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 70)))).Is(201);
        var flash = (await north.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["relief"], Precedence = "FLASH", Text = "Are you there?" })).Is(201);

        await world.KillAsync("north", "exchange");
        world.Environment = tomorrow;
        await world.StartExchangeAsync();
        await north.StartAsync(tomorrow);
        await north.ConnectedAsync();
        var later = (await north.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.7, -37.5, 1500, 1510)))).Is(201);
        await Eventually.TrueAsync(async () => await north.MessageAsync(flash.Id) is { Receivers: [{ DeliveredAt: null, Steps: [{ To: "everyone" }] }] }, "north's FLASH has escalated in the night");
        await Eventually.TrueAsync(
            async () => ((IReadOnlyList<MissView>)(await north.GetAsync<IReadOnlyList<MissView>>("/api/line/checks/missed")).Is(200)).Any(static m => m.Party == "relief"), "north has missed relief's link checks");

        await world.ReviveAsync();
        await Eventually.TrueAsync(async () => await relief.IntentAsync(later.Id) is not null, "relief has been told of the day");
        var shown = await SharedView.SameAsync(world, "north", "relief");
        Assert.Contains(flash.Id, shown, StringComparison.Ordinal);
        Assert.Equal("in-force", (await relief.AgreementAsync(agreement.Id))!.State);
        Assert.False((await relief.IntentAsync(told.Id))!.Alive);
        Assert.Equal(Assert.Single((await north.IntentAsync(told.Id))!.Notices).At, Assert.Single((await relief.IntentAsync(told.Id))!.Notices).At);

        // Who comes in the morning takes it; both see when.
        (await relief.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = "R1" })).Is(200);
        (await relief.PostAsync<MessageView>($"/api/line/messages/{flash.Id}/acknowledge", new OfficerRequest { Officer = "R1" })).Is(200);
        await SharedView.SameAsync(world, "north", "relief");
        Assert.Equal("R1", (await north.MessageAsync(flash.Id))!.Receivers[0].AcknowledgedBy);
    }
}
