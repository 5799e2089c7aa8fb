using System.Globalization;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Core.Line;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Line;

/// <summary>What a message takes along from the map, and the watch from one who takes it to the last one who leaves it.</summary>
[Trait("rule", "issue-5 Line")]
public sealed class AttachingTests(Browser browser)
{
    private const double Lat = 12.2;
    private const double Lng = -37.3;

    [Fact]
    public async Task An_intent_a_track_and_a_phrase_about_them_reach_the_other_side_in_its_language()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var intent = (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(Lat, Lng, -5, 60)) with { Activity = "survey" })).Is(201);
        await Eventually.TrueAsync(async () => await world["quill"].IntentAsync(intent.Id) is not null, "quill has the intent");
        await using var sender = await world["aldermoor"].SignInAsync(browser, "duty officer", path: "/line?write=true");
        await using var reader = await world["quill"].SignInAsync(browser, "duty officer", "fr", path: "/line");
        var page = sender.Page;

        // How urgent a message is shows by its colour, too.
        var colours = await page.EvaluateAsync<string[]>(
            "() => ['flash', 'immediate', 'priority', 'routine'].map((p) => { const s = getComputedStyle(document.querySelector('.precedences .' + p)); return [s.color, s.backgroundColor, s.borderColor].join(); })");
        Assert.Equal(4, colours.Distinct(StringComparer.Ordinal).Count());

        // The intent, by a click on it.
        await sender.Button("Intent on the map").ClickAsync();
        await page.HoldsAsync("() => document.querySelector('.place-map .map')?.line !== undefined");
        await ToMiddleAsync(page);
        await page.HoldsAsync($$"""
            () => {
                const map = document.querySelector('.place-map .map').view.map;
                return map.queryRenderedFeatures(map.project([{{Lng}}, {{Lat}}]), { layers: ['volumes'] }).length > 0;
            }
            """);
        await page.Locator(".place-map canvas").ClickAsync();
        await sender.SaysAsync(".compose .places li", intent.Id);
        await page.Locator(".compose .places").GetByLabel("Label").FillAsync("This one");

        // A phrase: its intent from the list, its place from the map.
        await sender.Button("Choose a phrase").ClickAsync();
        await page.GetByLabel("Search the phrasebook").FillAsync("AGR-04");
        await page.Locator(".phrasebook li button").First.ClickAsync();
        await page.Locator("[data-slot=intent] select").SelectOptionAsync(intent.Id);
        var offered = await page.Locator($"[data-slot=intent] option[value='{intent.Id}']").TextContentAsync();
        Assert.True(offered!.StartsWith("ours", StringComparison.Ordinal) && offered.EndsWith("survey", StringComparison.Ordinal), offered);
        await page.Locator("[data-slot=position]").GetByRole(AriaRole.Button, new() { Name = "From the map" }).ClickAsync();
        await page.Locator(".place-map canvas.pointing").WaitForAsync();
        await ToMiddleAsync(page);
        await page.Locator(".place-map canvas.pointing").ClickAsync();
        await page.HoldsAsync("document.querySelector('[data-slot=position] input').value.includes(',')");
        var position = await page.Locator("[data-slot=position] input").InputValueAsync();
        var clicked = Point(position);
        Assert.True(Math.Abs(clicked[0] - Lat) < 0.01 && Math.Abs(clicked[1] - Lng) < 0.01, position);

        // The same without a mouse: a place that is typed, an intent that is chosen, each taken off again.
        await sender.Button("Point on the map").ClickAsync();
        await page.GetByLabel("Or type the place").FillAsync("north of the cape");
        await sender.Button("Add it").ClickAsync();
        await page.Locator(".picking .fault").WaitForAsync();
        await page.GetByLabel("Or type the place").FillAsync("12.25, -37.5");
        await sender.Button("Add it").ClickAsync();
        await sender.SaysAsync(".compose .places li", "12°15.000′N 037°30.000′W");
        await page.Locator(".compose .places li").Nth(1).GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await sender.Button("Intent on the map").ClickAsync();
        await page.GetByLabel("Or choose it here").SelectOptionAsync(intent.Id);
        await sender.Button("Add it").ClickAsync();
        Assert.Equal(1, await page.Locator(".compose .places li").CountAsync());

        // A track, from west to east.
        await sender.Button("Track on the map").ClickAsync();
        var map = page.Locator(".place-map canvas.pointing");
        await map.ClickAsync(new() { Position = new() { X = 200, Y = 90 } });
        await sender.SaysAsync(".compose .places li", "Track");
        await map.ClickAsync(new() { Position = new() { X = 320, Y = 130 } });
        await sender.SaysAsync(".compose .places li", "and 1 more");
        await map.ClickAsync(new() { Position = new() { X = 440, Y = 110 } });
        await sender.SaysAsync(".compose .places li", "and 2 more");
        await sender.Button("End of the track").ClickAsync();
        await page.Locator(".place-map").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        // What both sides read is seen before it is sent.
        var slots = new Dictionary<string, string> { ["intent"] = intent.Id, ["position"] = position };
        var (english, french) = (Phrasebook.Render("AGR-04", slots, "en").Value, Phrasebook.Render("AGR-04", slots, "fr").Value);
        await sender.SaysAsync(".preview.says", english);
        await page.Locator(".they select").SelectOptionAsync("fr");
        await sender.SaysAsync(".preview.theirs", french);
        await page.GetByLabel("Text beside the phrase").FillAsync("It turned here.");
        await sender.CleanAsync("a message with what it points at");
        await sender.Button("Send as PRIORITY").ClickAsync();
        await sender.SaysAsync(".message .says", english);

        // Both posts hold the same.
        var written = (await world["aldermoor"].MessagesAsync()).Single(static m => m.Text == "It turned here.");
        await Eventually.TrueAsync(async () => await world["quill"].MessageAsync(written.Id) is not null, "quill has the message");
        var arrived = (await world["quill"].MessageAsync(written.Id))!;
        foreach (var message in new[] { written, arrived })
        {
            Assert.True(
                message is { Precedence: "PRIORITY", Phrase.Code: "AGR-04", Attachments: [{ Kind: "intent", Label: "This one" } first, { Kind: "track", Points.Count: 3 }] }
                    && first.Intent == intent.Id && message.Phrase.Slots["intent"] == intent.Id && Point(message.Phrase.Slots["position"]).SequenceEqual(clicked),
                System.Text.Json.JsonSerializer.Serialize(message));
        }

        var track = arrived.Attachments[1].Points!;
        Assert.Equal(written.Attachments[1].Points, track);
        Assert.True(track[0].Lng < track[1].Lng && track[1].Lng < track[2].Lng, string.Join("; ", track));

        // The other side reads it in its own language, sees the track on a map, and is one press away from the intent.
        await reader.Page.Locator(".threads .list a", new() { HasText = french }).ClickAsync();
        await reader.SaysAsync(".message .says[lang=fr]", french);
        await reader.SaysAsync(".message .also", "It turned here.");
        await reader.SaysAsync(".message .places li", "This one");
        Assert.Equal(3, await reader.Page.Locator(".message .places li").Nth(1).Locator(".at").CountAsync());
        await reader.Page.Locator(".message .places + button").ClickAsync();
        await reader.Page.HoldsAsync("document.querySelector('.message .place-map .map')?.line?.shown.map((f) => f.geometry.type).join(' ') === 'LineString Point Point Point'");
        await reader.Page.Locator($".message .places a[href='/intents/{intent.Id}']").ClickAsync();
        await reader.Page.ArrivesAsync($"/intents/{intent.Id}");
        Assert.Empty(reader.Errors);
    }

    [Fact]
    public async Task The_watch_is_taken_handed_over_and_when_the_last_one_leaves_it_everyone_here_is_alarmed()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var first = await world["quill"].SignInAsync(browser, "watch officer", path: "/watch");
        await using var second = await world["quill"].SignInAsync(browser, "duty officer");
        await using var there = await world["aldermoor"].SignInAsync(browser, "observer", path: "/watch");
        const string There = "section[aria-labelledby=watch-there] td";
        var waits = new PageLocatorOptions { HasText = "Nobody is on watch" };

        // Nobody yet: that waits for whoever is here.
        await first.SaysAsync(".note.bad", "Nobody is on watch.");
        await second.Page.Locator(".need", waits).WaitForAsync();
        await there.SaysAsync(There, "nobody");
        Assert.True(await VacantAsync(world["quill"]), "the vacant watch alarms");

        await first.Page.GetByLabel("Note for the change").FillAsync("The night begins quietly.");
        await first.Button("Go on watch").ClickAsync();
        await first.SaysAsync(".on-watch li", $"{first.Person.Name} watch officer");
        await first.SaysAsync("section[aria-labelledby=watch-history] td", "The night begins quietly.");
        await second.Page.Locator(".need", waits).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await there.SaysAsync(There, first.Person.Name);
        await ToldAsync(world, first.Person.Name);
        Assert.False(await VacantAsync(world["quill"]), "the watch is taken");
        Assert.True((await world["quill"].WatchAsync()).OnWatch is [{ Role: "watch officer" } on] && on.Officer == first.Person.Name, "the first one is on watch");

        await second.GoAsync("/watch");
        await second.Page.GetByLabel("Note for the change").FillAsync("Two convoys are out.");
        await second.Button($"Take over from {first.Person.Name}").ClickAsync();
        await first.SaysAsync(".on-watch li", $"{second.Person.Name} duty officer");
        await first.SaysAsync("section[aria-labelledby=watch-history] td", "Two convoys are out.");
        await first.Button("Go on watch").WaitForAsync();
        await there.SaysAsync(There, second.Person.Name);
        await ToldAsync(world, second.Person.Name);
        Assert.Contains((await world["quill"].WatchAsync()).Changes, c => c.Left == first.Person.Name && c.Took == second.Person.Name && c.Note == "Two convoys are out.");

        // The last one is asked once more, and may think again.
        await second.Button("Leave the watch").ClickAsync();
        await second.SaysAsync("[role=alert]", "You are the last one on watch.");
        await second.Button("Cancel").ClickAsync();
        await second.Button("Leave the watch").WaitForAsync();
        Assert.Single((await world["quill"].WatchAsync()).OnWatch);
        await second.Page.GetByLabel("Note for the change").FillAsync("We have to go.");
        await second.Button("Leave the watch").ClickAsync();
        await second.Button("Leave it with nobody on watch").ClickAsync();
        await second.SaysAsync(".note.bad", "Nobody is on watch.");
        await second.SaysAsync("header.bar .chip.missed", "nobody");
        await there.SaysAsync($"{There} .chip.missed", "nobody");
        await ToldAsync(world);
        Assert.True(await VacantAsync(world["quill"]), "the vacant watch alarms");
        Assert.Contains((await world["quill"].WatchAsync()).Changes, c => c.Left == second.Person.Name && c is { Took: null, Note: "We have to go." });
        await second.CleanAsync("a watch that nobody has");

        // From what waits to the watch, and it waits no longer.
        await first.GoAsync("/");
        await second.GoAsync("/");
        await second.Page.Locator(".need", waits).WaitForAsync();
        await first.Page.Locator(".need", waits).Locator("a").ClickAsync();
        await first.Page.ArrivesAsync("/watch");
        await first.Button("Go on watch").ClickAsync();
        await first.SaysAsync(".on-watch li", first.Person.Name);
        await second.Page.Locator(".need", waits).WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await ToldAsync(world, first.Person.Name);
        Assert.False(await VacantAsync(world["quill"]), "the watch is taken again");
        Assert.Empty(first.Errors);
        Assert.Empty(there.Errors);
    }

    // As by dragging it: what lies at the place is then in the middle of the map.
    private static Task ToMiddleAsync(IPage page) => page.EvaluateAsync($$"""
        () => {
            document.querySelector('.place-map .map').view.map.jumpTo({ center: [{{Lng}}, {{Lat}}], zoom: 11 });
        }
        """);

    private static async Task<bool> VacantAsync(PostProcess post) => (await post.StatusAsync()).Alarms.Any(static a => a is { Kind: "watch-vacant", TakenBy: null });

    /// <summary>Waits until aldermoor was told who is on watch at quill.</summary>
    private static Task ToldAsync(PostWorld world, params string[] officers) => Eventually.TrueAsync(
        async () => (await world["aldermoor"].GetAsync<IReadOnlyList<LineView>>("/api/line")).Is(200).Single().OnWatch is { } told && told.SequenceEqual(officers), $"aldermoor knows that on watch are: {string.Join(", ", officers)}");

    private static double[] Point(string? text) => [.. text!.Split(',').Select(static part => double.Parse(part, CultureInfo.InvariantCulture))];
}
