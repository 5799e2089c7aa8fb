using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>Two posts that don't trust each other settle a conflict over the real binary.</summary>
[Trait("rule", "issue-3 §4")]
public sealed class SettlingTests
{
    [Fact]
    public async Task A_conflict_has_one_id_on_both_sides_and_an_accepted_suggestion_ends_it()
    {
        await using var world = await PostWorld.StartAsync("north", "relief");
        var (north, relief) = (world["north"], world["relief"]);
        await world.AgreeAsync(PostWorld.Terms("north", "relief"), "north", "relief");
        var first = (await north.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 70)))).Is(201);
        Assert.False(Assert.Single(first.Notices).Late);
        var second = (await relief.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 63, 73)))).Is(201);
        var id = Assert.Single(second.Conflicts);
        await Eventually.TrueAsync(async () => await north.ConflictAsync(id) is { State: "open" }, "north sees the conflict");

        var suggestion = (await relief.ConflictAsync(id))!.Suggestions.First(s => s.Change.Intent == second.Id);
        var proposal = (await relief.PostAsync<IdView>($"/api/conflicts/{id}/proposals", new ProposalRequest { Kind = suggestion.Kind, Change = suggestion.Change })).Is(201);
        await Eventually.TrueAsync(async () => (await north.ConflictAsync(id))!.Proposals.Count == 1, "north sees the proposal");
        (await north.PostAsync<ConflictView>($"/api/conflicts/{id}/proposals/{proposal.Id}/accept")).Is(200);
        foreach (var post in world.Posts)
        {
            await Eventually.TrueAsync(async () => await post.ConflictAsync(id) is { State: "agreed" or "gone", Proposals: [{ CarriedOut: true }] }, $"{post.Name} sees it settled");
            Assert.Equal(2, (await post.IntentAsync(second.Id))!.Version);
        }
    }
}
