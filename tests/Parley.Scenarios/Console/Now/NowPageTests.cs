using System.Globalization;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>What is done on the first page itself: an alarm is taken, one of several conflicts is shown, what lies on the map is opened by a click.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class NowPageTests(Browser browser)
{
    [Fact]
    public async Task An_alarm_that_one_officer_takes_waits_for_nobody_else_at_the_post()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var takes = await world["quill"].SignInAsync(browser, "watch officer");
        await using var other = await world["quill"].SignInAsync(browser, "duty officer");
        await using var there = await world["aldermoor"].SignInAsync(browser, "watch officer");
        var alarm = new PageLocatorOptions { HasText = "Nobody is on watch" };
        foreach (var seat in new[] { takes, other, there })
        {
            await seat.Page.Locator(".need.s3", alarm).GetByRole(AriaRole.Button, new() { Name = "I take it" }).WaitForAsync();
        }

        await takes.CleanAsync("an alarm that waits");
        await takes.Page.Locator(".need", alarm).GetByRole(AriaRole.Button, new() { Name = "I take it" }).ClickAsync();
        await takes.SaysAsync(".rz-notification-item", "Taken.");
        await takes.Page.Locator(".need", alarm).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await other.Page.Locator(".need", alarm).WaitForAsync(new() { State = WaitForSelectorState.Detached });

        // It stays an alarm, in the name of who took it; the other party's own is its own matter.
        var taken = Assert.Single((await world["quill"].StatusAsync()).Alarms, static a => a.Kind == "watch-vacant");
        Assert.Equal(takes.Person.Name, taken.TakenBy);
        Assert.NotNull(taken.TakenAt);
        Assert.Null(Assert.Single((await world["aldermoor"].StatusAsync()).Alarms, static a => a.Kind == "watch-vacant").TakenBy);
        await there.Page.Locator(".need", alarm).WaitForAsync();
        Assert.Empty(takes.Errors);
        Assert.Empty(other.Errors);
    }

    [Fact]
    public async Task Of_two_conflicts_the_one_that_is_picked_by_its_card_or_its_mark_is_shown_and_an_intent_opens_by_a_click_on_the_map()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var sooner = await MeetAsync(world, PostWorld.At(12.34, -38.05, 60, 90));
        var later = await MeetAsync(world, PostWorld.At(12.7, -37.4, 120, 150) with { Lower = 1000, Upper = 1300 });
        var apart = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38.6, 50, 160)) with { Activity = "cargo" })).Is(201);
        Assert.Empty(apart.Conflicts);
        await Eventually.TrueAsync(async () => await world["aldermoor"].IntentAsync(apart.Id) is not null, "aldermoor has it");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer");
        await seat.Page.MapReadyAsync();
        await ShowsAsync(seat, sooner, "100–300 m");

        // By the button of its card.
        await Card(seat, later).GetByRole(AriaRole.Button, new() { Name = "Show on the map" }).ClickAsync();
        await ShowsAsync(seat, later, "1000–1300 m");
        await seat.Page.HoldsAsync("() => { const c = document.querySelector('.map').view.center(); return Math.abs(c.lat - 12.7) < 0.05 && Math.abs(c.lng + 37.4) < 0.05; }");
        await Card(seat, sooner).GetByRole(AriaRole.Button, new() { Name = "Show on the map" }).WaitForAsync();
        Assert.Equal(1, await seat.Page.Locator(".conflict-card.picked").CountAsync());
        Assert.Equal(1, await seat.Page.Locator(".profile").CountAsync());
        // What is left counts down, by the second.
        await seat.Page.HoldsAsync("""
            () => {
                const e = document.querySelector('.conflict-card.picked [data-until]');
                const left = (Date.parse(e.dataset.until) - Date.now()) / 1000;
                const said = e.textContent.trim().match(/^[−-](?:(\d+):)?(\d+):(\d\d)$/);
                return said !== null && Math.abs((said[1] ?? 0) * 3600 + said[2] * 60 + +said[3] - left) < 3;
            }
            """);
        await seat.CleanAsync("two conflicts");

        // The area of the agreement is drawn around it all.
        await seat.Page.HoldsAsync("""
            () => {
                const map = document.querySelector('.map').view.map;
                map.jumpTo({ center: [-38, 12.5], zoom: 6 });
                return map.queryRenderedFeatures({ layers: ['areas'] }).length > 0;
            }
            """);

        // By its mark on the map.
        await ClickAsync(seat, $"view.conflicts.find((c) => c.properties.id === '{sooner.Id}').geometry.coordinates", "hit.layer.id === 'conflict-mark'");
        await ShowsAsync(seat, sooner, "100–300 m");

        // What meets nobody opens with all that is known of it.
        await ClickAsync(seat, "[-38.6, 12.5]", $"hit.properties.intent === '{apart.Id}'");
        await seat.Page.ArrivesAsync($"/intents/{apart.Id}");
        await seat.SaysAsync("main", "cargo");
        Assert.Empty(seat.Errors);
    }

    private static ILocator Card(Seat seat, ConflictView conflict) => seat.Page.Locator($".conflict-card[aria-labelledby='c-{conflict.Id}']");

    /// <summary>Both have an intent there at the same time.</summary>
    private static async Task<ConflictView> MeetAsync(PostWorld world, Plan plan)
    {
        (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);
        var theirs = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);
        var id = Assert.Single(theirs.Conflicts);
        await Eventually.TrueAsync(async () => await world["aldermoor"].ConflictAsync(id) is { State: "open" }, "aldermoor has the conflict too");
        return (await world["aldermoor"].ConflictAsync(id))!;
    }

    /// <summary>Waits until card, heights, map and slider are all about this conflict.</summary>
    private static async Task ShowsAsync(Seat seat, ConflictView conflict, string heights)
    {
        await seat.Page.Locator($".conflict-card.picked[aria-labelledby='c-{conflict.Id}']").WaitForAsync();
        await seat.SaysAsync($".conflict-card.picked[aria-labelledby='c-{conflict.Id}'] + .profile", heights);
        await Eventually.TrueAsync(async () => (await seat.Page.PickedAsync()).SequenceEqual(conflict.Intents), "the two are picked on the map");
        var start = DateTimeOffset.Parse(conflict.Encounter.Start, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        await seat.Page.HoldsAsync($"() => Math.abs(document.querySelector('.map').view.at - {start}) < 120");
        await Eventually.TrueAsync(async () => await seat.Page.ActiveAsync() is var active && conflict.Intents.All(active.Contains), "the map shows the time at which they meet");
    }

    /// <summary>Brings a place into the middle of the map, as by dragging it, and clicks there once what is to be clicked on lies uppermost.</summary>
    /// <param name="place">Longitude and latitude, in the map's own script.</param>
    /// <param name="uppermost">What holds of it.</param>
    private static async Task ClickAsync(Seat seat, string place, string uppermost)
    {
        await seat.Page.EvaluateAsync($$"""
            () => {
                const view = document.querySelector('.map').view;
                view.map.jumpTo({ center: {{place}}, zoom: 11 });
            }
            """);
        await seat.Page.HoldsAsync($$"""
            () => {
                const view = document.querySelector('.map').view;
                const hit = view.map.queryRenderedFeatures(view.map.project({{place}}), { layers: ['conflict-mark', 'symbols', 'volumes', 'volumes-later'] })[0];
                return hit !== undefined && {{uppermost}};
            }
            """);
        await seat.Page.Locator(".picture canvas").ClickAsync();
    }
}
