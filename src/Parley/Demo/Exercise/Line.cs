using Parley.Client.Post;
using static Parley.Demo.Exercise.Stage;

namespace Parley.Demo.Exercise;

/// <summary>Failures of the line: nobody answers, or the one who is asked for is away.</summary>
internal static class Line
{
    public static async Task SilentLineAsync(Stage stage)
    {
        var (a, q, t) = (stage.Aldermoor, stage.Quill, stage.Tern);
        await OnWatchAsync(a, "Maj. Alder");
        await OnWatchAsync(q, "Lt. Reed");
        await OnWatchAsync(t, "Amb. Fenn");
        var agreement = await stage.AgreeAsync(
            "Skerry Strait", [a, q], t, ("acknowledge_within_s", new { FLASH = 1, IMMEDIATE = 2, PRIORITY = 2, ROUTINE = 60 }), ("link_check_every_s", 3),
            ("contacts", new Dictionary<string, object> { [a.Party] = new[] { new { name = "Maj. Alder" } }, [q.Party] = new[] { new { name = "Lt. Reed" }, new { name = "Capt. Marsh" } } }));

        // Whoever is on watch answers the checks of the other side as they come, until told to stop.
        using var answering = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        var answers = Task.WhenAll(AnswerAsync(a, "Maj. Alder", answering.Token), AnswerAsync(t, "Amb. Fenn", answering.Token));
        using var reed = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        var reeds = AnswerAsync(q, "Lt. Reed", reed.Token);
        await stage.ExpectAsync("the line is tested on its schedule in both directions, and a human answers", async () =>
            await LineAsync(stage, a, q) is { Link: "up", LastCheckAnswered: not null, LastCheckReceived: not null } && await LineAsync(stage, q, a) is { Link: "up", LastCheckAnswered: not null, LastCheckReceived: not null });

        await reed.CancelAsync();
        await reeds;
        stage.Warned(q, "Lt. Reed is on watch and does not answer");
        await stage.ExpectAsync("a check that nobody answers in time is missed at both posts, and both say: unanswered", async () =>
            await MissedAsync(stage, a, q, "out", "unanswered") && await MissedAsync(stage, q, a, "in", "unanswered") && await stage.AlarmedAsync(a, "link-check-missed") && await stage.AlarmedAsync(q, "link-check-missed"));

        var flash = Must(await a.Client.SendMessageAsync(new MessageRequest { To = [q.Party], Precedence = "FLASH", Text = "Your aircraft is inside our area.", Officer = "Maj. Alder" }));
        stage.Warned(a, "sends FLASH; nobody acknowledges it");
        await stage.ExpectAsync("silence escalates by itself: the next contact, then everyone, then the mediator, at the agreed times, the same at both posts", async () =>
            await stage.MessageAtAsync(a, flash.Id) is { Receivers: [{ Steps: [{ To: "contact", Name: "Capt. Marsh" }, { To: "everyone" }, { To: "mediator" }] } mine] }
            && await stage.MessageAtAsync(q, flash.Id) is { Receivers: [var theirs] } && mine.Steps.SequenceEqual(theirs.Steps));
        await stage.ExpectAsync("the mediator has the message itself, and both sides see that it was told", async () =>
            await stage.MessageAtAsync(t, flash.Id) is { Text: "Your aircraft is inside our area." } && await stage.AlarmedAsync(t, "message-escalated", flash.Id)
            && await stage.MessageAtAsync(a, flash.Id) is { MediatorTold: not null } && await stage.MessageAtAsync(q, flash.Id) is { MediatorTold: not null });

        await NobodyOnWatchAsync(q);
        stage.Warned(q, "the last officer leaves the watch");
        await stage.ExpectAsync("a vacant watch calls at once, and the next check says at both posts: nobody on watch", async () =>
            await stage.AlarmedAsync(q, "watch-vacant") && await MissedAsync(stage, a, q, "out", "nobody-on-watch") && await MissedAsync(stage, q, a, "in", "nobody-on-watch"));

        await q.StopAsync();
        stage.Warned(q, "its post is gone");
        await stage.ExpectAsync("a post that is away is told from an officer who does not answer: post down", () => MissedAsync(stage, a, q, "out", "post-down"));
        if (await q.StartAsync() is { } problem)
        {
            throw new NotHeldException(problem.ToString());
        }

        await OnWatchAsync(q, "Lt. Reed");
        using var again = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        var back = AnswerAsync(q, "Lt. Reed", again.Token);
        await stage.ExpectAsync("when somebody answers again, the line is up again at both posts", async () => await LineAsync(stage, a, q) is { Link: "up" } && await LineAsync(stage, q, a) is { Link: "up" });
        await answering.CancelAsync();
        await again.CancelAsync();
        await Task.WhenAll(answers, back);
        await stage.EndAsync(agreement, a);
    }

