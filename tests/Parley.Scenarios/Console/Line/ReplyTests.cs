using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Line;

/// <summary>What is answered on the line reaches whoever has to answer it in turn, from where they see that it waits.</summary>
[Collection("line")]
[Trait("rule", "issue-5 Line")]
public sealed partial class ReplyTests(LineWorld world, Browser browser) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await world.QuietAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_reply_that_waits_is_found_from_the_first_page_and_acknowledged_there()
    {
        var sent = await world.SendAsync("ROUTINE", "We begin at noon.");
        await world.QuietAsync();
        await using var sender = await world.Aldermoor.SignInAsync(browser, path: $"/line?thread={sent.Thread}");
        await using var reader = await world.Quill.SignInAsync(browser, "watch officer");
        await sender.Page.Locator(".reply summary").ClickAsync();
        await sender.Page.Locator(".reply textarea").FillAsync("We are an hour late.");
        await sender.Page.GetByRole(AriaRole.Radio, new PageGetByRoleOptions { Name = "IMMEDIATE" }).CheckAsync();
        await sender.Page.Locator(".reply .send button.main").ClickAsync();
        await LineWorld.ShowsAsync(sender, ".message .says", "We are an hour late.");
        await reader.Page.Locator(".need", new PageLocatorOptions { HasText = "We are an hour late." }).Locator("a").First.ClickAsync();
        await LineWorld.ShowsAsync(reader, ".message .says", "We begin at noon.");
        await reader.Page.Locator(".message", new PageLocatorOptions { HasText = "We are an hour late." }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { NameRegex = Acknowledge() }).ClickAsync();
        await LineWorld.ShowsAsync(sender, ".message .tick.taken", reader.Person.Name);
        Assert.EndsWith($"thread={sent.Thread}", reader.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_intent_that_a_message_points_at_is_one_press_away()
    {
        var intent = (await world.Aldermoor.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.9, -37.1, 300, 310)))).Is(201);
        var sent = (await world.Aldermoor.PostAsync<MessageView>(
            "/api/line/messages",
            new MessageRequest { To = ["quill"], Precedence = "ROUTINE", Text = "This one.", Officer = "Maj. Alder", Attachments = [new AttachmentRequest { Kind = "intent", Intent = intent.Id }] })).Is(201);
        await Eventually.TrueAsync(async () => await world.Quill.MessageAsync(sent.Id) is not null && await world.Quill.IntentAsync(intent.Id) is not null, "quill has both");
        await using var reader = await world.Quill.SignInAsync(browser, path: $"/line?thread={sent.Thread}");
        await reader.Page.Locator($".message .places a[href='/intents/{intent.Id}']").ClickAsync();
        await reader.Page.ArrivesAsync($"/intents/{intent.Id}");
    }

    [Fact]
    public async Task Whoever_is_not_on_watch_answers_a_link_check_and_goes_on_watch_with_the_same_press()
    {
        (await world.Aldermoor.PostAsync<IReadOnlyList<MessageView>>("/api/line/checks", new LinkCheckRequest { To = ["quill"], Officer = "Maj. Alder" })).Is(201);
        await using var reader = await world.Quill.SignInAsync(browser, "watch officer", path: "/line?party=aldermoor");
        await reader.Page.Locator("table").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Go on watch and acknowledge" }).First.ClickAsync();
        await LineWorld.ShowsAsync(reader, ".panel.link td", $"✓ {reader.Person.Name}");
        Assert.Contains((await world.Quill.WatchAsync()).OnWatch, o => o.Officer == reader.Person.Name);
    }

    [GeneratedRegex("[Aa]cknowledge$")]
    private static partial Regex Acknowledge();
}
