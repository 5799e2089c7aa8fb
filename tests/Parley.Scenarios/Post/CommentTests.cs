using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Scenarios.Relay;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>What is written within a party stays there, byte for byte; what is written across is the same at both.</summary>
[Trait("rule", "issue-5, comments")]
public sealed class CommentTests(LifeWorld life) : IClassFixture<LifeWorld>
{
    private const string Within = "We never saw them come back on time";
    private const string Across = "We can wait until noon";

    [Fact]
    public async Task A_comment_within_the_party_never_reaches_the_other_post_and_one_across_shows_the_same_there()
    {
        var ground = await life.AgreeAsync();
        var (first, _, conflict) = await life.MeetAsync(ground);
        foreach (var (about, id) in new[] { ("intent", first.Id), ("conflict", conflict) })
        {
            var kept = (await life.North.PostAsync<CommentView>("/api/comments", new CommentRequest { About = about, Id = id, Text = Within, Officer = "N1" })).Is(201);
            Assert.Equal((false, true, 0, false), (kept.Across, kept.Mine, kept.Readers.Count, kept.Pending));
            var sent = (await life.North.PostAsync<CommentView>("/api/comments", new CommentRequest { About = about, Id = id, Text = Across, Across = true, To = ["relief"], Officer = "N1" })).Is(201);
            Assert.Equal(["relief"], sent.Readers);
            await Eventually.TrueAsync(async () => (await ListAsync(life.Relief, about, id)).Count == 1, "relief has it");
            var there = Assert.Single(await ListAsync(life.Relief, about, id));
            Assert.Equal((sent.Id, sent.At, Across, "north", "N1", true, false), (there.Id, there.At, there.Text, there.Party, there.Officer, there.Across, there.Mine));
            Assert.Equal(["north"], there.Readers);
            Assert.Equal([sent.Id, kept.Id], (await ListAsync(life.North, about, id)).Select(static c => c.Id));
            Assert.True(await LifeWorld.AlarmAsync(life.Relief, "comment", id));
            Assert.False(await LifeWorld.AlarmAsync(life.North, "comment", id));
        }

        // Of its answer, the other way.
        (await life.Relief.PostAsync<CommentView>("/api/comments", new CommentRequest { About = "conflict", Id = conflict, Text = "Noon is fine", Across = true, Officer = "R1" })).Is(201);
        await Eventually.TrueAsync(async () => (await ListAsync(life.North, "conflict", conflict)) is [{ Text: "Noon is fine", Mine: false }, ..], "north has the answer");
        Assert.False(await LifeWorld.AlarmAsync(life.Relief, "comment", conflict));

        await life.World.QuietAsync();
        var (mine, theirs) = (await KeptAsync(life.North), await KeptAsync(life.Relief));
        Assert.Contains(Within, mine, StringComparison.Ordinal);
        Assert.Contains(Across, theirs, StringComparison.Ordinal);
        Assert.DoesNotContain(Within, theirs, StringComparison.Ordinal);
        Assert.DoesNotContain(Within, await KeptAsync(life.Quill), StringComparison.Ordinal);
        Assert.DoesNotContain(Within, (await life.Relief.GetAsync<object>("/api/status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_an_incident_its_parties_read_what_is_across_and_a_restart_keeps_both_kinds()
    {
        var incident = (await life.North.PostAsync<IncidentView>(
            "/api/incidents", new IncidentRequest { Title = "Smoke", Known = "Smoke.", Place = new PointRequest { Lat = 12, Lng = -38 }, To = ["relief"] })).Is(201).Id;
        await Eventually.TrueAsync(async () => await life.Relief.IncidentAsync(incident) is not null, "relief has the incident");
        (await life.Relief.PostAsync<CommentView>("/api/comments", new CommentRequest { About = "incident", Id = incident, Text = "Ours alone" })).Is(201);
        (await life.Relief.PostAsync<CommentView>("/api/comments", new CommentRequest { About = "incident", Id = incident, Text = "For north", Across = true })).Is(201);
        await Eventually.TrueAsync(async () => (await ListAsync(life.North, "incident", incident)) is [{ Text: "For north" }], "north has what is across");
        (await life.Quill.GetAsync<object>($"/api/comments?about=incident&id={incident}")).Refused(404);
        foreach (var post in new[] { life.North, life.Relief })
        {
            // Whoever proves afterwards who told whom and when finds it in the incident's timeline, and nothing that was within a party.
            var export = (await post.GetAsync<IncidentExport>($"/api/incidents/{incident}/export")).Is(200);
            var said = Assert.Single(export.Timeline, static e => e.What == "comment");
            Assert.Equal(("relief", incident, true), (said.Who, said.About, said.Text.EndsWith("for north to read: “For north”", StringComparison.Ordinal)));
            Assert.DoesNotContain("Ours alone", (await post.GetAsync<IncidentExport>($"/api/incidents/{incident}/export")).Text, StringComparison.Ordinal);
        }

        var before = (await life.Relief.GetAsync<IReadOnlyList<CommentView>>($"/api/comments?about=incident&id={incident}")).Text;
        await life.Relief.KillAsync();
        await life.World.ReviveAsync();
        Assert.Equal(before, (await life.Relief.GetAsync<IReadOnlyList<CommentView>>($"/api/comments?about=incident&id={incident}")).Text);
    }

    [Fact]
    public async Task Comments_are_given_page_by_page_the_newest_first_and_a_comment_tried_again_stands_once()
    {
        var ground = await life.AgreeAsync();
        var intent = await life.FileAsync(life.North, ground.Intent(60, 70));
        for (var i = 0; i < 12; i++)
        {
            (await life.North.PostAsync<CommentView>("/api/comments", new CommentRequest { About = "intent", Id = intent.Id, Text = $"{i}" })).Is(201);
        }

        using var http = new HttpClient { BaseAddress = life.North.Url };
        var client = new PostClient(http, life.North.ApiKey);
        var seen = new List<string>();
        string? last = null;
        PostAnswer<IReadOnlyList<CommentView>> page;
        do
        {
            page = await client.CommentsAsync("intent", intent.Id, limit: 5, after: last, cancel: TestContext.Current.CancellationToken);
            seen.AddRange(page.Value!.Select(static c => c.Text));
            last = page.Value![^1].Id;
        }
        while (page.Next is not null);
        Assert.Equal(Enumerable.Range(0, 12).Reverse().Select(static i => $"{i}"), seen);

        var again = new CommentRequest { About = "intent", Id = intent.Id, Text = "once", Comment = Guid.NewGuid().ToString() };
        (await life.North.PostAsync<CommentView>("/api/comments", again)).Is(201);
        (await life.North.PostAsync<CommentView>("/api/comments", again)).Refused(409);
        Assert.Equal(13, (await ListAsync(life.North, "intent", intent.Id)).Count);
    }

    [Fact]
    public async Task Who_is_told_under_one_agreement_does_not_learn_from_a_comment_who_is_told_under_another()
    {
        // The same waters are agreed with relief and with quill, who do not know of each other.
        var ground = await life.AgreeAsync();
        var terms = PostWorld.Terms("north", "quill");
        terms["area"] = JsonNode.Parse($$"""{"type":"Polygon","coordinates":[[[-39,{{ground.South}}],[-37,{{ground.South}}],[-37,{{ground.South + 1}}],[-39,{{ground.South + 1}}],[-39,{{ground.South}}]]]}""");
        await life.World.AgreeAsync(terms, "north", "quill");
        var intent = await life.FileAsync(life.North, ground.Intent(60, 70));
        await Eventually.TrueAsync(async () => await life.Quill.IntentAsync(intent.Id) is not null, "quill is told of it");
        var readers = (await life.North.GetAsync<IReadOnlyList<ReadersView>>($"/api/comments/readers?about=intent&id={intent.Id}")).Is(200);
        Assert.Equal(["quill", "relief"], readers.Select(static r => Assert.Single(r.Parties)).Order());

        var request = new CommentRequest { About = "intent", Id = intent.Id, Text = "A word", Across = true };
        Assert.Contains("more than one side", (await life.North.PostAsync<object>("/api/comments", request)).Refused(400).Detail, StringComparison.Ordinal);
        (await life.North.PostAsync<object>("/api/comments", request with { To = ["quill", "relief"] })).Refused(409);
        (await life.North.PostAsync<CommentView>("/api/comments", request with { To = ["quill"] })).Is(201);
        await Eventually.TrueAsync(async () => (await ListAsync(life.Quill, "intent", intent.Id)).Count == 1, "quill has it");
        await life.World.QuietAsync();
        Assert.Empty(await ListAsync(life.Relief, "intent", intent.Id));
        Assert.DoesNotContain("relief", (await life.Quill.GetAsync<object>($"/api/comments?about=intent&id={intent.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal(["north"], Assert.Single((await life.Quill.GetAsync<IReadOnlyList<ReadersView>>($"/api/comments/readers?about=intent&id={intent.Id}")).Is(200)).Parties);
    }

    [Fact]
    public async Task A_hostile_comment_is_refused_changes_nothing_and_tells_nothing()
    {
        var ground = await life.AgreeAsync();
        var (first, _, conflict) = await life.MeetAsync(ground);
        using var mallory = new Writer("mallory");
        (await mallory.AdmitAsync(life.World.Data)).Is(0);
        var to = (await mallory.At(life.World.Exchange).DirectoryAsync()).Value!.Find("north")!;
        await life.World.QuietAsync();
        var (intent, of) = (EntityId.Parse(first.Id).Value, EntityId.Parse(conflict).Value);
        (string What, CommentMade Comment, Action<JsonNode>? Edit)[] letters =
        [
            ("under an intent that it was never told of", Made(CommentAbout.Intent, intent, "I see you"), null),
            ("under a conflict of others", Made(CommentAbout.Conflict, of, "I see you"), null),
            ("under an incident that is none", Made(CommentAbout.Incident, new EntityId(Guid.NewGuid()), "I see you"), null),
            ("turned round", Made(CommentAbout.Intent, intent, "all \u202Eraelc"), null),
            ("by an officer turned round", Made(CommentAbout.Intent, intent, "x") with { Officer = "\u2067N1" }, null),
            ("with a bell", Made(CommentAbout.Intent, intent, "x\u0007"), null),
            ("a tower", Made(CommentAbout.Intent, intent, "Z" + new string('\u0301', 50)), null),
            ("too long", Made(CommentAbout.Intent, intent, new string('x', 2001)), null),
            ("empty", Made(CommentAbout.Intent, intent, " "), null),
            ("about a number", Made((CommentAbout)7, intent, "x"), null),
            ("without a text", Made(CommentAbout.Intent, intent, "x"), static l => l["body"]!.AsObject().Remove("text")),
            ("read by a lie", Made(CommentAbout.Intent, intent, "x"), static l => l["to"]!["only north reads this"] = 0),
        ];
        var before = await ShownAsync();
        var sent = 0;
        foreach (var (what, comment, edit) in letters)
        {
            var json = JsonSerializer.SerializeToNode(
                new Letter(new PartyName(mallory.Name), ImmutableSortedDictionary<string, long>.Empty.Add("north", sent + 1), Instant.From(DateTimeOffset.UtcNow), comment), PostJson.Default.Letter)!;
            edit?.Invoke(json);
            var answer = await mallory.At(life.World.Exchange).SendAsync(sent + 1, [to], Encoding.UTF8.GetBytes(json.ToJsonString()));
            Assert.True(answer.Ok, answer.Refusal);
            sent++;
            await Eventually.TrueAsync(() => Task.FromResult(life.North.Output.Split($"A letter from {mallory.Name} was refused").Length - 1 >= sent), $"a comment {what} is refused");
            Assert.Equal((what, before), (what, await ShownAsync()));
        }

        Assert.DoesNotContain('\u202E', life.North.Output);
        Assert.DoesNotContain("failed by a fault", life.North.Output, StringComparison.Ordinal);

        async Task<string> ShownAsync() => (await life.North.GetAsync<object>($"/api/comments?about=intent&id={first.Id}")).Text + (await life.North.GetAsync<object>($"/api/comments?about=conflict&id={conflict}")).Text;
    }

    [Fact]
    public async Task Comments_are_written_and_read_on_the_command_line()
    {
        var ground = await life.AgreeAsync();
        var intent = await life.FileAsync(life.North, ground.Intent(60, 70));
        Task<ParleyCommand> Say(PostProcess post, params string[] args) => ParleyCommand.RunAsync(["comment", .. args, "--post", post.Folder]);
        Assert.Contains("Kept: only north reads it.", (await Say(life.North, "add", "intent", intent.Id[..12], "--text", "Within", "--officer", "N1")).Is(0).Output, StringComparison.Ordinal);
        Assert.Contains("Sent: relief will read it too.", (await Say(life.North, "add", "intent", intent.Id, "--text", "For all", "--across", "--officer", "N1")).Is(0).Output, StringComparison.Ordinal);
        var list = (await Say(life.North, "list", "intent", intent.Id)).Is(0).Output;
        Assert.Matches(@"relief too\s+│ For all[\s\S]+this party only\s+│ Within", list);
        await Eventually.TrueAsync(async () => (await Say(life.Relief, "list", "intent", intent.Id)).Is(0).Output.Contains("north too", StringComparison.Ordinal), "relief reads it");
        Assert.Contains("use intent, conflict or incident", (await Say(life.North, "list", "moon", intent.Id)).Is(2).Errors, StringComparison.Ordinal);
    }

    private static CommentMade Made(CommentAbout about, EntityId subject, string text) => new(new EntityId(Guid.NewGuid()), about, subject, text, "M1");

    private static async Task<IReadOnlyList<CommentView>> ListAsync(PostProcess post, string about, string id) => (await post.GetAsync<IReadOnlyList<CommentView>>($"/api/comments?about={about}&id={id}")).Is(200);

    // All that the post keeps, its journal first of all, as text.
    private static async Task<string> KeptAsync(PostProcess post)
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(post.Folder, "*", SearchOption.AllDirectories).Where(static f => Path.GetFileName(f) != "lock"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            text.Append(await reader.ReadToEndAsync());
        }

        return text.ToString();
    }
}