    public static async Task AbsentContactAsync(Stage stage)
    {
        var (a, q, t) = (stage.Aldermoor, stage.Quill, stage.Tern);
        await NobodyOnWatchAsync(q);
        await OnWatchAsync(q, "Sgt. Hale");
        await OnWatchAsync(t, "Amb. Fenn");
        var agreement = await stage.AgreeAsync(
            "Skerry Strait", [a, q], t, ("contacts", new Dictionary<string, object> { [a.Party] = new[] { new { name = "Maj. Alder" } }, [q.Party] = new[] { new { name = "Col. Away" }, new { name = "Capt. Marsh" } } }));
        var flash = Must(await a.Client.SendMessageAsync(new MessageRequest
        {
            To = [q.Party],
            Phrase = new PhraseRequest { Code = "SAF-01", Slots = [] },
            Precedence = "FLASH",
            Officer = "Maj. Alder",
        }));
        stage.Says(a, $"sends FLASH by phrase: {flash.Phrase?.Says}; the first contact there, Col. Away, is away");
        await stage.ExpectAsync("the message is at the other post, and each reads it in its own language", async () =>
            await stage.MessageAtAsync(q, flash.Id, "fr") is { Phrase.Says: { } french } && await stage.MessageAtAsync(q, flash.Id, "he") is { Phrase.Says: { } hebrew }
            && french != hebrew && french != flash.Phrase!.Says);
        MustRefuse(await q.Client.AcknowledgeMessageAsync(flash.Id, "Col. Away"), "not on watch");
        Must(await q.Client.AcknowledgeMessageAsync(flash.Id, "Sgt. Hale"));
        stage.Says(q, "Sgt. Hale, on watch, takes it");
        await stage.ExpectAsync("anyone on watch may take it; delivered, read and acknowledged by name are three times, the same at both posts", async () =>
            await stage.MessageAtAsync(a, flash.Id) is { Receivers: [{ DeliveredAt: not null, ReadAt: not null, AcknowledgedAt: not null, AcknowledgedBy: "Sgt. Hale", Steps.Count: 0 } mine] }
            && await stage.MessageAtAsync(q, flash.Id) is { Receivers: [var theirs] } && (mine.DeliveredAt, mine.ReadAt, mine.AcknowledgedAt) == (theirs.DeliveredAt, theirs.ReadAt, theirs.AcknowledgedAt));
        Must(await q.Client.TakeWatchAsync(new WatchRequest { Officer = "Lt. Reed", From = "Sgt. Hale", Note = "Quiet since two." }));
        await stage.ExpectAsync("handing over is on the record, and the other side knows who is on watch now", async () =>
            (await q.Client.WatchAsync()).Value is { OnWatch: [{ Officer: "Lt. Reed" }], Changes: [{ Left: "Sgt. Hale", Took: "Lt. Reed", Note: "Quiet since two." }, ..] }
            && await LineAsync(stage, a, q) is { OnWatch: ["Lt. Reed"] });
        var stop = Must(await a.Client.StopAsync(new StopRequest { Officer = "Maj. Alder" })).Single(m => m.To.Contains(q.Party));
        stage.Warned(a, "sends STOP, to nobody by name");
        await stage.ExpectAsync("a STOP needs no addressee: it calls everyone on the other side and the mediator at once", async () =>
            await stage.AlarmedAsync(q, "stop", stop.Id) && await stage.AlarmedAsync(t, "stop", stop.Id) && await stage.MessageAtAsync(q, stop.Id) is { Precedence: "FLASH", Receivers: [{ Steps: [{ To: "everyone" }] }, ..] });
        Must(await q.Client.AcknowledgeMessageAsync(stop.Id, "Lt. Reed"));
        Must(await t.Client.AcknowledgeMessageAsync(stop.Id, "Amb. Fenn"));
        await stage.ExpectAsync("who acknowledged the STOP is seen by all", async () =>
            await stage.MessageAtAsync(a, stop.Id) is { } seen && seen.Receivers.All(static r => r.AcknowledgedBy is not null) && await stage.MessageAtAsync(q, stop.Id) is { } there && there.Receivers.All(static r => r.AcknowledgedBy is not null));
        await stage.EndAsync(agreement, a);
    }

    private static async Task<LineView?> LineAsync(Stage stage, DemoPost post, DemoPost to) => (await post.Client.LineAsync(stage.Cancel)).Value?.FirstOrDefault(l => l.Party == to.Party);

    private static async Task<bool> MissedAsync(Stage stage, DemoPost post, DemoPost other, string direction, string why) =>
        (await post.Client.MissedChecksAsync(other.Party, stage.Cancel)).Value?.Any(m => m.Direction == direction && m.Why == why) == true;

    private static async Task AnswerAsync(DemoPost post, string officer, CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            try
            {
                foreach (var check in (await post.Client.MessagesAsync(unacknowledged: true, limit: 50, cancel: until)).Value?.Where(static m => m.Kind == "link-check") ?? [])
                {
                    await post.Client.AcknowledgeMessageAsync(check.Id, officer, until);
                }

                await Task.Delay(100, until);
            }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
            {
                // Told to stop, or the post is away for a moment.
            }
        }
    }
}
