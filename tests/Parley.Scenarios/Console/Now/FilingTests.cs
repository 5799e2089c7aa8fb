using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>Filing in a real browser: drawn, typed, pasted, by keyboard alone, and what can't be filed is refused beside its field.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class FilingTests(Browser browser)
{
    private static readonly (string Text, string Says)[] Pastes =
    [
        ("12.5, -38.1", "A circle."),
        ("12°30′N 38°06′W", "A circle."),
        ("1230N 03806W", "A circle."),
        ("24PXU 12345 67890", "A circle."),
        ("38.1W 12.5N", "A circle."),
        ("12,5; -38,1", "A circle."),
        ("12.5, -38.1\n12.6, -38.1\n12.6, -38.0", "An area with 3 corners."),
        ("""{"type":"Polygon","coordinates":[[[-38.1,12.5],[-38.0,12.5],[-38.0,12.6],[-38.1,12.5]]]}""", "An area with 3 corners."),
        ("""{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[-38.1,12.5]}}""", "A circle."),
        ("somewhere in the north", "can't be read as a place"),
        ("12 30 38 06", "can't be read as a place"),
        ("12° 30.9 38° 06.1", "can't be read as a place"),
        ("24PXU 1234 567", "is not an MGRS reference"),
        ("12.5, -38.1\n12.6, -38.1", "Two places make neither"),
        ("95, 10", "one lies outside"),
        ("""{"type":"Polygon","coordinates":""", "check its brackets"),
        ("""{"type":"LineString","coordinates":[[1,2],[3,4]]}""", "holds no single polygon or point"),
        ("""{"type":"Polygon","coordinates":[[[0,0],[3,0],[3,3],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}""", "has holes or parts"),
        ("\u202E12.5, -38.1", "can't be read as a place"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ];

    [Fact]
    public async Task What_is_pasted_is_understood_or_refused_in_one_sentence_and_nothing_is_lost()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", path: "/file");
        var page = await seat.Page.MapReadyAsync();
        var field = page.Locator("[id$=-outline]");
        foreach (var (text, says) in Pastes)
        {
            await field.FillAsync(text);
            await page.SaysAsync("[id$=-outline-says]", says);
            Assert.Equal(text, await field.InputValueAsync());
        }

        // Far more than anybody draws: refused, and the line to the post stays up. Given as a paste gives it: typed in, it keeps the browser itself busy for minutes.
        const string Paste = "(e, text) => { e.value = text; e.dispatchEvent(new Event('input', { bubbles: true })); }";
        await field.EvaluateAsync(Paste, string.Join('\n', Enumerable.Range(0, 2_001).Select(static i => $"12.{i:0000}, -38.1")));
        await page.SaysAsync("[id$=-outline-says]", "more than 2,000 corners");
        await field.EvaluateAsync(Paste, string.Concat(Enumerable.Repeat("12.5, -38.1\n", 20_000)));
        await page.SaysAsync("[id$=-outline-says]", "more than 200,000 characters");

        // One that crosses itself is the post's to refuse, beside the same field.
        await FillAsync(page, "12.5, -38.1\n12.6, -38.0\n12.6, -38.1\n12.5, -38.0", "1000", "2000", "+60", "30");
        await page.SaysAsync("[id$=-outline-says].fault", "cross");
        Assert.Empty(await world["aldermoor"].IntentsAsync());
        Assert.Empty(seat.Errors);
    }

    [Theory]
    [InlineData("he")]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task What_the_post_refuses_stands_beside_its_field_in_other_languages_too(string language)
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", language, path: "/file");
        var page = await seat.Page.MapReadyAsync();
        await FillAsync(page, "12.5, -38.1\n12.6, -38.0\n12.6, -38.1\n12.5, -38.0", "1000", "2000", "+60", "30");
        await page.Locator("[id$=-outline-says].fault").WaitForAsync();
        Assert.Equal(0, await page.Locator(".end .note.bad").CountAsync());
    }

    [Fact]
    public async Task Lateness_what_is_uncovered_and_absurd_times_show_while_one_types()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", path: "/file");
        var page = await seat.Page.MapReadyAsync();
        await FillAsync(page, "12.5, -38.1", "1000", "2000", "+5", "30");
        await page.SaysAsync(".foreseen", "quill is told only");
        await page.SaysAsync(".foreseen", "LATE");
        await page.Locator("[id$=-start]").FillAsync("+60");
        await page.SaysAsync(".foreseen", "in conflict with nothing");
        Assert.Equal(0, await page.Locator(".foreseen", new() { HasText = "LATE" }).CountAsync());

        // Half of it beyond the agreement's border: said, and drawn.
        await page.Locator("[id$=-outline]").FillAsync("13.0, -38.1");
        await page.SaysAsync(".foreseen", "UNCOVERED");
        await Eventually.TrueAsync(async () => (await page.DraftAsync()).Contains("uncovered"), "the uncovered part is drawn");
        await page.Locator("[id$=-outline]").FillAsync("12.5, -38.1");
        await page.SaysAsync(".foreseen", "in conflict with nothing");
        await Eventually.TrueAsync(async () => !(await page.DraftAsync()).Contains("uncovered"), "it is no longer drawn");

        foreach (var (text, says) in new[]
        {
            ("0001-01-01 00:00", "too far from today"), ("9999-12-31 23:59", "too far from today"), ("2026-13-40 99:99", "can't be read as a time"), ("tomorrow", "can't be read as a time"),
        })
        {
            await page.Locator("[id$=-end]").FillAsync(text);
            await page.SaysAsync("[id$=-end-says].fault", says);
            Assert.Equal(text, await page.Locator("[id$=-end]").InputValueAsync());
        }

        await page.Locator("[id$=-end]").FillAsync("+30");
        await page.SaysAsync("[id$=-end-says].fault", "does not come after the start");
        await page.Locator("[id$=-high]").FillAsync("500");
        await page.SaysAsync("[id$=-high-says].fault", "below the lower one");
        await page.GetByRole(AriaRole.Button, new() { Name = "File it" }).ClickAsync();
        await page.SaysAsync(".file .end", "Look at what stands in red.");
        await page.GetByLabel("Activity").FillAsync("call\u202Esign");
        await page.Locator("[id$=-high]").FillAsync("2000");
        await page.Locator("[id$=-end]").FillAsync("+90");
        await page.SaysAsync("#file-activity-says.fault", "reading direction");
        Assert.Empty(await world["aldermoor"].IntentsAsync());
        Assert.Empty(seat.Errors);
    }

    [Fact]
    public async Task An_intent_is_drawn_by_mouse_and_filed_and_changed_by_keyboard_alone_and_axe_finds_nothing()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", path: "/file");
        var page = await seat.Page.MapReadyAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Draw an area" }).ClickAsync();
        var box = (await page.Locator(".map").BoundingBoxAsync())!;
        foreach (var (x, y) in new[] { (200, 120), (330, 130), (300, 250), (210, 240) })
        {
            await page.Mouse.MoveAsync(box.X + x, box.Y + y, new() { Steps = 5 });
            await page.Mouse.ClickAsync(box.X + x, box.Y + y, new() { Delay = 60 });
            await page.WaitForTimeoutAsync(400);
        }

        await page.Keyboard.PressAsync("Enter");
        await page.SaysAsync("[id$=-outline-says]", "An area with 4 corners.");
        Assert.Equal(4, (await page.Locator("[id$=-outline]").InputValueAsync()).Split('\n').Length);

        // From here on no mouse: from field to field by Tab, and sent by Enter.
        await page.Locator("[id$=-outline]").FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("12.5, -38.1");
        await page.SaysAsync("[id$=-outline-says]", "A circle.");
        await page.Locator("[id$=-radius]").WaitForAsync();
        foreach (var text in new[] { "1500", "1000", "2500" })
        {
            await page.Keyboard.PressAsync("Tab");
            await page.Keyboard.PressAsync("Control+a");
            await page.Keyboard.TypeAsync(text);
        }

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("+60");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        if (await page.EvaluateAsync<bool>("() => document.activeElement.id.endsWith('-local')"))
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await page.Keyboard.TypeAsync("45");
        await page.SaysAsync(".foreseen", "in conflict with nothing");
        await page.StillAsync();
        var axe = await page.RunAxe();
        Assert.True(axe.Violations.Length == 0, string.Join("; ", axe.Violations.Select(static v => $"{v.Id}: {v.Nodes[0].Html}")));
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivesAsync("/intents/");
        var filed = Assert.Single(await world["aldermoor"].IntentsAsync());
        Assert.Equal((1500, 304.8), (filed.Volumes[0].Volume!.OutlineCircle!.Radius!.Value, Math.Round(filed.Volumes[0].Volume!.AltitudeLower!.Value!.Value, 1)));
        Assert.Equal(45, (DateTimeOffset.Parse(filed.End) - DateTimeOffset.Parse(filed.Start)).TotalMinutes);

        await page.Locator("[data-key=e]").WaitForAsync();
        await page.Keyboard.PressAsync("e");
        await page.ArrivesAsync("/file?change=");
        var high = page.Locator("[id$=-high]");
        await Eventually.TrueAsync(async () => await high.InputValueAsync() == "762", "the form holds what was declared");
        await high.FocusAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("800");
        await page.SaysAsync(".foreseen", "in conflict with nothing");
        await page.Keyboard.PressAsync("Enter");
        await Eventually.TrueAsync(async () => await world["aldermoor"].IntentAsync(filed.Id) is { Version: 2 } changed && changed.Volumes[0].Volume!.AltitudeUpper!.Value == 800, "it is changed");
        Assert.Empty(seat.Errors);
    }

    private static async Task FillAsync(IPage page, string outline, string low, string high, string start, string minutes)
    {
        foreach (var (field, text) in new[] { ("outline", outline), ("low", low), ("high", high), ("start", start), ("duration", minutes) })
        {
            await page.Locator($"[id$=-{field}]").FillAsync(text);
        }
    }
}
