using Microsoft.Playwright;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Pages;

/// <summary>What is said in the corner of the window for some seconds: it can be read by everyone, in both themes.</summary>
[Trait("rule", "issue-5 WCAG 2.2 AA")]
public sealed class ToastTests(Browser browser)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_done_and_what_was_refused_is_clear_to_everyone_who_has_to_read_it(bool dark)
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["aldermoor"].SignInAsync(browser, dark: dark, path: "/line?party=quill");
        await seat.Button("Test the line now").ClickAsync();
        await ClearAsync(seat, "The link check is under way");
        await seat.GoAsync("/tightness");
        await seat.Page.Locator(".try button[type=submit]").ClickAsync();
        await ClearAsync(seat, "No term is changed");
    }

    private static async Task ClearAsync(Seat seat, string says)
    {
        var toast = seat.Page.Locator(".rz-notification-item", new PageLocatorOptions { HasText = says });
        await toast.WaitForAsync();
        await seat.CleanAsync(says);
    }
}
