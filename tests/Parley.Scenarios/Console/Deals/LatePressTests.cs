using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>
/// Presses that arrive after the page has moved on, or twice: on a slow line whoever pressed still saw what was there before. Both events are sent in one
/// breath here, as a browser sends them before any answer has come.
/// </summary>
public sealed class LatePressTests(Browser browser)
{
    [Fact]
    public async Task A_late_press_on_the_form_that_suspends_does_not_end_the_agreement()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var agreed = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["aldermoor"].SignInAsync(browser, path: $"/agreements/{agreed.Id}");
        await seat.Button("Suspend").ClickAsync();
        await seat.Page.GetByLabel("Why, for the other side to read").FillAsync("The strait is closed.");
        await seat.Page.GetByLabel("Why, for the other side to read").BlurAsync();
        await seat.Page.EvaluateAsync("""
            () => {
                const form = document.querySelector('form[aria-labelledby=reason-title]');
                [...document.querySelectorAll('.actions button')].find((b) => b.textContent.trim() === 'End').click();
                form.requestSubmit();
            }
            """);
        await seat.SaysAsync("#reason-title", "End this agreement?");
        // What comes of a press is there before what comes of the next one.
        await seat.Button("Cancel").ClickAsync();
        await seat.Page.Locator("#reason-title").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Equal("in-force", (await world["aldermoor"].AgreementAsync(agreed.Id))!.State);
        Assert.Equal(0, await seat.Page.Locator(".consent").CountAsync());
    }

    [Fact]
    public async Task An_incident_is_never_opened_at_the_place_that_was_written_before()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer", path: "/incidents");
        await seat.Button("Open an incident").ClickAsync();
        await seat.Page.GetByLabel("What happened, in a few words").FillAsync("Lost contact");
        await seat.Page.GetByLabel("What is known").FillAsync("A boat does not answer.");
        await seat.Page.GetByLabel("Place").FillAsync("12.5N 38W");
        await seat.Page.GetByLabel("Place").BlurAsync();
        await seat.Page.HoldsAsync("document.querySelector('[data-keep=incident-place]').value === '12.5, -38'");
        await seat.Page.EvaluateAsync("""
            () => {
                const place = document.querySelector('[data-keep=incident-place]');
                place.value = '12.7N 38.2W';
                place.dispatchEvent(new Event('change', { bubbles: true }));
                place.form.requestSubmit();
            }
            """);
        await seat.Page.HoldsAsync("document.querySelector('[data-keep=incident-place]')?.value !== '12.7N 38.2W'");
        Assert.Empty(await world["aldermoor"].IncidentsAsync());
        await seat.Button("Open it and freeze").ClickAsync();
        await seat.SaysAsync("h1", "Lost contact");
        Assert.Equal((12.7, -38.2), Assert.Single(await world["aldermoor"].IncidentsAsync()) is { Place: var place } ? (place.Lat, place.Lng) : default);
    }

    [Fact]
    public async Task A_proposal_pressed_twice_is_proposed_once()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        var second = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 65, 95)))).Is(201);
        var conflict = Assert.Single(second.Conflicts);
        await using var seat = await world["quill"].SignInAsync(browser, "duty officer", path: $"/conflicts/{conflict}");
        await seat.Page.Locator("form.propose select").First.SelectOptionAsync("please-hold");
        await seat.Page.GetByLabel("Reason (the other side reads it)").FillAsync("We need ten minutes.");
        await seat.Page.EvaluateAsync("() => { const form = document.querySelector('form.propose'); form.requestSubmit(); form.requestSubmit(); }");
        await seat.SaysAsync(".proposal", "We need ten minutes.");
        await seat.SaysAsync(".rz-notification-item", "Proposed; the other side is told.");
        Assert.Single((await world["quill"].ConflictAsync(conflict))!.Proposals);
        // Nor was a second one refused, which would say that the first was not taken.
        Assert.Equal(1, await seat.Page.Locator(".rz-notification-item").CountAsync());
    }

    [Fact]
    public async Task An_amendment_that_is_finer_than_its_words_says_so()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var terms = PostWorld.Terms("aldermoor", "quill");
        var agreed = await world.AgreeAsync(terms, "aldermoor", "quill");
        terms["area"]!["coordinates"]![0]![1]![0] = -37.00000001;
        var finer = (await world["aldermoor"].PostAsync<AgreementView>($"/api/agreements/{agreed.Id}/amend", terms.ToJsonString())).Is(201);
        await using var seat = await world["aldermoor"].SignInAsync(browser, path: $"/agreements/{finer.Id}");
        await seat.SaysAsync(".note.warn", "finer than these words show");
    }
}
