using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>One intent's page, while it lives and afterwards.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class IntentPageTests(Browser browser)
{
    [Fact]
    public async Task What_was_said_of_an_intent_under_way_by_mistake_is_taken_back()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var mine = (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        (await world["aldermoor"].PutAsync<IntentView>($"/api/intents/{mine.Id}", new IntentRequest { UnderWay = "aborted" })).Is(200);
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", path: $"/intents/{mine.Id}");
        var change = seat.Page.Locator("section[aria-labelledby=under-way] form.row select").Nth(1);
        await Microsoft.Playwright.Assertions.Expect(change).ToHaveValueAsync("aborted");
        await change.SelectOptionAsync("");
        await seat.Page.Locator("section[aria-labelledby=under-way] form.row button").ClickAsync();
        await Eventually.TrueAsync(async () => await world["quill"].IntentAsync(mine.Id) is { Version: 3, UnderWay: null }, "the other side has it as declared again");
        await Microsoft.Playwright.Assertions.Expect(change).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Where_a_withdrawn_intent_was_to_be_is_still_seen()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var mine = (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        (await world["aldermoor"].DeleteAsync<IntentView>($"/api/intents/{mine.Id}", new OutcomeRequest { Outcome = "cancelled" })).Is(200);
        await using var seat = await world["aldermoor"].SignInAsync(browser, "observer", path: $"/intents/{mine.Id}");
        await seat.Page.MapReadyAsync();
        await Eventually.TrueAsync(async () => (await seat.Page.DraftAsync()).SequenceEqual(["volume"]), "it is drawn");
        Assert.Empty(seat.Errors);
    }
}
