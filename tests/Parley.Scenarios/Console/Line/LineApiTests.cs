using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Line;

/// <summary>What the console's line asks the API: threads, phrases as each side reads them, what stays unanswered.</summary>
[Collection("line")]
[Trait("rule", "issue-5 Line")]
public sealed class LineApiTests(LineWorld world) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await world.QuietAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Threads_come_with_what_is_to_acknowledge_first_and_leave_link_checks_out()
    {
        var first = await world.SendAsync("IMMEDIATE", "Hold outside the area.");
        var second = await world.SendAsync("ROUTINE", "Good morning.");
        (await world.Aldermoor.PostAsync<IReadOnlyList<MessageView>>("/api/line/checks", new LinkCheckRequest { To = ["quill"], Officer = "Maj. Alder" })).Is(201);
        (await world.Aldermoor.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["quill"], Text = "Still there?", Thread = first.Thread, Officer = "Maj. Alder" })).Is(201);
        IReadOnlyList<ThreadView> threads = [];
        await Eventually.TrueAsync(async () => (threads = await ThreadsAsync(world.Quill)).Any(t => t.Id == first.Thread && t.Messages == 2), "both messages are there");
        Assert.Equal(first.Thread, threads[0].Id);
        Assert.True(threads[0] is { Unacknowledged: 2, Silent: 0, Precedence: "IMMEDIATE", Last.Text: "Still there?", With: ["aldermoor"] }, $"{threads[0]}");
        Assert.Contains(threads, t => t.Id == second.Thread && t is { Unacknowledged: 1, Precedence: "ROUTINE" });
        Assert.DoesNotContain(threads, static t => t.Last.Kind == "link-check");
        Assert.Contains(await ThreadsAsync(world.Aldermoor), t => t.Id == first.Thread && t is { Unacknowledged: 0, Silent: 2 });
        Assert.Empty((await world.Quill.GetAsync<IReadOnlyList<ThreadView>>("/api/line/threads?party=nobody")).Is(200));
        (await world.Quill.GetAsync<object>("/api/line/threads?language=xx")).Refused(400);
    }

    [Fact]
    public async Task A_phrase_reads_in_every_language_while_its_slots_are_being_filled()
    {
        var open = (await world.Quill.GetAsync<PhraseReadingView>("/api/phrases/AIR-01?slots.altitude=3000%20ft%20WGS84")).Is(200);
        Assert.True(open is { At: "position", Fault: not null } && open.Says.Count == 6, $"{open}");
        Assert.Contains("{position}", open.Says["fr"], StringComparison.Ordinal);
        Assert.Contains("3000 ft (914 m) WGS84", open.Says["he"], StringComparison.Ordinal);
        var filled = (await world.Quill.GetAsync<PhraseReadingView>("/api/phrases/AIR-01?slots.altitude=3000%20ft%20WGS84&slots.position=54.1,19.2&slots.time=2026-11-27T14:05:00Z")).Is(200);
        Assert.True(filled is { At: null, Fault: null }, $"{filled}");
        (await world.Quill.GetAsync<object>("/api/phrases/ZZZ-99")).Refused(404);
        var phrase = (await world.Quill.GetAsync<IReadOnlyList<PhraseView>>("/api/phrases?language=uk")).Is(200).First(static p => p.Code == "AIR-01");
        Assert.Equal("position", phrase.Types!["position"]);
        Assert.NotNull(phrase.Precedence);
    }

    [Fact]
    public async Task Own_messages_that_stay_unanswered_are_listed_with_who_is_called_next()
    {
        var sent = await world.SendAsync("FLASH", "Is anybody there?");
        var silent = (await world.Aldermoor.GetAsync<IReadOnlyList<MessageView>>("/api/line/messages?silent=true&precedence=FLASH")).Is(200);
        var receiver = Assert.Single(Assert.Single(silent, m => m.Id == sent.Id).Receivers);
        Assert.True(receiver.Next is not null || receiver.Steps.Count == 2, $"{receiver}");
        await world.QuietAsync();
        await Eventually.TrueAsync(
            async () => (await world.Aldermoor.GetAsync<IReadOnlyList<MessageView>>("/api/line/messages?silent=true")).Is(200).All(m => m.Id != sent.Id), "it is answered");
        (await world.Quill.GetAsync<object>("/api/line/messages?kind=gossip")).Refused(400);
        (await world.Quill.GetAsync<object>("/api/line/messages?precedence=URGENT")).Refused(400);
    }

    private static async Task<IReadOnlyList<ThreadView>> ThreadsAsync(PostProcess post) => (await post.GetAsync<IReadOnlyList<ThreadView>>("/api/line/threads")).Is(200);
}
