using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Durability;

/// <summary>
/// The play of two parties, step by step: agreement, notices, conflict, settlement, acknowledgement, withdrawal. Each step can be asked for
/// again after a crash, once reading has shown that it was not done.
/// </summary>
public sealed class Play(PostWorld world)
{
    private readonly string _title = $"Play {Guid.NewGuid():N}";
    private string _agreement = "";
    private string _conflict = "";
    private string _proposal = "";

    public IntentRequest Timely { get; } = PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 70)) with { Note = "timely" };

    public IntentRequest Late { get; } = PostWorld.Intent(PostWorld.At(12.7, -37.5, 5, 40)) with { Note = "late" };

    public IntentRequest Meets { get; } = PostWorld.Intent(PostWorld.At(12.34, -38.05, 63, 73)) with { Note = "meets the first" };

    public MessageRequest Flash { get; } = new() { Id = Guid.NewGuid().ToString(), To = ["north"], Precedence = "FLASH", Text = "Where are you?", Officer = "R1" };

    public IncidentRequest Incident { get; } = new() { Id = Guid.NewGuid().ToString(), Title = "Smoke", Known = "A column of smoke.", Place = new PointRequest { Lat = 12.34, Lng = -38.05 }, To = ["relief"] };

    public InquiryRequest Inquiry { get; } = new() { Id = Guid.NewGuid().ToString(), Asked = "relief", Question = "Was it yours?", Deadline = Plan.Soon(60).ToString("O") };

    private PostProcess North => world["north"];

    private PostProcess Relief => world["relief"];

    /// <summary>One step: who asks, what, and how it is known to be done. What it gives back is true when it was done.</summary>
    public sealed record Step(string Name, PostProcess Actor, Func<Task> AskAsync, Func<Task<bool>> DoneAsync);

    public IReadOnlyList<Step> Steps =>
    [
        new("draft", North, () => North.PostAsync<AgreementView>("/api/agreements", Document()), async () =>
        {
            var mine = (await North.AgreementsAsync()).Where(a => a.Title == _title).ToArray();
            _agreement = mine.Length == 1 ? mine[0].Id : "";
            return mine.Length > 0;
        }),
        new("north signs", North, () => SignAsync(North), () => SignedAsync(North)),
        new("relief signs", Relief, () => SignAsync(Relief), () => SignedAsync(Relief)),
        new("timely notice", North, () => North.PostAsync<IntentView>("/api/intents", Timely), async () => await North.IntentAsync(Timely.Id!) is not null),
        new("late notice", Relief, () => Relief.PostAsync<IntentView>("/api/intents", Late), async () => await Relief.IntentAsync(Late.Id!) is not null),
        new("conflict", Relief, () => Relief.PostAsync<IntentView>("/api/intents", Meets), async () =>
        {
            _conflict = (await Relief.ConflictsAsync()).SingleOrDefault(c => c.Intents.Contains(Meets.Id))?.Id ?? "";
            return _conflict.Length > 0;
        }),
        new("proposal", Relief, ProposeAsync, async () =>
        {
            _proposal = (await Relief.ConflictAsync(_conflict))!.Proposals is [{ } first, ..] ? first.Id : "";
            return _proposal.Length > 0;
        }),
        new("acceptance", North, async () =>
        {
            if ((await North.ConflictAsync(_conflict))?.Proposals.Count > 0)
            {
                await North.PostAsync<ConflictView>($"/api/conflicts/{_conflict}/proposals/{_proposal}/accept", new AnswerRequest { Officer = "N1" });
            }
        }, async () => (await North.ConflictAsync(_conflict))?.Proposals is [{ State: "accepted", CarriedOut: true }]),
        new("acknowledgement", North, () => North.PostAsync<IntentView>($"/api/intents/{Late.Id}/acknowledge", new OfficerRequest { Officer = "N1" }), async () => (await North.IntentAsync(Late.Id!))?.Notices is [{ SeenBy: "N1" }]),
        new("flash", Relief, () => Relief.PostAsync<MessageView>("/api/line/messages", Flash), async () => await Relief.MessageAsync(Flash.Id!) is { Pending: false }),
        new("flash acknowledged", North, async () =>
        {
            if ((await North.WatchAsync()).OnWatch.Count == 0)
            {
                await North.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = "N1" });
            }

            await North.PostAsync<MessageView>($"/api/line/messages/{Flash.Id}/acknowledge", new OfficerRequest { Officer = "N1" });
        }, async () => (await North.MessageAsync(Flash.Id!))?.Receivers is [{ AcknowledgedBy: "N1" }]),
        new("incident", North, () => North.PostAsync<IncidentView>("/api/incidents", Incident), async () => await North.IncidentAsync(Incident.Id!) is not null),
        new("inquiry", North, () => North.PostAsync<IncidentView>($"/api/incidents/{Incident.Id}/inquiries", Inquiry), async () => (await North.IncidentAsync(Incident.Id!))?.Inquiries.Count == 1),
        new("answer", Relief, () => Relief.PostAsync<IncidentView>($"/api/incidents/{Incident.Id}/inquiries/{Inquiry.Id}/answer", new InquiryAnswerRequest { Answer = "denied", Officer = "R1" }),
            async () => (await Relief.IncidentAsync(Incident.Id!))?.Inquiries is [{ Answer: "denied" }]),
        new("passing on", Relief, async () =>
        {
            await Relief.PutAsync<IntentView>($"/api/intents/{Timely.Id}/recipients", new RecipientsRequest { Recipients = [new RecipientRequest { Name = "Checkpoint 4", Way = "runner" }] });
            await Relief.PostAsync<IntentView>($"/api/intents/{Timely.Id}/recipients/Checkpoint%204/told", new OfficerRequest { Officer = "R1" });
        }, async () => (await Relief.IntentAsync(Timely.Id!))?.Notices is [{ PassedOn: { MustKnow: 1, Told: 1 } }]),
        new("withdrawal", Relief, () => Relief.DeleteAsync<IntentView>($"/api/intents/{Late.Id}", new OutcomeRequest { Outcome = "impeded", Reason = "the harbour was closed" }), async () => (await Relief.IntentAsync(Late.Id!))?.Outcome == "impeded"),
    ];

    /// <summary>
    /// As one who must not do it twice: waits until nothing of it is under way any more, reads, and only then asks (again), until it is done.
    /// </summary>
    public Task FinishAsync(Step step) => Eventually.TrueAsync(
        async () =>
        {
            await world.QuietAsync();
            if (await step.DoneAsync())
            {
                return true;
            }

            await step.AskAsync();
            return await step.DoneAsync();
        },
        $"the step “{step.Name}” is done");

    /// <summary>Nothing lost, nothing twice, both sides agree.</summary>
    public async Task HoldsAsync()
    {
        var shared = await SharedView.SameAsync(world, "north", "relief");
        Assert.Contains("\"meets the first\"", shared, StringComparison.Ordinal);
        foreach (var post in world.Posts)
        {
            var agreement = Assert.Single(await post.AgreementsAsync());
            Assert.Equal(("in-force", 2), (agreement.State, agreement.Signatures.Count));
            var intents = (await post.IntentsAsync()).ToDictionary(static i => i.Id);
            Assert.Equal(3, intents.Count);
            Assert.Equal([1, 1, 2], [intents[Timely.Id!].Version, intents[Late.Id!].Version, intents[Meets.Id!].Version]);
            Assert.Equal([false, true, false], [Assert.Single(intents[Timely.Id!].Notices).Late!.Value, Assert.Single(intents[Late.Id!].Notices).Late!.Value, Assert.Single(intents[Meets.Id!].Notices).Late!.Value]);
            Assert.Equal("late", Assert.Single(intents[Late.Id!].Marks).What);
            Assert.Equal(("impeded", "the harbour was closed", false), (intents[Late.Id!].Outcome, intents[Late.Id!].Reason, intents[Late.Id!].Alive));
            var conflict = Assert.Single(await post.ConflictsAsync());
            Assert.True(Assert.Single(conflict.Proposals) is { State: "accepted", CarriedOut: true, Failed: null });
            Assert.Equal(2, conflict.Series.Count);
            Assert.True(Assert.Single(await post.MessagesAsync(), static m => m.Kind == "message") is { Text: "Where are you?", Receivers: [{ DeliveredAt: not null, AcknowledgedBy: "N1" }], Pending: false });
            Assert.True(Assert.Single(await post.IncidentsAsync()) is { Inquiries: [{ Answer: "denied", State: "answered" }], Frozen.Messages: 1 });
            var alarms = (await post.StatusAsync()).Alarms;
            Assert.DoesNotContain(alarms, static a => a.Kind is "letters-refused" or "letters-missing" or "not-sent" or "change-failed" or "restored");
        }
    }

    private string Document()
    {
        var terms = PostWorld.Terms("north", "relief");
        terms["title"] = _title;
        return terms.ToJsonString();
    }

    private async Task SignAsync(PostProcess signer)
    {
        if (await signer.AgreementAsync(_agreement) is { } draft && !draft.Signatures.ContainsKey(signer.Name))
        {
            await signer.PostAsync<AgreementView>($"/api/agreements/{_agreement}/sign", new OfficerRequest { Officer = "on watch" });
        }
    }

    // Known to both: an intent filed before its owner knows of the last signature is told of again under the agreement, as version 2.
    private async Task<bool> SignedAsync(PostProcess signer)
    {
        foreach (var post in world.Posts)
        {
            if ((await post.AgreementAsync(_agreement))?.Signatures.ContainsKey(signer.Name) != true)
            {
                return false;
            }
        }

        return true;
    }

    private async Task ProposeAsync()
    {
        var suggestion = (await Relief.ConflictAsync(_conflict))!.Suggestions.First(s => s.Change.Intent == Meets.Id);
        await Relief.PostAsync<IdView>($"/api/conflicts/{_conflict}/proposals", new ProposalRequest { Kind = suggestion.Kind, Change = suggestion.Change, Officer = "R1" });
    }
}
