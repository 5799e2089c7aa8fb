using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Pages;

/// <summary>Another party writes script into every text that it can send, and the pages show it as text.</summary>
[Trait("rule", "issue-5 Bad input and abuse")]
public sealed class HostileTextTests(Browser browser)
{
    private const string Start = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task Script_in_any_text_of_another_party_is_shown_as_text_on_every_page()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (alder, quill) = (world["aldermoor"], world["quill"]);
        var terms = PostWorld.Terms("quill", "aldermoor");
        terms["title"] = Bad("title");
        terms["contacts"]!["quill"] = new JsonArray(new JsonObject { ["name"] = Bad("contact") });
        var agreement = (await quill.PostAsync<AgreementView>("/api/agreements", terms.ToJsonString())).Is(201).Id;
        foreach (var post in new[] { quill, alder })
        {
            await Eventually.TrueAsync(async () => await post.AgreementAsync(agreement) is not null, "the draft is there");
            (await post.PostAsync<AgreementView>($"/api/agreements/{agreement}/sign", new OfficerRequest { Officer = Bad("signer") })).Is(200);
        }

        await Eventually.TrueAsync(async () => await quill.AgreementAsync(agreement) is { State: "in-force" }, "it is in force");
        (await quill.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = Bad("watch"), Role = "duty", Note = Bad("watch note") })).Is(200);
        var mine = (await alder.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        var theirs = (await quill.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 65, 95)) with { Activity = Bad("activity"), Note = Bad("note"), Place = Bad("place") })).Is(201);
        var gone = (await quill.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.7, -37.4, 65, 95)))).Is(201);
        (await quill.DeleteAsync<IntentView>($"/api/intents/{gone.Id}", new OutcomeRequest { Outcome = "cancelled", Reason = Bad("withdrawal") })).Is(200);
        await Eventually.TrueAsync(async () => await quill.IntentAsync(mine.Id) is not null, "quill has the notice");
        (await quill.PostAsync<IntentView>($"/api/intents/{mine.Id}/acknowledge", new OfficerRequest { Officer = Bad("seen by") })).Is(200);
        var conflict = Assert.Single(theirs.Conflicts);
        await Eventually.TrueAsync(async () => await alder.ConflictAsync(conflict) is not null, "both have the conflict");
        (await quill.PostAsync<ConflictView>($"/api/conflicts/{conflict}/stand", new StandRequest { Stand = "hold", Reason = Bad("stand"), Officer = Bad("who stands") })).Is(200);
        await ProposeAsync(quill, conflict, Bad("proposal"), Bad("proposer"));
        await ProposeAsync(alder, conflict, "ours", "Ash");
        await Eventually.TrueAsync(async () => (await quill.ConflictAsync(conflict))!.Proposals.Count == 2, "both proposals are there");
        var asked = (await quill.ConflictAsync(conflict))!.Proposals.Single(static p => p.By == "aldermoor").Id;
        (await quill.PostAsync<ConflictView>($"/api/conflicts/{conflict}/proposals/{asked}/decline", new AnswerRequest { Reason = Bad("answer"), Officer = Bad("who answers") })).Is(200);
        (await quill.PostAsync<CommentView>("/api/comments", JsonNode.Parse($$"""{"about":"conflict","id":"{{conflict}}","text":"{{Bad("comment")}}","officer":"{{Bad("commenter")}}","across":true}""")!.ToJsonString())).Is(201);
        var message = (await quill.PostAsync<MessageView>(
            "/api/line/messages",
            new MessageRequest
            {
                To = ["aldermoor"],
                Precedence = "PRIORITY",
                Text = Bad("message"),
                Officer = Bad("sender"),
                Attachments = [new AttachmentRequest { Kind = "point", Label = Bad("label"), Points = [new PointRequest { Lat = 12.5, Lng = -38 }] }],
            })).Is(201);
        var incident = (await quill.PostAsync<IncidentView>("/api/incidents", new IncidentRequest { Title = Bad("incident"), Known = Bad("known"), Place = new PointRequest { Lat = 12.34, Lng = -38.05 }, Officer = Bad("opener"), RadiusM = 50_000 })).Is(201).Id;
        await Eventually.TrueAsync(async () => await alder.IncidentAsync(incident) is not null, "both have the incident");
        var deadline = DateTimeOffset.UtcNow.AddHours(3).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        (await quill.PostAsync<IncidentView>($"/api/incidents/{incident}/inquiries", new InquiryRequest { Asked = "aldermoor", Question = Bad("question"), Deadline = deadline, Officer = Bad("asker") })).Is(201);
        (await alder.PostAsync<IncidentView>($"/api/incidents/{incident}/inquiries", new InquiryRequest { Asked = "quill", Question = "Where?", Deadline = deadline, Officer = "Ash" })).Is(201);
        await Eventually.TrueAsync(async () => (await quill.IncidentAsync(incident))!.Inquiries.Count == 2, "both inquiries are there");
        var ours = (await quill.IncidentAsync(incident))!.Inquiries.Single(static i => i.Asked == "quill").Id;
        (await quill.PostAsync<IncidentView>($"/api/incidents/{incident}/inquiries/{ours}/answer", new InquiryAnswerRequest { Answer = "denied", Text = Bad("inquiry's answer"), Officer = Bad("answerer") })).Is(200);
        (await quill.PostAsync<AgreementView>($"/api/agreements/{agreement}/suspend", new SuspendRequest { Reason = Bad("suspension"), Officer = Bad("suspender"), SecondOfficer = Bad("second") })).Is(200);
        await world.QuietAsync();

        await using var seat = await alder.SignInAsync(browser);
        seat.Page.Dialog += (_, dialog) => Assert.Fail(dialog.Message);
        foreach (var (path, says) in new (string, string[])[]
        {
            ("/", ["message"]), ("/intents", ["activity"]), ($"/intents/{theirs.Id}", ["activity", "note", "place"]), ($"/intents/{gone.Id}", ["withdrawal"]), ($"/intents/{mine.Id}", ["seen by"]),
            ("/conflicts", []), ($"/conflicts/{conflict}", ["stand", "who stands", "proposal", "proposer", "comment", "commenter"]), ($"/line?thread={message.Thread}", ["message", "sender", "label"]),
            ("/watch", ["watch"]), ("/agreements", ["title"]), ($"/agreements/{agreement}", ["title", "contact", "signer", "suspension"]), ("/incidents", ["incident"]),
            ($"/incidents/{incident}", ["incident", "known", "opener", "question", "inquiry's answer"]), ("/record", ["message"]), ("/tightness", []), ("/telling", []),
        })
        {
            await seat.GoAsync(path);
            foreach (var what in says)
            {
                await seat.Page.GetByText(Bad(what)).First.WaitForAsync();
            }

            if (path.StartsWith("/incidents/", StringComparison.Ordinal))
            {
                await seat.Button("Show the timeline").ClickAsync();
                await seat.SaysAsync("table.timeline td", Bad("message"));
            }

            await seat.Page.StillAsync();
            Assert.True(await seat.Page.Locator("img[src=x], [onerror]").CountAsync() == 0, $"{path} took a text for markup");
        }

        Assert.Empty(seat.Errors);
        using var officer = await alder.VisitorAsync();
        Assert.DoesNotContain("<img", (await officer.Visitor.GetAsync($"/api/incidents/{incident}/export?format=html")).Text, StringComparison.Ordinal);
    }

    private static async Task ProposeAsync(PostProcess post, string conflict, string reason, string officer)
    {
        var suggestion = (await post.ConflictAsync(conflict))!.Suggestions[0];
        (await post.PostAsync<ConflictView>($"/api/conflicts/{conflict}/proposals", new ProposalRequest { Kind = suggestion.Kind, Change = suggestion.Change, Reason = reason, Officer = officer })).Is(201);
    }

    private static string Bad(string where) => $"{Start} {where}";
}
