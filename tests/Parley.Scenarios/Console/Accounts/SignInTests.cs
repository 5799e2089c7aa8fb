using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>The ways in, and how each is kept shut for others.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed partial class SignInTests(ConsoleWorld world, Browser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_read_from_a_mail_servers_mailbox_signs_in_once_and_its_token_stays_nowhere()
    {
        var (post, mail, _) = await world.ServedAsync();
        using var person = await world.ServedVisitorAsync();
        await using var window = await browser.OpenAsync();
        var page = window.Page;
        await page.GotoAsync(new Uri(post.Url, "/").ToString());
        Assert.Equal("/sign-in", new Uri(page.Url).AbsolutePath);
        await page.FillAsync("form[action='/sign-in/link'] input[name=email]", person.Email);
        await page.ClickAsync("form[action='/sign-in/link'] button");
        await page.ArrivesAsync("/sign-in/sent");
        var link = await mail.LinkAsync(person.Email, 2);
        var token = link.Split('#')[1];
        await page.GotoAsync(link);
        await page.Locator("nav.menu").WaitForAsync();
        Assert.Equal("/", new Uri(page.Url).PathAndQuery);
        Assert.Contains(person.Name, await page.Locator("header.bar").InnerTextAsync(), StringComparison.Ordinal);

        // Going back through all that the window remembers shows it nowhere.
        for (var i = 0; i < 5; i++)
        {
            Assert.DoesNotContain(token, page.Url, StringComparison.Ordinal);
            await page.GoBackAsync();
        }

        Assert.DoesNotContain(token, post.Output, StringComparison.Ordinal);
        Assert.Contains("POST /enter 303", post.Output, StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(post.Folder, "console"), "*", SearchOption.AllDirectories))
        {
            Assert.False((await File.ReadAllBytesAsync(file, Cancel)).AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(token)) >= 0, $"{file} has the token in it.");
        }

        // It served once.
        await page.GotoAsync("about:blank");
        await page.GotoAsync(link);
        await page.GetByText("used already, or is too old").WaitForAsync();
    }

    [Fact]
    public async Task A_link_opened_in_another_browser_says_so_and_stays_good_for_the_one_that_asked()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync();
        using var asks = new Visitor(post.Url);
        Assert.Equal((303, "/sign-in/sent"), Led(await asks.SendAsync("/sign-in", "/sign-in/link", ("email", person.Email))));
        var link = await post.LinkToAsync(person.Email, after: 1);
        await using var window = await browser.OpenAsync(language: "en");
        await window.Page.GotoAsync(link);
        await window.Page.GetByText("belongs to another browser").WaitForAsync();
        using var other = new Visitor(post.Url);
        var refused = await other.SendAsync("/enter", "/enter", ("token", Token(link)));
        Assert.Equal(400, refused.Status);
        Assert.Contains("another browser", refused.Text, StringComparison.Ordinal);
        Assert.Equal((303, "/"), Led(await asks.SendAsync("/enter", "/enter", ("token", Token(link)))));
        Assert.NotNull(asks.Session);
        // And to nobody twice.
        Assert.Contains("used already", (await asks.SendAsync("/enter", "/enter", ("token", Token(link)))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_and_a_closed_account_are_told_what_a_known_one_is_told()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync();
        using var closed = await post.VisitorAsync("observer");
        var id = (await post.PeopleAsync()).Single(p => p.Email == closed.Email).Id;
        (await post.PostAsync<PersonView>($"/api/people/{id}/close")).Is(200);
        var answers = new List<string>();
        foreach (var email in new[] { person.Email, closed.Email, "nobody@example.org" })
        {
            using var asks = new Visitor(post.Url);
            var (status, location, text) = await asks.SendAsync("/sign-in", "/sign-in/link", ("email", email));
            var sent = await asks.GetAsync(location!);
            answers.Add($"{status} {location} {text} {sent.Status} {AntiforgeryValue().Replace(sent.Text, "")} {string.Join(' ', asks.Cookies.GetAllCookies().Select(static c => $"{c.Name} {c.Value.Length}"))}");
        }

        Assert.Equal(answers[0], answers[1]);
        Assert.Equal(answers[0], answers[2]);
        await post.LinkToAsync(person.Email, after: 1);
        await Eventually.TrueAsync(
            async () => (await post.GetAsync<IReadOnlyList<RecordLineView>>("/api/record?limit=1000")).Is(200).Any(static l => l is { What: "sign-in link asked", Name: "nobody@example.org", Outcome: "no account" }),
            "the record says that somebody asked for an address that nobody has");
        Assert.Empty(post.MailTo("nobody@example.org"));
        Assert.Single(post.MailTo(closed.Email));
    }

    [Fact]
    public async Task A_provider_lets_in_who_has_an_account_by_a_verified_address_and_later_by_who_they_are()
    {
        var (post, _, provider) = await world.ServedAsync();
        using var person = await world.ServedVisitorAsync();
        var subject = Guid.NewGuid().ToString();

        async Task<string> ContinueAsync(string sub, string email, bool verified)
        {
            provider.Who = (sub, email, verified);
            await using var window = await browser.OpenAsync();
            await window.Page.GotoAsync(new Uri(post.Url, "/sign-in?onward=%2Fpeople").ToString());
            await window.Page.GetByRole(AriaRole.Link, new() { Name = "Continue with Harbour" }).ClickAsync();
            await window.Page.Locator("nav.menu, .note.bad").First.WaitForAsync();
            return new Uri(window.Page.Url).PathAndQuery;
        }

        Assert.Equal("/sign-in?why=unknown", await ContinueAsync(subject, person.Email, verified: false));
        Assert.Equal("/sign-in?why=unknown", await ContinueAsync(Guid.NewGuid().ToString(), "stranger@example.org", verified: true));
        Assert.Equal("/people", await ContinueAsync(subject, person.Email, verified: true));
        Assert.Equal("/people", await ContinueAsync(subject, "another@example.org", verified: false));
        // Whoever has the address at the provider later is somebody else there, and comes by the address alone.
        Assert.True(provider.Asked >= 4);
        var id = (await post.PeopleAsync()).Single(p => p.Email == person.Email).Id;
        (await post.PostAsync<PersonView>($"/api/people/{id}/close")).Is(200);
        Assert.Equal("/sign-in?why=unknown", await ContinueAsync(subject, person.Email, verified: true));
        Assert.Contains((await post.GetAsync<IReadOnlyList<RecordLineView>>("/api/record?limit=1000")).Is(200), l => l is { What: "sign-in", About: "Harbour", Outcome: "done" } && l.Who == id);
    }

    [Fact]
    public async Task A_passkey_is_added_named_used_and_removed()
    {
        var post = await world.PostAsync();
        // Passkeys belong to a name, not to an address.
        var local = new UriBuilder(post.Url) { Host = "localhost" }.Uri;
        var (name, email) = (Seat.NewName("watch officer"), $"{Guid.NewGuid():N}@example.org");
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = name, Email = email, Role = "watch officer" })).Is(201);
        await using var window = await browser.OpenAsync();
        var page = window.Page;
        var devtools = await window.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GotoAsync(new UriBuilder(await post.LinkToAsync(email)) { Host = "localhost" }.Uri.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Open my account" }).ClickAsync();
        await page.Locator("form[action='/sign-out']").WaitForAsync();
        await page.FillAsync("form[data-passkey] input[name=name]", "Bridge key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await page.GetByText("The passkey was added.").WaitForAsync();
        await page.FillAsync("form[action='/account/passkeys/name'] input[name=name]", "Bridge key, left");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await page.GetByText("Saved.").WaitForAsync();
        Assert.Equal("Bridge key, left", await page.InputValueAsync("form[action='/account/passkeys/name'] input[name=name]"));

        await page.Locator("form[action='/sign-out'] button").ClickAsync();
        await page.GetByText("You are signed out.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.Locator("nav.menu").WaitForAsync();
        Assert.Contains(name, await page.Locator("header.bar").InnerTextAsync(), StringComparison.Ordinal);

        await page.GotoAsync(new Uri(local, "/account").ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Bridge key, left" }).ClickAsync();
        await page.GetByText("The passkey was removed.").WaitForAsync();
        await page.Locator("form[action='/sign-out'] button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.GetByText("That passkey did not work here.").First.WaitForAsync();
        Assert.DoesNotContain(window.Errors, static e => e.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once_and_five_wrong_ones_shut_that_way_alone()
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync();
        var shown = await person.Visitor.SendAsync("/account", "/account/codes");
        var codes = Code().Matches(shown.Text).Select(static m => m.Groups[1].Value).ToList();
        Assert.Equal(10, codes.Distinct().Count());
        Assert.DoesNotContain(codes[0], (await person.Visitor.GetAsync("/account")).Text, StringComparison.Ordinal);

        async Task<(int, string?)> TryAsync(string email, string code)
        {
            using var visitor = new Visitor(post.Url);
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            var tried = await visitor.SendAsync("/sign-in", "/sign-in/code", ("email", email), ("code", code));
            // Whether the address is known takes some milliseconds more or less: under this floor they can't be told.
            Assert.True(tried.Status == 303 || System.Diagnostics.Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(500), "A wrong code is answered sooner than half a second.");
            Assert.Equal(tried.Status == 303, visitor.Session is not null);
            return Led(tried);
        }

        Assert.Equal((303, "/account"), await TryAsync(person.Email, codes[0]));
        Assert.Equal((400, null), await TryAsync(person.Email, codes[0]));
        Assert.Equal((303, "/account"), await TryAsync(person.Email, codes[1].ToLowerInvariant()));
        Assert.Equal((400, null), await TryAsync("nobody@example.org", codes[2]));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal((400, null), await TryAsync(person.Email, "AAAAA-AAAAA"));
        }

        Assert.Equal((400, null), await TryAsync(person.Email, codes[2]));
        var record = (await post.GetAsync<IReadOnlyList<RecordLineView>>("/api/record?limit=1000")).Is(200);
        Assert.Contains(record, l => l is { What: "sign-in", About: "code", Outcome: "locked out" } && l.Name == person.Email);
        Assert.DoesNotContain(codes[2], string.Join('\n', record), StringComparison.Ordinal);
        foreach (var file in Directory.GetFiles(Path.Combine(post.Folder, "console"), "accounts.db*"))
        {
            Assert.DoesNotContain(codes[3], System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancel)), StringComparison.Ordinal);
        }

        // A stranger's guesses keep nobody from their e-mail.
        using var asks = new Visitor(post.Url);
        await asks.SendAsync("/sign-in", "/sign-in/link", ("email", person.Email));
        Assert.Equal((303, "/"), Led(await asks.SendAsync("/enter", "/enter", ("token", Token(await post.LinkToAsync(person.Email, after: 1))))));
    }

    [Fact]
    public async Task An_invitation_opens_one_account_and_can_be_taken_back()
    {
        var post = await world.PostAsync();
        var email = $"{Guid.NewGuid():N}@example.org";
        var invited = (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = Seat.NewName("observer"), Email = email, Role = "observer" })).Is(201);
        var link = await post.LinkToAsync(email);
        Assert.Equal(link, invited.Link);
        Assert.Contains((await post.GetAsync<IReadOnlyList<InvitationView>>("/api/people/invitations")).Is(200), i => i.Id == invited.Id && i.Link is null);
        (await post.DeleteAsync<IReadOnlyList<InvitationView>>($"/api/people/invitations/{invited.Id}")).Is(200);
        using var late = new Visitor(post.Url);
        Assert.Contains("taken back", (await late.SendAsync("/invitation", "/invitation/accept", ("token", Token(link)))).Text, StringComparison.Ordinal);

        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = invited.Name, Email = email, Role = "observer" })).Is(201);
        link = await post.LinkToAsync(email, after: 1);
        using var first = new Visitor(post.Url);
        await first.AcceptAsync(link, "fr", "Europe/Paris");
        Assert.Contains("Europe/Paris", (await first.GetAsync("/account")).Text, StringComparison.Ordinal);
        using var second = new Visitor(post.Url);
        Assert.Equal(400, (await second.SendAsync("/invitation", "/invitation/accept", ("token", Token(link)))).Status);
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = "Another", Email = email.ToUpperInvariant(), Role = "observer" })).Refused(409);
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = invited.Name, Email = "other@example.org", Role = "observer" })).Refused(409);
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = "x", Email = "a@b\r\nBcc: c@d", Role = "observer" })).Refused(400);
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = "all \u202Eraelc", Email = "b@example.org", Role = "observer" })).Refused(400);
        (await post.PostAsync<InvitationView>("/api/people/invitations", new InviteRequest { Name = "x", Email = "b@example.org", Role = "admiral" })).Refused(400);
    }

    private static (int, string?) Led((int Status, string? Location, string Text) answer) => (answer.Status, answer.Location);

    private static string Token(string link) => link.Split('#')[1];

    [GeneratedRegex("<code>([A-Z0-9-]{8,})</code>")]
    private static partial Regex Code();

    [GeneratedRegex("value=\"CfDJ[^\"]+\"")]
    private static partial Regex AntiforgeryValue();
}
