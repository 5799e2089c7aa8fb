using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>What becomes of agreements and notices over their life, each seen from both sides, and both alike at the end.</summary>
[Trait("rule", "issue-3 §2, §3")]
public sealed class LifeTests(LifeWorld life) : IClassFixture<LifeWorld>
{
    private PostProcess North => life.North;

    private PostProcess Relief => life.Relief;

    [Fact]
    public async Task While_an_agreement_is_suspended_notices_flow_and_late_ones_are_marked()
    {
        var ground = await life.AgreeAsync();
        (await North.PostAsync<AgreementView>($"/api/agreements/{ground.Agreement}/suspend", new SuspendRequest { Reason = "the channel is not answered", Officer = "N1", SecondOfficer = "N2" })).Is(200);
        await life.BothAsync(async p => await p.AgreementAsync(ground.Agreement) is { State: "suspended", Suspensions.Count: 1 }, "shows it suspended");

        var late = await life.FileAsync(Relief, ground.Intent(5, 20));
        Assert.True(Assert.Single(late.Notices).Late);
        Assert.Equal("late", Assert.Single((await North.IntentAsync(late.Id))!.Marks).What);
        Assert.True(await LifeWorld.AlarmAsync(North, "late-notice", late.Id));
        (await Relief.PostAsync<AgreementView>($"/api/agreements/{ground.Agreement}/resume")).Refused(409);

        (await North.PostAsync<AgreementView>($"/api/agreements/{ground.Agreement}/resume", new OfficerRequest { Officer = "N1" })).Is(200);
        await life.BothAsync(async p => await p.AgreementAsync(ground.Agreement) is { State: "in-force", Suspensions.Count: 0 }, "shows it in force again");
        await life.SameAsync();
    }

    [Fact]
    public async Task With_a_footprint_agreed_the_other_side_sees_no_altitudes_but_the_same_conflict()
    {
        var ground = await life.AgreeAsync(static terms => terms["disclosure"] = "footprint");
        var first = await life.FileAsync(North, ground.Intent(60, 70, 1777, 1888));
        var second = await life.FileAsync(Relief, ground.Intent(63, 73, 2111, 2222));
        var id = Assert.Single(second.Conflicts);
        await Eventually.TrueAsync(async () => await North.ConflictAsync(id) is not null, "north has the conflict under the same id");
        foreach (var (post, foreign, own) in new[] { (Relief, first.Id, 2111), (North, second.Id, 1777) })
        {
            var seen = (await post.IntentAsync(foreign))!;
            Assert.Equal("footprint", Assert.Single(seen.Notices).Disclosure);
            var volume = Assert.Single(seen.Volumes).Volume!;
            Assert.Equal((null, null), (volume.AltitudeLower, volume.AltitudeUpper));
            Assert.Equal(own, (await post.IntentAsync(foreign == first.Id ? second.Id : first.Id))!.Volumes[0].Volume!.AltitudeLower!.Value);
            var encounter = (await post.ConflictAsync(id))!.Encounter;
            Assert.All(new[] { encounter.AltitudeLowerM, encounter.AltitudeUpperM }, static metres => Assert.False(metres is 1777 or 1888 or 2111 or 2222));
        }

        await life.SameAsync();
    }

    [Fact]
    public async Task A_place_that_is_elsewhere_alarms_both_sides_until_its_sender_confirms_it()
    {
        var ground = await life.AgreeAsync();
        var filed = await life.FileAsync(North, ground.Intent(60, 70) with { Place = "EPMB" });
        Assert.True(filed.Place is { Known: true, Wrong: true, DistanceKm: > 5 });
        await life.BothAsync(p => LifeWorld.AlarmAsync(p, "wrong-place", filed.Id), "calls for the wrong place");
        (await Relief.PostAsync<IntentView>($"/api/intents/{filed.Id}/confirm-place", new OfficerRequest { Officer = "R1" })).Refused(403);
        (await North.PostAsync<IntentView>($"/api/intents/{filed.Id}/confirm-place", new OfficerRequest { Officer = "N1" })).Is(200);
        await life.BothAsync(async p => !await LifeWorld.AlarmAsync(p, "wrong-place", filed.Id) && await p.IntentAsync(filed.Id) is { Place.Wrong: false }, "no longer calls");
        await life.SameAsync();
    }

    [Fact]
    public async Task A_vague_notice_is_marked_on_both_sides_and_the_mark_stays()
    {
        var ground = await life.AgreeAsync(static terms => terms["max_duration_s"] = 900);
        var filed = await life.FileAsync(North, ground.Intent(60, 120));
        Assert.Contains("it lasts 60 min", Assert.Single(filed.Notices).Vague, StringComparison.Ordinal);
        (await North.PutAsync<IntentView>($"/api/intents/{filed.Id}", ground.Intent(60, 70) with { Id = null })).Is(200);
        await life.BothAsync(
            async p => await p.IntentAsync(filed.Id) is { Version: 2, Notices: [{ Vague: null }], Marks: [{ What: "vague", Version: 1 }] } && !await LifeWorld.AlarmAsync(p, "vague-notice", filed.Id),
            "has the second notice no longer vague, and the first still marked");
        await life.SameAsync();
    }

