using System.Text.Json.Nodes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Line;

/// <summary>Two posts with an agreement in force, for what their people do on the line; one test after the other, as a FLASH takes every window.</summary>
public sealed class LineWorld : IAsyncLifetime
{
    private PostWorld? _world;

    public PostWorld World => _world!;

    /// <summary>Who sends.</summary>
    public PostProcess Aldermoor => World["aldermoor"];

    /// <summary>Who receives. FLASH is to be acknowledged here within 3 s, and three are to be called, so that an escalation is soon seen.</summary>
    public PostProcess Quill => World["quill"];

    public async ValueTask InitializeAsync()
    {
        _world = await PostWorld.StartAsync("aldermoor", "quill");
        var terms = PostWorld.Terms("aldermoor", "quill");
        terms["acknowledge_within_s"]!["FLASH"] = 3;
        terms["contacts"]!["quill"] = JsonNode.Parse("""[{"name":"Duty officer"},{"name":"Commander Quill"}]""");
        await World.AgreeAsync(terms, "aldermoor", "quill");
    }

    /// <summary>Sends from aldermoor by its API, as a party's own program does.</summary>
    public async Task<MessageView> SendAsync(string precedence, string text)
    {
        var sent = (await Aldermoor.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["quill"], Precedence = precedence, Text = text, Officer = "Maj. Alder" })).Is(201);
        await Eventually.TrueAsync(async () => await Quill.MessageAsync(sent.Id) is not null, "quill has the message");
        return sent;
    }

    /// <summary>Nothing stands there any more that a test before left.</summary>
    public async Task QuietAsync()
    {
        foreach (var post in World.Posts)
        {
            var waiting = (await post.MessagesAsync()).Where(m => !m.Mine && m.Receivers.Any(r => r.Party == post.Name && r.AcknowledgedAt is null)).ToArray();
            if (waiting.Length == 0)
            {
                continue;
            }

            await post.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = "Sgt. Broom" });
            foreach (var message in waiting)
            {
                (await post.PostAsync<MessageView>($"/api/line/messages/{message.Id}/acknowledge", new OfficerRequest { Officer = "Sgt. Broom" })).Is(200);
            }
        }
    }

    /// <summary>WCAG 2.2 AA by axe, and nothing wider than the window.</summary>
    public static async Task CleanAsync(Seat seat, string what)
    {
        await seat.Page.StillAsync();
        var found = await seat.Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.True(found.Violations.Length == 0, $"{what}: {string.Join("; ", found.Violations.Select(static v => $"{v.Id} at {string.Join(", ", v.Nodes.Select(static n => n.Html))}"))}");
        Assert.False(await seat.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"), $"{what} is wider than the window.");
    }

    /// <summary>Waits until the page shows it, as text.</summary>
    public static Task ShowsAsync(Seat seat, string selector, string text) =>
        seat.Page.Locator(selector, new PageLocatorOptions { HasText = text }).First.WaitForAsync();

    public ValueTask DisposeAsync() => _world?.DisposeAsync() ?? ValueTask.CompletedTask;
}

[CollectionDefinition("line")]
public sealed class LineCollection : ICollectionFixture<LineWorld>;
