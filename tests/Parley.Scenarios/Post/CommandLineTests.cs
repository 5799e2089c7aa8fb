using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>Two parties agree, meet and settle it, by the command line alone; each line its own process.</summary>
public sealed class CommandLineTests
{
    private static async Task<T> Ask<T>(PostProcess post, JsonTypeInfo<T> shape, params string[] line) =>
        JsonSerializer.Deserialize((await ParleyCommand.RunAsync([.. line, "--post", post.Folder, "--json"])).Is(0).Output, shape)!;

    private static Task<ParleyCommand> Say(PostProcess post, params string[] line) => ParleyCommand.RunAsync([.. line, "--post", post.Folder]);

    private static string WriteFile(string text)
    {
        var path = Scratch.NewPath();
        File.WriteAllText(path, text);
        return path;
    }

    private static string Volumes(double from, double to) => WriteFile(JsonSerializer.Serialize([PostWorld.At(12.34, -38.05, from, to).Volume], PostWireJson.Default.IReadOnlyListWireVolume4D));

    [Fact]
    public async Task An_agreement_a_conflict_and_its_settlement_are_played_by_the_command_line_alone()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (a, q) = (world["aldermoor"], world["quill"]);
        Assert.Contains("up", (await Say(a, "status")).Is(0).Output, StringComparison.Ordinal);

        // The agreement, from its draft to both in force with one hash.
        var drafted = await Ask(a, PostWireJson.Default.DraftedView, "agreement", "draft", WriteFile(PostWorld.Terms("aldermoor", "quill").ToJsonString()));
        var agreement = drafted.Id[..8];
        (await Say(a, "agreement", "sign", agreement, "--officer", "A. One")).Is(0);
        await Eventually.TrueAsync(async () => (await Say(q, "agreement", "sign", agreement, "--officer", "Q. One")).ExitCode == 0, "quill can sign");
        await Eventually.TrueAsync(
            async () => (await Ask(a, PostWireJson.Default.IReadOnlyListAgreementView, "agreement", "list")) is [{ State: "in-force" }], "the agreement is in force at aldermoor");
        Assert.Equal((await Say(a, "agreement", "show", agreement, "--text")).Is(0).Output, (await Say(q, "agreement", "show", agreement, "--text")).Is(0).Output);

        // Two intents that would meet: asked first, then filed.
        var first = await Ask(a, PostWireJson.Default.IntentView, "intent", "file", Volumes(60, 70), "--note", "first");
        await Eventually.TrueAsync(
            async () => (await Ask(q, PostWireJson.Default.IReadOnlyListIntentView, "intent", "list", "--foreign")) is [{ Version: > 0 }], "quill was told");
        var second = Volumes(63, 73);
        Assert.Contains("It would meet 1", (await Say(q, "intent", "check", second)).Is(1).Output, StringComparison.Ordinal);
        (await Say(q, "intent", "acknowledge", first.Id[..8], "--officer", "Q. One")).Is(0);
        Assert.Contains("CONFLICT", (await Say(q, "intent", "file", second)).Is(0).Output, StringComparison.Ordinal);

        // One conflict under one id; the first suggestion that is quill's to make, proposed and accepted.
        await Eventually.TrueAsync(
            async () => (await Ask(a, PostWireJson.Default.IReadOnlyListConflictView, "conflict", "list", "--state", "open")).Count == 1, "aldermoor sees the conflict");
        var conflict = (await Ask(q, PostWireJson.Default.IReadOnlyListConflictView, "conflict", "list"))[0];
        Assert.Contains("suggestion 1", (await Say(q, "conflict", "show", conflict.Id[..6])).Is(0).Output, StringComparison.Ordinal);
        (await Say(q, "conflict", "propose", conflict.Id[..6], "--suggestion", "99")).Is(2);
        var proposed = await Ask(q, PostWireJson.Default.IdView, "conflict", "propose", conflict.Id[..6], "--suggestion", "1", "--officer", "Q. One");
        Assert.Contains("The other side answers", (await Say(q, "conflict", "accept", conflict.Id, proposed.Id)).Is(1).Errors, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await Say(a, "conflict", "accept", conflict.Id[..6], proposed.Id[..6])).ExitCode == 0, "aldermoor can accept");
        foreach (var post in new[] { a, q })
        {
            await Eventually.TrueAsync(
                async () => (await Ask(post, PostWireJson.Default.ConflictView, "conflict", "show", conflict.Id)) is { State: "agreed", Proposals: [{ CarriedOut: true }] },
                $"{post.Name} has the change carried out");
        }

        Assert.Contains("Q. One", (await Say(a, "intent", "show", first.Id)).Is(0).Output, StringComparison.Ordinal);

        // Without the exchange it says so, and what it is told waits.
        await world.KillAsync("exchange");
        await Eventually.TrueAsync(async () => (await Say(a, "status")).Is(0).Output.Contains("DOWN", StringComparison.Ordinal), "aldermoor notices that the exchange is down");
        Assert.Contains("waits here", (await Say(a, "intent", "file", Volumes(300, 310))).Is(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_that_is_down_and_a_key_that_is_wrong_are_told_apart()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        var post = world["aldermoor"];
        var key = Path.Combine(post.Folder, "api.key");
        File.SetAttributes(key, FileAttributes.Normal);
        await File.WriteAllTextAsync(key, new string('0', 64), TestContext.Current.CancellationToken);
        Assert.Contains("does not take the key in", (await Say(post, "status")).Is(2).Errors, StringComparison.Ordinal);
        await post.StopAsync();
        Assert.Contains("start it with: parley post run", (await Say(post, "status")).Is(2).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_typed_client_gives_refusals_as_values()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        using var http = new HttpClient { BaseAddress = world["aldermoor"].Url };
        var cancel = TestContext.Current.CancellationToken;
        var client = new PostClient(http, world["aldermoor"].ApiKey);
        Assert.Equal("aldermoor", (await client.StatusAsync(cancel)).Value!.Party);
        Assert.Empty((await client.IntentsAsync(mine: true, cancel: cancel)).Value!);
        var missing = await client.IntentAsync(Guid.NewGuid().ToString(), cancel);
        Assert.Equal((System.Net.HttpStatusCode.NotFound, null, 404), (missing.Status, missing.Value, missing.Problem!.Status));
        var wrong = await new PostClient(http, "wrong").ConflictsAsync("open", cancel);
        Assert.Equal((false, 401), (wrong.Ok, wrong.Problem!.Status));
    }
}
