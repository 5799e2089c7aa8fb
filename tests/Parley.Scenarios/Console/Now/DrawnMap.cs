using System.Text.Json;
using Microsoft.Playwright;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>What the map of a page draws: read from the map itself, as pixels say nothing.</summary>
public static class DrawnMap
{
    private const string View = "document.querySelector('.map')?.view";

    /// <summary>Waits until the map is there and has drawn what the post knows.</summary>
    public static async Task<IPage> MapReadyAsync(this IPage page)
    {
        await page.HoldsAsync($"() => {View}?.map.isStyleLoaded() !== undefined && {View}.map.getSource('volumes') !== undefined");
        return page;
    }

    /// <summary>Every volume with its outline, times, heights and whose it is, in an order that both sides share: without what each side marks as its own.</summary>
    public static async Task<IReadOnlyList<string>> DrawnAsync(this IPage page)
    {
        var features = await page.EvaluateAsync<JsonElement>(
            $"() => ({View}?.features() ?? []).map((f) => ({{ g: f.geometry.coordinates, p: [f.properties.id, f.properties.owner, f.properties.start, f.properties.end, f.properties.lower, f.properties.upper, f.properties.conflict] }}))");
        return [.. features.EnumerateArray().Select(static f => f.GetRawText()).Order(StringComparer.Ordinal)];
    }

    public static async Task<IReadOnlyList<string>> ActiveAsync(this IPage page) =>
        await page.EvaluateAsync<string[]>($"() => ({View}?.active() ?? []).map((f) => f.properties.intent)");

    public static async Task<IReadOnlyList<string>> PickedAsync(this IPage page) => await page.EvaluateAsync<string[]>($"() => {View}?.picked ?? []");

    /// <summary>How many shapes the map shows of a suggested or proposed change.</summary>
    public static Task<int> ChangedAsync(this IPage page) => page.EvaluateAsync<int>($"() => {View}?.change.length ?? 0");

    /// <summary>The parts of the intent that is being written: <c>volume</c> and <c>uncovered</c>.</summary>
    public static async Task<IReadOnlyList<string>> DraftAsync(this IPage page) => await page.EvaluateAsync<string[]>($"() => ({View}?.draft ?? []).map((f) => f.properties.part)");

    /// <summary>Waits until a page's text holds something.</summary>
    public static Task SaysAsync(this IPage page, string selector, string text) =>
        page.Locator(selector).Filter(new LocatorFilterOptions { HasText = text }).First.WaitForAsync();
}
