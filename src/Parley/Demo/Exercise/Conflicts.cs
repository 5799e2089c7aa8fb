using Parley.Client.Post;
using static Parley.Demo.Exercise.Stage;

namespace Parley.Demo.Exercise;

/// <summary>Failures of coordination: two who can't settle it, and two who dodge into each other.</summary>
internal static class Conflicts
{
    public static async Task MediatorAsync(Stage stage)
    {
        var (a, q, t) = (stage.Aldermoor, stage.Quill, stage.Tern);
        var agreement = await stage.AgreeAsync("Skerry Strait", [a, q], t);
        var (_, theirs, conflict) = await MeetAsync(stage, t);
        var held = Must(await a.Client.StandAsync(conflict, new StandRequest { Stand = "hold", Officer = "Maj. Alder" }));
        stage.Says(a, "holds");
        await stage.ExpectAsync("both cannot hold: the second is refused, with who holds already", async () =>
            held.Stands.ContainsKey(a.Party) && (await q.Client.StandAsync(conflict, new StandRequest { Stand = "hold" })).Problem?.Detail.Contains("already holds", StringComparison.Ordinal) == true);
        await stage.ExpectAsync("the mediator sees the same conflict under the same id", async () => (await t.Client.ConflictAsync(conflict)).Value is { State: "open", Mediator: var m } && m == t.Party);
        var proposal = Must(await t.Client.ProposeAsync(conflict, new ProposalRequest
        {
            Kind = "shift-time",
            Change = new ChangeView { Intent = theirs.Id, ShiftS = 1200 },
            Officer = "Amb. Fenn",
            Reason = "Twenty minutes later, and both have their way.",
        }));
        stage.Says(t, "proposes, as the mediator: twenty minutes later");
        await stage.ExpectAsync("the mediator's proposal stands at both posts", async () => await ProposedAsync(a, conflict, proposal.Id) && await ProposedAsync(q, conflict, proposal.Id));
        Must(await a.Client.AcceptAsync(conflict, proposal.Id, new AnswerRequest { Officer = "Maj. Alder" }));
        await stage.ExpectAsync("one side's yes is not enough", async () => (await q.Client.ConflictAsync(conflict)).Value is { State: "open", Proposals: [{ State: "open" } p] } && p.Answers.ContainsKey(a.Party));
        Must(await q.Client.AcceptAsync(conflict, proposal.Id, new AnswerRequest { Officer = "Cdr. Quill" }));
        stage.Says(q, "accepts too: Cdr. Quill");
        await SettledAsync(stage, "once both accept it, it is carried out and all three see the conflict settled", conflict, [a, q, t]);
        await stage.EndAsync(agreement, a);
    }

    public static async Task BothMovedAsync(Stage stage)
    {
        var (a, q) = (stage.Aldermoor, stage.Quill);
        var agreement = await stage.AgreeAsync("Skerry Strait", [a, q], null, ("give_way", new { by = "declared", order = Array.Empty<string>() }));
        var (mine, theirs, conflict) = await MeetAsync(stage, null);
        Must(await a.Client.StandAsync(conflict, new StandRequest { Stand = "move", Officer = "Maj. Alder" }));
        stage.Says(a, "says: I move");
        await stage.ExpectAsync("the other side knows at once that it moves", async () =>
            (await q.Client.ConflictAsync(conflict)).Value is { } c && c.Stands.TryGetValue(a.Party, out var stand) && stand.Stand == "move" && c.GivesWay == a.Party);
        MustRefuse(await q.Client.StandAsync(conflict, new StandRequest { Stand = "move" }), "already moves");
        MustRefuse(await q.Client.ChangeIntentAsync(theirs.Id, stage.Intent(63, 8, north: 0.05)), "already moves");
        stage.Warned(q, "wants to move as well: refused");
        await stage.ExpectAsync("a second move into the first is refused, as a word and as a change of the intent", async () => await stage.IntentAtAsync(q, theirs.Id) is { Version: 1 });
        Must(await q.Client.StandAsync(conflict, new StandRequest { Stand = "hold", Officer = "Cdr. Quill" }));
        Must(await a.Client.ChangeIntentAsync(mine.Id, stage.Intent(60, 8, north: 0.1)));
        stage.Says(a, "moves 11 km north; Quill holds");
        await SettledAsync(stage, "one moves, one holds, and both see that they no longer meet", conflict, [a, q]);
        await stage.EndAsync(agreement, a);
    }

    private static async Task<(IntentView Mine, IntentView Theirs, string Conflict)> MeetAsync(Stage stage, DemoPost? mediator)
    {
        var (a, q) = (stage.Aldermoor, stage.Quill);
        var mine = Must(await a.Client.FileIntentAsync(stage.Intent(60, 8)));
        await stage.EventuallyAsync(async () => await stage.IntentAtAsync(q, mine.Id) is not null);
        var theirs = Must(await q.Client.FileIntentAsync(stage.Intent(63, 8)));
        if (theirs.Conflicts is not [var conflict])
        {
            throw new NotHeldException($"{q.Party}'s intent brought no conflict");
        }

        stage.Warned(q, $"files where {a.Party} will be: conflict {conflict}");
        await stage.ExpectAsync("both posts show one conflict under one id, before anything moves", async () =>
            (await a.Client.ConflictAsync(conflict)).Value is { State: "open" } && (mediator is null || (await mediator.Client.ConflictAsync(conflict)).Value is not null));
        return (mine, theirs, conflict);
    }

    private static async Task<bool> ProposedAsync(DemoPost post, string conflict, string proposal) => (await post.Client.ConflictAsync(conflict)).Value?.Proposals.Any(p => p.Id == proposal) == true;

    private static Task SettledAsync(Stage stage, string expectation, string conflict, DemoPost[] posts) => stage.ExpectAsync(expectation, async () =>
    {
        foreach (var post in posts)
        {
            if ((await post.Client.ConflictAsync(conflict)).Value is not { State: "agreed" or "gone", Series: [.., { Near: false }] })
            {
                return false;
            }
        }

        return true;
    });
}