    [Fact]
    public async Task The_owner_sees_how_many_were_told_and_no_names()
    {
        var ground = await life.AgreeAsync();
        var filed = await life.FileAsync(North, ground.Intent(60, 70));
        (await Relief.PutAsync<IntentView>(
            $"/api/intents/{filed.Id}/recipients",
            new RecipientsRequest { Recipients = [new RecipientRequest { Name = "Checkpoint 4", Way = "runner" }, new RecipientRequest { Name = "Battery 2", Way = "radio" }] })).Is(200);
        (await Relief.PostAsync<IntentView>($"/api/intents/{filed.Id}/recipients/Checkpoint%204/confirmed", new OfficerRequest { Officer = "R1" })).Is(200);
        await Eventually.TrueAsync(async () => (await North.IntentAsync(filed.Id))!.Notices is [{ PassedOn: { MustKnow: 2, Told: 1, Confirmed: 1 } }], "north sees how far it got");
        var shown = await North.GetAsync<IntentView>($"/api/intents/{filed.Id}");
        Assert.Null(shown.Is(200).Recipients);
        Assert.DoesNotContain("Checkpoint", shown.Text, StringComparison.Ordinal);
        (await Relief.PostAsync<IntentView>($"/api/intents/{filed.Id}/recipients/Nobody/told", new OfficerRequest { Officer = "R1" })).Refused(404);
        await life.SameAsync();
    }

    [Fact]
    public async Task A_turn_back_calls_on_both_sides_until_the_other_acknowledges_it()
    {
        var ground = await life.AgreeAsync();
        var filed = await life.FileAsync(North, ground.Intent(60, 70));
        (await North.PutAsync<IntentView>($"/api/intents/{filed.Id}", new IntentRequest { State = "Activated", UnderWay = "turned-back" })).Is(200);
        await life.BothAsync(
            async p => await p.IntentAsync(filed.Id) is { UnderWay: "turned-back", State: "Activated", Version: 2 } && await LifeWorld.AlarmAsync(p, "under-way", filed.Id), "calls for the turn back");
        (await Relief.PostAsync<IntentView>($"/api/intents/{filed.Id}/acknowledge", new OfficerRequest { Officer = "R1" })).Is(200);
        await life.BothAsync(
            async p => (await p.IntentAsync(filed.Id))!.Notices is [{ SeenBy: "R1", SeenVersion: 2 }] && !await LifeWorld.AlarmAsync(p, "under-way", filed.Id), "has it acknowledged");
        await life.SameAsync();
    }

    [Fact]
    public async Task What_is_not_reconfirmed_in_time_no_longer_counts_on_either_side_and_counts_again_once_it_is()
    {
        var ground = await life.AgreeAsync(static terms => terms["reconfirm_every_s"] = 2);
        var (standing, other, conflict) = await StandingMeetsAsync(ground);
        await life.BothAsync(
            async p => await p.IntentAsync(standing.Id) is { Expired: true, Alive: false } && await LifeWorld.AlarmAsync(p, "expired", standing.Id) && await p.ConflictAsync(conflict) is { State: "gone" },
            "has it expired and its conflict gone");
        (await Relief.PostAsync<IntentView>($"/api/intents/{standing.Id}/reconfirm", new OfficerRequest { Officer = "R1" })).Refused(403);
        (await Relief.PostAsync<IntentView>($"/api/intents/{other.Id}/reconfirm", new OfficerRequest { Officer = "R1" })).Refused(400);
        (await North.PostAsync<IntentView>($"/api/intents/{standing.Id}/reconfirm", new OfficerRequest { Officer = "N1" })).Is(200);
        await life.BothAsync(
            async p => await p.IntentAsync(standing.Id) is { Expired: true } && (await p.ConflictAsync(conflict))!.Series.Select(static s => s.Near).SequenceEqual([true, false, true, false]),
            "has its conflict back, and then both expired anew");
        await life.SameAsync();
    }

    private async Task<(IntentView Standing, IntentView Other, string Conflict)> StandingMeetsAsync(LifeWorld.Ground ground)
    {
        var other = await life.FileAsync(Relief, ground.Intent(63, 73));
        var standing = await life.FileAsync(North, ground.Intent(60, 70) with { Standing = true });
        var met = Assert.Single(await North.ConflictsAsync(), c => c.Intents.Contains(standing.Id));
        return (standing, other, met.Id);
    }
}
