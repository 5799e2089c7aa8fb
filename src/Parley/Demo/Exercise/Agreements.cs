using Parley.Client.Post;
using static Parley.Demo.Exercise.Stage;

namespace Parley.Demo.Exercise;

/// <summary>Failures of agreements: suspended, with the safety; left behind by an area that grew.</summary>
internal static class Agreements
{
    public static async Task SuspendedAgreementAsync(Stage stage)
    {
        var (a, q) = (stage.Aldermoor, stage.Quill);
        await OnWatchAsync(q, "Lt. Reed");
        var agreement = await stage.AgreeAsync("Skerry Strait", [a, q]);
        Must(await a.Client.SuspendAgreementAsync(agreement.Id, new SuspendRequest { Reason = "We were not consulted.", Officer = "Gen. Alder", SecondOfficer = "Col. Rowan" }));
        stage.Warned(a, "suspends the agreement: “We were not consulted.”");
        await stage.ExpectAsync("suspension is a state of its own with its time, reason and officer, the same at both posts", async () =>
            (await a.Client.AgreementAsync(agreement.Id)).Value is { State: "suspended" } mine && (await q.Client.AgreementAsync(agreement.Id)).Value is { State: "suspended" } theirs
            && mine.Suspensions[a.Party] == theirs.Suspensions[a.Party] && mine.Suspensions[a.Party].Reason == "We were not consulted." && await stage.AlarmedAsync(q, "agreement-suspended", agreement.Id));
        var late = Must(await q.Client.FileIntentAsync(stage.Intent(2, 5)));
        await stage.ExpectAsync("notices are still given and marked late while it is suspended", async () =>
            await stage.IntentAtAsync(a, late.Id) is { Marks: [{ What: "late" }] } && await stage.AlarmedAsync(a, "late-notice", late.Id));
        var meets = Must(await a.Client.FileIntentAsync(stage.Intent(3, 5)));
        await stage.ExpectAsync("conflicts are still found at both posts", async () => await stage.IntentAtAsync(a, meets.Id) is { Conflicts: [var id] } && await stage.IntentAtAsync(q, meets.Id) is { Conflicts: [var same] } && id == same);
        var flash = Must(await a.Client.SendMessageAsync(new MessageRequest { To = [q.Party], Precedence = "FLASH", Text = "We still speak." }));
        await stage.ExpectAsync("the line stays up: a FLASH arrives", async () => await stage.MessageAtAsync(q, flash.Id) is not null);
        Must(await q.Client.AcknowledgeMessageAsync(flash.Id, "Lt. Reed"));
        var stop = Must(await q.Client.StopAsync(new StopRequest()));
        await stage.ExpectAsync("a STOP goes through while it is suspended", () => stage.AlarmedAsync(a, "stop", stop.First(m => m.To.Contains(a.Party)).Id));
        Must(await a.Client.ResumeAgreementAsync(agreement.Id, new OfficerRequest { Officer = "Gen. Alder" }));
        stage.Says(a, "resumes it");
        await stage.ExpectAsync("who suspended takes it back, and it is in force at both posts", async () =>
            (await a.Client.AgreementAsync(agreement.Id)).Value is { State: "in-force" } && (await q.Client.AgreementAsync(agreement.Id)).Value is { State: "in-force" });
        await stage.EndAsync(agreement, a);
    }

    public static async Task AreaThatGrewAsync(Stage stage)
    {
        var (a, q, l) = (stage.Aldermoor, stage.Quill, stage.Lantern);
        var agreement = await stage.AgreeAsync("Skerry Strait", [a, q]);
        var inside = Must(await a.Client.FileIntentAsync(stage.Intent(60, 5)));
        await stage.ExpectAsync("an intent inside the agreed area is covered", () => Task.FromResult(inside is { Uncovered: false, Notices.Count: 1 }));
        var wanted = stage.Intent(60, 5, north: 0.5, radius: 10_000);
        var check = Must(await a.Client.CheckIntentAsync(wanted));
        await stage.ExpectAsync("before it is filed, a check says which part no agreement covers, and nobody is told", async () =>
            check is { Uncovered: true, UncoveredParts: [{ Text.Length: > 0 }, ..] } && await stage.IntentAtAsync(q, check.Id) is null);
        var grown = Must(await a.Client.FileIntentAsync(wanted));
        stage.Warned(a, $"files an intent that reaches beyond it: {grown.UncoveredParts?[0].Text}");
        await stage.ExpectAsync("filed all the same, it is reported as uncovered, with the outline of that part", async () =>
            await stage.IntentAtAsync(a, grown.Id) is { Uncovered: true, UncoveredParts: [{ Outlines.Count: > 0 }, ..] });
        await stage.ExpectAsync("who shares the agreement is told of all of it; who does not is not", async () =>
            await stage.IntentAtAsync(q, grown.Id) is { Notices: [{ Party: var told }] } && told == q.Party && await stage.IntentAtAsync(l, grown.Id) is null);
        await stage.EndAsync(agreement, a);
    }
}
