using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>Pages of others can make a browser send requests, with its cookies or without; none of them does anything here.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class ForeignPageTests(ConsoleWorld world, Browser browser)
{
    private static readonly WatchRequest Take = new() { Note = "from elsewhere" };

    [Theory]
    [InlineData("without the header of its own", false, "", "")]
    [InlineData("from another site", true, "Sec-Fetch-Site", "cross-site")]
    [InlineData("from another port of this machine", true, "Sec-Fetch-Site", "same-site")]
    [InlineData("from another origin", true, "Origin", "https://foreign.example")]
    [InlineData("from nowhere", true, "Origin", "null")]
    public async Task A_call_with_the_cookie_is_refused(string what, bool header, string name, string value)
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync("watch officer");
        var before = (await post.WatchAsync()).OnWatch.Count;
        (string, string)[] headers = name.Length == 0 ? [] : [(name, value)];
        (await person.Visitor.CallAsync<WatchView>(HttpMethod.Post, "/api/watch/take", Take, header, headers)).Refused(401);
        Assert.True(before == (await post.WatchAsync()).OnWatch.Count, $"A call {what} went through.");
    }

    [Fact]
    public async Task A_form_without_the_pages_token_or_from_elsewhere_is_refused()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync();
        foreach (var action in new[]
        {
            "/account/settings", "/account/codes", "/account/passkeys", "/account/passkeys/options", "/account/passkeys/name", "/account/passkeys/remove", "/account/sessions/end", "/account/sign-out-everywhere",
            "/sign-out", "/sign-in/link", "/enter", "/sign-in/code", "/sign-in/passkey", "/sign-in/passkey/options", "/sign-in/exercise", "/invitation", "/invitation/accept", "/language",
        })
        {
            var (status, _, text) = await person.Visitor.SendRawAsync(action, ("email", person.Email), ("language", "fr"), ("zone", "UTC"));
            Assert.True(status == 400 && text.Contains("open for too long", StringComparison.Ordinal), $"{action} {status}");
        }

        (await person.Visitor.CallAsync<StatusView>(HttpMethod.Get, "/api/status")).Is(200);
        Assert.Single(post.MailTo(person.Email));
    }

    [Fact]
    public async Task A_foreign_page_in_the_browser_of_somebody_signed_in_changes_nothing_and_reads_nothing()
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, "watch officer");
        await using var page = await OpenAsync(seat.Window);
        var before = (await post.WatchAsync()).OnWatch.Count;
        var said = await page.Page.EvaluateAsync<string>(
            """
            async (url) => {
                const tries = [];
                for (const how of [
                    { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}' },
                    { method: 'POST', mode: 'cors', credentials: 'include', body: '{}', headers: { 'X-Parley-Console': '1' } },
                ]) {
                    try { const answer = await fetch(url + 'api/watch/take', how); tries.push(`${answer.type} ${answer.status}`); } catch { tries.push('kept out'); }
                }
                try { tries.push((await (await fetch(url + 'api/status', { credentials: 'include' })).text()).slice(0, 20)); } catch { tries.push('unread'); }
                return tries.join(', ');
            }
            """,
            post.Url.ToString());
        // What the first try comes to is never told to the page; newer browsers do not even send it.
        Assert.Matches("^(opaque 0|kept out), kept out, unread$", said);
        Assert.Equal(before, (await post.WatchAsync()).OnWatch.Count);

        // A frame around it stays empty.
        await page.Page.EvaluateAsync("url => new Promise((done) => { const f = document.createElement('iframe'); f.onload = done; setTimeout(done, 5000); f.src = url + 'sign-in'; document.body.append(f); })", post.Url.ToString());
        foreach (var frame in page.Page.Frames.Skip(1))
        {
            Assert.Equal(0, await frame.Locator("form").CountAsync());
        }
    }

    private static async Task<Window> OpenAsync(Window window)
    {
        var page = await window.Context.NewPageAsync();
        await page.RouteAsync("http://foreign.example/**", static route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<!doctype html><title>Elsewhere</title>" }));
        var foreign = new Window(window.Context, page);
        await page.GotoAsync("http://foreign.example/");
        return foreign;
    }
}
