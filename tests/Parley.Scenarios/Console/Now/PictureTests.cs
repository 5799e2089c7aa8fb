using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>What a duty officer sees: the map at any instant, what needs an answer, and one intent with all that is known of it.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class PictureTests(Browser browser)
{
    [Fact]
    public async Task The_slider_shows_what_is_there_at_its_instant_and_what_others_declare_comes_without_reloading()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var soon = (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.3, -38.5, -5, 30)))).Is(201);
        await using var seat = await world["aldermoor"].SignInAsync(browser, "watch officer");
        var page = await seat.Page.MapReadyAsync();
        await Eventually.TrueAsync(async () => (await page.ActiveAsync()).SequenceEqual([soon.Id]), "what is there now is drawn");
        var later = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.7, -38.1, 120, 150)) with { Activity = "<b onclick=alert(1)>cargo</b>" })).Is(201);
        await Eventually.TrueAsync(async () => (await page.DrawnAsync()).Count == 2, "the other side's comes by itself");
        await page.SaysAsync(".need", "New intent of quill");
        await page.SaysAsync(".need", "<b onclick=alert(1)>cargo</b>");
        await page.Locator("#slider").EvaluateAsync("e => { e.value = 130; e.dispatchEvent(new Event('input')); }");
        await Eventually.TrueAsync(async () => (await page.ActiveAsync()).SequenceEqual([later.Id]), "two hours on, the other is there");
        await page.Locator("#slider").FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Eventually.TrueAsync(async () => (await page.ActiveAsync()).Count == 0, "a day ago there was neither");
        await page.Keyboard.PressAsync("n");
        await Eventually.TrueAsync(async () => (await page.ActiveAsync()).SequenceEqual([soon.Id]), "back to now by one key");

        // Acknowledged from the list, and gone from it.
        await page.GetByRole(AriaRole.Button, new() { Name = "Seen" }).ClickAsync();
        await Eventually.TrueAsync(async () => (await world["quill"].IntentAsync(later.Id))!.Notices.Any(n => n.SeenBy == seat.Person.Name), "the owner reads who has seen it");
        await Eventually.TrueAsync(async () => await page.Locator(".need", new() { HasText = "New intent of quill" }).CountAsync() == 0, "it no longer waits");

        // Dark, without losing what is drawn.
        await page.Locator("[data-act=theme]").ClickAsync();
        await Eventually.TrueAsync(async () => await page.EvaluateAsync<bool>("() => document.querySelector('.map').view.map.getStyle()?.layers[0].paint['background-color'] === '#0f1720'"), "the map goes dark");
        Assert.Equal(2, (await page.DrawnAsync()).Count);
        Assert.Empty(seat.Errors);
    }

    [Fact]
    public async Task Clocks_countdowns_and_the_slider_go_by_the_posts_clock_where_the_desks_own_is_wrong()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "observer");
        await seat.Page.AddInitScriptAsync("const [real, origin, ahead] = [Date.now.bind(Date), performance.timeOrigin, 5 * 3600e3]; Date.now = () => real() + ahead; Object.defineProperty(performance, 'timeOrigin', { value: origin + ahead });");
        await seat.GoAsync("/");
        await seat.Page.MapReadyAsync();
        Assert.True(await seat.Page.EvaluateAsync<double>("Date.now()") > DateTimeOffset.UtcNow.AddHours(4).ToUnixTimeMilliseconds(), "the browser's clock is five hours ahead");
        await Eventually.TrueAsync(
            async () => TimeSpan.TryParse((await seat.Page.Locator("[data-clock=UTC]").First.InnerTextAsync()).TrimEnd('Z'), System.Globalization.CultureInfo.InvariantCulture, out var shown)
                && Math.Abs((shown - DateTimeOffset.UtcNow.TimeOfDay).TotalMinutes) is < 2 or > 1438,
            "the clock of the page shows the post's time");
        await Eventually.TrueAsync(
            async () => Math.Abs(await seat.Page.EvaluateAsync<double>("document.querySelector('.map').view.at") - DateTimeOffset.UtcNow.ToUnixTimeSeconds()) < 120, "the map shows the post's instant");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Axe_finds_nothing_on_these_pages(bool dark)
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 5, 90)))).Is(201);
        var mine = (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)) with { Place = "Paris" })).Is(201);
        var theirs = (await world["aldermoor"].IntentsAsync()).First(static i => !i.Mine);
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", dark: dark);
        var page = seat.Page;
        foreach (var (path, until) in new[]
        {
            ("/", ".conflict-card"), ("/intents", "tbody tr"), ($"/intents/{mine.Id}", ".facts"), ($"/intents/{theirs.Id}", "#passing"), ("/conflicts", "tbody tr"), ($"/conflicts/{mine.Conflicts[0]}", ".suggestion"), ("/file", ".volume"),
        })
        {
            await seat.GoAsync(path);
            await page.Locator(until).First.WaitForAsync();
            await page.StillAsync();
            var found = await page.RunAxe();
            Assert.True(found.Violations.Length == 0, path + ": " + string.Join("; ", found.Violations.Select(static v => $"{v.Id}: {v.Nodes[0].Html}")));
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{path} scrolls sideways");
        }

        Assert.Empty(seat.Errors);
    }

    [Fact]
    public async Task Who_of_ours_was_told_and_what_happened_under_way_reach_the_other_side()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var intent = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        await Eventually.TrueAsync(async () => await world["aldermoor"].IntentAsync(intent.Id) is not null, "the notice has come");
        await using var alder = await world["aldermoor"].SignInAsync(browser, "watch officer", path: $"/intents/{intent.Id}");
        await using var quill = await world["quill"].SignInAsync(browser, "duty officer", path: $"/intents/{intent.Id}");
        await alder.Page.GetByLabel("Name or unit").FillAsync("3rd battery");
        await alder.Page.GetByLabel("How they are reached").FillAsync("radio 5");
        await alder.Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await alder.Page.GetByRole(AriaRole.Button, new() { Name = "3rd battery was told" }).ClickAsync();
        await quill.Page.SaysAsync("table", "1 of 1 told");
        await quill.Page.GetByLabel("What happened").SelectOptionAsync("turned-back");
        await quill.Page.GetByRole(AriaRole.Button, new() { Name = "Tell the others" }).ClickAsync();
        await alder.Page.SaysAsync(".facts", "turned back");
        await alder.Page.GetByRole(AriaRole.Button, new() { Name = "I have seen it" }).ClickAsync();
        await quill.Page.SaysAsync("table", alder.Person.Name);
        await quill.Page.GetByText("Withdraw or end").ClickAsync();
        await quill.Page.GetByRole(AriaRole.Button, new() { Name = "Withdraw", Exact = true }).ClickAsync();
        await alder.Page.SaysAsync("h1", "ended");
        Assert.Empty(alder.Errors);
        Assert.Empty(quill.Errors);
    }
}
