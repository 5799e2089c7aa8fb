using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>The pages around signing in: what they let a browser do, and whether everybody can use them.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class PlainPageTests(ConsoleWorld world, Browser browser)
{
    [Fact]
    public async Task Each_page_lets_a_browser_load_nothing_from_elsewhere_and_nothing_inline()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync("administrator");
        using var nobody = new Visitor(post.Url);
        foreach (var (visitor, path) in new[]
        {
            (nobody, "/sign-in"), (nobody, "/sign-in/sent"), (nobody, "/enter"), (nobody, "/invitation"), (person.Visitor, "/account"), (person.Visitor, "/"), (person.Visitor, "/people"),
        })
        {
            var (status, text, headers) = await visitor.GetAsync(path);
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.True(status is 200 or 400, $"{path} {status}");
            Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
            if (path is not ("/" or "/people"))
            {
                Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
                Assert.DoesNotContain(" style=", text, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("<style", text, StringComparison.Ordinal);
            Assert.DoesNotMatch("<script(?![^>]*\\bsrc=)", text);
            Assert.DoesNotMatch("(src|href)=\"(https?:)?//", text);
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.True(headers.CacheControl!.NoStore, $"{path} may be stored.");
        }
    }

    [Fact]
    public async Task Cookies_are_kept_from_scripts_and_other_sites()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync();
        await using var seat = await post.SignInAsync(browser, "observer", path: "/");
        using var asks = new Visitor(post.Url);
        await asks.SendAsync("/sign-in", "/sign-in/link", ("email", person.Email));
        var set = asks.Cookies.GetAllCookies();
        Assert.Equal(["parley-aldermoor-asked", "parley-aldermoor-form"], set.Select(static c => c.Name).Order());
        Assert.All(set, static c => Assert.True(c.HttpOnly, c.Name));
        Assert.True(person.Visitor.Session!.HttpOnly);
        await seat.Page.GotoAsync(new Uri(post.Url, "/account").ToString());
        var kept = await seat.Window.Context.CookiesAsync();
        Assert.Equal(SameSiteAttribute.Strict, kept.Single(static c => c.Name.EndsWith("-form", StringComparison.Ordinal)).SameSite);
        Assert.DoesNotContain("parley-", await seat.Page.EvaluateAsync<string>("document.cookie"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_free_of_barriers_in_light_and_dark_and_from_right_to_left()
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, "administrator", path: "/people");
        await using var dark = await browser.OpenAsync("he", 768, 1024, dark: true);
        await using var light = await browser.OpenAsync("fr");
        foreach (var window in new[] { dark, light })
        {
            foreach (var path in new[] { "/sign-in", "/sign-in/sent", "/enter", "/invitation" })
            {
                await window.Page.GotoAsync(new Uri(post.Url, path).ToString());
                await CleanAsync(window, path);
            }
        }

        Assert.Equal("rtl", await dark.Page.EvaluateAsync<string>("document.documentElement.dir"));
        foreach (var path in new[] { "/people", "/account" })
        {
            await seat.GoAsync(path);
            await CleanAsync(seat.Window, path);
        }
    }

    [Fact]
    public async Task The_language_is_chosen_before_anybody_is_signed_in_and_stays()
    {
        var post = await world.PostAsync();
        await using var window = await browser.OpenAsync("ru");
        await window.Page.GotoAsync(new Uri(post.Url, "/sign-in").ToString());
        Assert.Equal("ru", await window.Page.EvaluateAsync<string>("document.documentElement.lang"));
        await window.Page.SelectOptionAsync("select[name=language]", "ar");
        await window.Page.HoldsAsync("document.documentElement.lang === 'ar' && document.documentElement.dir === 'rtl'");
        await window.Page.GotoAsync(new Uri(post.Url, "/enter").ToString());
        Assert.Equal("ar", await window.Page.EvaluateAsync<string>("document.documentElement.lang"));
    }

    [Fact]
    public async Task Signing_in_is_done_by_the_keyboard_alone()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync();
        await using var window = await browser.OpenAsync();
        await window.Page.GotoAsync(new Uri(post.Url, "/sign-in").ToString());
        for (var i = 0; i < 10 && await window.Page.EvaluateAsync<string>("document.activeElement.name ?? ''") != "email"; i++)
        {
            await window.Page.Keyboard.PressAsync("Tab");
        }

        await window.Page.Keyboard.TypeAsync(person.Email);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.ArrivesAsync("/sign-in/sent");
        await window.Page.GotoAsync(await post.LinkToAsync(person.Email, after: 1));
        await window.Page.Locator("nav.menu").WaitForAsync();
    }

    private static async Task CleanAsync(Window window, string path)
    {
        var found = await window.Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.True(found.Violations.Length == 0, $"{path}: {string.Join("; ", found.Violations.Select(static v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(static n => n.Html))}"))}");
        Assert.False(await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{path} is wider than the window.");
    }
}
