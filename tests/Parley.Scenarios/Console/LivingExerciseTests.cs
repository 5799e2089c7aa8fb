using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console;

/// <summary>What <c>parley demo --keep-running</c> leaves behind for whoever wants to see a console.</summary>
[Trait("rule", "issue-5 §4")]
public sealed partial class LivingExerciseTests(Browser browser)
{
    // The first flight begins two minutes after it was told of.
    private static readonly TimeSpan FirstFlight = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task The_demo_goes_on_as_an_exercise_whose_intents_move_whose_line_talks_and_in_which_one_conflict_is_open()
    {
        await using var demo = ServerProcess.Launch("demo", "--keep-running", "--scenario", "late-warning", "--scenario", "mediator", "--scenario", "both-moved");
        await Eventually.TrueAsync(() => Task.FromResult(Consoles().Count(demo.Output) == 4), "the demo names a console for each of its four parties");
        var consoles = Consoles().Matches(demo.Output).ToDictionary(static m => m.Groups["party"].Value, static m => m.Groups["url"].Value, StringComparer.Ordinal);
        await using var window = await browser.OpenAsync();
        var page = window.Page;
        await page.GotoAsync(consoles["aldermoor"]);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { NameRegex = new Regex("Maj. Alder", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();

        // What goes on now is what is seen first: no STOP and no conflict of a scenario that is over stands before it.
        var card = page.Locator(".conflict-card");
        await card.First.WaitForAsync();
        Assert.Equal(1, await card.CountAsync());
        Assert.Contains("quill: 20 min later", (await card.InnerTextAsync()).Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("dialog.flash[open]").CountAsync());

        // Settled, there is another: there is always one to click through.
        var first = await OpenAsync(page);
        await card.GetByRole(AriaRole.Link).First.ClickAsync();
        await page.Locator("button[data-key=a]").First.ClickAsync();
        await Eventually.TrueAsync(async () => await OpenAsync(page) is { } next && next != first, "another conflict is open once the first is settled");

        await Eventually.TrueAsync(
            async () => await page.EvaluateAsync<bool>("fetch('/api/line/messages').then((r) => r.json()).then((all) => all.some((m) => m.kind === 'message' && m.from === 'aldermoor' && m.officer === 'Maj. Alder' && m.receivers.some((r) => r.acknowledged_by)))"),
            "on the line something was said and acknowledged");
        await Eventually.TrueAsync(
            async () => await page.EvaluateAsync<bool>("fetch('/api/intents').then((r) => r.json()).then((all) => ['Accepted', 'Activated'].every((state) => all.some((i) => i.alive && i.state === state)))"),
            "some intents are still to come and some have begun", FirstFlight);
        Assert.Empty(window.Errors);
        Assert.Equal(0, await demo.StopAsync());
    }

    private static Task<string?> OpenAsync(IPage page) =>
        page.EvaluateAsync<string?>("fetch('/api/conflicts').then((r) => r.json()).then((all) => all.find((c) => c.state === 'open' && c.proposals.length > 0)?.id ?? null)");

    [GeneratedRegex(@"^console (?<party>\S+) (?<url>http://\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Consoles();
}
