using System.Globalization;
using Microsoft.Playwright;
using Parley.Client.F3548;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>Outlines drawn, bent and moved by mouse: what is filed, and what the other side has, is what was left on the map.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class DrawingTests(Browser browser)
{
    [Fact]
    public async Task Several_volumes_are_drawn_bent_and_moved_by_mouse_one_is_taken_out_and_the_other_side_has_what_was_left()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", width: 1600, height: 900, path: "/file");
        var page = await seat.Page.AtHandAsync();
        await page.ShowsAnAreaAsync();
        var volumes = page.Locator("fieldset.volume");

        // Where it was never meant to be; it is taken out again further down.
        await page.DrawAreaAsync(Button(volumes.Nth(0), "Draw an area"), (12.2, -38.8), (12.2, -38.4), (12.6, -38.6));
        await page.SaysAsync("[id$=-outline-says]", "An area with 3 corners.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add a volume" }).ClickAsync();
        await page.DrawAreaAsync(Button(volumes.Nth(1), "Draw an area"), (12.3, -38.6), (12.3, -38.2), (12.7, -38.2), (12.7, -38.6));
        await page.SaysAsync("[id$=-outline-says]", "An area with 4 corners.");

        // One corner is pulled out, half-way along an edge there is a new one, pulled out too, and a third is taken away.
        await page.TakeAsync((12.5, -38.4));
        await page.DragAsync((12.7, -38.2), (12.85, -38.1));
        await Eventually.TrueAsync(async () => Has(await TypedAsync(volumes.Nth(1)), (12.85, -38.1)), "the corner stands in the field where it was dropped");
        await page.TakeAsync((12.5, -38.4));
        await page.PressAtAsync((12.3, -38.4));
        await page.SaysAsync("[id$=-outline-says]", "An area with 5 corners.");
        await page.TakeAsync((12.5, -38.4));
        await page.DragAsync((12.3, -38.4), (12.15, -38.4));
        await Eventually.TrueAsync(async () => Has(await TypedAsync(volumes.Nth(1)), (12.15, -38.4)), "the new corner stands where it was dropped");
        await page.TakeAsync((12.5, -38.4));
        await page.PressAtAsync((12.7, -38.6), MouseButton.Right);
        await page.SaysAsync("[id$=-outline-says]", "An area with 4 corners.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Add a volume" }).ClickAsync();
        await page.DrawCircleAsync(Button(volumes.Nth(2), "Draw a circle"), (12.5, -37.6), (12.5, -37.4));
        await page.SaysAsync("[id$=-outline-says]", "A circle.");
        await page.AdjustAsync(Button(volumes.Nth(2), "Adjust on the map"));
        await page.TakeAsync((12.5, -37.6));
        await page.DragAsync((12.5, -37.6), (12.5, -37.4));
        // A shape follows the hand from where it was first seen to move, a few pixels on.
        await Eventually.TrueAsync(async () => await TypedAsync(volumes.Nth(2)) is [{ Lng: > -37.46 and < -37.38 }], "the circle's centre stands where it was dropped");
        var radius = double.Parse(await volumes.Nth(2).Locator("[id$=-radius]").InputValueAsync(), CultureInfo.InvariantCulture);
        Assert.InRange(radius, 21_000, 22_500);

        // The radius that is typed is what is dragged further.
        await volumes.Nth(2).Locator("[id$=-radius]").FillAsync("18000");
        await page.ResizedAsync(18_000);
        await page.TakeAsync((12.5, -37.42));
        await page.DragAsync((12.5, -37.42), (12.5, -37.36));
        await Eventually.TrueAsync(async () => await TypedAsync(volumes.Nth(2)) is [{ Lng: > -37.39 }], "the circle's centre stands where it was dropped again");
        Assert.Equal("18000", await volumes.Nth(2).Locator("[id$=-radius]").InputValueAsync());
        radius = 18_000;

        await Button(volumes.Nth(0), "Remove volume 1").ClickAsync();
        await Eventually.TrueAsync(async () => await volumes.CountAsync() == 2, "the first volume is gone");
        Assert.Equal(4, (await TypedAsync(volumes.Nth(0))).Count);
        Assert.Single(await TypedAsync(volumes.Nth(1)));
        await FillAsync(volumes.Nth(0), "1000", "2000", "+60", "30");
        await volumes.Nth(1).GetByLabel("Unit").SelectOptionAsync("m");
        await FillAsync(volumes.Nth(1), "100", "300", "+60", "45");
        await page.GetByLabel("Activity").FillAsync("Survey");
        await page.GetByLabel("Standing: it must be reconfirmed").CheckAsync();
        await page.SaysAsync(".foreseen .chip", "quill");
        await page.SaysAsync(".foreseen", "in conflict with nothing");
        Assert.True((await page.DraftAsync()).SequenceEqual(["volume", "volume"]), "both are drawn, and all of it is covered");
        await seat.CleanAsync("an intent of two drawn volumes");
        await page.GetByRole(AriaRole.Button, new() { Name = "File it" }).ClickAsync();
        await page.ArrivesAsync("/intents/");

        var filed = Assert.Single(await world["aldermoor"].IntentsAsync());
        Assert.Equal(("intent", "Survey", true, false, 2), (filed.Kind, filed.Activity, filed.Standing, filed.Uncovered, filed.Volumes.Count));
        var corners = Corners(filed.Volumes[0]);
        Assert.Equal(4, corners.Count);
        foreach (var place in new[] { (12.3, -38.6), (12.15, -38.4), (12.3, -38.2), (12.85, -38.1) })
        {
            Assert.True(Has(corners, place), $"no corner is at {place}: {string.Join(" ", corners)}");
        }

        var circle = filed.Volumes[1].Volume!.OutlineCircle!;
        Assert.Equal(radius, circle.Radius!.Value!.Value);
        Assert.InRange(circle.Center!.Lat!.Value, 12.48, 12.52);
        Assert.InRange(circle.Center.Lng!.Value, -37.39, -37.33);
        Assert.Equal(["304.8–609.6 m, 30 min", "100–300 m, 45 min"], filed.Volumes.Select(Band));

        await Eventually.TrueAsync(async () => await world["quill"].IntentAsync(filed.Id) is not null, "the other side is told");
        var told = (await world["quill"].IntentAsync(filed.Id))!;
        Assert.Equal(("intent", "Survey", true), (told.Kind, told.Activity, told.Standing));
        Assert.NotNull(told.ReconfirmBy);
        Assert.Equal(filed.Volumes.Select(Outline), told.Volumes.Select(Outline));
        Assert.Equal(filed.Volumes.Select(Band), told.Volumes.Select(Band));
        await using var quill = await world["quill"].SignInAsync(browser, "watch officer", path: $"/intents/{filed.Id}");
        await quill.Page.MapReadyAsync();
        await quill.Page.SaysAsync("main", "Standing: renewed by reconfirming it.");
        await Eventually.TrueAsync(async () => (await quill.Page.DrawnAsync()).Count == 2, "the other side's map draws both");
    }

    [Fact]
    public async Task A_protected_site_is_drawn_and_filed_then_dragged_elsewhere_as_a_whole_and_the_other_side_has_both()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", width: 1600, height: 900, path: "/file");
        var page = await seat.Page.AtHandAsync();
        await page.ShowsAnAreaAsync();
        var volumes = page.Locator("fieldset.volume");
        await page.GetByLabel("Kind").SelectOptionAsync("site");
        await page.DrawAreaAsync(Button(volumes.First, "Draw an area"), (12.3, -38.4), (12.3, -38.0), (12.7, -38.2));
        await page.SaysAsync("[id$=-outline-says]", "An area with 3 corners.");
        await FillAsync(volumes.First, "0", "1500", "+60", "2:00");
        await page.SaysAsync(".foreseen .chip", "quill");
        await page.GetByRole(AriaRole.Button, new() { Name = "File it" }).ClickAsync();
        await page.ArrivesAsync("/intents/");
        await page.SaysAsync("h1", "protected site");
        var filed = Assert.Single(await world["aldermoor"].IntentsAsync());
        Assert.Equal(("site", false, 1), (filed.Kind, filed.Standing, filed.Version));
        await Eventually.TrueAsync(async () => await world["quill"].IntentAsync(filed.Id) is { Kind: "site", ReconfirmBy: not null }, "the other side is told of a site");
        await using var quill = await world["quill"].SignInAsync(browser, "watch officer", path: $"/intents/{filed.Id}");
        await quill.Page.SaysAsync("h1", "protected site");

        await page.Locator("[data-key=e]").ClickAsync();
        await page.ArrivesAsync("/file?change=");
        await page.Locator(".file").WaitForAsync();
        await page.AtHandAsync();
        await page.SaysAsync(".foreseen .chip", "quill");
        Assert.True(await page.GetByLabel("Kind").IsDisabledAsync(), "a site stays one");
        await page.AdjustAsync(Button(volumes.First, "Adjust on the map"));
        await page.TakeAsync((12.43, -38.2));
        await page.DragAsync((12.43, -38.2), (12.43, -38.1));
        await Eventually.TrueAsync(async () => Middle(await TypedAsync(volumes.First)).Lng > -38.13, "it stands in the field where it was dropped");
        await page.SaysAsync(".foreseen .chip", "quill");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change it" }).ClickAsync();
        await Eventually.TrueAsync(async () => await world["quill"].IntentAsync(filed.Id) is { Version: 2 }, "the other side is told of the change");
        var (was, told) = (Middle(Corners(filed.Volumes[0])), (await world["quill"].IntentAsync(filed.Id))!);
        var now = Middle(Corners(told.Volumes[0]));
        Assert.Equal(3, Corners(told.Volumes[0]).Count);
        Assert.InRange(now.Lng - was.Lng, 0.07, 0.11);
        Assert.InRange(now.Lat - was.Lat, -0.01, 0.01);
        Assert.Equal((await world["aldermoor"].IntentAsync(filed.Id))!.Volumes.Select(Outline), told.Volumes.Select(Outline));
        await page.ArrivesAsync("/intents/");
        await page.SaysAsync("h1", "protected site");
        await seat.CleanAsync("a protected site");
    }

    private static ILocator Button(ILocator volume, string name) => volume.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name });

    private static async Task FillAsync(ILocator volume, string low, string high, string start, string minutes)
    {
        foreach (var (field, text) in new[] { ("low", low), ("high", high), ("start", start), ("duration", minutes) })
        {
            await volume.Locator($"[id$=-{field}]").FillAsync(text);
        }
    }

    /// <summary>What stands in a volume's field, as somebody would have typed it.</summary>
    private static async Task<IReadOnlyList<(double Lat, double Lng)>> TypedAsync(ILocator volume) =>
    [
        .. (await volume.Locator("[id$=-outline]").InputValueAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(','))
            .Select(static place => (double.Parse(place[0], CultureInfo.InvariantCulture), double.Parse(place[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Within a few pixels.</summary>
    private static bool Has(IEnumerable<(double Lat, double Lng)> corners, (double Lat, double Lng) place) =>
        corners.Any(c => Math.Abs(c.Lat - place.Lat) < 0.02 && Math.Abs(c.Lng - place.Lng) < 0.02);

    private static (double Lat, double Lng) Middle(IReadOnlyList<(double Lat, double Lng)> corners) => (corners.Average(static c => c.Lat), corners.Average(static c => c.Lng));

    private static IReadOnlyList<(double Lat, double Lng)> Corners(WireVolume4D volume) => [.. volume.Volume!.OutlinePolygon!.Vertices!.Select(static v => (v!.Lat!.Value, v.Lng!.Value))];

    private static string Outline(WireVolume4D volume) =>
        volume.Volume!.OutlineCircle is { } circle ? $"{circle.Center!.Lat}, {circle.Center.Lng}: {circle.Radius!.Value} m" : string.Join("; ", Corners(volume));

    private static string Band(WireVolume4D volume)
    {
        var minutes = (DateTimeOffset.Parse(volume.TimeEnd!.Value!, CultureInfo.InvariantCulture) - DateTimeOffset.Parse(volume.TimeStart!.Value!, CultureInfo.InvariantCulture)).TotalMinutes;
        return $"{volume.Volume!.AltitudeLower!.Value:0.#}–{volume.Volume.AltitudeUpper!.Value:0.#} m, {minutes:0.#} min";
    }
}

/// <summary>A hand that draws on the map of a page: at places on the earth, wherever the map shows them. It goes on as soon as the map has taken what it did.</summary>
internal static class DrawingHand
{
    private const string View = "document.querySelector('.map').view";

    // What is being drawn or bent, by the drawing library's own layer.
    private const string Shapes = $"({View}.map.getSource('td-polygon')?.serialize().data.features ?? [])";
    private const string Cursor = $"{View}.map.getCanvas().style.cursor";

    /// <summary>Waits until the map is there for the page, too, which hands its buttons on to it.</summary>
    public static async Task<IPage> AtHandAsync(this IPage page)
    {
        await page.MapReadyAsync();
        await page.HoldsAsync($"() => {View}.at > 0");
        return page;
    }

    /// <summary>Waits until the map shows an agreement's area instead of the whole earth.</summary>
    public static Task ShowsAnAreaAsync(this IPage page) => page.HoldsAsync($"() => {View}.map.getZoom() > 5");

    /// <summary>From corner to corner, and closed at the first.</summary>
    public static async Task DrawAreaAsync(this IPage page, ILocator button, params (double Lat, double Lng)[] corners)
    {
        await page.BeginAsync(button);
        for (var n = 0; n < corners.Length; n++)
        {
            await page.PressAtAsync(corners[n]);
            await page.HoldsAsync($"() => {Shapes}.some((f) => f.properties.committedCoordinateCount === {n + 1})");
        }

        await page.PressAtAsync(corners[0]);
        await page.DrawnOutAsync();
    }

    /// <summary>The same by finger.</summary>
    public static async Task TapAreaAsync(this IPage page, ILocator button, params (double Lat, double Lng)[] corners)
    {
        await button.TapAsync();
        await page.HoldsAsync($"() => {Cursor} === 'crosshair'");
        await page.Locator(".map").First.ScrollIntoViewIfNeededAsync();
        for (var n = 0; n < corners.Length; n++)
        {
            await page.TapAtAsync(corners[n]);
            await page.HoldsAsync($"() => {Shapes}.some((f) => f.properties.committedCoordinateCount === {n + 1})");
        }

        await page.TapAtAsync(corners[0]);
        await page.DrawnOutAsync();
    }

    public static async Task DrawCircleAsync(this IPage page, ILocator button, (double Lat, double Lng) center, (double Lat, double Lng) edge)
    {
        await page.BeginAsync(button);
        await page.PressAtAsync(center);
        await page.HoldsAsync($"() => {Shapes}.some((f) => f.properties.currentlyDrawing)");
        await page.PressAtAsync(edge);
        await page.DrawnOutAsync();
    }

    /// <summary>Has a volume's outline laid out to be changed: a new shape, whether or not it was there before.</summary>
    public static async Task AdjustAsync(this IPage page, ILocator button)
    {
        var before = await page.EvaluateAsync<string>($"() => {Shapes}.map((f) => f.id).join()");
        await button.ClickAsync();
        await page.HoldsAsync($"() => {Shapes}.length === 1 && {Shapes}[0].id !== '{before}'");
    }

    /// <summary>Waits until the circle that is laid out has this radius in metres.</summary>
    public static Task ResizedAsync(this IPage page, double radius) => page.HoldsAsync($"() => {Shapes}.length === 1 && Math.abs({Shapes}[0].properties.radiusKilometers - {(radius / 1000).ToString(CultureInfo.InvariantCulture)}) < 0.01");

    /// <summary>Takes the shape at a place in hand: then its corners show.</summary>
    public static async Task TakeAsync(this IPage page, (double Lat, double Lng) place)
    {
        await page.PressAtAsync(place);
        await page.HoldsAsync($"() => {Shapes}.some((f) => f.properties.selected)");
    }

    public static async Task PressAtAsync(this IPage page, (double Lat, double Lng) place, MouseButton button = MouseButton.Left)
    {
        var (x, y) = await page.PointAsync(place);
        await page.Mouse.MoveAsync(x, y, new() { Steps = 5 });
        await page.Mouse.ClickAsync(x, y, new() { Button = button });
    }

    public static async Task TapAtAsync(this IPage page, (double Lat, double Lng) place)
    {
        var (x, y) = await page.PointAsync(place);
        await page.Touchscreen.TapAsync(x, y);
    }

    public static async Task DragAsync(this IPage page, (double Lat, double Lng) from, (double Lat, double Lng) to)
    {
        var (start, end) = (await page.PointAsync(from), await page.PointAsync(to));
        await page.Mouse.MoveAsync(start.X, start.Y, new() { Steps = 5 });
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 20 });
        // The library passes over every fifth movement: of the last two it takes one at least.
        await page.Mouse.MoveAsync(end.X + 1, end.Y);
        await page.Mouse.MoveAsync(end.X, end.Y);
        await page.Mouse.UpAsync();
    }

    // Pressed, it goes by way of the post until the map is ready for the first corner.
    private static async Task BeginAsync(this IPage page, ILocator button)
    {
        await page.HoldsAsync($"() => {Cursor} !== 'crosshair'");
        await button.ClickAsync();
        await page.HoldsAsync($"() => {Cursor} === 'crosshair'");
        await page.Locator(".map").First.ScrollIntoViewIfNeededAsync();
    }

    private static Task DrawnOutAsync(this IPage page) => page.HoldsAsync($"() => {Shapes}.length > 0 && {Shapes}.every((f) => !f.properties.currentlyDrawing)");

    private static async Task<(float X, float Y)> PointAsync(this IPage page, (double Lat, double Lng) place)
    {
        // What is said beneath the map takes of its height, and the map follows a moment later.
        await page.HoldsAsync($"() => !{View}.map.isMoving() && {View}.map.getCanvas().clientHeight === document.querySelector('.map').clientHeight");
        var point = await page.EvaluateAsync<double[]>(
            $"() => {{ const map = {View}.map; const box = map.getCanvas().getBoundingClientRect(); const at = map.project([{place.Lng}, {place.Lat}]); return [box.x + at.x, box.y + at.y]; }}");
        return ((float)point[0], (float)point[1]);
    }
}
