using Microsoft.Playwright;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>A length or a time that nobody can read is never sent as something else.</summary>
public sealed class UnreadableFieldTests(Browser browser)
{
    [Fact]
    public async Task A_form_with_a_field_that_can_not_be_read_is_not_sent_and_says_which_field_it_is()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var alder = await world["aldermoor"].SignInAsync(browser, path: "/incidents");

        await alder.Button("Open an incident").ClickAsync();
        await alder.Page.GetByLabel("What happened, in a few words").FillAsync("Smoke");
        await alder.Page.GetByLabel("What is known").FillAsync("A column of smoke.");
        await TypeAsync(alder, "Place", "12.5N 38W");
        await TypeAsync(alder, "How far around it is frozen", "a mile");
        await alder.Button("Open it and freeze").ClickAsync();
        await SaysUnreadableAsync(alder, "How far around it is frozen");
        Assert.Empty(await world["aldermoor"].IncidentsAsync());
        Assert.Equal("Smoke", await alder.Page.GetByLabel("What happened, in a few words").InputValueAsync());
        await TypeAsync(alder, "How far around it is frozen", "3 NM");
        await alder.Button("Open it and freeze").ClickAsync();
        await alder.SaysAsync("h1", "Smoke");
        Assert.Equal(5556, Assert.Single(await world["aldermoor"].IncidentsAsync()).RadiusM);

        await alder.GoAsync("/tightness");
        await TypeAsync(alder, "Minimum notice", "long");
        await alder.Button("Try").ClickAsync();
        await SaysUnreadableAsync(alder, "Minimum notice");
        Assert.Equal(0, await alder.Page.Locator("#tried").CountAsync());
        await TypeAsync(alder, "Minimum notice", "60 min");
        await alder.Button("Try").ClickAsync();
        await alder.Page.Locator("#tried").WaitForAsync();

        // A limit that may be left empty: as nothing it would be no limit.
        await alder.GoAsync($"/agreements/{Assert.Single(await world["aldermoor"].AgreementsAsync()).Id}/amend");
        const string Longest = "Vague above this duration (empty: no limit)";
        await TypeAsync(alder, Longest, "2 ours");
        await alder.Button("Read it through").ClickAsync();
        await SaysUnreadableAsync(alder, Longest);
        Assert.Equal(0, await alder.Page.Locator("#review").CountAsync());
        await TypeAsync(alder, Longest, "2 h");
        await TypeAsync(alder, "Corners", "somewhere at sea");
        await alder.Button("Read it through").ClickAsync();
        await SaysUnreadableAsync(alder, "Corners");
        await TypeAsync(alder, "Corners", "12N 39W\n12N 37W\n13N 37W");
        await alder.Button("Read it through").ClickAsync();
        await alder.SaysAsync(".changes", "2 h");
    }

    [Fact]
    public async Task What_the_post_refuses_is_said_in_the_officers_language()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await using var hebrew = await world["aldermoor"].SignInAsync(browser, "duty officer", "he", path: "/tightness");
        await hebrew.Page.Locator(".try button[type=submit]").ClickAsync();
        var toast = hebrew.Page.Locator(".rz-notification-item");
        await toast.First.WaitForAsync();
        var said = await toast.First.InnerTextAsync();
        Assert.DoesNotContain("No term is changed", said, StringComparison.Ordinal);
        Assert.Contains(said, static c => c is >= '\u05D0' and <= '\u05EA');
        Assert.Contains("minimum_notice_s", said, StringComparison.Ordinal);
    }

    private static async Task TypeAsync(Seat seat, string label, string text)
    {
        var field = seat.Page.GetByLabel(label, new PageGetByLabelOptions { Exact = label is "Place" or "Corners" ? false : null }).First;
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    private static Task SaysUnreadableAsync(Seat seat, string label) => seat.Page.GetByText($"what stands in “{label}” can't be read").First.WaitForAsync();
}
