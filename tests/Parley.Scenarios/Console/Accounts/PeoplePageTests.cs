using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>Whoever runs the accounts does it at one page, and each press counts at once.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class PeoplePageTests(Browser browser)
{
    [Fact]
    public async Task An_administrator_invites_takes_back_changes_roles_signs_out_closes_and_opens_again()
    {
        var post = await PostProcess.InitAloneAsync("aldermoor");
        await using var owned = post;
        await post.StartAsync();
        await using var admin = await post.SignInAsync(browser, "administrator", path: "/people");
        using var officer = await post.VisitorAsync("watch officer");

        // The last administrator stays one, and the page goes on saying so.
        var own = admin.Page.GetByLabel($"Change role of {admin.Person.Name}");
        await own.SelectOptionAsync("observer");
        await admin.SaysAsync(".rz-notification-item", "This is the last administrator");
        await Eventually.TrueAsync(async () => await own.InputValueAsync() == "administrator", "the role that holds is shown");

        await admin.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Officer Reed");
        await admin.Page.GetByLabel("E-mail address", new() { Exact = true }).FillAsync("reed@example.org");
        await admin.Page.Locator(".people-invite select").First.SelectOptionAsync("DutyOfficer");
        await admin.Button("Invite").ClickAsync();
        var link = (await admin.Page.Locator(".people-link").TextContentAsync())!.Trim();
        await admin.SaysAsync("tr", "reed@example.org");
        await admin.Page.Locator("tr", new() { HasText = "reed@example.org" }).GetByRole(Microsoft.Playwright.AriaRole.Button).ClickAsync();
        await Eventually.TrueAsync(async () => (await post.GetAsync<IReadOnlyList<InvitationView>>("/api/people/invitations")).Is(200).Count == 0, "the invitation is gone");
        using var late = new Visitor(post.Url);
        await Assert.ThrowsAnyAsync<Exception>(() => late.AcceptAsync(link, "en"));
        Assert.DoesNotContain(await post.PeopleAsync(), static p => p.Name == "Officer Reed");

        await admin.Page.GetByLabel($"Change role of {officer.Name}").SelectOptionAsync("duty officer");
        await Eventually.TrueAsync(async () => (await post.PeopleAsync()).Single(p => p.Name == officer.Name).Role == "duty officer", "the role is changed");
        Assert.Equal(200, (await officer.Visitor.GetAsync("/api/status")).Status);
        await admin.Page.GetByLabel($"Sign out {officer.Name} everywhere").ClickAsync();
        await Eventually.TrueAsync(async () => (await officer.Visitor.GetAsync("/api/status")).Status == 401, "the session is over");

        await admin.Page.GetByLabel($"Close the account of {officer.Name}").ClickAsync();
        await admin.Button("Cancel").ClickAsync();
        Assert.True((await post.PeopleAsync()).Single(p => p.Name == officer.Name).Open);
        await admin.Page.GetByLabel($"Close the account of {officer.Name}").ClickAsync();
        await admin.Button("Close it").ClickAsync();
        var row = admin.Page.Locator("tr", new() { HasText = officer.Email });
        await row.GetByText("closed").WaitForAsync();
        Assert.True(await row.Locator("select").IsDisabledAsync());
        await admin.Page.GetByLabel($"Open again: {officer.Name}").ClickAsync();
        await Eventually.TrueAsync(async () => (await post.PeopleAsync()).Single(p => p.Name == officer.Name).Open, "the account is open again");
        await admin.CleanAsync("the page of people");
    }
}
