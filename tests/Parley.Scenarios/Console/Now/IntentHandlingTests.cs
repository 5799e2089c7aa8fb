using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>All that is done with an intent at its page, by those who were told of it and by those whose it is.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class IntentHandlingTests(Browser browser)
{
    // Whatever may stand in a path or in a page.
    private const string Odd = "Battery 2? 50% & <b>";

    [Fact]
    public async Task Who_of_ours_must_know_is_named_told_and_confirmed_here_and_only_counted_by_the_owner()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var id = await FileAsync(world, "quill", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)));
        await using var alder = await world["aldermoor"].SignInAsync(browser, "watch officer", path: $"/intents/{id}");
        await using var quill = await world["quill"].SignInAsync(browser, "observer", path: $"/intents/{id}");

        await alder.SaysAsync("h1 .mark", "NOT SEEN");
        await quill.SaysAsync("table", "not yet");
        await alder.Button("I have seen it").ClickAsync();
        await alder.SaysAsync(".rz-notification-item", "Acknowledged.");
        await quill.SaysAsync("table", alder.Person.Name);
        await GoneAsync(alder.Button("I have seen it"));
        await GoneAsync(alder.Page.Locator("h1 .mark"));
        Assert.True((await world["quill"].IntentAsync(id))!.Notices is [{ SeenVersion: 1 } seen] && seen.SeenBy == alder.Person.Name);

        // Named, and nobody twice.
        await alder.SaysAsync("section[aria-labelledby=passing]", "Nobody is named yet.");
        await NameAsync(alder, "Checkpoint 4", "runner");
        await NameAsync(alder, Odd, "radio 5");
        await quill.SaysAsync("table", "0 of 2 told, 0 confirmed");
        await alder.Page.GetByLabel("Name or unit").FillAsync(Odd);
        await alder.Page.GetByLabel("How they are reached").FillAsync("net 7");
        await alder.Button("Add").ClickAsync();
        await alder.SaysAsync(".rz-notification-item", "is there twice");
        Assert.Equal(Odd, await alder.Page.GetByLabel("Name or unit").InputValueAsync());
        Assert.Equal([("Checkpoint 4", "runner"), (Odd, "radio 5")], (await RecipientsAsync(world, id)).Select(static r => (r.Name, r.Way)));

        // Told; and who confirms has been told.
        await alder.Button("Checkpoint 4 was told").ClickAsync();
        await CountedAsync(world, id, new PassedOnView(2, 1, 0));
        await quill.SaysAsync("table", "1 of 2 told, 0 confirmed");
        await alder.Button($"{Odd} confirmed").ClickAsync();
        await CountedAsync(world, id, new PassedOnView(2, 2, 1));
        await quill.SaysAsync("table", "2 of 2 told, 1 confirmed");
        await GoneAsync(alder.Button($"{Odd} was told"));
        Assert.Equal([(alder.Person.Name, null), (alder.Person.Name, alder.Person.Name)], (await RecipientsAsync(world, id)).Select(static r => (r.ToldBy, r.ConfirmedBy)));

        // Named by mistake, and taken off again; who was told stays.
        await NameAsync(alder, "Mill farm", "telephone");
        await CountedAsync(world, id, new PassedOnView(3, 2, 1));
        await quill.SaysAsync("table", "2 of 3 told, 1 confirmed");
        Assert.Equal((0, 0), (await alder.Button("Remove Checkpoint 4").CountAsync(), await alder.Button($"Remove {Odd}").CountAsync()));
        await alder.Button("Remove Mill farm").ClickAsync();
        await GoneAsync(alder.Button("Mill farm was told"));
        await alder.Button("Checkpoint 4 confirmed").ClickAsync();
        await CountedAsync(world, id, new PassedOnView(2, 2, 2));
        await quill.SaysAsync("table", "2 of 2 told, 2 confirmed");
        await GoneAsync(alder.Button("Checkpoint 4 confirmed"));
        Assert.Equal(0, await alder.Page.Locator("section[aria-labelledby=passing] tbody button").CountAsync());

        // The owner has the counts and no names, and an observer there nothing to press.
        Assert.DoesNotContain("Checkpoint", await quill.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Checkpoint", (await world["quill"].GetAsync<IntentView>($"/api/intents/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), (await quill.Button("Tell the others").CountAsync(), await quill.Button("Withdraw").CountAsync(), await quill.Page.Locator("a[data-key=e]").CountAsync()));

        // What changed since is to be seen once more; who was told of it stays told.
        (await world["quill"].PutAsync<IntentView>($"/api/intents/{id}", new IntentRequest { State = "Activated" })).Is(200);
        await alder.SaysAsync("h1 .chip", "under way");
        await alder.SaysAsync("table", "saw version 1");
        await alder.Button("I have seen it").ClickAsync();
        await GoneAsync(alder.Button("I have seen it"));
        await Eventually.TrueAsync(async () => (await world["quill"].IntentAsync(id))!.Notices is [{ SeenVersion: 2, PassedOn.Confirmed: 2 }], "the owner has it seen as it now is");
        await alder.CleanAsync("another's intent");
        await quill.CleanAsync("an own intent, observed");
    }

    [Fact]
    public async Task The_owner_confirms_renews_changes_and_ends_an_intent_and_the_others_page_follows()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var id = await FileAsync(world, "aldermoor", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)) with { Place = "EPMB", Standing = true });
        await using var alder = await world["aldermoor"].SignInAsync(browser, "duty officer", path: $"/intents/{id}");
        await using var quill = await world["quill"].SignInAsync(browser, "watch officer", path: $"/intents/{id}");

        // The place, which is far from there, at both until its owner says that it is right.
        await quill.SaysAsync("dd", "WRONG PLACE? EPMB lies");
        Assert.Equal((0, 0), (await quill.Button("The coordinates are right").CountAsync(), await quill.Button("Reconfirm").CountAsync()));
        await alder.Button("The coordinates are right").ClickAsync();
        foreach (var seat in new[] { alder, quill })
        {
            await GoneAsync(seat.Page.Locator("dd", new() { HasText = "WRONG PLACE?" }));
            await seat.SaysAsync("dd", "EPMB:");
        }

        await GoneAsync(alder.Button("The coordinates are right"));
        await BothAsync(world, id, static i => i.Place is { Known: true, Wrong: false }, "has the place confirmed");

        // Renewed for as long again.
        var before = DateTimeOffset.Parse((await world["aldermoor"].IntentAsync(id))!.ReconfirmBy!);
        await quill.SaysAsync(".panel", "Reconfirm by");
        await alder.Button("Reconfirm").ClickAsync();
        await alder.SaysAsync(".rz-notification-item", "Reconfirmed.");
        await BothAsync(world, id, i => DateTimeOffset.Parse(i.ReconfirmBy!) > before, "has it renewed");

        // From state to state; only those that may follow are offered, and what is chosen is what is so.
        await StateAsync(alder, "Accepted,Activated,Nonconforming,Contingent", "Accepted");
        await alder.Page.Locator("section[aria-labelledby=under-way] form.row select").Nth(1).SelectOptionAsync("delayed");
        await TellAsync(alder, quill, "Activated", "under way");
        await quill.SaysAsync(".facts", "delayed");
        await alder.SaysAsync(".rz-notification-item", "The others are told.");
        await BothAsync(world, id, static i => i is { Version: 2, State: "Activated", UnderWay: "delayed" }, "has it under way and delayed");
        await StateAsync(alder, "Activated,Nonconforming,Contingent", "Activated");
        await TellAsync(alder, quill, "Nonconforming", "outside its own intent");
        await BothAsync(world, id, static i => i is { Version: 3, State: "Nonconforming", UnderWay: "delayed" }, "has it outside");
        await StateAsync(alder, "Activated,Nonconforming,Contingent", "Nonconforming");
        await TellAsync(alder, quill, "Contingent", "in trouble");
        await BothAsync(world, id, static i => i is { Version: 4, State: "Contingent", UnderWay: "delayed" }, "has it in trouble");
        await StateAsync(alder, "Contingent", "Contingent");

        // And its end.
        await WithdrawAsync(alder, "cancelled", "impeded", "<b>The harbour</b> was closed.");
        await alder.SaysAsync(".rz-notification-item", "It is withdrawn; the others are told.");
        foreach (var seat in new[] { alder, quill })
        {
            await seat.SaysAsync("h1 .chip", "ended");
            await seat.SaysAsync(".facts dd", "impeded <b>The harbour</b> was closed.");
        }

        await BothAsync(world, id, static i => i is { State: "Ended", Alive: false, Outcome: "impeded", Reason: "<b>The harbour</b> was closed." }, "has what came of it");
        await GoneAsync(alder.Button("Tell the others"));
        await GoneAsync(quill.Button("I have seen it"));
        Assert.Equal(0, await alder.Page.Locator("a[data-key=e]").CountAsync());
        await alder.CleanAsync("an own intent that ended");
        await quill.CleanAsync("another's intent that ended");
    }

    [Fact]
    public async Task What_came_of_an_intent_is_still_said_after_its_time_and_what_was_withdrawn_is_not_renewed()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var standing = await FileAsync(world, "aldermoor", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)) with { Standing = true });
        (await world["aldermoor"].DeleteAsync<IntentView>($"/api/intents/{standing}", new OutcomeRequest { Outcome = "denied" })).Is(200);
        var id = await FileAsync(world, "aldermoor", PostWorld.Intent(PostWorld.At(12.7, -38.4, -5, 0.1)));
        await using var seat = await world["aldermoor"].SignInAsync(browser, "duty officer");

        // The post asks for it once the time is over, and the page that it leads to is where one says it.
        await seat.Page.Locator(".need a", new() { HasText = "Say what came of it" }).ClickAsync();
        await seat.Page.ArrivesAsync($"/intents/{id}");
        Assert.False((await world["aldermoor"].IntentAsync(id))!.Alive);
        await WithdrawAsync(seat, "done-as-declared", "changed", "By the other channel.");
        await seat.SaysAsync(".facts dd", "done otherwise By the other channel.");
        await BothAsync(world, id, static i => i is { State: "Ended", Outcome: "changed", Reason: "By the other channel." }, "has what came of it");
        await Eventually.TrueAsync(async () => !(await world["aldermoor"].StatusAsync()).Alarms.Any(a => a.Kind == "outcome" && a.About == id), "the post no longer asks for it");

        await seat.GoAsync($"/intents/{standing}");
        await seat.SaysAsync("h1 .chip", "ended");
        await seat.SaysAsync(".facts dd", "denied");
        Assert.Equal(0, await seat.Button("Reconfirm").CountAsync());
        await seat.CleanAsync("a standing intent that was withdrawn");
    }

    /// <summary>Files it, and waits until the other side has been told.</summary>
    [Fact]
    public async Task A_change_that_was_begun_before_another_undoes_nothing_and_what_was_chosen_meanwhile_is_what_is_told()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var quill = world["quill"];
        var id = await FileAsync(world, "quill", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)));
        await using var changes = await quill.SignInAsync(browser, "duty officer", "fr", path: $"/file?change={id}");
        await using var tells = await quill.SignInAsync(browser, "duty officer", path: $"/intents/{id}");
        await changes.Page.MapReadyAsync();
        await changes.Page.Locator(".foreseen .chip").First.WaitForAsync();
        await changes.Page.Locator("#file-note").FillAsync("two boats");
        await tells.Page.Locator("section[aria-labelledby=under-way] select").First.SelectOptionAsync("Contingent");

        // A colleague is quicker.
        (await quill.PutAsync<IntentView>($"/api/intents/{id}", new IntentRequest { Note = "three boats" })).Is(200);
        await tells.SaysAsync("main", "three boats");
        await changes.Page.Locator("form.entry button.main").ClickAsync();
        await changes.SaysAsync("form.entry [role=alert]", "a été modifiée depuis, en version 2");
        Assert.Equal("two boats", await changes.Page.Locator("#file-note").InputValueAsync());
        Assert.Equal(("three boats", 2), ((await quill.IntentAsync(id))!.Note, (await quill.IntentAsync(id))!.Version));

        await tells.Button("Tell the others").ClickAsync();
        await Eventually.TrueAsync(async () => await quill.IntentAsync(id) is { State: "Contingent", Note: "three boats" }, "what was chosen is told");
        Assert.Contains("version 3", (await quill.PutAsync<IntentView>($"/api/intents/{id}", new IntentRequest { Note = "four", Version = 2 })).Refused(409).Detail!, StringComparison.Ordinal);
        (await quill.PutAsync<IntentView>($"/api/intents/{id}", new IntentRequest { Note = "four", Version = 3 })).Is(200);
    }

    private static async Task<string> FileAsync(PostWorld world, string owner, IntentRequest request)
    {
        var filed = (await world[owner].PostAsync<IntentView>("/api/intents", request)).Is(201);
        await Eventually.TrueAsync(async () => await world[owner == "quill" ? "aldermoor" : "quill"].IntentAsync(filed.Id) is not null, "the other side is told of it");
        return filed.Id;
    }

    private static Task GoneAsync(ILocator what) => what.WaitForAsync(new() { State = WaitForSelectorState.Detached });

    private static async Task NameAsync(Seat seat, string name, string way)
    {
        await seat.Page.GetByLabel("Name or unit").FillAsync(name);
        await seat.Page.GetByLabel("How they are reached").FillAsync(way);
        await seat.Button("Add").ClickAsync();
        await seat.Button($"{name} was told").WaitForAsync();
        await seat.Page.HoldsAsync("['passing-name', 'passing-way'].every((k) => document.querySelector('[data-keep=' + k + ']').value === '')");
    }

    private static async Task<IReadOnlyList<RecipientView>> RecipientsAsync(PostWorld world, string id) => (await world["aldermoor"].IntentAsync(id))!.Recipients!;

    private static Task CountedAsync(PostWorld world, string id, PassedOnView counts) =>
        BothAsync(world, id, i => i.Notices is [{ PassedOn: { } passed }] && passed == counts, $"has {counts}");

    private static async Task BothAsync(PostWorld world, string id, Func<IntentView, bool> holds, string what)
    {
        foreach (var post in world.Posts)
        {
            await Eventually.TrueAsync(async () => await post.IntentAsync(id) is { } intent && holds(intent), $"{post.Name} {what}");
        }
    }

    /// <summary>Which states the owner's page offers, and which one stands there as chosen.</summary>
    private static Task StateAsync(Seat seat, string offered, string chosen) => seat.Page.HoldsAsync(
        $"() => {{ const s = document.querySelector('section[aria-labelledby=under-way] form.row select'); return [...s.options].map((o) => o.value).join() === '{offered}' && s.value === '{chosen}'; }}");

    private static async Task TellAsync(Seat owner, Seat other, string state, string says)
    {
        await owner.Page.Locator("section[aria-labelledby=under-way] form.row select").First.SelectOptionAsync(state);
        await owner.Button("Tell the others").ClickAsync();
        await owner.SaysAsync("h1 .chip", says);
        await other.SaysAsync("h1 .chip", says);
    }

    private static async Task WithdrawAsync(Seat seat, string stands, string outcome, string reason)
    {
        // Once its time is over, nothing else is left to say of it.
        await seat.Page.Locator("section[aria-labelledby=under-way] details").WaitForAsync();
        if (await seat.Page.Locator("section[aria-labelledby=under-way] details[open]").CountAsync() == 0)
        {
            await seat.Page.GetByText("Withdraw or end").ClickAsync();
        }

        var outcomes = seat.Page.Locator("details select");
        Assert.Equal(stands, await outcomes.InputValueAsync());
        await outcomes.SelectOptionAsync(outcome);
        await seat.Page.GetByLabel("Reason (the others read it)").FillAsync(reason);
        await seat.Button("Withdraw").ClickAsync();
    }
}
