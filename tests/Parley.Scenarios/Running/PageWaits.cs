using Microsoft.Playwright;

namespace Parley.Scenarios.Running;

internal static class PageWaits
{
    /// <summary>Waits until an expression holds in the page. Playwright's own way of waiting evaluates text inside the page, which the console's policy forbids.</summary>
    public static Task HoldsAsync(this IPage page, string expression) => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                return await page.EvaluateAsync<bool>(expression);
            }
            catch (PlaywrightException)
            {
                // The page is just being loaded anew, or what is asked for is not there yet.
                return false;
            }
        },
        $"the page holds: {expression}");

    /// <summary>Waits until nothing moves any more: what comes or goes is seen through for a moment, and axe would find it too pale.</summary>
    public static Task StillAsync(this IPage page) =>
        page.HoldsAsync("document.getAnimations().every((a) => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity)");

    /// <summary>
    /// Waits until the window is at an address whose path and query begin so. Playwright's own wait misses a navigation that ends just while it begins
    /// to wait for it.
    /// </summary>
    public static Task ArrivesAsync(this IPage page, string start) =>
        page.HoldsAsync($"(location.pathname + location.search).startsWith('{start}') && document.readyState === 'complete'");
}
