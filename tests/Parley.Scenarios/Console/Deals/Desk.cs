using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>What a person does and sees at a page of agreements, incidents, tightness or the record.</summary>
internal static class Desk
{
    public static ILocator Button(this Seat seat, string name) => seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits until a place of the page says it.</summary>
    public static Task SaysAsync(this Seat seat, string selector, string text) => seat.Page.Locator(selector, new PageLocatorOptions { HasText = text }).First.WaitForAsync();

    /// <summary>WCAG 2.2 AA by axe in this theme, nothing wider than the window, and nothing that the browser complained of.</summary>
    public static async Task CleanAsync(this Seat seat, string what)
    {
        await seat.Page.StillAsync();
        var found = await seat.Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.True(found.Violations.Length == 0, $"{what}: {string.Join("; ", found.Violations.Select(static v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(static n => n.Html))}"))}");
        Assert.False(await seat.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{what} is wider than the window.");
        Assert.Empty(seat.Errors);
    }

    /// <summary>The same in the other theme, and on a tablet held upright.</summary>
    public static async Task CleanInAllAsync(this Seat seat, string what)
    {
        await seat.CleanAsync(what);
        await seat.Page.Locator("[data-act=theme]").ClickAsync();
        // Each theme has its own sheet of the component library.
        await seat.Page.HoldsAsync("[...document.querySelectorAll('link[href*=\"Radzen.Blazor/css\"]')].every((l) => l.sheet && l.href.includes('-dark-') === (document.documentElement.dataset.theme === 'dark'))");
        await seat.CleanAsync($"{what}, in the other theme");
        await seat.Page.Locator("[data-act=theme]").ClickAsync();
        await seat.Page.SetViewportSizeAsync(768, 1024);
        Assert.False(await seat.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{what} is wider than a tablet.");
        await seat.Page.SetViewportSizeAsync(1280, 720);
    }
}
