using Parley.Client.Post;
using static Parley.Demo.Exercise.Stage;

namespace Parley.Demo.Exercise;

/// <summary>Failures of notices: late, of the wrong place, not passed on, not changed when the plan changed.</summary>
internal static class Notices
{
    public static async Task LateWarningAsync(Stage stage)
    {
        var (a, q) = (stage.Aldermoor, stage.Quill);
        var agreement = await stage.AgreeAsync("Skerry Strait", [a, q]);
        var timely = Must(await a.Client.FileIntentAsync(stage.Intent(60, 8)));
        stage.Says(a, $"files an intent that begins in an hour: notice {Minutes(timely.Notices[0].LeadTimeS)} ahead");
        var late = Must(await a.Client.FileIntentAsync(stage.Intent(1, 5, north: 0.2)));
        stage.Warned(a, $"files another that begins in a minute: notice {Minutes(late.Notices[0].LeadTimeS)} ahead, where 15 min are agreed");
        await stage.ExpectAsync("a notice given a minute before is marked late at both posts at once", async () =>
            await Both(stage, late.Id, static n => n.Late == true) && await stage.AlarmedAsync(q, "late-notice", late.Id) && await stage.AlarmedAsync(a, "late-notice", late.Id));
        await stage.ExpectAsync("both posts show the same lead time, and the same time of the notice, which is the exchange's", async () =>
            await stage.IntentAtAsync(a, late.Id) is { Notices: [{ At: not null } mine] } && await stage.IntentAtAsync(q, late.Id) is { Notices: [var theirs] }
            && mine.LeadTimeS == theirs.LeadTimeS && mine.At == theirs.At && mine.LeadTimeS is > 30 and <= 60);
        await stage.ExpectAsync("a timely notice is not marked", () => Both(stage, timely.Id, static n => n is { Late: false, LeadTimeS: > 900 }));
        Must(await a.Client.WithdrawIntentAsync(late.Id, new OutcomeRequest { Outcome = "cancelled", Reason = "We wait." }));
        await stage.ExpectAsync("the mark stays on the record after the intent is withdrawn, and the alarm ends", async () =>
            await stage.IntentAtAsync(q, late.Id) is { Alive: false, Marks: [{ What: "late" }] } && await stage.IntentAtAsync(a, late.Id) is { Marks: [{ What: "late" }] }
            && !await stage.AlarmedAsync(q, "late-notice", late.Id));
        await stage.EndAsync(agreement, a);
    }

    public static async Task WrongPlaceAsync(Stage stage)
    {
        var (l, q) = (stage.Lantern, stage.Quill);
        var agreement = await stage.AgreeAsync("Relief corridor", [l, q], null, ("max_area_km2", 500), ("max_duration_s", 14_400), ("place_tolerance_km", 5));
        var placed = Must(await l.Client.FileIntentAsync(stage.Intent(60, 30) with { Place = "Praia" }));
        stage.Warned(l, "files a convoy “at Praia”, with coordinates far out at sea");
        await stage.ExpectAsync("a notice whose coordinates lie far from the place it names calls as a wrong place at both posts", async () =>
            await stage.AlarmedAsync(q, "wrong-place", placed.Id) && await stage.AlarmedAsync(l, "wrong-place", placed.Id));
        MustRefuse(await q.Client.ConfirmPlaceAsync(placed.Id, "Lt. Reed"), "only its owner");
        Must(await l.Client.ConfirmPlaceAsync(placed.Id, "Dr. Ember"));
        stage.Says(l, "confirms its coordinates: Dr. Ember");
        await stage.ExpectAsync("it calls until its sender confirms or corrects it, and then no more", async () =>
            !await stage.AlarmedAsync(q, "wrong-place", placed.Id) && !await stage.AlarmedAsync(l, "wrong-place", placed.Id));
        var vague = Must(await l.Client.FileIntentAsync(stage.Intent(90, 30, radius: 20_000)));
        stage.Warned(l, "files another, over 1,250 km²: “the north”");
        await stage.ExpectAsync("a notice too vague to act on is marked vague at both posts, as a late one is marked late", async () =>
            await Both(stage, vague.Id, static n => n.Vague is not null, l, q) && await stage.AlarmedAsync(q, "vague-notice", vague.Id));
        await stage.EndAsync(agreement, l);
    }

