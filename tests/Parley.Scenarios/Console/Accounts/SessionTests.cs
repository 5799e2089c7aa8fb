using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>A session is alive or it is not, at every call and in every open window.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class SessionTests(ConsoleWorld world, Browser browser)
{
    [Fact]
    public async Task A_role_changed_while_signed_in_takes_the_open_pages_controls_at_once()
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, "commander");
        var stop = seat.Page.Locator("header.bar button.stop");
        var file = seat.Page.Locator("nav.menu a[href='/file']");
        await stop.WaitForAsync();
        await file.WaitForAsync();
        (await post.PutAsync<PersonView>($"/api/people/{seat.Person.Id}", new RoleRequest { Role = "observer" })).Is(200);
        await stop.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await seat.Page.Locator("nav.menu").WaitForAsync();
        await file.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Contains("observer", await seat.Page.Locator("header.bar .me").InnerTextAsync(), StringComparison.Ordinal);

        (await post.PutAsync<PersonView>($"/api/people/{seat.Person.Id}", new RoleRequest { Role = "administrator" })).Is(200);
        await seat.Page.Locator("nav.menu a[href='/people']").WaitForAsync();
    }

    [Fact]
    public async Task A_closed_account_loses_its_open_window_and_its_calls()
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, "duty officer");
        using var person = await post.VisitorAsync("duty officer");
        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Is(200);
        (await post.PostAsync<PersonView>($"/api/people/{seat.Person.Id}/close")).Is(200);
        await seat.Page.ArrivesAsync("/sign-in");

        var id = (await post.PeopleAsync()).Single(p => p.Email == person.Email).Id;
        (await post.PostAsync<PersonView>($"/api/people/{id}/close")).Is(200);
        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Refused(401);
        Assert.Equal(302, (await person.Visitor.GetAsync("/account")).Status);
        (await post.PostAsync<PersonView>($"/api/people/{id}/reopen")).Is(200);
        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Refused(401);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_window_and_a_stolen_cookie()
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, "watch officer");
        var own = (await seat.Window.Context.CookiesAsync()).Single(static c => c.Name.EndsWith("-session", StringComparison.Ordinal));
        using var thief = new Visitor(post.Url);
        thief.Cookies.Add(new System.Net.Cookie(own.Name, own.Value, "/", "127.0.0.1"));
        (await thief.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Is(200);

        await using var other = await browser.OpenAsync();
        await other.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = own.Name, Value = own.Value, Domain = own.Domain, Path = "/" }]);
        await other.Page.GotoAsync(new Uri(post.Url, "/account").ToString());
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();
        await other.Page.GetByText("You are signed out.").WaitForAsync();
        await seat.Page.ArrivesAsync("/sign-in");
        (await thief.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Refused(401);
        Assert.Empty((await post.GetAsync<IReadOnlyList<SessionView>>($"/api/people/{seat.Person.Id}/sessions")).Is(200));
    }

    [Fact]
    public async Task A_forged_cookie_and_one_of_another_post_are_nobodys()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync();
        var real = person.Visitor.Session!;
        var (served, _, _) = await world.ServedAsync();
        foreach (var (at, value) in new[]
        {
            (post.Url, "x"), (post.Url, real.Value[..^4] + "AAAA"), (post.Url, string.Concat(real.Value.Reverse())), (post.Url, new string('A', 3000)), (served.Url, real.Value),
        })
        {
            using var forger = new Visitor(at);
            forger.Cookies.Add(new System.Net.Cookie(at == post.Url ? real.Name : real.Name.Replace("aldermoor", "quill", StringComparison.Ordinal), value, "/", "127.0.0.1"));
            (await forger.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Refused(401);
            var (status, _, headers) = await forger.GetAsync("/line");
            Assert.True(status is 302 or 404, $"{status}");
            Assert.Equal(302, (await forger.GetAsync("/account")).Status);
        }

        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Is(200);
    }

    [Fact]
    public async Task A_session_is_listed_ended_one_by_one_and_signed_out()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync();
        using var second = new Visitor(post.Url);
        await second.SendAsync("/sign-in", "/sign-in/link", ("email", person.Email));
        var link = await post.LinkToAsync(person.Email, after: 1);
        Assert.Equal(303, (await second.SendAsync("/enter", "/enter", ("token", link.Split('#')[1]))).Status);
        var page = (await person.Visitor.GetAsync("/account")).Text;
        var id = System.Text.RegularExpressions.Regex.Match(page, "sessions/end\".*?name=\"id\" value=\"(?<id>[0-9a-f]+)\"", System.Text.RegularExpressions.RegexOptions.Singleline | System.Text.RegularExpressions.RegexOptions.ExplicitCapture).Groups["id"].Value;
        Assert.NotEmpty(id);
        Assert.Equal(303, (await person.Visitor.SendAsync("/account", "/account/sessions/end", ("id", id))).Status);
        (await second.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Refused(401);
        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Is(200);
        Assert.Equal((303, "/sign-in?why=out"), await LedAsync(person.Visitor, "/account", "/sign-out"));
        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Refused(401);
    }

    private static async Task<(int, string?)> LedAsync(Visitor visitor, string page, string action)
    {
        var (status, location, _) = await visitor.SendAsync(page, action);
        return (status, location);
    }
}
