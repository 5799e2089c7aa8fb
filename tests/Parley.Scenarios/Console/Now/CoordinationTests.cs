using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>Two officers at two posts, each at a window of their own, and what one does is seen by the other without asking for it.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class CoordinationTests(Browser browser)
{
    [Fact]
    public async Task What_one_files_the_other_sees_in_conflict_and_a_proposal_accepted_by_one_key_leaves_both_maps_alike()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var alder = await world["aldermoor"].SignInAsync(browser, "duty officer");
        await using var quill = await world["quill"].SignInAsync(browser, "duty officer");
        var theirs = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)) with { Activity = "cargo" })).Is(201);

        // Pasted, typed, checked, filed.
        await alder.GoAsync("/file");
        await alder.Page.MapReadyAsync();
        await alder.Page.Locator("[id$=-outline]").FillAsync("12°20.4′N 38°03′W");
        await alder.Page.Locator("[id$=-radius]").FillAsync("900");
        await alder.Page.Locator("[id$=-low]").FillAsync("400");
        await alder.Page.Locator("[id$=-high]").FillAsync("900");
        await alder.Page.Locator("[id$=-start]").FillAsync("+65");
        await alder.Page.Locator("[id$=-duration]").FillAsync("20");
        await alder.Page.SaysAsync(".foreseen", "Conflict with quill");
        Assert.Equal([theirs.Id], await alder.Page.PickedAsync());
        Assert.DoesNotContain(await world["aldermoor"].IntentsAsync(), static i => i.Mine);
        await alder.Page.GetByRole(AriaRole.Button, new() { Name = "File it" }).ClickAsync();
        await alder.Page.ArrivesAsync("/intents/");
        var mine = (await world["aldermoor"].IntentsAsync()).Single(static i => i.Mine);
        var conflict = Assert.Single(mine.Conflicts);

        // The other side's window, open all the while, shows who, how near and that nothing is proposed, picked on the map.
        var card = quill.Page.Locator(".conflict-card");
        await card.WaitForAsync();
        await quill.Page.SaysAsync(".conflict-card", "aldermoor");
        await quill.Page.SaysAsync(".conflict-card", "They overlap in place, height and time.");
        await quill.Page.SaysAsync(".conflict-card", "Nothing is proposed yet.");
        await quill.Page.Locator(".profile svg").WaitForAsync();
        await Eventually.TrueAsync(async () => (await quill.Page.PickedAsync()).Order().SequenceEqual(new[] { mine.Id, theirs.Id }.Order()), "the two are picked on the map");

        // A suggestion drawn on the map, and proposed.
        await quill.GoAsync($"/conflicts/{conflict}");
        await quill.Page.MapReadyAsync();
        var suggested = (await world["quill"].ConflictAsync(conflict))!.Suggestions[0];
        Assert.Contains(suggested.Cost.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture), await quill.Page.Locator(".suggestion").First.Locator(".cost").InnerTextAsync(), StringComparison.Ordinal);
        await quill.Page.Locator(".suggestion").First.ClickAsync();
        await Eventually.TrueAsync(async () => await quill.Page.ChangedAsync() > 0, "what the suggestion would make of it is drawn");
        await quill.Page.SaysAsync(".propose .note", "It resolves the conflict");
        await quill.Page.GetByLabel("Reason (the other side reads it)").FillAsync("<img src=x onerror=alert(1)> we can move");
        await quill.Page.GetByRole(AriaRole.Button, new() { Name = "Propose it" }).ClickAsync();

        // The first side sees it come, and accepts by one key.
        await alder.GoAsync("/");
        await alder.Page.SaysAsync(".conflict-card", "quill:");
        await alder.Page.Locator(".conflict-card").GetByRole(AriaRole.Link, new() { Name = "Answer" }).ClickAsync();
        await alder.Page.SaysAsync(".proposal", "<img src=x onerror=alert(1)> we can move");
        await Eventually.TrueAsync(async () => await alder.Page.ChangedAsync() > 0, "the proposal is drawn");
        await alder.Page.Keyboard.PressAsync("a");
        await alder.Page.SaysAsync(".conflict-head", "agreed");
        await quill.Page.SaysAsync(".conflict-head", "agreed");
        await Eventually.TrueAsync(async () => await world["quill"].ConflictAsync(conflict) is { Proposals: [{ CarriedOut: true }] }, "it is carried out");

        // Both maps agree, and with what both posts hold.
        await alder.GoAsync("/");
        await quill.GoAsync("/");
        await Eventually.TrueAsync(async () => await alder.Page.DrawnAsync() is { Count: 2 } a && a.SequenceEqual(await quill.Page.DrawnAsync()), "both maps draw the same");
        Assert.DoesNotContain("true", string.Concat(await alder.Page.DrawnAsync()), StringComparison.Ordinal);
        Assert.Empty(alder.Errors);
        Assert.Empty(quill.Errors);
    }

    [Fact]
    public async Task A_risk_is_accepted_only_when_a_second_officer_consents_who_is_asked_without_reloading()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        var second = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 65, 95)))).Is(201);
        var conflict = Assert.Single(second.Conflicts);
        await using var asks = await world["quill"].SignInAsync(browser, "duty officer", path: $"/conflicts/{conflict}");
        await using var consents = await world["quill"].SignInAsync(browser, "commander");
        await using var looks = await world["quill"].SignInAsync(browser, "observer", path: $"/conflicts/{conflict}");
        await asks.Page.Locator("form.propose select").First.SelectOptionAsync("accept-risk");
        await asks.Page.GetByLabel("Reason (the other side reads it)").FillAsync("both in sight");
        await asks.Page.GetByRole(AriaRole.Button, new() { Name = "Propose it" }).ClickAsync();
        await asks.Page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).WaitForAsync();
        Assert.Equal(0, await asks.Page.GetByRole(AriaRole.Button, new() { Name = "I consent" }).CountAsync());
        await consents.Page.SaysAsync(".need", "wants to accept a risk");
        await consents.Page.SaysAsync(".need", "both in sight");
        Assert.Empty((await world["quill"].ConflictAsync(conflict))!.Proposals);
        await consents.Page.GetByRole(AriaRole.Button, new() { Name = "I consent" }).ClickAsync();
        await Eventually.TrueAsync(async () => (await world["quill"].ConflictAsync(conflict))!.Proposals is [{ Kind: "accept-risk" } p] && p.Officer == asks.Person.Name && p.SecondOfficer == consents.Person.Name, "it is proposed in both names");
        await looks.Page.SaysAsync(".proposal", "Accept the risk");
        Assert.Equal(0, await looks.Page.Locator(".propose, .stand + .row button").CountAsync());
        await asks.Page.StillAsync();
        var found = await asks.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join("; ", found.Violations.Select(static v => $"{v.Id}: {v.Nodes[0].Html}")));
    }

    [Fact]
    public async Task Why_a_change_would_not_do_is_said_in_the_officers_language()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        var second = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 65, 95)))).Is(201);
        await using var seat = await world["quill"].SignInAsync(browser, "duty officer", "he", path: $"/conflicts/{Assert.Single(second.Conflicts)}");
        await seat.Page.Locator("[data-keep=propose-amount]").FillAsync("1");
        await seat.Page.SaysAsync(".propose .note.bad", "השינוי אינו פותר את הקונפליקט");
        await seat.Page.Locator("form.propose button.main").ClickAsync();
        await seat.Page.SaysAsync(".rz-notification-item", "השינוי אינו פותר את הקונפליקט");
    }

    [Fact]
    public async Task A_change_is_seen_before_anybody_proposes_it()
    {
        await using var world = await PostWorld.StartAsync("north", "relief");
        await world.AgreeAsync(PostWorld.Terms("north", "relief"), "north", "relief");
        (await world["north"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 70)))).Is(201);
        var second = (await world["relief"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 63, 73)))).Is(201);
        var path = $"/api/conflicts/{Assert.Single(second.Conflicts)}/preview?intent={second.Id}";
        var clear = (await world["relief"].GetAsync<PreviewView>($"{path}&kind=shift-time&shift_s=1800")).Is(200);
        Assert.Equal((null, 30d), (clear.Fault, clear.Cost));
        Assert.Single(clear.Features);
        Assert.Contains("later", clear.Says, StringComparison.Ordinal);
        var small = (await world["relief"].GetAsync<PreviewView>($"{path}&kind=shift-time&shift_s=60")).Is(200);
        Assert.Contains("still meet", small.Fault, StringComparison.Ordinal);
        foreach (var bad in new[] { $"{path}&kind=shift-time", $"{path}&kind=hold", $"{path}&kind=shift-time&shift_s=1e999", $"{path}&kind=move&distance_m=5&bearing_deg=x", $"{path}&kind=shift-time&shift_s=9e9" })
        {
            Assert.Equal(400, (await world["relief"].GetAsync<PreviewView>(bad)).Status);
        }

        Assert.Empty((await world["relief"].ConflictAsync(second.Conflicts[0]))!.Proposals);
    }
}
