using Microsoft.Playwright;
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
}
