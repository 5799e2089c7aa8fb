using System.Text.Json.Nodes;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>Who may do what, cell by cell: each role at each path of the API as it is served, and at the controls of the console.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class RoleTests(ConsoleWorld world, Browser browser)
{
    // Written down once more, on purpose: a change of the program's own table must be meant.
    private const string All = "observer, watch officer, duty officer, commander, administrator";
    private const string Watch = "watch officer, duty officer, commander";
    private const string Duty = "duty officer, commander";

    private static readonly Dictionary<string, string> Table = new()
    {
        ["Look"] = All,
        ["Acknowledge"] = Watch,
        ["Watch"] = Watch,
        ["Message"] = Watch,
        ["Stop"] = Watch,
        ["PassOn"] = Watch,
        ["Comment"] = Watch,
        ["Mute"] = Duty,
        ["File"] = Duty,
        ["Coordinate"] = Duty,
        ["AcceptRisk"] = Duty,
        ["Incident"] = Duty,
        ["Release"] = Duty,
        ["Suspend"] = Duty,
        ["CommentAcross"] = Duty,
        ["Agree"] = "commander",
        ["Keys"] = "commander, administrator",
        ["Record"] = "commander, administrator",
        ["Accounts"] = "administrator",
    };

    public static TheoryData<string> Roles => [.. All.Split(", ")];

    public static IEnumerable<string> Deeds => Table.Keys;

    public static bool May(string deed, string role) => Table[deed].Split(", ").Contains(role);

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Each_path_of_the_API_lets_a_role_do_what_the_table_says_and_no_more(string role)
    {
        var post = await world.PostAsync();
        using var person = await post.VisitorAsync(role);
        var described = JsonNode.Parse((await person.Visitor.GetAsync("/openapi/v1.json")).Text)!["paths"]!.AsObject();
        var (calls, refused) = (0, 0);
        var wrong = new List<string>();
        foreach (var (path, operations) in described)
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                if (operation?["x-parley-deed"]?.GetValue<string>() is not { } deed)
                {
                    continue;
                }

                var may = Table[deed].Split(", ").Contains(role);
                var where = System.Text.RegularExpressions.Regex.Replace(path, "\\{[^}]+\\}", static _ => Guid.NewGuid().ToString());
                // What would be done is not: a session's end is asked of nobody, a FLASH goes to no party that is known.
                var reply = await person.Visitor.CallAsync<object>(new HttpMethod(method.ToUpperInvariant()), where, method is "get" or "delete" ? null : "{}");
                calls++;
                refused += reply.Status == 403 ? 1 : 0;
                var fits = may ? reply.Status is not (401 or 403 or >= 500) || reply is { Status: 503 } : reply.Status == 403 && reply.Text.Contains($"Your role, {role}, does not allow it", StringComparison.Ordinal);
                if (!fits)
                {
                    wrong.Add($"{method} {path} ({deed}): {reply.Status} {reply.Text[..Math.Min(200, reply.Text.Length)]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{role}:\n{string.Join('\n', wrong)}");
        Assert.True(calls > 60 && (refused > 0 || role == "commander"), $"{calls} calls, {refused} refused");
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task The_console_shows_a_role_the_pages_and_controls_that_it_may_use(string role)
    {
        var post = await world.PostAsync();
        await using var seat = await post.SignInAsync(browser, role);
        async Task ShowsAsync(string selector, string deed)
        {
            var shown = await seat.Page.Locator(selector).CountAsync() > 0;
            Assert.True(shown == Table[deed].Split(", ").Contains(role), $"{role}: {selector} is {(shown ? "" : "not ")}shown, for {deed}");
        }

        await ShowsAsync("header.bar button.stop", "Stop");
        await ShowsAsync("nav.menu a[href='/file']", "File");
        await ShowsAsync("nav.menu a[href='/people']", "Accounts");
        await ShowsAsync("nav.menu a[href='/line']", "Look");
        await seat.GoAsync("/people");
        await ShowsAsync("form.people-invite", "Accounts");
    }
}
