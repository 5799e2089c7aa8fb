using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Accounts;

/// <summary>The record of who saw and did what: it holds what happened, and shows what was done to it.</summary>
[Trait("rule", "issue-5 Who may sit at it")]
public sealed class RecordTests(Browser browser)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_who_saw_and_did_what_and_a_changed_removed_or_cut_line_is_found()
    {
        await using var post = await PostProcess.InitAloneAsync("aldermoor");
        await post.StartAsync();
        await using (var seat = await post.SignInAsync(browser, "commander", name: "Cdr. Ash"))
        {
            await seat.GoAsync("/people");
            using var person = await post.VisitorAsync("watch officer", name: "Lt. Birch");
            (await person.Visitor.CallAsync<WatchView>(HttpMethod.Post, "/api/watch/take", new WatchRequest { Note = "secret-looking note" })).Is(200);
            await person.Visitor.CallAsync<object>(HttpMethod.Get, "/api/record");
            (await post.PutAsync<PersonView>($"/api/people/{seat.Person.Id}", new RoleRequest { Role = "duty officer" })).Is(200);
            await person.Visitor.SendAsync("/account", "/sign-out");
        }

        var lines = (await post.GetAsync<IReadOnlyList<RecordLineView>>("/api/record?limit=1000")).Is(200);
        (string Name, string What, string? About, string Outcome)[] expected =
        [
            ("holder of the key", "invited", null, "done"), ("Cdr. Ash", "account opened", "commander", "done"), ("Cdr. Ash", "sign-in", "invitation", "done"), ("Cdr. Ash", "view /people", null, "done"),
            ("Lt. Birch", "POST /api/watch/take", null, "200"), ("Lt. Birch", "GET /api/record", null, "403"), ("holder of the key", "role changed", "Cdr. Ash: commander → duty officer", "done"), ("Lt. Birch", "sign-out", null, "done"),
        ];
        foreach (var e in expected)
        {
            Assert.True(lines.Any(l => l.Name == e.Name && l.What == e.What && (e.About is null || l.About == e.About) && l.Outcome == e.Outcome), $"Nothing says {e} in:\n{string.Join('\n', lines)}");
        }

        Assert.Equal(Enumerable.Range(1, lines.Count).Reverse().Select(static n => (long)n), lines.Select(static l => l.Number));
        var pages = new List<long>();
        for (long? before = null; ;)
        {
            var page = (await post.GetAsync<IReadOnlyList<RecordLineView>>($"/api/record?limit=3{(before is { } b ? $"&before={b}" : "")}")).Is(200);
            if (page.Count == 0)
            {
                break;
            }

            pages.AddRange(page.Select(static l => l.Number));
            before = page[^1].Number;
        }

        Assert.Equal(lines.Select(static l => l.Number), pages);
        (await post.GetAsync<IReadOnlyList<RecordLineView>>("/api/record?limit=0")).Refused(400);
        Assert.Contains("each as it was written", (await ParleyCommand.RunAsync("record", "verify", "--post", post.Folder)).Is(0).Output, StringComparison.Ordinal);
        Assert.Contains("Lt. Birch", (await ParleyCommand.RunAsync("record", "show", "--post", post.Folder)).Is(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-looking", string.Join('\n', Directory.GetFiles(Path.Combine(post.Folder, "console", "record")).Select(File.ReadAllText)), StringComparison.Ordinal);

        // Somebody with access to the disk makes it say something else.
        await post.StopAsync();
        var file = Directory.GetFiles(Path.Combine(post.Folder, "console", "record"), "*.jsonl").Single();
        var whole = await File.ReadAllTextAsync(file, Cancel);
        var changed = whole.Replace("\"sign-in\"", "\"sign-out\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, changed, Cancel);
        Assert.Contains("one of them was changed", (await ParleyCommand.RunAsync("record", "verify", "--post", post.Folder)).Is(1).Output, StringComparison.Ordinal);
        await File.WriteAllLinesAsync(file, whole.TrimEnd('\n').Split('\n').Where(static (_, i) => i != 2), Cancel);
        Assert.Contains("taken out or put in", (await ParleyCommand.RunAsync("record", "verify", "--post", post.Folder)).Is(1).Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, string.Concat(whole.TrimEnd('\n').Split('\n')[..^2].Select(static l => l + "\n")), Cancel);
        Assert.Contains("the end is cut", (await ParleyCommand.RunAsync("record", "verify", "--post", post.Folder)).Is(1).Output, StringComparison.Ordinal);

        // The post starts, says so, and goes on behind a line that says so.
        await File.WriteAllTextAsync(file, changed, Cancel);
        await post.StartAsync();
        Assert.Contains("was tampered with", post.Output, StringComparison.Ordinal);
        var after = (await post.GetAsync<IReadOnlyList<RecordLineView>>("/api/record?limit=1000")).Is(200);
        Assert.Contains(after, static l => l.What == "record broken" && l.Outcome.Contains("was changed", StringComparison.Ordinal));
        Assert.Equal(1, (await ParleyCommand.RunAsync("record", "verify", "--post", post.Folder)).ExitCode);
    }
}
