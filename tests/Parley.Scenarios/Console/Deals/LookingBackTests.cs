using System.Globalization;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>Looking back: at a period of one's own and at one party, and through the records page by page, as the API tells of the same.</summary>
public sealed class LookingBackTests(Browser browser)
{
    private static readonly (string Key, Func<SideView, string> Say)[] Figures =
    [
        ("notices", static s => Count(s.Notices.Told)), ("late", static s => Count(s.Notices.Late)), ("vague", static s => Count(s.Notices.Vague)), ("seen", static s => Count(s.Notices.Seen)),
        ("messages.PRIORITY", static s => s.Messages.TryGetValue("PRIORITY", out var m) ? $"{Count(m.InTime)} / {Count(m.Sent)}" : "–"), ("incidents", static s => Count(s.Incidents)),
    ];

    [Fact]
    public async Task A_period_of_ones_own_and_one_party_alone_have_the_reports_figures_beside_those_of_the_period_before()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill", "marsh");
        var withQuill = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "marsh"), "aldermoor", "marsh");
        var post = world["aldermoor"];
        await FileAsync(post, PostWorld.At(12.1, -38.8, 60, 70));
        await FileAsync(world["quill"], PostWorld.At(12.2, -38.6, 5, 15));
        await world.QuietAsync();
        // Periods are cut by the second.
        var cut = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        await Eventually.TrueAsync(() => Task.FromResult(DateTimeOffset.UtcNow > cut), "the next second has come");
        await FileAsync(post, PostWorld.At(12.3, -38.4, 5, 10));
        await FileAsync(world["quill"], PostWorld.At(12.4, -38.2, 50, 60));
        await FileAsync(world["quill"], PostWorld.At(12.5, -38.0, 100, 110));
        await FileAsync(world["marsh"], PostWorld.At(12.6, -37.8, 50, 60));
        (await world["quill"].PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = "PRIORITY", Text = "All is well.", Officer = "Q. One" })).Is(201);
        await world.QuietAsync();

        var (from, to) = (cut, cut.AddHours(1));
        var (now, before) = (await ReportAsync(post, from, to), await ReportAsync(post, from.AddHours(-1), from));
        // What is compared below differs from period to period and from party to party.
        Assert.Equal((3, 2, 1), (now.Total.Theirs.Notices.Told, With(now, "quill").Theirs.Notices.Told, before.Total.Theirs.Notices.Told));
        Assert.Equal((0, 1), (now.Total.Theirs.Notices.Late, before.Total.Theirs.Notices.Late));

        await using var seat = await post.SignInAsync(browser, "observer", path: "/tightness");
        await seat.SaysAsync("p[role=status]", "entries read");
        await TypeAsync(seat.Page.Locator(".period input:not([type=hidden])").Nth(0), Written(from));
        await TypeAsync(seat.Page.Locator(".period input:not([type=hidden])").Nth(1), Written(to));
        await seat.Button("Show").ClickAsync();
        await ShowsAsync(seat, now.Total, before.Total);
        Assert.Equal(0, await seat.Page.Locator(".period button[aria-pressed=true]").CountAsync());
        await seat.SaysAsync("figcaption", "Late notices by day");
        // Lead times, late notices, link checks, messages of both sides, conflicts, inquiries.
        Assert.Equal(7, await seat.Page.Locator("figcaption").CountAsync());

        // Other terms are tried over the same period.
        var request = new TightenRequest { Agreement = withQuill.Id, MinimumNoticeS = 5400, From = Rfc(from), To = Rfc(to) };
        var tried = (await post.PostAsync<TightenView>("/api/tighten", request)).Is(200).FiguresTried;
        Assert.NotEqual(tried, (await post.PostAsync<TightenView>("/api/tighten", request with { From = null })).Is(200).FiguresTried);
        await seat.Page.Locator("section.try select").SelectOptionAsync(withQuill.Id);
        await TypeAsync(seat.Page.GetByLabel("Minimum notice"), "90 min");
        await seat.Button("Try").ClickAsync();
        await seat.SaysAsync("#tried tbody tr:first-child td:last-child", $"{tried.Late} / {tried.Notices}");

        await seat.Page.Locator(".period select").SelectOptionAsync("quill");
        await ShowsAsync(seat, With(now, "quill"), With(before, "quill"));
        // Days are told of all parties together only.
        Assert.Equal(0, await seat.Page.Locator("figcaption", new PageLocatorOptions { HasText = "Late notices by day" }).CountAsync());
        await seat.CleanAsync("a period of one's own with one party");

        await TypeAsync(seat.Page.Locator(".period input:not([type=hidden])").Nth(1), Written(from.AddHours(-1)));
        await seat.Button("Show").ClickAsync();
        await seat.SaysAsync(".rz-notification-item", "The period must end after it begins");
        await ShowsAsync(seat, With(now, "quill"), With(before, "quill"));

        // A week again; the party stays chosen.
        await seat.Button("7 days").ClickAsync();
        var week = (await post.GetAsync<ReportView>("/api/report")).Is(200);
        Assert.Equal(3, With(week, "quill").Theirs.Notices.Told);
        await ShowsAsync(seat, With(week, "quill"), With(await ReportAsync(post, from.AddDays(-14), from.AddDays(-7)), "quill"));
        await seat.Page.Locator(".period button[aria-pressed=true]", new PageLocatorOptions { HasText = "7 days" }).WaitForAsync();
        Assert.Empty(seat.Errors);
    }

    [Fact]
    public async Task The_journal_is_turned_page_by_page_to_its_beginning_and_filtered_by_kind_party_and_what_it_is_about()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill", "marsh");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "marsh"), "aldermoor", "marsh");
        var post = world["aldermoor"];
        var one = await SendAsync(world["marsh"], "From the marsh.");
        for (var i = 0; (await post.StatusAsync()).Position < 110; i++)
        {
            await SendAsync(world["quill"], $"Number {i}.");
        }

        await world.QuietAsync();
        await using var seat = await post.SignInAsync(browser, "duty officer", path: "/record");
        await ShowsAsync(seat, post, "");
        var seen = new List<long>(await PositionsAsync(seat));
        Assert.Equal(50, seen.Count);
        Assert.Equal(0, await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "To the newest" }).CountAsync());
        while (seen[^1] > 1)
        {
            await seat.Button("Older entries").ClickAsync();
            await ShowsAsync(seat, post, $"&before={seen[^1]}");
            seen.AddRange(await PositionsAsync(seat));
        }

        Assert.True(seen.Count > 100);
        Assert.Equal(Enumerable.Range(0, seen.Count).Select(i => seen[0] - i), seen);
        Assert.Equal(0, await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Older entries" }).CountAsync());

        // An older page stays as it is while the journal goes on.
        var oldest = await PositionsAsync(seat);
        (await post.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = "Lt. Ash", Note = "Quiet night" })).Is(200);
        await seat.SaysAsync("header.bar", "Lt. Ash");
        Assert.Equal(oldest, await PositionsAsync(seat));
        await seat.Button("To the newest").ClickAsync();
        await ShowsAsync(seat, post, "");
        Assert.True((await PositionsAsync(seat))[0] > seen[0]);
        await seat.SaysAsync(".record tbody", "Lt. Ash");
        await seat.Button("To the newest").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });

        // Quill's are more than one page; marsh's one alone.
        await seat.Page.Locator(".filter select").Nth(0).SelectOptionAsync("message");
        await ShowsAsync(seat, post, "&kind=message");
        Assert.NotEmpty(await PositionsAsync(seat));
        Assert.All(await seat.Page.Locator("[data-position] td:nth-child(4)").AllInnerTextsAsync(), static says => Assert.Contains("message on the line", says, StringComparison.Ordinal));
        await seat.Page.Locator(".filter select").Nth(1).SelectOptionAsync("marsh");
        await ShowsAsync(seat, post, "&kind=message&party=marsh");
        Assert.Single(await PositionsAsync(seat));
        await seat.SaysAsync(".record tbody", "From the marsh.");
        await seat.CleanAsync("the record of one party's messages");
        await seat.Button("Show everything").ClickAsync();
        await ShowsAsync(seat, post, "");
        Assert.Equal("", await seat.Page.Locator(".filter select").Nth(1).InputValueAsync());

        await TypeAsync(seat.Page.Locator(".filter input"), one.Id);
        await ShowsAsync(seat, post, $"&about={one.Id}");
        Assert.InRange((await PositionsAsync(seat)).Length, 1, 49);
        await TypeAsync(seat.Page.Locator(".filter input"), Guid.NewGuid().ToString());
        await seat.SaysAsync("main p", "No such entry here.");
        await seat.Button("Show everything").ClickAsync();
        await ShowsAsync(seat, post, "");
        Assert.Empty(seat.Errors);
    }

    [Fact]
    public async Task Who_saw_and_did_what_is_turned_page_by_page_to_its_first_line_and_back()
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        await post.StartAsync();
        using var reader = await post.VisitorAsync();
        for (var i = 0; i < 110; i++)
        {
            Assert.Equal(200, (await reader.Visitor.GetAsync("/account")).Status);
        }

        await using var seat = await post.SignInAsync(browser, path: "/record/console");
        await seat.SaysAsync(".seen tbody", reader.Name);
        var newest = await LinesAsync(seat);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => newest[0] - i), newest);
        await seat.Button("Older lines").ClickAsync();
        await Eventually.TrueAsync(async () => await LinesAsync(seat) is [var first, ..] && first == newest[^1] - 1, "the lines before are shown");
        var told = (await post.GetAsync<IReadOnlyList<RecordLineView>>($"/api/record?before={newest[^1]}&limit=100")).Is(200);
        Assert.Equal(told.Select(static l => l.Number), await LinesAsync(seat));
        Assert.Equal(told.Select(static l => l.What), await seat.Page.Locator(".seen tbody code").AllInnerTextsAsync());
        Assert.Equal(1, told[^1].Number);
        Assert.Equal(0, await seat.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Older lines" }).CountAsync());
        await seat.CleanAsync("the oldest lines of the console's record");

        await seat.Button("To the newest").ClickAsync();
        await Eventually.TrueAsync(async () => await LinesAsync(seat) is [var first, ..] && first >= newest[0], "the newest lines are shown again");
        await seat.Button("To the newest").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.Empty(seat.Errors);
    }

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Written(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Rfc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static async Task<ReportView> ReportAsync(PostProcess post, DateTimeOffset from, DateTimeOffset to) => (await post.GetAsync<ReportView>($"/api/report?from={Rfc(from)}&to={Rfc(to)}")).Is(200);

    private static FiguresView With(ReportView report, string party) => report.Parties.Single(p => p.Party == party);

    private static async Task FileAsync(PostProcess post, Plan plan) => (await post.PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);

    private static async Task<MessageView> SendAsync(PostProcess from, string text) =>
        (await from.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = "ROUTINE", Text = text, Officer = "An officer" })).Is(201);

    private static async Task TypeAsync(ILocator field, string text)
    {
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    /// <summary>Waits until the figures of a period, and of the one before, stand in the table.</summary>
    private static async Task ShowsAsync(Seat seat, FiguresView now, FiguresView before)
    {
        foreach (var (key, say) in Figures)
        {
            string[] wanted = [say(now.Ours), say(before.Ours), say(now.Theirs), say(before.Theirs)];
            IReadOnlyList<string> shown = [];
            await Eventually.TrueAsync(
                async () => (shown = await seat.Page.Locator($"[data-figure='{key}'] td").AllInnerTextsAsync()).SequenceEqual(wanted, StringComparer.Ordinal), $"{key} is {string.Join(", ", wanted)}");
        }

        string[] found = [Count(now.Conflicts.Found), Count(before.Conflicts.Found)];
        await Eventually.TrueAsync(async () => (await seat.Page.Locator("[data-figure='conflicts.found'] td").AllInnerTextsAsync()).SequenceEqual(found, StringComparer.Ordinal), "conflicts are as many");
    }

    /// <summary>Waits until the page shows the very entries that the API tells of.</summary>
    private static Task ShowsAsync(Seat seat, PostProcess post, string query) => Eventually.TrueAsync(
        async () => (await PositionsAsync(seat)).SequenceEqual((await post.GetAsync<JournalPageView>($"/api/journal?limit=50{query}")).Is(200).Entries.Select(static e => e.Position)),
        $"the page shows the journal's entries: {query}");

    private static async Task<long[]> PositionsAsync(Seat seat) =>
        [.. (await seat.Page.Locator("[data-position]").EvaluateAllAsync<string[]>("all => all.map((e) => e.dataset.position)")).Select(static p => long.Parse(p, CultureInfo.InvariantCulture))];

    private static async Task<long[]> LinesAsync(Seat seat) =>
        [.. (await seat.Page.Locator(".seen tbody td:first-child").AllInnerTextsAsync()).Select(static n => long.Parse(n.Trim(), CultureInfo.InvariantCulture))];
}
