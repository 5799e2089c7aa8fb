using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>What a person sets at the page of their account, played in browsers; and the page by which an edition is stopped without signing in.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed partial class AccountPageTests(ConsoleWorld world, Browser browser)
{
    [Fact]
    public async Task Another_language_and_time_zone_are_chosen_and_an_open_console_follows_at_once()
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, "watch officer", path: "/account");
        var console = await seat.Window.Context.NewPageAsync();
        await console.GotoAsync(post.Url.ToString());
        await console.Locator("nav.menu", new PageLocatorOptions { HasText = "Agreements" }).WaitForAsync();
        Assert.Equal(1, await console.Locator("[data-clock]").CountAsync());

        await seat.Page.GetByLabel("Language").SelectOptionAsync("fr");
        await seat.Page.GetByLabel("Time zone").FillAsync("Asia/Kathmandu");
        await seat.Button("Save").ClickAsync();
        await seat.SaysAsync(".note.good", "Enregistré.");
        Assert.Equal("fr", await seat.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal(("fr", "Asia/Kathmandu"), ((await post.PeopleAsync()).Single(p => p.Id == seat.Person.Id).Language, await ZoneAsync(post, seat)));

        await console.Locator("nav.menu", new PageLocatorOptions { HasText = "Maintenant" }).WaitForAsync();
        await console.HoldsAsync("document.documentElement.lang === 'fr'");
        // 5 h 45 min ahead of UTC: two clocks, the second the person's own.
        await console.HoldsAsync(
            "(() => { const [utc, own] = [...document.querySelectorAll('[data-clock]')].map((e) => { const [h, m] = e.textContent.split(':'); return Number(h) * 60 + Number(m); }); return (own - utc + 1440) % 1440 === 345; })()");
        await seat.CleanAsync("the account in French");

        // What is no time zone changes nothing.
        await seat.Page.FillAsync("input[name=zone]", "Mars/Olympus");
        await seat.Page.ClickAsync("form[action='/account/settings'] button");
        await seat.Page.Locator(".note.bad[role=alert]").WaitForAsync();
        Assert.Equal("Asia/Kathmandu", await ZoneAsync(post, seat));
        Assert.Equal("Asia/Kathmandu", await seat.Page.InputValueAsync("input[name=zone]"));
    }

    [Fact]
    public async Task A_recovery_code_from_the_page_lets_another_browser_in_once_and_that_browser_is_signed_out_from_the_first()
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, "watch officer", path: "/account");
        var codes = await NewCodesAsync(seat);
        await seat.CleanAsync("new recovery codes");
        await seat.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "I have them" }).ClickAsync();
        await seat.SaysAsync("section", "10 left.");
        await seat.Page.Locator(".codes").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });

        await using var elsewhere = await browser.OpenAsync();
        await EnterAsync(elsewhere, post, seat.Person.Email, codes[0]);
        await elsewhere.Page.ArrivesAsync("/account");
        Assert.Contains(seat.Person.Name, await elsewhere.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await elsewhere.Page.GetByText("9 left.").WaitForAsync();
        await elsewhere.Page.GotoAsync(post.Url.ToString());
        await elsewhere.Page.Locator("nav.menu").WaitForAsync();
        Assert.Single(await SessionsAsync(post, seat), static s => s.Way == "code");

        // The same code a second time; and one of a set that newer ones have taken the place of.
        await using var late = await browser.OpenAsync();
        await EnterAsync(late, post, seat.Person.Email, codes[0]);
        await late.Page.GetByText("That did not work").WaitForAsync();
        var newer = await NewCodesAsync(seat);
        Assert.Empty(codes.Intersect(newer, StringComparer.Ordinal));
        await EnterAsync(late, post, seat.Person.Email, codes[1]);
        await late.Page.GetByText("That did not work").WaitForAsync();
        Assert.DoesNotContain(await late.Context.CookiesAsync(), static c => c.Name.EndsWith("-session", StringComparison.Ordinal));

        await seat.GoAsync("/account");
        var rows = seat.Page.Locator("section[aria-labelledby=sessions-title] tbody tr");
        Assert.Equal(2, await rows.CountAsync());
        Assert.Equal(1, await rows.Filter(new LocatorFilterOptions { HasText = "This one" }).CountAsync());
        await rows.Filter(new LocatorFilterOptions { HasText = "by a recovery code" }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Sign out Chrome" }).ClickAsync();
        await seat.SaysAsync(".note.good", "It is signed out.");
        await elsewhere.Page.ArrivesAsync("/sign-in");
        Assert.DoesNotContain(await SessionsAsync(post, seat), static s => s.Way == "code");
        Assert.Equal(1, await rows.CountAsync());
        await seat.CleanAsync("the account after signing out elsewhere");
    }

    [Fact]
    public async Task The_link_in_an_edition_opens_a_page_for_whoever_is_not_signed_in_and_its_button_stops_the_edition()
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, "watch officer", path: "/telling");
        await seat.Page.GetByLabel("Send me an e-mail each day").CheckAsync();
        await seat.Button("Keep this").ClickAsync();
        await Eventually.TrueAsync(() => EditionAsync(post, seat), "the edition is asked for");
        await seat.Button("Show what it would say now").ClickAsync();
        await seat.SaysAsync("pre", "Stop the daily edition");
        var link = StopLink().Match(await seat.Page.Locator("pre").InnerTextAsync()).Value;
        Assert.NotEmpty(link);

        await using var reader = new Seat(await browser.OpenAsync(), seat.Person, post.Url);
        await reader.Page.GotoAsync(link);
        await reader.SaysAsync("main", $"Stop sending the daily edition to {seat.Person.Email}?");
        await reader.CleanAsync("the page that stops the edition");
        Assert.True(await EditionAsync(post, seat));
        await reader.Button("Stop it").ClickAsync();
        await reader.SaysAsync("[role=status]", "The daily edition is stopped.");
        Assert.False(await EditionAsync(post, seat));
        Assert.Equal(0, await reader.Page.Locator("form").CountAsync());
        // The link opens nothing else.
        await reader.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Change what reaches me" }).ClickAsync();
        await reader.Page.ArrivesAsync("/sign-in");
        await reader.CleanAsync("signing in after the edition was stopped");
    }

    private static string Of(Seat seat) => $"/api/telling?person={Uri.EscapeDataString(seat.Person.Name)}";

    private static async Task<string> ZoneAsync(PostProcess post, Seat seat) => (await post.GetAsync<TellingView>(Of(seat))).Is(200).Zone;

    private static async Task<bool> EditionAsync(PostProcess post, Seat seat) => (await post.GetAsync<TellingView>(Of(seat))).Is(200).Preferences.Edition;

    private static async Task<IReadOnlyList<SessionView>> SessionsAsync(PostProcess post, Seat seat) => (await post.GetAsync<IReadOnlyList<SessionView>>($"/api/people/{seat.Person.Id}/sessions")).Is(200);

    /// <summary>Makes ten new codes by the page's button.</summary>
    private static async Task<IReadOnlyList<string>> NewCodesAsync(Seat seat)
    {
        await seat.Button("Make ten new codes").ClickAsync();
        await seat.SaysAsync("h2", "Your new recovery codes");
        var codes = await seat.Page.Locator(".codes code").AllInnerTextsAsync();
        Assert.Equal(10, codes.Distinct(StringComparer.Ordinal).Count());
        return codes;
    }

    /// <summary>Tries to sign in by a recovery code, from the sign-in page on.</summary>
    private static async Task EnterAsync(Window window, PostProcess post, string email, string code)
    {
        await window.Page.GotoAsync(new Uri(post.Url, "/sign-in").ToString());
        await window.Page.GetByText("By a recovery code").ClickAsync();
        var form = window.Page.Locator("form[action='/sign-in/code']");
        await form.Locator("input[name=email]").FillAsync(email);
        await form.Locator("input[name=code]").FillAsync(code);
        await form.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Sign in" }).ClickAsync();
    }

    [GeneratedRegex(@"https?://\S+/telling/stop\?t=\S+")]
    private static partial Regex StopLink();
}
