using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Comments;

/// <summary>Comments in the consoles of two posts at once: nobody mistakes what stays within for what goes across.</summary>
[Trait("rule", "issue-5, comments")]
public sealed class CommentPageTests(Browser browser)
{
    [Fact]
    public async Task A_comment_stays_within_the_party_until_its_writer_chooses_the_other_side_and_the_two_look_different()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (aldermoor, quill) = (world["aldermoor"], world["quill"]);
        var incident = await OpenAsync(world);
        await using var alder = await aldermoor.SignInAsync(browser, "duty officer", path: $"/incidents/{incident}");
        await using var quint = await quill.SignInAsync(browser, "watch officer", path: $"/incidents/{incident}", dark: true);
        foreach (var seat in new[] { alder, quint })
        {
            seat.Page.Dialog += (_, dialog) => Assert.Fail(dialog.Message);
        }

        var text = alder.Page.GetByLabel("Write a comment");
        await text.FillAsync("They are always late\nhere <script>alert(1)</script>");
        await alder.Button("Keep within \u2068aldermoor\u2069").ClickAsync();
        var within = alder.Page.Locator(".comments li.within");
        await within.GetByText("They are always late here <script>alert(1)</script>").WaitForAsync();
        Assert.Contains("Only \u2068aldermoor\u2069 reads this", await within.InnerTextAsync(), StringComparison.Ordinal);
        // It may be seen before its sending is answered; then the field is empty for the next one.
        await Eventually.TrueAsync(async () => await text.InputValueAsync() == "", "the field is empty");

        await text.FillAsync("We can wait until noon.");
        await alder.Page.Locator(".comments form").GetByLabel("reads this too").CheckAsync();
        await alder.Button("Send to \u2068quill\u2069").ClickAsync();
        var across = alder.Page.Locator(".comments li.across");
        await across.GetByText("We can wait until noon.").WaitForAsync();
        Assert.Contains("\u2068quill\u2069 reads this too", await across.InnerTextAsync(), StringComparison.Ordinal);

        // The next one is within again, without anybody's doing.
        await alder.Button("Keep within \u2068aldermoor\u2069").WaitForAsync();
        Assert.True(await alder.Page.Locator(".comments form").GetByLabel("reads this", new LocatorGetByLabelOptions { Exact = false }).First.IsCheckedAsync());

        // At the other side it comes up by itself, and only it.
        await quint.Page.Locator(".comments li.across").GetByText("We can wait until noon.").WaitForAsync();
        Assert.Contains("\u2068aldermoor\u2069 wrote this to \u2068quill\u2069", await quint.Page.Locator(".comments li.across").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await quint.Page.Locator(".comments li").CountAsync());
        Assert.NotEqual(await GroundAsync(within), await GroundAsync(across));
        Assert.NotEqual(await EdgeAsync(within), await EdgeAsync(across));

        // A watch officer comments within, and is offered nothing else.
        Assert.Equal(0, await quint.Page.Locator(".comments input[type=radio]").CountAsync());
        await quint.Page.GetByLabel("Write a comment").FillAsync("Tell the tower.");
        await quint.Button("Keep within \u2068quill\u2069").ClickAsync();
        await quint.Page.Locator(".comments li.within").GetByText("Tell the tower.").WaitForAsync();
        Assert.Equal(2, await alder.Page.Locator(".comments li").CountAsync());

