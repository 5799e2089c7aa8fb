using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>Ways in which a conflict is settled that are not one side's accepting the other's suggestion.</summary>
[Trait("rule", "issue-3 §4")]
public sealed class MeetingTests(LifeWorld life) : IClassFixture<LifeWorld>
{
    [Fact]
    public async Task What_a_mediator_proposes_stands_once_both_have_accepted_it()
    {
        var ground = await life.AgreeAsync(static terms => terms["mediator"] = "quill");
        var (_, second, id) = await life.MeetAsync(ground);
        await Eventually.TrueAsync(async () => await life.Quill.ConflictAsync(id) is { Mediator: "quill" }, "the mediator sees the conflict");
        var proposal = (await life.Quill.PostAsync<IdView>(
            $"/api/conflicts/{id}/proposals", new ProposalRequest { Kind = "shift-time", Change = new ChangeView { Intent = second.Id, ShiftS = 3600 }, Officer = "Q1" })).Is(201);
        await life.BothAsync(async p => (await p.ConflictAsync(id))!.Proposals is [{ By: "quill", State: "open" }], "sees the proposal");
        var accept = $"/api/conflicts/{id}/proposals/{proposal.Id}/accept";
        (await life.Quill.PostAsync<ConflictView>(accept)).Refused(403);

        (await life.Relief.PostAsync<ConflictView>(accept, new AnswerRequest { Officer = "R1" })).Is(200);
        await life.BothAsync(async p => await p.ConflictAsync(id) is { State: "open", Proposals: [{ State: "open", Answers.Count: 1 }] }, "sees that one has accepted, and that this is not enough");
        (await life.North.PostAsync<ConflictView>(accept, new AnswerRequest { Officer = "N1" })).Is(200);
        foreach (var post in life.World.Posts)
        {
            await Eventually.TrueAsync(
                async () => await post.ConflictAsync(id) is { State: "agreed", GivesWay: "relief", Proposals: [{ CarriedOut: true }] } && await post.IntentAsync(second.Id) is { Version: 2 },
                $"{post.Name} has it settled and carried out");
        }

        await life.SameAsync();
    }

    [Fact]
    public async Task Two_moves_into_one_another_are_refused()
    {
        var ground = await life.AgreeAsync();
        var (_, second, id) = await life.MeetAsync(ground);
        (await life.North.PostAsync<ConflictView>($"/api/conflicts/{id}/stand", new StandRequest { Stand = "move", Officer = "N1" })).Is(200);
        await life.BothAsync(async p => await p.ConflictAsync(id) is { GivesWay: "north", Stands.Count: 1 }, "knows that north moves");
        Assert.Contains("already moves", (await life.Relief.PostAsync<ConflictView>($"/api/conflicts/{id}/stand", new StandRequest { Stand = "move" })).Refused(409).Detail, StringComparison.Ordinal);
        Assert.Contains("already moves", (await life.Relief.PutAsync<IntentView>($"/api/intents/{second.Id}", ground.Intent(64, 74) with { Id = null })).Refused(409).Detail, StringComparison.Ordinal);
        (await life.Relief.PutAsync<IntentView>($"/api/intents/{second.Id}", new IntentRequest { Note = "holding" })).Is(200);
        (await life.Relief.PostAsync<ConflictView>($"/api/conflicts/{id}/stand", new StandRequest { Stand = "hold", Officer = "R1" })).Is(200);
        await life.SameAsync();
        Assert.Equal("north", (await life.Relief.ConflictAsync(id))!.GivesWay);
    }

    [Fact]
    public async Task Who_has_said_nothing_by_the_deadline_is_recorded_as_silent_and_the_default_applies()
    {
        var ground = await life.AgreeAsync(static terms => terms["coordinate_by_s"] = 7200);
        var (_, _, id) = await life.MeetAsync(ground);
        await life.BothAsync(
            async p => await p.ConflictAsync(id) is { Level: 1, State: "open", GivesWay: "relief" } conflict && conflict.Silent.Order().SequenceEqual(["north", "relief"]), "has both silent and relief giving way");
        await Eventually.TrueAsync(() => LifeWorld.AlarmAsync(life.Relief, "gives-way", id), "relief is called to give way");
        Assert.False(await LifeWorld.AlarmAsync(life.North, "gives-way", id));
        (await life.North.PostAsync<ConflictView>($"/api/conflicts/{id}/stand", new StandRequest { Stand = "hold", Officer = "N1" })).Is(200);
        await life.SameAsync();
    }
}
