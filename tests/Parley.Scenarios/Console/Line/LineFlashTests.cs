using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Line;

/// <summary>A FLASH that nobody has acknowledged stands before everyone at the post, and who sent it sees what becomes of it.</summary>
[Collection("line")]
[Trait("rule", "issue-5 Line: FLASH")]
public sealed class LineFlashTests(LineWorld world, Browser browser) : IAsyncLifetime
{
    private const string Flash = "dialog.flash[open]";

    public async ValueTask InitializeAsync() => await world.QuietAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_FLASH_takes_the_whole_screen_of_every_window_and_sounds_until_a_named_officer_takes_it()
    {
        await using var sender = await world.Aldermoor.SignInAsync(browser, path: "/line?write=true");
        await using var first = await world.Quill.SignInAsync(browser, "watch officer", path: "/line?write=true");
        await using var second = await world.Quill.SignInAsync(browser, "duty officer", path: "/watch");
        // One is writing, the other has a dialog open: it comes over both.
        await first.Page.Locator(".compose textarea").ClickAsync();
        await first.Page.Keyboard.TypeAsync("We are about to");
        await second.Page.Locator("[data-act=keys]").ClickAsync();
        await second.Page.Locator("dialog#keys[open]").WaitForAsync();

        await sender.Page.Locator(".compose textarea").FillAsync("Your aircraft is about to enter our area.");
        await sender.Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "FLASH" }).CheckAsync();
        await sender.Page.Locator(".compose .send button.main").ClickAsync();
        await sender.Page.Locator("button[data-act-send=flash]").ClickAsync();
        foreach (var seat in new[] { first, second })
        {
            await LineWorld.ShowsAsync(seat, $"{Flash} .says", "Your aircraft is about to enter our area.");
            var box = (await seat.Page.Locator(Flash).BoundingBoxAsync())!;
            Assert.Equal((0f, 0f, 1280f, 720f), (box.X, box.Y, box.Width, box.Height));
            Assert.Equal("dialog", await seat.Page.EvaluateAsync<string>("document.elementFromPoint(5, 5).localName"));
            await seat.Page.HoldsAsync("document.documentElement.dataset.sounding === 'flash'");
        }

        // Who goes on typing does not take it by that.
        await first.Page.Locator($"{Flash}[data-armed]").WaitForAsync();
        Assert.Contains(first.Person.Name, await first.Page.Locator($"{Flash} .take").InnerTextAsync(), StringComparison.Ordinal);
        await second.Page.Keyboard.PressAsync("Escape");
        await second.Page.Keyboard.PressAsync("Escape");
        await second.Page.Locator(Flash).WaitForAsync();

        await first.Page.Keyboard.PressAsync("Enter");
        foreach (var seat in new[] { first, second })
        {
            await seat.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
            await seat.Page.HoldsAsync("document.documentElement.dataset.sounding === undefined");
        }

        Assert.Equal("We are about to", await first.Page.Locator(".compose textarea").InputValueAsync());
        await LineWorld.ShowsAsync(sender, ".message .tick.taken", first.Person.Name);
        Assert.Contains((await world.Quill.WatchAsync()).OnWatch, o => o.Officer == first.Person.Name);
        Assert.Contains((await world.Aldermoor.MessagesAsync()), m => m.Receivers.Any(r => r.AcknowledgedBy == first.Person.Name));
        Assert.Empty(first.Errors);
    }

    [Fact]
    public async Task A_STOP_needs_no_addressee_and_comes_the_same_way()
    {
        await using var sender = await world.Aldermoor.SignInAsync(browser, "watch officer");
        await using var reader = await world.Quill.SignInAsync(browser, "watch officer");
        await sender.Page.Locator("header.bar button.stop").ClickAsync();
        await sender.Page.Locator("textarea[data-keep=stop]").FillAsync("Relief convoy on the coast road.");
        await sender.Page.Locator("form.dialog button.stop").ClickAsync();
        await LineWorld.ShowsAsync(reader, $"{Flash} h2", "STOP");
        await LineWorld.ShowsAsync(reader, $"{Flash} .says", "Relief convoy on the coast road.");
        await LineWorld.ShowsAsync(sender, ".sent-flash", "not acknowledged yet");
        await reader.Page.Locator($"{Flash}[data-armed] .take").ClickAsync();
        await reader.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await sender.Page.Locator(".sent-flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task Who_sent_a_FLASH_sees_whom_its_silence_calls()
    {
        var sent = await world.SendAsync("FLASH", "Is anybody there?");
        await using var sender = await world.Aldermoor.SignInAsync(browser, path: $"/line?thread={sent.Thread}");
        await LineWorld.ShowsAsync(sender, ".sent-flash", "quill");
        await LineWorld.ShowsAsync(sender, ".message .steps li", "Commander Quill was called.");
        await LineWorld.ShowsAsync(sender, ".message .steps li", "Everyone there was called.");
        await LineWorld.ShowsAsync(sender, ".sent-flash .step", "Everyone there was called.");
        await world.QuietAsync();
        await sender.Page.Locator(".sent-flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await LineWorld.ShowsAsync(sender, ".message .tick.taken", "Sgt. Broom");
    }

    [Fact]
    public async Task While_ones_own_FLASH_waits_the_slider_and_the_button_that_files_stay_in_sight()
    {
        await world.SendAsync("FLASH", "Is anybody there?");
        foreach (var (path, needed) in new[] { ("/", "#slider"), ("/file", "form.entry button.main") })
        {
            await using var sender = await world.Aldermoor.SignInAsync(browser, path: path);
            await LineWorld.ShowsAsync(sender, ".sent-flash", "quill");
            await sender.Page.Locator(needed).WaitForAsync();
            Assert.True(
                await sender.Page.EvaluateAsync<bool>("(needed) => { const box = document.querySelector(needed).getBoundingClientRect(); return scrollY === 0 && box.top >= 0 && box.bottom <= innerHeight; }", needed),
                $"{needed} of {path} lies outside the window of 1280×720.");
        }

        await world.QuietAsync();
    }

    [Fact]
    public async Task A_FLASH_brings_whoever_has_only_their_account_open_to_where_it_is_taken()
    {
        await using var reader = await world.Quill.SignInAsync(browser, "watch officer");
        await reader.Page.GotoAsync(new Uri(world.Quill.Url, "/account").ToString());
        await reader.Page.Locator("form[action='/sign-out']").WaitForAsync();
        await world.SendAsync("FLASH", "Your aircraft is inside our area.");
        await LineWorld.ShowsAsync(reader, $"{Flash} .says", "Your aircraft is inside our area.");
        await reader.Page.Locator($"{Flash}[data-armed] .take").ClickAsync();
        await reader.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task A_window_whose_account_was_closed_reads_no_FLASH_though_its_browser_will_not_go()
    {
        await using var closed = await world.Quill.SignInAsync(browser, "watch officer");
        await using var reader = await world.Quill.SignInAsync(browser, "watch officer");
        await closed.Page.EvaluateAsync("""
            () => {
                window.shown = '';
                new MutationObserver(() => { window.shown += document.body.textContent; }).observe(document.body, { subtree: true, childList: true, characterData: true });
            }
            """);
        await closed.Page.RouteAsync("**/*", static route => route.Request.IsNavigationRequest ? route.AbortAsync("aborted") : route.ContinueAsync());
        (await world.Quill.PostAsync<PersonView>($"/api/people/{closed.Person.Id}/close")).Is(200);
        (await world.Quill.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = "FLASH", Text = "We call you.", Officer = "Sgt. Broom" })).Is(201);
        await LineWorld.ShowsAsync(reader, ".sent-flash", "aldermoor");
        await world.SendAsync("FLASH", "Your aircraft is inside our area.");
        await LineWorld.ShowsAsync(reader, $"{Flash} .says", "Your aircraft is inside our area.");
        // The same loop tells both windows; what the closed one were to show, it would have by the time that the other has taken it.
        await reader.Page.Locator($"{Flash}[data-armed] .take").ClickAsync();
        await reader.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Equal("/", new Uri(closed.Page.Url).AbsolutePath);
        Assert.DoesNotContain("Your aircraft is inside our area.", await closed.Page.EvaluateAsync<string>("window.shown"), StringComparison.Ordinal);
        Assert.Equal(0, await closed.Page.Locator(".sent-flash").CountAsync());
    }

    [Fact]
    public async Task Whose_role_can_not_take_a_FLASH_is_told_whom_to_call()
    {
        await using var observer = await world.Quill.SignInAsync(browser, "observer");
        await world.SendAsync("FLASH", "Your aircraft is inside our area.");
        await LineWorld.ShowsAsync(observer, $"{Flash} .call", "Call a watch officer");
        Assert.Equal(0, await observer.Page.Locator(".take").CountAsync());
        await observer.Page.Locator($"{Flash}[data-armed]").WaitForAsync();
        await observer.Page.Keyboard.PressAsync("Enter");
        await observer.Page.Locator(Flash).WaitForAsync();
        await world.QuietAsync();
        await observer.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Several_at_once_stand_together_clear_to_everyone_who_has_to_read_them(bool dark)
    {
        await using var reader = await world.Quill.SignInAsync(browser, dark: dark);
        await world.SendAsync("FLASH", "First.");
        await world.SendAsync("FLASH", new string('W', 2000));
        await LineWorld.ShowsAsync(reader, $"{Flash} .says", "First.");
        await reader.Page.HoldsAsync("document.querySelectorAll('dialog.flash section').length === 2");
        await reader.Page.Locator($"{Flash}[data-armed]").WaitForAsync();
        await LineWorld.CleanAsync(reader, $"a FLASH, dark: {dark}");
        Assert.False(await reader.Page.EvaluateAsync<bool>("(() => { const d = document.querySelector('dialog.flash'); return d.scrollWidth > d.clientWidth; })()"), "The FLASH is wider than the window.");
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.HoldsAsync("document.querySelectorAll('dialog.flash section').length === 1");

        // The next one is read before it can be taken: pressed twice, or held, the key takes one.
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.Locator($"{Flash}[data-armed]").WaitForAsync();
        Assert.Equal(1, await reader.Page.Locator($"{Flash} section").CountAsync());
        await reader.Page.Keyboard.PressAsync("Enter");
        await reader.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }
}
