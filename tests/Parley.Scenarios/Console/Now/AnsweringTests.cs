using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>All that can be answered to a proposal at its page: no, something else, a mediator's word, a risk with a second officer.</summary>
[Trait("rule", "issue-5 §1")]
public sealed class AnsweringTests(Browser browser)
{
    [Fact]
    public async Task A_proposal_is_declined_for_a_reason_countered_by_another_and_settled_by_the_mediators()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill", "marsh");
        var terms = PostWorld.Terms("aldermoor", "quill");
        terms["mediator"] = "marsh";
        await world.AgreeAsync(terms, "aldermoor", "quill");
        var conflict = await MeetAsync(world);
        await Eventually.TrueAsync(async () => await world["marsh"].ConflictAsync(conflict) is not null, "the mediator has the conflict");
        await using var alder = await world["aldermoor"].SignInAsync(browser, "duty officer", path: $"/conflicts/{conflict}");
        await using var quill = await world["quill"].SignInAsync(browser, "duty officer", path: $"/conflicts/{conflict}");
        await using var marsh = await world["marsh"].SignInAsync(browser, "duty officer", path: $"/conflicts/{conflict}");

        await ProposeAsync(quill, "60", "We wait an hour.");
        await alder.Page.GetByLabel("Reason for the answer").FillAsync("Too late for the ferry.");
        await alder.Button("Decline").ClickAsync();
        await quill.SaysAsync(".timeline", "aldermoor declined");
        Assert.All(await ProposalsAsync(world, conflict), static p => Assert.Equal(("declined", "Too late for the ferry."), (p.State, p.Answers["aldermoor"].Reason)));

        // Something else instead, thought over once.
        await ProposeAsync(quill, "45", "Not so long.");
        await alder.Button("Counter").ClickAsync();
        await alder.SaysAsync("form.propose", "Propose something else instead");
        await alder.Page.Locator("form.propose").GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await alder.Button("Propose it").WaitForAsync();
        await alder.Button("Counter").ClickAsync();
        await ProposeAsync(alder, "50", "We wait instead.", "Propose it instead");
        await quill.SaysAsync(".timeline", "aldermoor proposed instead");
        var (asked, instead) = (await world["quill"].ConflictAsync(conflict))!.Proposals is [.., var one, var two] ? (one, two) : throw new InvalidOperationException();
        Assert.Equal(("countered", "open", asked.Id), (asked.State, instead.State, instead.Counters));

        // Where each stands is seen by all three.
        await alder.Button("I move").ClickAsync();
        await quill.Button("I hold").ClickAsync();
        await marsh.SaysAsync(".position", "I move");
        await marsh.SaysAsync(".position", "I hold");
        await quill.SaysAsync(".position.theirs", "I move");
        Assert.Equal(("move", alder.Person.Name), ((await world["quill"].ConflictAsync(conflict))!.Stands["aldermoor"].Stand, (await world["quill"].ConflictAsync(conflict))!.Stands["aldermoor"].Officer));

        // The mediator's counts once both said yes to it; it has no stand of its own.
        Assert.Equal(0, await marsh.Button("I move").CountAsync());
        await ProposeAsync(marsh, "55", "Aldermoor has the shorter way round.");
        await alder.Page.Locator(".proposal", new() { HasText = "the shorter way round" }).GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        await Eventually.TrueAsync(async () => (await ProposalsAsync(world, conflict)).All(static p => p.Answers.ContainsKey("aldermoor")), "one said yes");
        Assert.Equal("open", (await world["quill"].ConflictAsync(conflict))!.State);
        await quill.Page.Locator(".proposal", new() { HasText = "the shorter way round" }).GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Accept" }).ClickAsync();
        foreach (var seat in new[] { alder, quill, marsh })
        {
            await seat.SaysAsync(".conflict-head", "agreed");
            await seat.CleanAsync("a settled conflict");
        }

        await Eventually.TrueAsync(async () => (await ProposalsAsync(world, conflict)).All(static p => p is { By: "marsh", State: "accepted", CarriedOut: true }), "it is carried out, and both show so");
    }

    [Fact]
    public async Task Anothers_wish_to_accept_a_risk_is_granted_by_two_officers_and_a_request_can_be_turned_down_or_taken_back()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var conflict = await MeetAsync(world);
        var asked = (await world["aldermoor"].PostAsync<ConflictView>($"/api/conflicts/{conflict}/proposals", new ProposalRequest { Kind = "accept-risk", Reason = "both in sight", Officer = "Ash", SecondOfficer = "Birch" }));
        Assert.Equal(200, asked.Status is 201 ? 200 : asked.Status);
        await using var first = await world["quill"].SignInAsync(browser, "duty officer", path: $"/conflicts/{conflict}");
        await using var second = await world["quill"].SignInAsync(browser, "commander", path: $"/conflicts/{conflict}");
        await first.SaysAsync(".proposal", "Accept the risk");
        await first.Page.Locator(".proposal [data-key=a]").ClickAsync();
        await second.Button("Turn it down").ClickAsync();
        await second.Button("Turn it down").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await first.Button("Take it back").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        Assert.Equal("open", (await world["quill"].ConflictAsync(conflict))!.Proposals[0].State);

        await first.Page.Locator(".proposal [data-key=a]").ClickAsync();
        await first.Button("Take it back").ClickAsync();
        await second.Button($"I consent — {second.Person.Name}").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        Assert.Equal("open", (await world["quill"].ConflictAsync(conflict))!.Proposals[0].State);

        await first.Page.Locator(".proposal [data-key=a]").ClickAsync();
        await second.Button($"I consent — {second.Person.Name}").ClickAsync();
        await first.SaysAsync(".conflict-head", "agreed");
        foreach (var post in world.Posts)
        {
            await Eventually.TrueAsync(
                async () => (await post.ConflictAsync(conflict))!.Proposals[0] is { State: "accepted" } p && p.Answers["quill"].Officer == first.Person.Name && p.Answers["quill"].SecondOfficer == second.Person.Name,
                $"{post.Name} shows both names");
        }
    }

    private static async Task<string> MeetAsync(PostWorld world)
    {
        (await world["aldermoor"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 60, 90)))).Is(201);
        var theirs = (await world["quill"].PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 65, 95)))).Is(201);
        var conflict = Assert.Single(theirs.Conflicts);
        await Eventually.TrueAsync(async () => await world["aldermoor"].ConflictAsync(conflict) is not null, "both have the conflict");
        return conflict;
    }

    // The newest at each of the two.
    private static async Task<IReadOnlyList<ProposalView>> ProposalsAsync(PostWorld world, string conflict) =>
        [(await world["aldermoor"].ConflictAsync(conflict))!.Proposals[^1], (await world["quill"].ConflictAsync(conflict))!.Proposals[^1]];

    private static async Task ProposeAsync(Seat seat, string minutes, string reason, string button = "Propose it")
    {
        await seat.Page.Locator("[data-keep=propose-amount]").FillAsync(minutes);
        await seat.Page.GetByLabel("Reason (the other side reads it)").FillAsync(reason);
        await seat.Page.Locator("form.propose").GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        await seat.SaysAsync(".proposal", reason);
    }
}
