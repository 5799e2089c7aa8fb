using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Durability;

/// <summary>A post from an old backup, a post that was away, and an exchange that was away: at the end both sides show the same.</summary>
[Trait("rule", "issue-3 The demo")]
public sealed class RestoreTests
{
    // How many steps of the play the backup holds: none (no agreement yet), the agreement and one notice, the conflict, all but the last two.
    [Theory]
    [InlineData("relief", 0)]
    [InlineData("north", 0)]
    [InlineData("north", 4)]
    [InlineData("relief", 6)]
    [InlineData("north", 9)]
    public async Task A_post_from_an_old_backup_comes_to_show_what_the_other_shows(string restored, int held)
    {
        await using var world = await PostWorld.StartAsync("north", "relief");
        var play = new Play(world);
        var steps = play.Steps;
        for (var i = 0; i < held; i++)
        {
            await play.FinishAsync(steps[i]);
        }

        var backup = Scratch.NewPath();
        await world[restored].StopAsync();
        Copy(world[restored].Folder, backup);
        await world.ReviveAsync();
        for (var i = held; i < steps.Count; i++)
        {
            await play.FinishAsync(steps[i]);
        }

        await world[restored].StopAsync();
        Directory.Delete(world[restored].Folder, recursive: true);
        Copy(backup, world[restored].Folder);
        await world.ReviveAsync();
        await world.QuietAsync();
        await play.HoldsAsync();

        // Each goes on, and the letters of each are taken by the other.
        foreach (var (post, minutes) in new[] { (world["north"], 200), (world["relief"], 220) })
        {
            (await post.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.7, -37.5, minutes, minutes + 5)))).Is(201);
        }

        await SharedView.SameAsync(world, "north", "relief");
        foreach (var post in world.Posts)
        {
            await Eventually.TrueAsync(async () => (await post.IntentsAsync()).Count == 5, $"{post.Name} knows what was filed since");
            Assert.DoesNotContain((await post.StatusAsync()).Alarms, static a => a.Kind is "letters-refused" or "letters-missing" or "restored");
        }
    }

    [Fact]
    public async Task A_post_that_was_away_while_the_other_filed_takes_it_in_in_order()
    {
        await using var world = await PostWorld.StartAsync("north", "relief");
        var (north, relief) = (world["north"], world["relief"]);
        await world.AgreeAsync(PostWorld.Terms("north", "relief"), "north", "relief");
        var met = (await relief.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 70)))).Is(201);
        await relief.StopAsync();

        var filed = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            var plan = i == 17 ? PostWorld.At(12.34, -38.05, 63, 73) : PostWorld.At(12.7, -37.5, 60 + i, 65 + i);
            filed.Add((await north.PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201).Id);
        }

        (await north.DeleteAsync<IntentView>($"/api/intents/{filed[3]}", new OutcomeRequest { Outcome = "cancelled", Reason = "no longer needed" })).Is(200);
        var conflict = Assert.Single(await north.ConflictsAsync());
        await relief.StartAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                // Whatever moment it is read at: what was filed later is never there before what was filed earlier.
                var known = (await relief.IntentsAsync()).Select(static i => i.Id).ToHashSet();
                var told = filed.TakeWhile(known.Contains).Count();
                Assert.Equal(told, filed.Count(known.Contains));
                return told == filed.Count;
            },
            "relief has been told of all that was filed while it was away");
        await SharedView.SameAsync(world, "north", "relief");
        Assert.Equal(conflict.Id, Assert.Single((await relief.IntentAsync(met.Id))!.Conflicts));
        Assert.Equal("cancelled", (await relief.IntentAsync(filed[3]))!.Outcome);
        var times = (await relief.IntentsAsync()).Where(static i => !i.Mine).ToDictionary(static i => i.Id, static i => DateTimeOffset.Parse(Assert.Single(i.Notices).At!));
        Assert.Equal(filed, times.OrderBy(static t => t.Value).Select(static t => t.Key));
    }

    [Fact]
    public async Task What_is_said_while_the_exchange_is_away_waits_and_goes_once_it_is_back()
    {
        await using var world = await PostWorld.StartAsync("north", "relief");
        var (north, relief) = (world["north"], world["relief"]);
        await world.AgreeAsync(PostWorld.Terms("north", "relief"), "north", "relief");
        var second = PostWorld.Terms("north", "relief");
        second["title"] = "The second one";
        var draft = (await north.PostAsync<AgreementView>("/api/agreements", second.ToJsonString())).Is(201);
        await Eventually.TrueAsync(async () => await relief.AgreementAsync(draft.Id) is not null, "relief has the draft");

        await world.KillAsync("exchange");
        var filed = (await north.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 70)))).Is(202);
        Assert.True(filed.Pending);
        var signed = (await relief.PostAsync<AgreementView>($"/api/agreements/{draft.Id}/sign", new OfficerRequest { Officer = "R1" })).Is(202);
        Assert.Equal(("drafted", 0), (signed.State, signed.Signatures.Count));
        Assert.Null(await relief.IntentAsync(filed.Id));
        await Eventually.TrueAsync(async () => (await relief.StatusAsync()) is { Exchange: "down", LettersWaiting: 1 }, "relief says that its letter waits");

        await world.ReviveAsync();
        await Eventually.TrueAsync(async () => await relief.IntentAsync(filed.Id) is { Version: 1 }, "relief is told of the intent");
        await Eventually.TrueAsync(async () => (await north.AgreementAsync(draft.Id))!.Signatures.ContainsKey("relief"), "north has relief's signature");
        (await north.PostAsync<AgreementView>($"/api/agreements/{draft.Id}/sign", new OfficerRequest { Officer = "N1" })).Is(200);
        await Eventually.TrueAsync(async () => await relief.AgreementAsync(draft.Id) is { State: "in-force" }, "relief has both signatures");
        await SharedView.SameAsync(world, "north", "relief");
        foreach (var post in world.Posts)
        {
            Assert.Equal(2, (await post.AgreementAsync(draft.Id))!.Signatures.Count);
            Assert.Equal(("north", false), ((await post.IntentAsync(filed.Id))!.Owner, (await post.IntentAsync(filed.Id))!.Pending));
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
        {
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        }

        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }
}
