using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.Scenarios.Post.BadInput;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Line;

/// <summary>Talking on the line by the console: phrases, places, ticks, the watch, and what others write.</summary>
[Collection("line")]
[Trait("rule", "issue-5 Line")]
public sealed class LineTests(LineWorld world, Browser browser) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await world.QuietAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_phrase_written_in_Russian_with_its_place_from_the_map_is_read_in_Hebrew()
    {
        await using var sender = await world.Aldermoor.SignInAsync(browser, language: "ru", path: "/line?write=true");
        await using var reader = await world.Quill.SignInAsync(browser, language: "he", path: "/line");
        await sender.Page.Locator(".compose > .row button").First.ClickAsync();
        await sender.Page.Locator(".phrasebook input").FillAsync("AIR-01");
        await sender.Page.Locator(".phrasebook li button").First.ClickAsync();
        await sender.Page.Locator("[data-slot=position] button").ClickAsync();
        await sender.Page.Locator(".place-map canvas.pointing").ClickAsync();
        await sender.Page.HoldsAsync("document.querySelector('[data-slot=position] input').value.includes(',')");
        await sender.Page.Locator("[data-slot=altitude] input").FillAsync("3000");
        await sender.Page.Locator("[data-slot=time] input").FillAsync("2026-11-27 14:05");
        await sender.Page.Locator("[data-slot=time] input").PressAsync("Tab");
        var position = await sender.Page.Locator("[data-slot=position] input").InputValueAsync();
        var slots = new Dictionary<string, string> { ["position"] = position, ["altitude"] = "3000 ft WGS84", ["time"] = "2026-11-27T14:05:00Z" };
        var (russian, hebrew) = (Phrasebook.Render("AIR-01", slots, "ru").Value, Phrasebook.Render("AIR-01", slots, "he").Value);
        await LineWorld.ShowsAsync(sender, ".preview.says", russian);
        await sender.Page.Locator(".they select").SelectOptionAsync("he");
        await LineWorld.ShowsAsync(sender, ".preview.theirs", hebrew);
        await sender.Page.Locator(".compose .send button.main").ClickAsync();
        await LineWorld.ShowsAsync(sender, ".message .says", russian);

        await LineWorld.ShowsAsync(reader, ".threads .last", hebrew);
        await reader.Page.Locator(".threads .list a", new PageLocatorOptions { HasText = hebrew }).ClickAsync();
        await LineWorld.ShowsAsync(reader, ".message .says[lang=he][dir=rtl]", hebrew);
        Assert.Equal("rtl", await reader.Page.EvaluateAsync<string>("document.documentElement.dir"));
        await reader.Page.Locator(".message button.link").ClickAsync();
        await LineWorld.ShowsAsync(reader, ".readings dd[lang=ru]", russian);

        // It stands before the reader's eyes, and the sender sees that.
        await LineWorld.ShowsAsync(sender, ".message .tick.done", reader.Person.Name);
        Assert.Empty(sender.Errors);
        Assert.Empty(reader.Errors);
    }

    [Fact]
    public async Task What_a_message_points_at_comes_with_it_in_figures_and_on_a_map()
    {
        await using var sender = await world.Aldermoor.SignInAsync(browser, path: "/line?write=true");
        await using var reader = await world.Quill.SignInAsync(browser, path: "/line");
        await sender.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Point on the map" }).ClickAsync();
        await sender.Page.Locator(".place-map canvas.pointing").ClickAsync();
        await sender.Page.Locator(".compose .places input").FillAsync("Wreck");
        await sender.Page.Locator(".compose textarea").FillAsync("We see a wreck.");
        await sender.Page.Locator(".compose .send button.main").ClickAsync();
        await sender.Page.Locator(".message .places").WaitForAsync();
        var figures = await sender.Page.Locator(".message .places .mono").InnerTextAsync();
        await reader.Page.Locator(".threads .list a", new PageLocatorOptions { HasText = "We see a wreck." }).ClickAsync();
        await LineWorld.ShowsAsync(reader, ".message .places", figures);
        await LineWorld.ShowsAsync(reader, ".message .places", "Wreck");
        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show on a map" }).ClickAsync();
        await reader.Page.HoldsAsync("document.querySelector('.place-map .map')?.line?.shown.length === 1");
    }

    [Fact]
    public async Task Only_who_is_on_watch_acknowledges_and_whoever_is_not_goes_on_watch_with_the_same_press()
    {
        await using var reader = await world.Quill.SignInAsync(browser, "watch officer");
        var sent = await world.SendAsync("PRIORITY", "Confirm your area.");
        await reader.GoAsync($"/line?thread={sent.Thread}");
        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go on watch and acknowledge" }).ClickAsync();
        await LineWorld.ShowsAsync(reader, ".message .tick.taken", reader.Person.Name);
        var again = await world.SendAsync("PRIORITY", "Confirm it once more.");
        await reader.GoAsync($"/line?thread={again.Thread}");
        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Acknowledge", Exact = true }).ClickAsync();
        await LineWorld.ShowsAsync(reader, ".message .tick.taken", reader.Person.Name);

        await using var relief = await world.Quill.SignInAsync(browser, "duty officer", path: "/watch");
        await relief.Page.Locator("[data-keep='watch.note']").FillAsync("Two convoys are out.");
        await relief.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = $"Take over from {reader.Person.Name}" }).ClickAsync();
        await LineWorld.ShowsAsync(relief, ".on-watch", relief.Person.Name);
        await LineWorld.ShowsAsync(relief, "table td", "Two convoys are out.");
        Assert.DoesNotContain((await world.Quill.WatchAsync()).OnWatch, o => o.Officer == reader.Person.Name);
        await LineWorld.ShowsAsync(reader, "header.bar", relief.Person.Name);
        await relief.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Leave the watch" }).ClickAsync();
    }

    [Fact]
    public async Task A_test_of_the_line_is_answered_and_stands_in_its_history()
    {
        await using var sender = await world.Aldermoor.SignInAsync(browser, path: "/line?party=quill");
        await using var reader = await world.Quill.SignInAsync(browser, path: "/watch");
        await reader.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Go on watch" }).ClickAsync();
        await LineWorld.ShowsAsync(reader, ".on-watch", reader.Person.Name);
        await sender.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Test the line now" }).ClickAsync();
        await LineWorld.ShowsAsync(sender, ".panel.link td", "not acknowledged yet");
        await reader.GoAsync("/line?party=aldermoor");
        await reader.Page.Locator("table").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Acknowledge" }).First.ClickAsync();
        await LineWorld.ShowsAsync(sender, ".panel.link td", reader.Person.Name);
        await LineWorld.ShowsAsync(sender, ".panel.link h2", "up");
        await sender.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Mute", Exact = true }).ClickAsync();
        await LineWorld.ShowsAsync(sender, ".panel.link .note", sender.Person.Name);
        await sender.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Let it call again" }).ClickAsync();
        await sender.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Mute", Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task A_refused_message_leaves_what_was_typed()
    {
        await using var sender = await world.Aldermoor.SignInAsync(browser, path: "/line?write=true");
        await sender.Page.Locator(".compose textarea").FillAsync("all \u202Eraelc\u202C");
        await sender.Page.Locator(".compose .send button.main").ClickAsync();
        await LineWorld.ShowsAsync(sender, ".compose .fault", "text");
        Assert.Equal("all \u202Eraelc\u202C", await sender.Page.Locator(".compose textarea").InputValueAsync());
    }

    [Fact]
    public async Task Whatever_another_party_writes_shows_as_text_and_breaks_nothing()
    {
        using var mallory = new Hand(world.World);
        await mallory.BeginAsync("quill");
        await using var reader = await world.Quill.SignInAsync(browser, path: "/line");
        var script = Text("<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>");
        foreach (var message in new[] { script, Text("all \u202Eraelc\u202C"), Text(new string('x', 4000)), Text("Z" + new string('\u0301', 3000)) })
        {
            await mallory.SayAsync(message);
        }

        await LineWorld.ShowsAsync(reader, ".threads .last", "<script>window.pwned = 1</script>");
        await reader.Page.Locator(".threads .list a", new PageLocatorOptions { HasText = "raelc" }).WaitForAsync();
        await reader.Page.Locator(".threads .list a", new PageLocatorOptions { HasText = "xxxxxxxx" }).ClickAsync();
        await LineWorld.ShowsAsync(reader, ".message .says", "xxxxxxxx");
        await LineWorld.CleanAsync(reader, "hostile messages");
        await reader.Page.Locator(".threads .list a", new PageLocatorOptions { HasText = "raelc" }).ClickAsync();
        await LineWorld.ShowsAsync(reader, ".message .note.warn", "Characters that could mislead");
        Assert.DoesNotContain('\u202E', await reader.Page.Locator("main").InnerTextAsync());
        Assert.Null(await reader.Page.EvaluateAsync<object?>("window.pwned ?? null"));
        // The same as a FLASH, over everything.
        await mallory.SayAsync(Text("<script>window.pwned = 3</script>" + new string('y', 3900)) with { Precedence = Precedence.Flash });
        await LineWorld.ShowsAsync(reader, "dialog.flash .says", "<script>window.pwned = 3</script>");
        Assert.False(await reader.Page.EvaluateAsync<bool>("(() => { const d = document.querySelector('dialog.flash'); return d.scrollWidth > d.clientWidth || document.querySelector('dialog.flash .take').getBoundingClientRect().bottom > innerHeight; })()"), "The button to take it is off the screen.");
        Assert.Null(await reader.Page.EvaluateAsync<object?>("window.pwned ?? null"));
        await world.QuietAsync();
    }

    [Fact]
    public async Task A_flood_of_FLASH_stands_apart_from_what_others_say_and_can_be_muted()
    {
        using var mallory = new Hand(world.World);
        await mallory.BeginAsync("quill");
        await using var reader = await world.Quill.SignInAsync(browser, "duty officer");
        for (var i = 0; i < 12; i++)
        {
            await mallory.SayAsync(Text($"flood {i}") with { Precedence = Precedence.Flash });
        }

        await world.SendAsync("FLASH", "Your aircraft is inside our area.");
        await LineWorld.ShowsAsync(reader, "dialog.flash .says", "Your aircraft is inside our area.");
        await LineWorld.ShowsAsync(reader, "dialog.flash .more", "9 more of");
        await reader.Page.Locator("dialog.flash[data-armed] .more button").ClickAsync();
        await reader.Page.HoldsAsync("document.querySelectorAll('dialog.flash section').length === 1");
        await LineWorld.ShowsAsync(reader, "dialog.flash .says", "Your aircraft is inside our area.");
        await world.QuietAsync();
    }

    [Theory]
    [InlineData(false, 1280, 720)]
    [InlineData(true, 768, 1024)]
    public async Task The_line_and_the_watch_are_clear_to_everyone(bool dark, int width, int height)
    {
        var sent = await world.SendAsync("IMMEDIATE", "Hold outside the area.");
        // A shift of many, and a name without an end.
        string[] shift = [new string('W', 200), .. Enumerable.Range(1, 12).Select(static n => $"Chief Petty Officer {n}")];
        foreach (var officer in shift)
        {
            (await world.Quill.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = officer })).Is(200);
        }

        await using var seat = await world.Quill.SignInAsync(browser, width: width, height: height, dark: dark, path: "/line?write=true");
        await seat.Page.Locator(".compose > .row button").First.ClickAsync();
        await seat.Page.Locator(".phrasebook summary").First.ClickAsync();
        await LineWorld.CleanAsync(seat, "the phrasebook");
        await seat.Page.Locator(".phrasebook li button").First.ClickAsync();
        await seat.Page.Locator(".compose fieldset.phrase").WaitForAsync();
        await LineWorld.CleanAsync(seat, "writing");
        await using var other = await world.Aldermoor.SignInAsync(browser, width: width, height: height, dark: dark, path: "/line?party=quill");
        await LineWorld.ShowsAsync(other, ".panel.link", "Chief Petty Officer 12");
        await LineWorld.CleanAsync(other, "a line with many on watch");
        foreach (var path in new[] { $"/line?thread={sent.Thread}", "/line", "/line?party=aldermoor", "/watch" })
        {
            await seat.GoAsync(path);
            await seat.Page.Locator(".message, .panel").First.WaitForAsync();
            await LineWorld.CleanAsync(seat, path);
        }

        foreach (var officer in shift)
        {
            (await world.Quill.PostAsync<WatchView>("/api/watch/leave", new WatchRequest { Officer = officer })).Is(200);
        }

        Assert.Empty(seat.Errors);
    }

    private static MessageSent Text(string text)
    {
        var id = new EntityId(Guid.NewGuid());
        return new MessageSent(id, id, MessageKind.Message, Precedence.Routine, text);
    }
}
