using Parley.Scenarios.Console.Accounts;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Pages;

/// <summary>The table of who may do what, cell by cell at the pages: each deed's control is there for whom it says, and for nobody else.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class RolePageTests(BusyPost busy, Browser browser) : IClassFixture<BusyPost>
{
    public static TheoryData<string> Roles => RoleTests.Roles;

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Each_page_shows_a_role_the_controls_of_what_it_may_do_and_no_others(string role)
    {
        await using var seat = await busy.Post.SignInAsync(browser, role);
        var wrong = new List<string>();
        foreach (var page in Controls().GroupBy(static c => c.Page))
        {
            await seat.GoAsync(page.Key);
            await seat.Page.Locator(page.First().Until).First.WaitForAsync();
            foreach (var (_, _, deed, selector) in page)
            {
                // What comes with the circuit's first answer is there by now; what must not be there is looked for once the page is still.
                var may = RoleTests.May(deed, role);
                if (may)
                {
                    await seat.Page.Locator(selector).First.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
                }
                else
                {
                    await seat.Page.StillAsync();
                    if (await seat.Page.Locator(selector).CountAsync() > 0)
                    {
                        wrong.Add($"{page.Key} shows {selector}, for {deed}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{role}: {string.Join("; ", wrong)}");
        Assert.Empty(RoleTests.Deeds.Except(Controls().Select(static c => c.Deed)).Except(["Look"]));
    }

    private IEnumerable<(string Page, string Until, string Deed, string Selector)> Controls()
    {
        string At(string start, int nth = 0) => busy.Pages.Where(p => p.Path.StartsWith(start, StringComparison.Ordinal)).ElementAt(nth).Path;
        var (mine, theirs, conflict, agreement, incident) = (At("/intents/"), At("/intents/", 1), At("/conflicts/"), At("/agreements/"), At("/incidents/"));
        return
        [
            ("/", ".need", "Stop", "header.bar button.stop"), ("/", ".need", "Acknowledge", ".need button"), ("/", ".need", "File", "nav.menu a[href='/file']"), ("/", ".need", "Accounts", "nav.menu a[href='/people']"),
            (mine, ".facts", "File", "section[aria-labelledby=under-way] form"), (theirs, "#passing", "PassOn", "[data-keep=passing-name]"), (theirs, "#passing", "Acknowledge", "button[data-key=a]"),
            (conflict, ".suggestion", "Coordinate", "form.propose"), (conflict, ".suggestion", "AcceptRisk", "form.propose option[value=accept-risk]"),
            (conflict, ".suggestion", "Comment", ".comments form"), (conflict, ".suggestion", "CommentAcross", ".comments form input[type=radio]"),
            ("/line?party=quill", ".threads .last", "Message", "a[href*='write=true'], button:text-is('Write')"), ("/line?party=quill", ".threads .last", "Mute", "button:text-is('Mute')"),
            ("/watch", "#watch-there", "Watch", "button:text-is('Go on watch')"),
            (agreement, "main section", "Suspend", "button:text-is('Suspend')"), (agreement, "main section", "Agree", "button:text-is('End')"),
            ("/parties", "tbody tr", "Keys", ".own-keys form"),
            ("/incidents", "tbody tr", "Incident", "main button.main"), (incident, ".inquiry", "Release", "button:text-is('Close and release')"),
            ("/record", "main h1", "Record", "a[href='/record/console']"), ("/people", "main h1", "Accounts", "form.people-invite"),
        ];
    }
}
