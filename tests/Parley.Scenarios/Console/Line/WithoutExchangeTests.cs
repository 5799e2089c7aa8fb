using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Line;

/// <summary>What is done while the exchange is away: it waits, and nobody is told that it is done.</summary>
[Trait("rule", "issue-5 Line")]
public sealed class WithoutExchangeTests(Browser browser)
{
    [Fact]
    public async Task What_waits_for_the_exchange_is_said_to_wait_and_not_to_be_done()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["aldermoor"].SignInAsync(browser, path: "/line?party=quill");
        var test = seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Test the line now" });
        var toast = seat.Page.Locator(".rz-notification-item");
        await test.ClickAsync();
        await toast.Filter(new LocatorFilterOptions { HasText = "The link check is under way" }).WaitForAsync();
        await toast.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });

        await world.KillAsync("exchange");
        await Eventually.TrueAsync(async () => (await world["aldermoor"].StatusAsync()).Exchange == "down", "the post knows that the exchange is away");
        await test.ClickAsync();
        await toast.First.WaitForAsync();
        Assert.Contains("it waits for the exchange", await toast.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await toast.CountAsync());
    }

    [Fact]
    public async Task While_a_taken_FLASH_waits_for_the_exchange_the_next_one_must_be_read_before_it_is_taken()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["quill"].SignInAsync(browser);
        foreach (var text in new[] { "First.", "Second." })
        {
            (await world["aldermoor"].PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["quill"], Precedence = "FLASH", Text = text, Officer = "Maj. Alder" })).Is(201);
        }

        await seat.Page.HoldsAsync("document.querySelectorAll('dialog.flash[data-armed] section').length === 2");
        await world.KillAsync("exchange");
        await Eventually.TrueAsync(async () => (await world["quill"].StatusAsync()).Exchange == "down", "the post knows that the exchange is away");
        await seat.Page.EvaluateAsync("""
            () => {
                window.disarmed = 0;
                const dialog = document.querySelector('dialog.flash');
                new MutationObserver(() => { if (!dialog.dataset.armed) window.disarmed++; }).observe(dialog, { attributes: true, attributeFilter: ['data-armed'] });
            }
            """);
        await seat.Page.Keyboard.PressAsync("Enter");
        await seat.Page.Locator("dialog.flash .taken").WaitForAsync();
        await seat.Page.HoldsAsync("document.querySelectorAll('dialog.flash section').length === 2 && window.disarmed > 0 && document.querySelector('dialog.flash').dataset.armed === 'true'");
        Assert.Equal(1, await seat.Page.Locator("dialog.flash .take").CountAsync());
        await seat.Page.Keyboard.PressAsync("Enter");
        await seat.Page.HoldsAsync("document.querySelectorAll('dialog.flash .taken').length === 2");
        await world.ReviveAsync();
        await seat.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }
}
