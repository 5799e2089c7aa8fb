using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>Agreements at two posts' consoles at once: signed at both, suspended by two officers, drafted and amended.</summary>
public sealed class AgreementPageTests(Browser browser)
{
    private const string Hostile = "<img src=x onerror=alert(1)> <script>alert(2)</script>";

    private static async Task SignAsync(Seat seat, string hash)
    {
        await seat.Button("Sign").ClickAsync();
        var dialog = seat.Page.GetByRole(AriaRole.Dialog);
        Assert.Equal(hash, (await dialog.Locator(".hash").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
        var sign = dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = $"Sign — {seat.Person.Name}" });
        Assert.True(await sign.IsDisabledAsync());
        await dialog.GetByRole(AriaRole.Checkbox).CheckAsync();
        await sign.ClickAsync();
        await dialog.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task An_agreement_signed_at_both_consoles_is_in_force_on_both_and_hostile_words_in_it_are_only_words()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var terms = PostWorld.Terms("aldermoor", "quill");
        terms["title"] = Hostile;
        terms["contacts"]!["quill"]![0]!["name"] = Hostile;
        var drafted = (await world["quill"].PostAsync<AgreementView>("/api/agreements", terms.ToJsonString())).Is(201);
        await Eventually.TrueAsync(async () => await world["aldermoor"].AgreementAsync(drafted.Id) is not null, "the draft has come");
        await using var alder = await world["aldermoor"].SignInAsync(browser, path: $"/agreements/{drafted.Id}");
        await using var quint = await world["quill"].SignInAsync(browser, path: $"/agreements/{drafted.Id}");
        alder.Page.Dialog += (_, dialog) => Assert.Fail(dialog.Message);
        Assert.Equal(Hostile, await alder.Page.Locator("main h1").InnerTextAsync());
        await alder.SaysAsync(".fact dd", Hostile);
        Assert.Equal(0, await alder.Page.Locator("main img, main script").CountAsync());

        await SignAsync(alder, drafted.Hash);
        await alder.SaysAsync("main table", alder.Person.Name);
        await quint.SaysAsync("main table", alder.Person.Name);
        await SignAsync(quint, drafted.Hash);
        await quint.SaysAsync("main .chip", "in force");
        await alder.SaysAsync("main .chip", "in force");
        Assert.Equal(drafted.Text, (await world["aldermoor"].AgreementAsync(drafted.Id))!.Text);
        await alder.CleanInAllAsync("an agreement");
        await alder.GoAsync("/agreements");
        await alder.SaysAsync("tbody th", Hostile);
        await alder.CleanInAllAsync("the agreements");
        await alder.GoAsync("/parties");
        await alder.SaysAsync(".fingerprint", (await world["quill"].StatusAsync()).Fingerprint);
        await alder.CleanInAllAsync("the parties");
    }

    [Fact]
    public async Task Suspending_takes_a_second_officer_and_then_shows_at_both()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var agreed = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var first = await world["aldermoor"].SignInAsync(browser, "duty officer", path: $"/agreements/{agreed.Id}");
        await using var second = await world["aldermoor"].SignInAsync(browser, "commander", path: $"/agreements/{agreed.Id}");
        await using var watcher = await world["aldermoor"].SignInAsync(browser, "watch officer", path: $"/agreements/{agreed.Id}");
        await using var quint = await world["quill"].SignInAsync(browser, path: $"/agreements/{agreed.Id}");
        Assert.Equal(0, await watcher.Button("Suspend").CountAsync());

        await first.Button("Suspend").ClickAsync();
        await first.Page.GetByLabel("Why, for the other side to read").FillAsync("The strait is closed.");
        await first.Button("Ask for it to be suspended").ClickAsync();
        await first.SaysAsync(".consent", "another officer has to consent");
        Assert.Equal(0, await first.Button($"I consent — {first.Person.Name}").CountAsync());
        await watcher.SaysAsync(".consent", "Your role can't consent");
        Assert.Equal("in-force", (await world["quill"].AgreementAsync(agreed.Id))!.State);

