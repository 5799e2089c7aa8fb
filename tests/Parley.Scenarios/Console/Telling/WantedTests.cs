using System.Globalization;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Console.Deals;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Telling;

/// <summary>What a person asks for at the page on telling, and what then comes to their mailbox and what does not.</summary>
public sealed class WantedTests(Browser browser)
{
    [Fact]
    public async Task Only_what_is_under_the_chosen_agreement_in_the_chosen_place_and_urgent_enough_comes_by_the_chosen_way()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill", "marsh");
        var withQuill = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "marsh"), "aldermoor", "marsh");
        var post = world["aldermoor"];
        await using var seat = await post.SignInAsync(browser, "watch officer", path: "/telling");
        await ByMailAloneAsync(seat);
        await seat.Page.GetByLabel("Only these:").CheckAsync();
        await seat.Page.GetByLabel(withQuill.Title).CheckAsync();
        await seat.Page.GetByLabel("Only within").CheckAsync();
        await seat.Page.GetByLabel("Kilometres around").FillAsync("20");
        await seat.Page.GetByLabel("Latitude, degrees north").FillAsync("12.5");
        await seat.Page.GetByLabel("Longitude, degrees east").FillAsync("-38");
        await seat.Page.GetByLabel("Longitude, degrees east").BlurAsync();
        await seat.Page.GetByLabel("From which urgency on").SelectOptionAsync("1");
        await KeepAsync(seat, post, p => p is { LeastSeverity: 1, Area: { Lat: 12.5, Lng: -38, RadiusKm: 20 } } && p.Agreements.SequenceEqual([withQuill.Id]) && p.Ways!.SequenceEqual(["e-mail"]));

        // 97 km away; under the other agreement; and one that is neither. The first two wait already when the last one comes.
        var far = await FileAsync(world["quill"], PostWorld.At(12.9, -37.2, 60, 70));
        var others = await FileAsync(world["marsh"], PostWorld.At(12.45, -38.05, 60, 70));
        await WaitsAsync(post, "notice", far.Id);
        await WaitsAsync(post, "notice", others.Id);
        var wanted = await FileAsync(world["quill"], PostWorld.At(12.5, -38, 80, 90));
        await Eventually.TrueAsync(() => Task.FromResult(Told(seat, post, $"/intents/{wanted.Id}") > 0), "the notice that was asked for comes by e-mail");
        Assert.Equal((0, 0), (Told(seat, post, far.Id), Told(seat, post, others.Id)));

        // What takes the agreement's place was chosen with it, though it has an id of its own.
        var amended = (await world["quill"].PostAsync<AgreementView>($"/api/agreements/{withQuill.Id}/amend", PostWorld.Terms("aldermoor", "quill").ToJsonString())).Is(201);
        foreach (var signer in new[] { world["quill"], post })
        {
            await Eventually.TrueAsync(async () => await signer.AgreementAsync(amended.Id) is not null, "the amendment is there");
            (await signer.PostAsync<AgreementView>($"/api/agreements/{amended.Id}/sign", new OfficerRequest { Officer = "One" })).Is(200);
        }

        await Eventually.TrueAsync(async () => await world["quill"].AgreementAsync(amended.Id) is { State: "in-force" }, "the amendment is in force");
        var under = await FileAsync(world["quill"], PostWorld.At(12.5, -38, 100, 110));
        await Eventually.TrueAsync(() => Task.FromResult(Told(seat, post, $"/intents/{under.Id}") > 0), "a notice under the amendment comes by e-mail");

        // Wherever it is, but only what is to be acted on now.
        await seat.Page.GetByLabel("All agreements").CheckAsync();
        await seat.Page.GetByLabel("Everywhere").CheckAsync();
        await seat.Page.GetByLabel("From which urgency on").SelectOptionAsync("3");
        await KeepAsync(seat, post, static p => p is { LeastSeverity: 3, Area: null, Agreements.Count: 0 });
        var sent = await SendAsync(world, "IMMEDIATE", "Not urgent enough for you.");
        await WaitsAsync(post, "message", sent.Id);
        await FileAsync(post, PostWorld.At(12.34, -38.05, 6, 40));
        var late = await FileAsync(world["quill"], PostWorld.At(12.34, -38.05, 6, 40));
        var conflict = Assert.Single(late.Conflicts);
        await Eventually.TrueAsync(() => Task.FromResult(Told(seat, post, $"/conflicts/{conflict}") > 0), "the conflict that is minutes away comes by e-mail");
        Assert.Equal((0, 0), (Told(seat, post, "Not urgent enough for you."), Told(seat, post, $"/intents/{late.Id}")));
        Assert.Equal((0, 0), (Told(seat, post, far.Id), Told(seat, post, others.Id)));
        // The window is open and seen, but it was not asked for.
        var deliveries = (await post.GetAsync<IReadOnlyList<DeliveryView>>($"/api/telling/deliveries?person={Uri.EscapeDataString(seat.Person.Name)}")).Is(200);
        Assert.DoesNotContain(deliveries, static d => d.Way != "e-mail" && d.Title.Contains("Conflict with", StringComparison.Ordinal));
        await seat.GoAsync("/telling");
        await seat.SaysAsync("tbody tr", "Conflict with");
        await seat.CleanAsync("telling by agreement, place and urgency");
    }

    [Fact]
    public async Task Quiet_hours_hold_back_all_but_a_FLASH_and_what_still_waits_comes_when_they_are_over()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var post = world["aldermoor"];
        await using var seat = await post.SignInAsync(browser, "watch officer", path: "/telling");
        await ByMailAloneAsync(seat);
        var now = DateTime.UtcNow;
        var (from, to) = (Clock(now.AddHours(-2)), Clock(now.AddHours(2)));
        await seat.Page.GetByLabel("Between these times").CheckAsync();
        await seat.Page.GetByLabel("From", new PageGetByLabelOptions { Exact = true }).FillAsync(from);
        await seat.Page.GetByLabel("Until", new PageGetByLabelOptions { Exact = true }).FillAsync(to);
        await seat.SaysAsync(".hint", "By your clock (UTC)");
        await KeepAsync(seat, post, p => (p.QuietFrom, p.QuietTo) == (from, to));

        var held = await SendAsync(world, "IMMEDIATE", "Wait until the morning.");
        await WaitsAsync(post, "message", held.Id);
        await SendAsync(world, "FLASH", "Wake up at once.");
        await Eventually.TrueAsync(() => Task.FromResult(Told(seat, post, "Wake up at once.") > 0), "a FLASH comes in quiet hours");
        Assert.Equal(0, Told(seat, post, "Wait until the morning."));

        await seat.Page.Locator("dialog.flash[open][data-armed] .take").ClickAsync();
        await seat.Page.Locator("dialog.flash").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await seat.Page.GetByLabel("Between these times").UncheckAsync();
        await KeepAsync(seat, post, static p => p is { QuietFrom: null, QuietTo: null });
        await Eventually.TrueAsync(() => Task.FromResult(Told(seat, post, "Wait until the morning.") > 0), "what still waits comes afterwards");
        Assert.Equal(1, Told(seat, post, "Wake up at once."));
        await seat.CleanAsync("telling after quiet hours");
    }

    private static string Clock(DateTime at) => at.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static async Task<IntentView> FileAsync(PostProcess post, Plan plan) => (await post.PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);

    private static async Task<MessageView> SendAsync(PostWorld world, string precedence, string text) =>
        (await world["quill"].PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = precedence, Text = text, Officer = "Q. One" })).Is(201);

    private static Task WaitsAsync(PostProcess post, string kind, string id) => Eventually.TrueAsync(
        async () => (await post.GetAsync<IReadOnlyList<NeedView>>("/api/needs")).Is(200).Any(n => n.Kind == kind && n.Id == id), $"the {kind} waits for an answer");

    /// <summary>How many e-mails to the person say it.</summary>
    private static int Told(Seat seat, PostProcess post, string says) => post.MailTo(seat.Person.Email).Count(m => m.TextBody?.Contains(says, StringComparison.Ordinal) == true);

    private static async Task ByMailAloneAsync(Seat seat)
    {
        await seat.Page.GetByLabel("In the console, while a window of yours can be seen").UncheckAsync();
        await seat.Page.GetByLabel("On your browsers, even when no page is open").UncheckAsync();
    }

    /// <summary>Keeps what is set, until the API knows it and the page has it anew.</summary>
    private static async Task KeepAsync(Seat seat, PostProcess post, Func<TellingPreferences, bool> kept)
    {
        await seat.Page.GetByText("Not kept yet.").WaitForAsync();
        await seat.Button("Keep this").ClickAsync();
        await Eventually.TrueAsync(async () => kept((await post.GetAsync<TellingView>($"/api/telling?person={Uri.EscapeDataString(seat.Person.Name)}")).Is(200).Preferences), "it is kept");
        await seat.Page.GetByText("Not kept yet.").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }
}
