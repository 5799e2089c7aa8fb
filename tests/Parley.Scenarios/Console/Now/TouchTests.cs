using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>A duty officer with a tablet: by finger alone, but for figures.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class TouchTests(Browser browser)
{
    [Theory]
    [InlineData(1024, 768)]
    [InlineData(768, 1024)]
    public async Task An_intent_is_drawn_and_filed_by_finger_and_what_it_meets_is_found_by_finger(int width, int height)
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var theirs = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38.4, 60, 90)) with { Activity = "cargo" })).Is(201);
        await Eventually.TrueAsync(async () => await world["aldermoor"].IntentAsync(theirs.Id) is not null, "aldermoor has it");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", width: width, height: height, touch: true);
        var page = seat.Page;

        await Link(page, "File an intent").TapAsync();
        await page.ArrivesAsync("/file");
        await page.AtHandAsync();
        await page.ShowsAnAreaAsync();
        await page.TapAreaAsync(Button(page, "Draw an area"), (12.3, -38.6), (12.3, -38.2), (12.7, -38.2), (12.7, -38.6));
        await page.SaysAsync("[id$=-outline-says]", "An area with 4 corners.");
        foreach (var (field, text) in new[] { ("low", "400"), ("high", "900"), ("start", "+60"), ("duration", "30") })
        {
            await page.Locator($"[id$=-{field}]").TapAsync();
            await page.Locator($"[id$=-{field}]").FillAsync(text);
        }

        await page.SaysAsync(".foreseen", "Conflict with quill");
        await Button(page, "File it").TapAsync();
        await page.ArrivesAsync("/intents/");
        var filed = Assert.Single(await world["aldermoor"].IntentsAsync(), static i => i.Mine);
        Assert.Equal(4, filed.Volumes[0].Volume!.OutlinePolygon!.Vertices!.Count);
        var conflict = Assert.Single(filed.Conflicts);

        // The two are shown, at the time at which they meet; then at that to which the slider is tapped.
        await Link(page, "Now").TapAsync();
        await page.Locator($".conflict-card[aria-labelledby='c-{conflict}']").WaitForAsync();
        await page.MapReadyAsync();
        await Eventually.TrueAsync(async () => await page.ActiveAsync() is var active && active.Contains(filed.Id) && active.Contains(theirs.Id), "the map shows both");
        var slider = (await page.Locator("#slider").BoundingBoxAsync())!;
        await page.Touchscreen.TapAsync(slider.X + slider.Width - 3, slider.Y + (slider.Height / 2));
        await page.HoldsAsync($"() => document.querySelector('.map').view.at > {DateTimeOffset.UtcNow.AddHours(40).ToUnixTimeSeconds()}");
        await Eventually.TrueAsync(async () => (await page.ActiveAsync()).Count == 0, "nothing is active then");
        await Button(page, "Now").TapAsync();
        await page.HoldsAsync($"() => document.querySelector('.map').view.at < {DateTimeOffset.UtcNow.AddMinutes(30).ToUnixTimeSeconds()}");

        await page.Locator($".conflict-card[aria-labelledby='c-{conflict}'] a").First.TapAsync();
        await page.ArrivesAsync($"/conflicts/{conflict}");
        await page.Locator(".suggestion").First.WaitForAsync();
        await seat.CleanAsync("a conflict on a tablet");
        Assert.Empty(seat.Errors);
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Link(IPage page, string name) => page.Locator("nav.menu a").Filter(new LocatorFilterOptions { HasText = name });
}
