using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Deals;

/// <summary>What the post would refuse anyway is offered to nobody, and no second officer is asked for it.</summary>
public sealed class RefusedFirstTests(Browser browser)
{
    [Fact]
    public async Task A_risk_without_a_reason_is_refused_before_a_second_officer_is_asked()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        var second = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 65, 95)))).Is(201);
        await using var seat = await world["quill"].SignInAsync(browser, "duty officer", path: $"/conflicts/{Assert.Single(second.Conflicts)}");
        await seat.Page.Locator("form.propose select").First.SelectOptionAsync("accept-risk");
        await seat.Button("Propose it").ClickAsync();
        await seat.SaysAsync(".rz-notification-item", "reason: is missing");
        Assert.Empty((await world["quill"].GetAsync<IReadOnlyList<ConsentView>>("/api/consents")).Is(200));
    }

    [Fact]
    public async Task A_mediator_is_offered_no_suspending_and_only_who_opened_an_incident_closes_it()
    {
        await using var world = await PostWorld.StartAsync("north", "relief", "quill");
        var terms = PostWorld.Terms("north", "relief");
        terms["mediator"] = "quill";
        var agreed = await world.AgreeAsync(terms, "north", "relief");
        await Eventually.TrueAsync(async () => await world["quill"].AgreementAsync(agreed.Id) is { State: "in-force" }, "the mediator has it in force");
        await using var mediator = await world["quill"].SignInAsync(browser, path: $"/agreements/{agreed.Id}");
        await using var party = await world["north"].SignInAsync(browser, path: $"/agreements/{agreed.Id}");
        await party.Button("Suspend").WaitForAsync();
        await party.Button("End").WaitForAsync();
        await mediator.SaysAsync("main .chip", "in force");
        Assert.Equal((0, 0), (await mediator.Button("Suspend").CountAsync(), await mediator.Button("End").CountAsync()));

        var incident = (await world["north"].PostAsync<IncidentView>("/api/incidents", new IncidentRequest { Title = "Near miss", Known = "Two boats.", Place = new PointRequest { Lat = 12.5, Lng = -38 }, Officer = "Ash" })).Is(201);
        await Eventually.TrueAsync(async () => await world["relief"].IncidentAsync(incident.Id) is not null, "relief has it");
        await using var other = await world["relief"].SignInAsync(browser, path: $"/incidents/{incident.Id}");
        await other.SaysAsync("dd", "Two boats.");
        Assert.Equal(0, await other.Button("Close and release").CountAsync());
        using var officer = await world["relief"].VisitorAsync();
        var refused = await officer.Visitor.CallAsync<IncidentView>(HttpMethod.Post, $"/api/incidents/{incident.Id}/close", new ReasonRequest { Reason = "done" });
        Assert.True(refused.Status is 403 or 409, $"{refused.Status} {refused.Text}");
        var suspended = await SuspendAsync(world["quill"], agreed.Id);
        Assert.True(suspended.Status is 403 or 409, $"{suspended.Status} {suspended.Text}");
        foreach (var post in world.Posts)
        {
            Assert.Empty((await post.GetAsync<IReadOnlyList<ConsentView>>("/api/consents")).Is(200));
        }
    }

    private static async Task<PostReply<AgreementView>> SuspendAsync(PostProcess post, string agreement)
    {
        using var officer = await post.VisitorAsync();
        return await officer.Visitor.CallAsync<AgreementView>(HttpMethod.Post, $"/api/agreements/{agreement}/suspend", new SuspendRequest { Reason = "storm" });
    }
}
