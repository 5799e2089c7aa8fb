using System.Globalization;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>The record: each entry of the post's journal with its position, from the newest back to the first.</summary>
public sealed class RecordPageTests(Browser browser)
{
    [Fact]
    public async Task Every_entry_has_its_position_and_the_newest_is_the_last_that_the_post_did()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var agreed = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var post = world["aldermoor"];
        await using var seat = await post.SignInAsync(browser, "commander", path: "/record");
        (await post.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = "Ash <i>", Note = "Quiet night" })).Is(200);
        await seat.SaysAsync(".record tbody", "Ash <i>");
        long[] positions = [];
        await Eventually.TrueAsync(
            async () =>
            {
                positions = [.. (await seat.Page.Locator("[data-position]").EvaluateAllAsync<string[]>("all => all.map((e) => e.dataset.position)")).Select(static p => long.Parse(p, CultureInfo.InvariantCulture))];
                return positions[0] == (await post.StatusAsync()).Position;
            },
            "the newest entry is the journal's last");
        Assert.Equal(positions, Enumerable.Range(0, positions.Length).Select(i => positions[0] - i));

        await seat.Page.Locator("[data-position] button").First.ClickAsync();
        await seat.SaysAsync(".raw pre", "\"do\":");
        await seat.CleanInAllAsync("the record");

        await seat.GoAsync($"/record?about={agreed.Id}");
        await seat.SaysAsync(".record tbody", "signs an agreement");
        Assert.All(await seat.Page.Locator("[data-position] td:nth-child(5) a").EvaluateAllAsync<string[]>("all => all.map((a) => a.getAttribute('href'))"), href => Assert.Equal($"/agreements/{agreed.Id}", href));
        await seat.Page.Locator(".filter select").First.SelectOptionAsync("agreement-drafted");
        await Microsoft.Playwright.Assertions.Expect(seat.Page.Locator(".record tbody")).Not.ToContainTextAsync("signs an agreement");

        await seat.GoAsync("/record/console");
        await seat.SaysAsync(".seen tbody", seat.Person.Name);
        await seat.SaysAsync(".seen tbody", "view /record");
        await seat.CleanInAllAsync("who saw and did what");
        await using var watcher = await post.SignInAsync(browser, "watch officer", path: "/record");
        Assert.Equal(0, await watcher.Page.Locator(".tabs").CountAsync());
        await watcher.GoAsync("/record/console");
        await watcher.SaysAsync("main", "Your role does not read it.");
    }

    [Fact]
    public async Task The_journal_is_read_back_page_by_page_to_its_first_entry_without_a_gap()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var agreed = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var post = world["aldermoor"];
        await world.QuietAsync();
        var all = new List<JournalEntryView>();
        long? before = null;
        do
        {
            var page = (await post.GetAsync<JournalPageView>($"/api/journal?limit=3{(before is { } b ? $"&before={b}" : "")}")).Is(200);
            all.AddRange(page.Entries);
            before = page.Before;
        }
        while (before is not null);
        Assert.Equal(Enumerable.Range(1, all.Count).Reverse().Select(static n => (long)n), all.Select(static e => e.Position));
        var signed = (await post.GetAsync<JournalPageView>($"/api/journal?kind=agreement-signed&party=quill&about={agreed.Id}")).Is(200);
        var theirs = Assert.Single(signed.Entries, static e => e.Kind == "take");
        Assert.Equal(("quill", "quill's officer", agreed.Title, agreed.Hash), (theirs.From, theirs.Officer, theirs.Title, theirs.Text));
        Assert.Equal(all.Where(static e => e.Letter == "agreement-signed").Select(static e => e.Position), signed.Entries.Select(static e => e.Position));

        var entry = (await post.GetAsync<JournalContentView>($"/api/journal/{theirs.Position}")).Is(200);
        Assert.Equal(64, entry.LetterSha256!.Length);
        Assert.Equal("take", entry.Content.GetProperty("do").GetString());
        (await post.GetAsync<JournalContentView>("/api/journal/1000000")).Refused(404);
        (await post.GetAsync<JournalContentView>("/api/journal/-1")).Refused(404);
        foreach (var bad in new[] { "before=0", "before=x", "limit=0", "limit=501", "kind=nothing", "party=%3Cx%3E" })
        {
            (await post.GetAsync<JournalPageView>($"/api/journal?{bad}")).Refused(400);
        }
    }
}