        await second.SaysAsync(".consent", first.Person.Name);
        await second.Button($"I consent — {second.Person.Name}").ClickAsync();
        await second.SaysAsync("main .chip", "suspended");
        await quint.SaysAsync("main .chip", "suspended");
        await quint.SaysAsync("blockquote", "The strait is closed.");
        await first.SaysAsync("main .chip", "suspended");
        Assert.Equal(first.Person.Name, (await world["quill"].AgreementAsync(agreed.Id))!.Suspensions["aldermoor"].Officer);

        // Who consented, to what, and who had asked for it, stands on the record when the request itself is gone.
        var lines = (await world["aldermoor"].GetAsync<IReadOnlyList<RecordLineView>>("/api/record?limit=1000")).Is(200);
        Assert.Contains(lines, l => l.Name == second.Person.Name && l.What.StartsWith("consent to", StringComparison.Ordinal) && l.About == $"{agreed.Id} asked by {first.Person.Name}" && l.Outcome.StartsWith("given", StringComparison.Ordinal));

        await second.Button("Resume").ClickAsync();
        await quint.SaysAsync("main .chip", "in force");
    }

    [Fact]
    public async Task A_draft_is_filled_from_a_pasted_document_and_an_amendment_shows_what_it_changes()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await using var alder = await world["aldermoor"].SignInAsync(browser, path: "/agreements/draft");
        await alder.Page.GetByText("Paste a document").ClickAsync();
        var paste = alder.Page.GetByLabel("Document", new PageGetByLabelOptions { Exact = true });
        await paste.FillAsync("title: {}\n- x");
        await alder.Button("Fill the form with it").ClickAsync();
        await alder.SaysAsync(".fault", "line");
        await paste.FillAsync(await File.ReadAllTextAsync(System.IO.Path.Combine(Repository(), "examples", "agreement.yaml")));
        await alder.Button("Fill the form with it").ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(alder.Page.GetByLabel("Title", new PageGetByLabelOptions { Exact = true })).ToHaveValueAsync("Deconfliction over the Skerry Strait");
        await alder.Button("Read it through").ClickAsync();
        await alder.SaysAsync("#review dd", "41°30.00′S 025°12.00′W");
        await alder.CleanInAllAsync("a draft");
        await alder.Button("Send the draft to its parties").ClickAsync();
        await Eventually.TrueAsync(async () => (await world["quill"].AgreementsAsync()).Count == 1, "the draft is at the other side");
        var drafted = Assert.Single(await world["aldermoor"].AgreementsAsync());
        foreach (var post in world.Posts)
        {
            (await post.PostAsync<AgreementView>($"/api/agreements/{drafted.Id}/sign", new OfficerRequest { Officer = "Ash" })).Is(200);
        }

        await alder.GoAsync($"/agreements/{drafted.Id}/amend");
        await alder.Page.GetByLabel("Minimum notice").FillAsync("20 min");
        await alder.Button("Read it through").ClickAsync();
        await alder.SaysAsync(".changes", "20 min");
        Assert.Equal(1, await alder.Page.Locator(".changes tbody tr").CountAsync());

        // What was changed since it was read through is shown first, and nothing is sent by the same press.
        await alder.Page.GetByLabel("Minimum notice").FillAsync("1201 s");
        await alder.Button("Send the draft to its parties").ClickAsync();
        await alder.SaysAsync(".changes", "20 min 1 s");
        Assert.Single(await world["aldermoor"].AgreementsAsync());
        await alder.Button("Send the draft to its parties").ClickAsync();
        await Eventually.TrueAsync(async () => (await world["quill"].AgreementsAsync()).Any(a => a.Amends == drafted.Id), "the amendment is at the other side");
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "Parley.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
