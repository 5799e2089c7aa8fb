using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Line;

/// <summary>A connection that is lost says so in red, keeps what was typed, and comes back by itself.</summary>
[Collection("line")]
[Trait("rule", "issue-5 a lost connection")]
public sealed class LineConnectionTests(LineWorld world, Browser browser) : IAsyncLifetime
{
    private const string Banner = "#lost:not([hidden])";

    public async ValueTask InitializeAsync() => await world.QuietAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_post_that_was_killed_and_comes_again_finds_the_page_as_it_was_with_all_that_was_typed()
    {
        await using var seat = await world.Quill.SignInAsync(browser, path: "/line?write=true");
        await TypeAsync(seat, "typed before the kill");
        await seat.Page.EvaluateAsync("window.before = true");
        await world.Quill.KillAsync();
        await seat.Page.Locator(Banner).WaitForAsync();
        Assert.Equal("rgb(176, 0, 24)", await seat.Page.Locator("#lost").EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor"));
        await world.Quill.StartAsync();
        await seat.Page.HoldsAsync("window.before === undefined");
        await seat.Page.Locator("[data-slot=time] input").WaitForAsync();
        await seat.Page.HoldsAsync("document.querySelector('.compose textarea').value === 'typed before the kill' && document.querySelector('[data-slot=altitude] select').value === 'm'");
        Assert.EndsWith("/line?write=true", seat.Page.Url, StringComparison.Ordinal);
        // The post knows of it, too: it can be sent.
        await seat.Page.Locator("[data-slot=time] button").ClickAsync();
        await world.Quill.ConnectedAsync();
        await seat.Page.Locator(".compose .send button.main").ClickAsync();
        await LineWorld.ShowsAsync(seat, ".message .says", "3000 m");
        await LineWorld.ShowsAsync(seat, ".message .also", "typed before the kill");
        await seat.Page.Locator("#lost").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task A_post_that_stops_answering_for_a_while_is_found_again_by_the_same_page()
    {
        await using var seat = await world.Quill.SignInAsync(browser, path: "/line?write=true");
        await TypeAsync(seat, "typed before");
        await seat.Page.EvaluateAsync("window.before = true");
        world.Quill.Freeze();
        try
        {
            await seat.Page.Locator(Banner).WaitForAsync();
            await seat.Page.Locator(".compose textarea").FillAsync("typed meanwhile");
            await seat.Page.Locator(".compose textarea").BlurAsync();
            // A press that can't reach the post is not taken.
            await seat.Page.Locator(".compose .send button.main").ClickAsync();
        }
        finally
        {
            world.Quill.Thaw();
        }

        await seat.Page.Locator("#lost").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        Assert.True(await seat.Page.EvaluateAsync<bool>("window.before === true"), "The page was loaded anew.");
        await seat.Page.Locator("[data-slot=time] button").ClickAsync();
        await seat.Page.Locator(".compose .send button.main").ClickAsync();
        await LineWorld.ShowsAsync(seat, ".message .also", "typed meanwhile");
    }

    [Fact]
    public async Task What_was_chosen_emptied_or_half_typed_while_the_line_was_down_is_what_is_filed()
    {
        await using var seat = await world.Quill.SignInAsync(browser, path: "/file");
        var page = seat.Page;
        foreach (var (field, text) in new[] { ("outline", "12.5, -38.1"), ("low", "1000"), ("high", "2000"), ("start", "+60"), ("duration", "30") })
        {
            await page.Locator($"[id$=-{field}]").FillAsync(text);
        }

        await page.GetByLabel("Activity").FillAsync("survey");
        await page.Locator(".foreseen").WaitForAsync();
        await page.HoldsAsync("document.querySelector('.foreseen').textContent.trim().length > 0");
        world.Quill.Freeze();
        try
        {
            await page.Locator(Banner).WaitForAsync();
            await page.Locator("select[data-keep$=-unit]").SelectOptionAsync("m");
            await page.GetByLabel("Activity").FillAsync("");
            await page.Locator("[id$=-high]").FillAsync("2500");
        }
        finally
        {
            world.Quill.Thaw();
        }

        await page.Locator("#lost").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await page.Keyboard.PressAsync("Enter");
        await page.HoldsAsync("location.pathname.startsWith('/intents/')");
        var filed = (await world.Quill.IntentAsync(new Uri(page.Url).Segments[^1]))!;
        Assert.Equal((1000d, 2500d, null), (filed.Volumes[0].Volume!.AltitudeLower!.Value!.Value, filed.Volumes[0].Volume!.AltitudeUpper!.Value!.Value, filed.Activity));
    }

    [Fact]
    public async Task What_was_filed_before_the_answer_was_lost_is_found_again_and_not_filed_twice()
    {
        await using var seat = await world.Quill.SignInAsync(browser, path: "/file");
        var page = seat.Page;
        foreach (var (field, text) in new[] { ("outline", "12.5, -38.1"), ("low", "1000"), ("high", "2000"), ("start", "+60"), ("duration", "30") })
        {
            await page.Locator($"[id$=-{field}]").FillAsync(text);
        }

        await page.GetByLabel("Activity").FillAsync("filed once");
        await page.HoldsAsync("document.querySelector('.foreseen').textContent.includes('in conflict with')");
        var id = await page.EvaluateAsync<string>("document.querySelector('[data-keep=file-id]').value");
        await page.EvaluateAsync("window.before = true");
        await world.Quill.KillAsync();
        await page.Locator(Banner).WaitForAsync();
        await world.Quill.StartAsync();
        await world.Quill.ConnectedAsync();
        // The press got through to the post, its answer did not get back.
        (await world.Quill.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.5, -38.1, 60, 90)) with { Id = id, Activity = "filed once" })).Is(201);
        await page.HoldsAsync($"window.before === undefined && document.querySelector('[data-keep=file-id]')?.value === '{id}'");
        await page.HoldsAsync("document.querySelector('.foreseen').textContent.includes('in conflict with')");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "File it" }).ClickAsync();
        await page.ArrivesAsync($"/intents/{id}");
        Assert.Single(await world.Quill.IntentsAsync(), static i => i.Activity == "filed once");
    }

    [Fact]
    public async Task What_is_typed_faster_than_the_post_answers_is_kept_to_the_last_character()
    {
        await using var seat = await world.Quill.SignInAsync(browser, path: "/line");
        var page = seat.Page;
        await AnswersLateAsync(page);
        await seat.GoAsync("/file");
        foreach (var (field, text) in new[] { ("outline", "12.5, -38.1"), ("low", "1000"), ("high", "2000"), ("start", "+600"), ("duration", "30") })
        {
            await page.Locator($"[id$=-{field}]").ClickAsync();
            await page.Keyboard.PressAsync("Control+A");
            await page.Locator($"[id$=-{field}]").PressSequentiallyAsync(text, new LocatorPressSequentiallyOptions { Delay = 60 });
        }

        await page.GetByLabel("Activity").PressSequentiallyAsync("survey of the northern reef", new LocatorPressSequentiallyOptions { Delay = 60 });
        await page.GetByLabel("Note").PressSequentiallyAsync("two boats, one line between them", new LocatorPressSequentiallyOptions { Delay = 60 });
        await page.HoldsAsync("document.querySelector('.foreseen').textContent.trim().length > 0");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "File it" }).ClickAsync();
        await page.HoldsAsync("location.pathname.startsWith('/intents/')");
        var filed = (await world.Quill.IntentAsync(new Uri(page.Url).Segments[^1]))!;
        Assert.Equal(("survey of the northern reef", "two boats, one line between them"), (filed.Activity, filed.Note));
        Assert.Equal((304.8, 609.6), (filed.Volumes[0].Volume!.AltitudeLower!.Value!.Value, filed.Volumes[0].Volume!.AltitudeUpper!.Value!.Value));
    }

    [Fact]
    public async Task A_field_that_follows_another_is_not_put_back_over_what_is_typed_in_it()
    {
        await using var seat = await world.Quill.SignInAsync(browser, path: "/line");
        var page = seat.Page;
        await AnswersLateAsync(page);
        await seat.GoAsync("/file");
        foreach (var (field, text) in new[] { ("outline", "12.5, -38.1"), ("low", "1000"), ("high", "2000"), ("start", "+600"), ("duration", "30") })
        {
            await page.Locator($"[id$=-{field}]").FillAsync(text);
        }

        await page.HoldsAsync("document.querySelector('.foreseen').textContent.trim().length > 0 && document.querySelector('[id$=-end]').value.length > 5");
        // The end follows the start by the duration, half a second late; by then another end is being written.
        await page.Locator("[id$=-start]").FillAsync("+700");
        await page.Locator("[id$=-end]").ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("+800", new KeyboardTypeOptions { Delay = 30 });
        await page.HoldsAsync("document.querySelector('[id$=-duration]').value === '100'");
        // All that was under way has come.
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.Equal("+800", await page.Locator("[id$=-end]").InputValueAsync());
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "File it" }).ClickAsync();
        await page.HoldsAsync("location.pathname.startsWith('/intents/')");
        var filed = (await world.Quill.IntentAsync(new Uri(page.Url).Segments[^1]))!;
        Assert.Equal(100, Math.Round((Time(filed.End) - Time(filed.Start)).TotalMinutes));
    }

    [Fact]
    public async Task What_is_typed_before_a_dialog_is_there_or_after_its_field_is_gone_presses_nothing_on_the_page()
    {
        await using var seat = await world.Quill.SignInAsync(browser, path: "/line");
        var page = seat.Page;
        await AnswersLateAsync(page);
        await seat.GoAsync("/line");
        await page.Locator("header.bar button.stop").ClickAsync();
        await page.Keyboard.TypeAsync("2 boats");
        await page.Locator(".cover form.dialog").WaitForAsync();
        Assert.Equal("/line", new Uri(page.Url).AbsolutePath);
        await page.Keyboard.TypeAsync("2 boats");
        Assert.Equal("2 boats", await page.Locator(".cover textarea").InputValueAsync());
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".cover").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });

        await page.EvaluateAsync("() => { const field = document.body.appendChild(document.createElement('input')); field.focus(); field.remove(); }");
        await page.Keyboard.TypeAsync("2 boats");
        // It would have gone there by now.
        await Task.Delay(1_500, TestContext.Current.CancellationToken);
        Assert.Equal("/line", new Uri(page.Url).AbsolutePath);
        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("2");
        await page.ArrivesAsync("/file");
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Each of the post's answers comes half a second late.</summary>
    private static Task AnswersLateAsync(IPage page) => page.RouteWebSocketAsync(static url => url.Contains("/_blazor", StringComparison.Ordinal), static socket =>
    {
        var post = socket.ConnectToServer();
        var before = Task.CompletedTask;
        post.OnMessage(frame => before = PassOnAsync(socket, frame, before));
    });

    private static async Task PassOnAsync(IWebSocketRoute socket, IWebSocketFrame frame, Task before)
    {
        await Task.WhenAll(before, Task.Delay(500));
        if (frame.Binary is { Length: > 0 } bytes)
        {
            socket.Send(bytes);
        }
        else
        {
            socket.Send(frame.Text ?? "");
        }
    }

    [Fact]
    public async Task A_browser_without_a_network_says_so_at_once()
    {
        await using var seat = await world.Quill.SignInAsync(browser, path: "/line");
        await seat.Window.Context.SetOfflineAsync(true);
        await seat.Page.Locator(Banner).WaitForAsync();
        await seat.Window.Context.SetOfflineAsync(false);
        await seat.Page.Locator("#lost").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
    }

    private static async Task TypeAsync(Seat seat, string text)
    {
        await seat.Page.Locator(".compose textarea").FillAsync(text);
        await seat.Page.Locator(".compose > .row button").First.ClickAsync();
        await seat.Page.Locator(".phrasebook input").FillAsync("AIR-01");
        await seat.Page.Locator(".phrasebook li button").First.ClickAsync();
        await seat.Page.Locator("[data-slot=position] input").FillAsync("54.1,19.2");
        await seat.Page.Locator("[data-slot=altitude] input").FillAsync("3000");
        await seat.Page.Keyboard.PressAsync("Tab");
        await seat.Page.Locator("[data-slot=altitude] select").SelectOptionAsync("m");
        await LineWorld.ShowsAsync(seat, ".preview.says", "3000 m");
    }
}
