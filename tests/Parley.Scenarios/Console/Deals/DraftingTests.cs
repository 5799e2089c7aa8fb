using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Parley.Scenarios.Console.Now;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>A whole agreement by hand: every term written into its field, read at the other side, signed by both, and ended.</summary>
public sealed class DraftingTests(Browser browser)
{
    private const string Title = "Deconfliction over the Gannet Bank";
    private const string Reason = "The season is over; we agree anew in spring.";

    private static readonly (string Path, double Value)[] Numbers =
    [
        ("altitude_lower_m", 100), ("altitude_upper_m", 1524), ("minimum_notice_s", 1200), ("place_tolerance_km", 5.556), ("reconfirm_every_s", 43_200), ("max_area_km2", 500), ("max_duration_s", 14_400),
        ("max_altitude_span_m", 2000), ("separation.horizontal_m", 3704), ("separation.vertical_m", 304.8), ("separation.time_s", 180), ("coordinate_by_s", 1500), ("acknowledge_within_s.FLASH", 45),
        ("acknowledge_within_s.IMMEDIATE", 180), ("acknowledge_within_s.PRIORITY", 900), ("acknowledge_within_s.ROUTINE", 7200), ("link_check_every_s", 21_600),
    ];

    [Fact]
    public async Task An_agreement_is_written_term_by_term_read_alike_at_the_other_side_signed_by_both_and_ended_with_a_reason()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill", "thorne");
        await using var alder = await world["aldermoor"].SignInAsync(browser, path: "/agreements");
        await using var quint = await world["quill"].SignInAsync(browser, path: "/agreements");
        var page = alder.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Draft an agreement" }).ClickAsync();
        await page.ArrivesAsync("/agreements/draft");
        await page.Locator("form.draft").WaitForAsync();
        await page.AtHandAsync();
        await TypeAsync(page, "Title", Title);
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "quill", Exact = true }).CheckAsync();
        await page.GetByLabel("Mediator").SelectOptionAsync("thorne");
        await TypeAsync(page, "Whom to call at aldermoor", "Ash <ash@aldermoor.example>\nBirch");
        await TypeAsync(page, "Whom to call at quill", "Flight desk");

        // Nothing is read through that has no area.
        await alder.Button("Read it through").ClickAsync();
        await alder.SaysAsync("form.draft .note.bad", "draw it or paste its corners");
        Assert.Equal(0, await page.Locator("#review").CountAsync());

        // A circle becomes corners; what is drawn after it takes its place.
        var corners = page.Locator("[data-keep=draft-corners]");
        await page.EvaluateAsync("() => { document.querySelector('.map').view.goTo(-38, 12.5); }");
        await page.DrawCircleAsync(alder.Button("Draw a circle"), (12.5, -38), (12.5, -37.9));
        await Eventually.TrueAsync(async () => (await corners.InputValueAsync()).Split('\n').Length == 36, "the circle stands there as corners");
        await page.DrawAreaAsync(alder.Button("Draw corners"), (12.4, -38.2), (12.4, -37.8), (12.6, -37.8), (12.6, -38.2));
        await Eventually.TrueAsync(async () => (await corners.InputValueAsync()).Split('\n').Length == 4, "the corners that were drawn stand there");

        var (from, to) = (Minute(DateTimeOffset.UtcNow.AddHours(-1)), Minute(DateTimeOffset.UtcNow.AddDays(90)));
        foreach (var (label, text) in new[]
        {
            ("Lower altitude", "100 m"), ("Upper altitude", "5000 ft"), ("Valid from", from), ("Valid to", to), ("Minimum notice", "20 min"), ("Named places", "3 NM"), ("Reconfirming", "12 h"),
            ("Vague above this area", "500"), ("Vague above this duration", "4 h"), ("Vague above this height", "2000 m"), ("Separation across", "2 NM"), ("Separation up and down", "1000 ft"),
            ("Separation in time", "3 min"), ("Settled by", "25 min"), ("FLASH: acknowledge within", "45 s"), ("IMMEDIATE: acknowledge within", "3 min"), ("PRIORITY: acknowledge within", "15 min"),
            ("ROUTINE: acknowledge within", "2 h"), ("Link checks", "6 h"),
        })
        {
            await TypeAsync(page, label, text);
        }

        await page.GetByLabel("Disclosure").SelectOptionAsync(new SelectOptionValue { Label = "Outline and times only, no altitudes" });
        await page.GetByLabel("Who gives way").SelectOptionAsync(new SelectOptionValue { Label = "By kind of activity" });
        await TypeAsync(page, "Order of activities", "Medical\nSurvey");
        await alder.Button("Read it through").ClickAsync();
        await alder.SaysAsync("#review strong", Title);
        await SaysAllAsync(alder, "#review dd", from, to);
        await alder.CleanAsync("an agreement written by hand");
        Assert.Empty(await world["aldermoor"].AgreementsAsync());
        await alder.Button("Send the draft to its parties").ClickAsync();
        await alder.SaysAsync("h1", Title);

        await quint.Page.GetByRole(AriaRole.Link, new() { Name = Title }).ClickAsync();
        await quint.SaysAsync("h1", Title);
        await SaysAllAsync(quint, ".fact dd", from, to);
        var drafted = Assert.Single(await world["aldermoor"].AgreementsAsync());
        Assert.Equal(("drafted", "aldermoor"), (drafted.State, drafted.DraftedBy));
        AssertTerms(drafted.Document, from, to);
        foreach (var post in world.Posts)
        {
            await Eventually.TrueAsync(async () => (await post.AgreementAsync(drafted.Id))?.Hash == drafted.Hash, $"{post.Name} has the same draft");
        }

        await SignAsync(quint);
        await alder.SaysAsync("main table", quint.Person.Name);
        await SignAsync(alder);
        await alder.SaysAsync("main .chip", "in force");
        await quint.SaysAsync("main .chip", "in force");
        foreach (var post in world.Posts)
        {
            await Eventually.TrueAsync(async () => await post.AgreementAsync(drafted.Id) is { State: "in-force", Signatures.Count: 2 }, $"{post.Name} has both signatures");
        }

        await alder.Button("End").ClickAsync();
        await alder.SaysAsync("#reason-title", "End this agreement?");
        await page.GetByLabel("Why, for the other side to read").FillAsync(Reason);
        await alder.Button("End it").ClickAsync();
        foreach (var seat in new[] { alder, quint })
        {
            await seat.SaysAsync("main .chip", "ended");
            await seat.SaysAsync("section.note", "aldermoor ended it on");
            await seat.SaysAsync("section.note blockquote", Reason);
            foreach (var name in new[] { "Sign", "Suspend", "End" })
            {
                Assert.Equal(0, await seat.Button(name).CountAsync());
            }
        }

        foreach (var post in world.Posts)
        {
            await Eventually.TrueAsync(
                async () => await post.AgreementAsync(drafted.Id) is { State: "ended", End: { By: "aldermoor", Reason: Reason } }, $"{post.Name} knows that it has ended, by whom and why");
        }

        await quint.CleanAsync("an agreement that has ended");
        Assert.Empty(alder.Errors);
    }

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static async Task TypeAsync(IPage page, string label, string text)
    {
        var field = page.GetByLabel(label).First;
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    /// <summary>Every term in words, each as it was written.</summary>
    private static async Task SaysAllAsync(Seat seat, string selector, string from, string to)
    {
        foreach (var says in new[]
        {
            "aldermoor, quill", "thorne mediates", "4 corners", "100–1,524 m", $"from {from}Z to {to}Z", "at least 20 min before the start", "Outline and times only, no altitudes",
            "more than 500 km²", "more than 4 h is marked", "more than 2,000 m · 6,562 ft of height", "3 NM from the place", "reconfirmed every 12 h",
            "Nearer than 3,704 m · 2 NM across, 304.8 m · 1,000 ft up or down and 3 min in time", "settled 25 min before", "Medical › Survey", "FLASH: an officer acknowledges it within 45 s",
            "IMMEDIATE: an officer acknowledges it within 3 min", "PRIORITY: an officer acknowledges it within 15 min", "ROUTINE: an officer acknowledges it within 2 h", "tested every 6 h",
            "Ash · ash@aldermoor.example", "Birch", "Flight desk",
        })
        {
            await seat.SaysAsync(selector, says);
        }
    }

    private static void AssertTerms(JsonElement document, string from, string to)
    {
        foreach (var (path, value) in Numbers)
        {
            Assert.True(Math.Abs(path.Split('.').Aggregate(document, static (at, name) => at.GetProperty(name)).GetDouble() - value) < 1e-6, $"{path} is not {value}: {document.GetRawText()}");
        }

        Assert.Equal(Title, document.GetProperty("title").GetString());
        Assert.Equal(["aldermoor", "quill"], Words(document.GetProperty("parties")));
        Assert.Equal("thorne", document.GetProperty("mediator").GetString());
        Assert.Equal((from, to), (Minute(document.GetProperty("valid_from").GetDateTimeOffset()), Minute(document.GetProperty("valid_to").GetDateTimeOffset())));
        Assert.Equal("footprint", document.GetProperty("disclosure").GetString());
        Assert.Equal("activity", document.GetProperty("give_way").GetProperty("by").GetString());
        Assert.Equal(["Medical", "Survey"], Words(document.GetProperty("give_way").GetProperty("order")));
        var called = document.GetProperty("contacts");
        Assert.Equal(["Ash", "Birch"], called.GetProperty("aldermoor").EnumerateArray().Select(static c => c.GetProperty("name").GetString()!));
        Assert.Equal("ash@aldermoor.example", called.GetProperty("aldermoor")[0].GetProperty("email").GetString());
        Assert.Equal("Flight desk", Assert.Single(called.GetProperty("quill").EnumerateArray()).GetProperty("name").GetString());

        // Drawn on the map: within a few pixels, and closed.
        var ring = document.GetProperty("area").GetProperty("coordinates")[0].EnumerateArray().Select(static p => (Lng: p[0].GetDouble(), Lat: p[1].GetDouble())).ToArray();
        Assert.Equal(5, ring.Length);
        foreach (var (lat, lng) in new[] { (12.4, -38.2), (12.4, -37.8), (12.6, -37.8), (12.6, -38.2) })
        {
            Assert.Contains(ring, p => Math.Abs(p.Lat - lat) < 0.01 && Math.Abs(p.Lng - lng) < 0.01);
        }
    }

    private static IEnumerable<string> Words(JsonElement array) => array.EnumerateArray().Select(static w => w.GetString()!);

    private static async Task SignAsync(Seat seat)
    {
        await seat.Button("Sign").ClickAsync();
        var dialog = seat.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Checkbox).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = $"Sign — {seat.Person.Name}" }).ClickAsync();
        await dialog.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }
}
