using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Telling;

/// <summary>How a person is reached who is not looking: a real post, a push service that checks all that a real one would, and a mailbox.</summary>
public sealed class PushTests
{
    private static async Task<PostWorld> WorldAsync()
    {
        var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        return world;
    }

    private static async Task<MessageView> SendAsync(PostWorld world, string precedence, string text) =>
        (await world["quill"].PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = precedence, Text = text, Officer = "Q. One" })).Is(201);

    // Whether a try more was needed on a loaded machine is not what these tests are about.
    private static Task DeliveredAsync(ToldPerson person, string title, params string[] outcomes) => Eventually.TrueAsync(
        async () => (await person.DeliveriesAsync()).Where(d => d.Title.StartsWith(title, StringComparison.Ordinal)).Select(static d => $"{d.Way} {d.Outcome}").Distinct().Where(o => o != "push again" || outcomes.Contains(o)).Order().SequenceEqual(outcomes.Order()),
        $"{title}: {string.Join(", ", outcomes)}");

    [Fact]
    public async Task A_flash_reaches_a_closed_browser_sealed_for_it_alone_and_signed_by_the_post_and_e_mail_too()
    {
        await using var service = await PushService.StartAsync();
        await using var world = await WorldAsync();
        using var person = await ToldPerson.SignedInAsync(world["aldermoor"]);
        using var browser = new PushSubscriber();
        Assert.Equal("Firefox, Linux", Assert.Single((await person.AddAsync(browser.At(service.Endpoint("one")))).Push).Browser);
        // The same browser again is the same.
        Assert.Single((await person.AddAsync(browser.At(service.Endpoint("one")))).Push);

        var sent = await SendAsync(world, "FLASH", "Hold <all> flights");
        await DeliveredAsync(person, "FLASH from quill", "console not-open", "push delivered", "e-mail delivered");
        var pushed = service.To("one").Single(p => JsonNode.Parse(browser.Open(p.Body))!["id"]!.GetValue<string>() == sent.Id);
        Assert.Null(pushed.Refused);
        Assert.Equal((await world["aldermoor"].GetAsync<PushKeyView>("/api/telling/push")).Is(200).PublicKey, pushed.Key);
        Assert.StartsWith("mailto:", pushed.Subject, StringComparison.Ordinal);
        Assert.Equal("high", pushed.Urgency);
        Assert.True(int.Parse(pushed.Ttl) > 0);
        var said = JsonNode.Parse(browser.Open(pushed.Body))!;
        Assert.Equal(("message", 3, "quill"), ((string?)said["kind"], (int)said["severity"]!, (string?)said["party"]));
        Assert.Equal("\u2068Hold <all> flights\u2069", (string?)said["text"]);
        Assert.Equal("/line?party=quill", (string?)said["url"]);
        Assert.True(pushed.Body.Length < 4096);

        var mail = Assert.Single(person.Mails(), static m => m.Subject!.Contains("FLASH", StringComparison.Ordinal));
        Assert.Contains("Hold <all> flights", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"{world["aldermoor"].Url}line?party=quill", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_that_its_push_service_no_longer_knows_is_taken_out_and_e_mail_comes_instead()
    {
        await using var service = await PushService.StartAsync();
        await using var world = await WorldAsync();
        using var person = await ToldPerson.SignedInAsync(world["aldermoor"]);
        using var browser = new PushSubscriber();
        await person.ChangeAsync(static p => p with { Kinds = ["immediate"] });
        await person.AddAsync(browser.At(service.Endpoint("gone")));
        service.Answer("gone", static _ => 410);
        await SendAsync(world, "IMMEDIATE", "first");
        await DeliveredAsync(person, "IMMEDIATE from quill: first", "console not-open", "push dead", "e-mail delivered");
        Assert.Empty((await person.TellingAsync()).Push);
    }

    [Fact]
    public async Task A_push_service_that_fails_is_tried_again_and_e_mail_comes_meanwhile()
    {
        await using var service = await PushService.StartAsync();
        await using var world = await WorldAsync();
        using var person = await ToldPerson.SignedInAsync(world["aldermoor"]);
        await person.ChangeAsync(static p => p with { Kinds = ["immediate"] });
        using var browser = new PushSubscriber();
        await person.AddAsync(browser.At(service.Endpoint("ill")));
        var calls = 0;
        service.Answer("ill", _ => Interlocked.Increment(ref calls) == 1 ? 500 : 201);
        await SendAsync(world, "IMMEDIATE", "second");
        await DeliveredAsync(person, "IMMEDIATE from quill: second", "console not-open", "push again", "e-mail delivered", "push delivered");
        var tries = (await person.DeliveriesAsync()).Where(static d => d.Way == "push").Select(static d => d.Try).ToArray();
        Assert.Equal(Enumerable.Range(1, tries.Length), tries);
        // Both tries carry the same topic, so that a push service which has both shows one.
        Assert.Single(service.To("ill").Select(static p => p.Topic).Distinct());
    }

    [Fact]
    public async Task What_was_told_is_not_told_again_after_a_kill_and_what_was_under_way_still_arrives()
    {
        await using var service = await PushService.StartAsync();
        await using var world = await WorldAsync();
        var post = world["aldermoor"];
        using var person = await ToldPerson.SignedInAsync(post);
        await person.ChangeAsync(static p => p with { Kinds = ["immediate", "priority"], Ways = ["push"] });
        using var browser = new PushSubscriber();
        await person.AddAsync(browser.At(service.Endpoint("one")));
        await SendAsync(world, "IMMEDIATE", "told before");
        await DeliveredAsync(person, "IMMEDIATE from quill: told before", "push delivered");
        service.Answer("one", static _ => 503);
        await SendAsync(world, "PRIORITY", "under way");
        await Eventually.TrueAsync(async () => (await person.DeliveriesAsync()).Any(static d => d is { Outcome: "again", Title: "PRIORITY from quill: under way" }), "it fails for now");

        await post.KillAsync();
        service.Answer("one", static _ => 201);
        await post.StartAsync();
        await Eventually.TrueAsync(async () => (await person.DeliveriesAsync()).Any(static d => d is { Outcome: "delivered", Title: "PRIORITY from quill: under way" }), "it arrives after the restart");
        await SendAsync(world, "PRIORITY", "afterwards");
        await Eventually.TrueAsync(async () => (await person.DeliveriesAsync()).Any(static d => d is { Outcome: "delivered", Title: "PRIORITY from quill: afterwards" }), "the next arrives too");
        Assert.Single(await person.DeliveriesAsync(), static d => d.Title == "IMMEDIATE from quill: told before");
    }

    [Fact]
    public async Task A_push_address_leads_nowhere_else_and_a_redirect_is_not_followed()
    {
        await using var service = await PushService.StartAsync();
        await using var world = await WorldAsync();
        using var person = await ToldPerson.SignedInAsync(world["aldermoor"]);
        using var browser = new PushSubscriber();
        foreach (var bad in new[] { "http://169.254.169.254/latest", "http://push.example/1", "ftp://127.0.0.1/x", $"{world.Exchange.Url}journal", "https://user@push.example/1", "nowhere" })
        {
            Assert.StartsWith("endpoint: ", (await person.CallAsync<TellingView>(HttpMethod.Post, "/api/telling/push", browser.At(bad))).Refused(400).Detail, StringComparison.Ordinal);
        }

        await person.ChangeAsync(static p => p with { Kinds = ["immediate"] });
        await person.AddAsync(browser.At(service.Endpoint("leads")));
        service.Answer("leads", context =>
        {
            context.Response.Headers.Location = service.Endpoint("elsewhere");
            return 307;
        });
        await SendAsync(world, "IMMEDIATE", "third");
        await Eventually.TrueAsync(async () => (await person.DeliveriesAsync()).Any(static d => d is { Way: "push", Outcome: "again" } && d.Why!.Contains("307", StringComparison.Ordinal)), "the redirect is a failure");
        Assert.Empty(service.To("elsewhere"));
    }

    [Fact]
    public async Task Each_persons_telling_is_their_own_and_the_keys_holder_may_look_but_not_change()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        var post = world["aldermoor"];
        using var person = await ToldPerson.SignedInAsync(post);
        var view = await person.ChangeAsync(static p => p with { QuietFrom = "22:00", QuietTo = "06:00", LeastSeverity = 3 });
        (await post.GetAsync<TellingView>("/api/telling")).Refused(403);
        (await post.PutAsync<TellingView>("/api/telling", view.Preferences)).Refused(403);
        (await post.PostAsync<TellingView>("/api/telling/try")).Refused(403);
        (await post.GetAsync<TellingView>("/api/telling?person=nobody")).Refused(404);
        Assert.Equal("22:00", (await post.GetAsync<TellingView>($"/api/telling?person={Uri.EscapeDataString(view.Person)}")).Is(200).Preferences.QuietFrom);
        (await person.CallAsync<TellingView>(HttpMethod.Get, "/api/telling?person=somebody")).Refused(403);
        Assert.StartsWith("ways: ", (await person.CallAsync<TellingView>(HttpMethod.Put, "/api/telling", view.Preferences with { Ways = ["pigeon"] })).Refused(400).Detail, StringComparison.Ordinal);
        Assert.Contains("22:00 to 06:00", (await ParleyCommand.RunAsync("telling", "--person", view.Person, "--post", post.Folder)).Is(0).Output, StringComparison.Ordinal);

        var tried = (await person.CallAsync<IReadOnlyList<DeliveryView>>(HttpMethod.Post, "/api/telling/try")).Is(200);
        Assert.Equal(["console not-open", "e-mail delivered", "push not-open"], tried.Select(static d => $"{d.Way} {d.Outcome}").Order());
        Assert.Equal(429, (await person.CallAsync<IReadOnlyList<DeliveryView>>(HttpMethod.Post, "/api/telling/try")).Status);
        Assert.Contains("A test from Parley", (await ParleyCommand.RunAsync("telling", "deliveries", "--person", view.Person, "--post", post.Folder)).Is(0).Output, StringComparison.Ordinal);
    }
}