    public static async Task NotPassedOnAsync(Stage stage)
    {
        var (l, q) = (stage.Lantern, stage.Quill);
        var agreement = await stage.AgreeAsync("Relief corridor", [l, q], null, ("minimum_notice_s", 60));
        var convoy = Must(await l.Client.FileIntentAsync(stage.Intent(9, 30)));
        stage.Says(l, "files a convoy that begins in 9 min");
        await stage.ExpectAsync("the notice has reached the other side's post", async () => await stage.IntentAtAsync(q, convoy.Id) is { Version: 1 });
        Must(await q.Client.PutRecipientsAsync(convoy.Id, new RecipientsRequest { Recipients = [new RecipientRequest { Name = "Battery 3", Way = "net 4" }, new RecipientRequest { Name = "Checkpoint 7", Way = "runner" }] }));
        stage.Says(q, "names who of its own must know: Battery 3 and Checkpoint 7");
        await stage.ExpectAsync("within 10 min of the start it calls that those who must know have not confirmed", () => stage.AlarmedAsync(q, "not-passed-on", convoy.Id, "2 of 2"));
        await stage.ExpectAsync("the sender sees how far its notice got, in counts and without names", async () =>
            await stage.IntentAtAsync(l, convoy.Id) is { Notices: [{ PassedOn: { MustKnow: 2, Told: 0, Confirmed: 0 } }], Recipients: null });
        Must(await q.Client.RecipientToldAsync(convoy.Id, "Battery 3", "Lt. Reed"));
        Must(await q.Client.RecipientConfirmedAsync(convoy.Id, "Battery 3", "Lt. Reed"));
        await stage.ExpectAsync("one confirmation is not enough", async () =>
            await stage.AlarmedAsync(q, "not-passed-on", convoy.Id, "1 of 2") && await stage.IntentAtAsync(l, convoy.Id) is { Notices: [{ PassedOn: { MustKnow: 2, Confirmed: 1 } }] });
        Must(await q.Client.RecipientConfirmedAsync(convoy.Id, "Checkpoint 7", "Lt. Reed"));
        stage.Says(q, "Checkpoint 7 confirms too");
        await stage.ExpectAsync("when all have confirmed, the call ends and the sender sees it", async () =>
            !await stage.AlarmedAsync(q, "not-passed-on", convoy.Id) && await stage.IntentAtAsync(l, convoy.Id) is { Notices: [{ PassedOn: { Told: 2, Confirmed: 2 } }] });
        await stage.EndAsync(agreement, l);
    }

    public static async Task TurnedBackAsync(Stage stage)
    {
        var (l, q) = (stage.Lantern, stage.Quill);
        var agreement = await stage.AgreeAsync("Relief corridor", [l, q], null, ("minimum_notice_s", 60));
        var convoy = Must(await l.Client.FileIntentAsync(stage.Intent(20, 30)));
        await stage.ExpectAsync("the notice has reached the other side's post", async () => await stage.IntentAtAsync(q, convoy.Id) is { Version: 1 });
        Must(await q.Client.AcknowledgeIntentAsync(convoy.Id, "Lt. Reed"));
        Must(await l.Client.ChangeIntentAsync(convoy.Id, new IntentRequest { State = "Activated" }));
        var turned = Must(await l.Client.ChangeIntentAsync(convoy.Id, stage.Intent(5, 60, radius: 1500) with { UnderWay = "turned-back" }));
        stage.Warned(l, "is stopped at a checkpoint and turns back: the way home is declared");
        await stage.ExpectAsync("turning back is told as a change of the intent, with its new times and place", async () =>
            await stage.IntentAtAsync(q, convoy.Id) is { UnderWay: "turned-back" } seen && seen.Version == turned.Version && seen.Start == turned.Start);
        await stage.ExpectAsync("it calls at both posts until the other side's officer acknowledges it, although the notice was seen before", async () =>
            await stage.AlarmedAsync(q, "under-way", convoy.Id) && await stage.AlarmedAsync(l, "under-way", convoy.Id));
        Must(await q.Client.AcknowledgeIntentAsync(convoy.Id, "Lt. Reed"));
        stage.Says(q, "acknowledges that it turns back: Lt. Reed");
        await stage.ExpectAsync("the acknowledgement by name ends the call at both", async () =>
            !await stage.AlarmedAsync(q, "under-way", convoy.Id) && !await stage.AlarmedAsync(l, "under-way", convoy.Id)
            && await stage.IntentAtAsync(l, convoy.Id) is { Notices: [{ SeenBy: "Lt. Reed" } n] } && n.SeenVersion == turned.Version);
        Must(await l.Client.EndIntentAsync(convoy.Id, new OutcomeRequest { Outcome = "impeded", Reason = "Turned back at Checkpoint 7." }));
        await stage.ExpectAsync("its outcome is on both records: impeded, and why", async () =>
            await stage.IntentAtAsync(q, convoy.Id) is { Outcome: "impeded", Reason: "Turned back at Checkpoint 7." } && await stage.IntentAtAsync(l, convoy.Id) is { Outcome: "impeded" });
        await stage.EndAsync(agreement, l);
    }

    private static async Task<bool> Both(Stage stage, string intent, Func<NoticeView, bool> shows, DemoPost? a = null, DemoPost? b = null) =>
        (await stage.IntentAtAsync(a ?? stage.Aldermoor, intent))?.Notices.Any(shows) == true && (await stage.IntentAtAsync(b ?? stage.Quill, intent))?.Notices.Any(shows) == true;
}
