using Parley.Client.Post;
using Parley.Core;
using static Parley.Demo.Exercise.Stage;

namespace Parley.Demo.Exercise;

/// <summary>The failure to ask, and to be answered.</summary>
internal static class Incidents
{
    public static async Task NeitherConfirmedNorDeniedAsync(Stage stage)
    {
        var (a, q, l) = (stage.Aldermoor, stage.Quill, stage.Lantern);
        await OnWatchAsync(q, "Lt. Reed");
        var agreement = await stage.AgreeAsync("Three at sea", [l, a, q]);
        var convoy = Must(await l.Client.FileIntentAsync(stage.Intent(20, 10)));
        await stage.EventuallyAsync(async () => await stage.IntentAtAsync(a, convoy.Id) is not null && await stage.IntentAtAsync(q, convoy.Id) is not null);
        var word = Must(await l.Client.SendMessageAsync(new MessageRequest { To = [a.Party, q.Party], Precedence = "IMMEDIATE", Text = "Our convoy was hit." }));
        await stage.EventuallyAsync(async () => await stage.MessageAtAsync(q, word.Id) is not null && await stage.MessageAtAsync(a, word.Id) is not null);
        var incident = Must(await l.Client.OpenIncidentAsync(new IncidentRequest
        {
            Title = "Convoy hit",
            Place = new PointRequest { Lat = stage.Here.Lat, Lng = stage.Here.Lng },
            Known = "Two vehicles lost on the declared way.",
            To = [a.Party, q.Party],
            Officer = "Dr. Ember",
        }));
        stage.Warned(l, "opens an incident: two vehicles lost on the declared way");
        await stage.ExpectAsync("each post freezes what was declared and said around it: the intent, its notices, the message", async () =>
        {
            foreach (var post in new[] { l, a, q })
            {
                if ((await post.Client.IncidentAsync(incident.Id)).Value is not { Frozen: { Intents: 1, Messages: >= 1, Agreements: >= 1 } })
                {
                    return false;
                }
            }

            return true;
        });
        Must(await l.Client.WithdrawIntentAsync(convoy.Id, new OutcomeRequest { Outcome = "impeded", Reason = "Two vehicles lost." }));
        await stage.ExpectAsync("what is frozen stays as it was, whatever is changed afterwards", async () =>
            (await q.Client.ExportIncidentAsync(incident.Id)).Value?.RootElement.GetProperty("intents")[0] is { } frozen && !frozen.TryGetProperty("outcome", out _) && frozen.GetProperty("version").GetInt32() == 1);

        var deadline = Instant.From(DateTimeOffset.UtcNow.AddSeconds(8)).ToString();
        foreach (var asked in new[] { a, q })
        {
            Must(await l.Client.AskAsync(incident.Id, new InquiryRequest { Asked = asked.Party, Question = "Was any of yours within 5 km at that time?", Deadline = deadline, Officer = "Dr. Ember" }));
        }

        stage.Says(l, "asks both, with a deadline");
        await stage.ExpectAsync("an inquiry calls at the one it asks", async () => await stage.AlarmedAsync(a, "inquiry", incident.Id) && await stage.AlarmedAsync(q, "inquiry", incident.Id));
        var inquiry = Must(await q.Client.IncidentAsync(incident.Id)).Inquiries.Single(i => i.Asked == q.Party).Id;
        Must(await q.Client.AnswerInquiryAsync(incident.Id, inquiry, new InquiryAnswerRequest { Answer = "neither-confirmed-nor-denied", Text = "We do not comment.", Officer = "Lt. Reed" }));
        stage.Says(q, "neither confirms nor denies");
        stage.Warned(a, "says nothing");
        await stage.ExpectAsync("an answer is on all records by name and time: neither confirmed nor denied", async () =>
            await InquiryAsync(l, incident.Id, q.Party) is { State: "answered", Answer: "neither-confirmed-nor-denied", Officer: "Lt. Reed" } && await InquiryAsync(a, incident.Id, q.Party) is { Answer: "neither-confirmed-nor-denied" });
        await stage.ExpectAsync("no answer by the deadline is on all records too, and calls", async () =>
            await InquiryAsync(l, incident.Id, a.Party) is { State: "no-answer" } && await InquiryAsync(a, incident.Id, a.Party) is { State: "no-answer" } && await InquiryAsync(q, incident.Id, a.Party) is { State: "no-answer" }
            && await stage.AlarmedAsync(l, "inquiry-unanswered", incident.Id) && await stage.AlarmedAsync(a, "inquiry-unanswered", incident.Id));
        await stage.ExpectAsync("the whole of it goes out as one page and one document, timeline and silence included", async () =>
        {
            var page = (await l.Client.ExportIncidentPageAsync(incident.Id)).Value ?? "";
            return page.StartsWith("<!doctype html>", StringComparison.Ordinal) && page.Contains("has not answered by the deadline", StringComparison.Ordinal) && page.Contains("We do not comment.", StringComparison.Ordinal)
                && page.Contains(convoy.Id, StringComparison.Ordinal) && !page.Contains("<script", StringComparison.OrdinalIgnoreCase)
                && (await l.Client.ExportIncidentAsync(incident.Id)).Body.Contains("\"timeline\"", StringComparison.Ordinal);
        });
        Must(await l.Client.CloseIncidentAsync(incident.Id, new ReasonRequest { Reason = "Handed to the inquiry commission.", Officer = "M. Lantern", SecondOfficer = "J. Wick" }));
        await stage.ExpectAsync("who opened it closes it, at all posts", async () => (await q.Client.IncidentAsync(incident.Id)).Value is { ClosedWhy: "Handed to the inquiry commission." });
        await stage.EndAsync(agreement, l);
    }

    private static async Task<InquiryView?> InquiryAsync(DemoPost post, string incident, string asked) =>
        (await post.Client.IncidentAsync(incident)).Value?.Inquiries.FirstOrDefault(i => i.Asked == asked);
}