        await alder.CleanInAllAsync("an incident with comments");
        await quint.CleanAsync("an incident with comments, at night");
    }

    [Fact]
    public async Task Intents_and_conflicts_have_comments_too_and_those_sent_across_are_read_at_the_other_side()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        var mine = (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 65, 95)))).Is(201);
        await using var alder = await world["aldermoor"].SignInAsync(browser, "duty officer");
        foreach (var (about, id) in new[] { ("intent", mine.Id), ("conflict", Assert.Single(mine.Conflicts)) })
        {
            await Eventually.TrueAsync(async () => (await world["quill"].GetAsync<object>($"/api/{about}s/{id}")).Status == 200, $"quill has the {about}");
            await alder.GoAsync($"/{about}s/{id}");
            await alder.Page.GetByLabel("Write a comment").FillAsync($"Among ourselves about the {about}.");
            await alder.Button("Keep within \u2068aldermoor\u2069").ClickAsync();
            await alder.SaysAsync(".comments li.within", $"Among ourselves about the {about}.");
            await alder.Page.GetByLabel("Write a comment").FillAsync($"For you about the {about}.");
            await alder.Page.Locator(".comments form").GetByLabel("reads this too").CheckAsync();
            await alder.Button("Send to \u2068quill\u2069").ClickAsync();
            await alder.SaysAsync(".comments li.across", $"For you about the {about}.");
            await Eventually.TrueAsync(
                async () => (await world["quill"].GetAsync<IReadOnlyList<CommentView>>($"/api/comments?about={about}&id={id}")).Is(200) is [{ } only] && only.Text == $"For you about the {about}.", "only what was sent across is there");
        }
    }

    [Fact]
    public async Task What_was_typed_for_one_thing_does_not_come_to_stand_under_another_and_many_comments_are_shown_some_at_a_time()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var aldermoor = world["aldermoor"];
        var incident = await OpenAsync(world);
        for (var i = 0; i < 120; i++)
        {
            (await aldermoor.PostAsync<CommentView>("/api/comments", new CommentRequest { About = "incident", Id = incident, Text = $"word {i}", Officer = "Ash" })).Is(201);
        }

        await using var alder = await aldermoor.SignInAsync(browser, "duty officer", path: $"/incidents/{incident}");
        var items = alder.Page.Locator(".comments li");
        await alder.SaysAsync(".comments li", "word 119");
        Assert.Equal((50, "word 70"), (await items.CountAsync(), await items.First.Locator(".text").InnerTextAsync()));
        await alder.Button("Show earlier comments").ClickAsync();
        await alder.Button("Show earlier comments").ClickAsync();
        await alder.SaysAsync(".comments li", "word 0");
        Assert.Equal(120, await items.CountAsync());
        Assert.Equal(0, await alder.Button("Show earlier comments").CountAsync());

        await using var observer = await aldermoor.SignInAsync(browser, "observer", path: $"/incidents/{incident}");
        await observer.SaysAsync(".comments li", "word 119");
        Assert.Equal(0, await observer.Page.Locator(".comments form").CountAsync());
    }

    [Theory]
    [InlineData("observer", 403, 403)]
    [InlineData("watch officer", 201, 403)]
    [InlineData("duty officer", 201, 201)]
    [InlineData("commander", 201, 201)]
    [InlineData("administrator", 403, 403)]
    public async Task Who_may_comment_within_and_across_is_the_same_at_the_API(string role, int within, int across)
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var incident = await OpenAsync(world);
        using var visitor = await world["aldermoor"].VisitorAsync(role);
        foreach (var (goes, status) in new[] { (false, within), (true, across) })
        {
            var reply = await visitor.Visitor.CallAsync<CommentView>(
                HttpMethod.Post, "/api/comments", new CommentRequest { About = "incident", Id = incident, Text = "A word", Across = goes, Officer = "Somebody else" });
            if (status == 403)
            {
                Assert.Contains($"Your role, {role},", reply.Refused(403).Detail, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal((visitor.Name, goes), (reply.Is(201).Officer, reply.Is(201).Across));
            }
        }
    }

    private static async Task<string> OpenAsync(PostWorld world)
    {
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var incident = (await world["aldermoor"].PostAsync<IncidentView>(
            "/api/incidents", new IncidentRequest { Title = "Near miss", Known = "Two boats.", Place = new PointRequest { Lat = 12.5, Lng = -38 }, To = ["quill"], Officer = "Ash" })).Is(201).Id;
        await Eventually.TrueAsync(async () => await world["quill"].IncidentAsync(incident) is not null, "quill has the incident");
        return incident;
    }

    private static Task<string> GroundAsync(ILocator item) => item.EvaluateAsync<string>("e => getComputedStyle(e).backgroundColor");

    private static Task<string> EdgeAsync(ILocator item) => item.EvaluateAsync<string>("e => getComputedStyle(e).borderInlineStartWidth");
}
