using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>How tight the mechanism was, asked of two running posts that agree on it, and how tight it would have been.</summary>
public sealed class TightnessTests
{
    private static async Task<T> Ask<T>(PostProcess post, JsonTypeInfo<T> shape, params string[] line) =>
        JsonSerializer.Deserialize((await ParleyCommand.RunAsync([.. line, "--post", post.Folder, "--json"])).Is(0).Output, shape)!;

    private static Task<ParleyCommand> Say(PostProcess post, params string[] line) => ParleyCommand.RunAsync([.. line, "--post", post.Folder]);

    private static async Task FileAsync(PostProcess post, Plan plan) => (await post.PostAsync<IntentView>("/api/intents", PostWorld.Intent(plan))).Is(201);

    [Fact]
    public async Task Both_sides_report_the_same_figures_and_try_other_terms_over_them()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var agreed = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var (a, q) = (world["aldermoor"], world["quill"]);
        // 15 min of notice are agreed, and 1,000 m: one of four is late, and two pass each other at about 2,400 m.
        await FileAsync(a, PostWorld.At(12.34, -38.05, 120, 130));
        await FileAsync(a, PostWorld.At(12.60, -38.05, 10, 20));
        await FileAsync(q, PostWorld.At(12.376, -38.05, 120, 130));
        await FileAsync(q, PostWorld.At(12.80, -38.05, 20, 30));
        await world.QuietAsync();
        (await Say(q, "watch", "take", "--officer", "Q. One")).Is(0);
        var sent = await Ask(a, PostWireJson.Default.MessageView, "line", "send", "--to", "quill", "--precedence", "FLASH", "--text", "radio check", "--officer", "A. One");
        await Eventually.TrueAsync(async () => (await Say(q, "line", "acknowledge", sent.Id, "--officer", "Q. One")).ExitCode == 0, "quill acknowledges");
        await Eventually.TrueAsync(
            async () => (await Ask(a, PostWireJson.Default.MessageView, "line", "show", sent.Id)).Receivers is [{ AcknowledgedAt: not null }], "aldermoor has the acknowledgement");

        var here = await Ask(a, PostWireJson.Default.ReportView, "report", "--from", "1h");
        var there = await Ask(q, PostWireJson.Default.ReportView, "report");
        var quill = Assert.Single(here.Parties);
        Assert.Equal(("quill", 2, 1, 2, 0), (quill.Party, quill.Ours.Notices.Told, quill.Ours.Notices.Late, quill.Theirs.Notices.Told, quill.Theirs.Notices.Late));
        Assert.Equivalent(quill.Ours.Notices, there.Parties[0].Theirs.Notices);
        Assert.Equivalent(quill.Theirs.Notices, there.Parties[0].Ours.Notices);
        Assert.Equivalent(quill.Ours.Messages, there.Parties[0].Theirs.Messages);
        Assert.Equal((1, 1, 0), (quill.Ours.Messages["FLASH"].Sent, quill.Ours.Messages["FLASH"].InTime, quill.Conflicts.Found));
        Assert.True(here.Entries > 0);
        Assert.Contains("Unresolved minutes", (await Say(a, "report")).Is(0).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Ask(a, PostWireJson.Default.ReportView, "report", "--to", "1h")).Total.Ours.Notices.Told);

        // At both posts alike: quill's second would be late too, and the two would meet.
        foreach (var post in new[] { a, q })
        {
            var tried = await Ask(post, PostWireJson.Default.TightenView, "tighten", "--agreement", agreed.Id[..8], "--minimum-notice", "30min", "--horizontal", "5km");
            Assert.Equal((1, 2, 0, 1), (tried.FiguresAsAgreed.Late, tried.FiguresTried.Late, tried.FiguresAsAgreed.Conflicts, tried.FiguresTried.Conflicts));
            Assert.Equal(("quill", "aldermoor"), (Assert.Single(tried.Would.Late).Owner, tried.Would.Late[0].Party));
            Assert.InRange(Assert.Single(tried.Would.Conflicts).Gap.HorizontalM, 2000, 3000);
            Assert.Equal((0, 0, 0), (tried.WouldNot.LateCount, tried.WouldNot.ConflictCount, tried.WouldNot.UnacknowledgedCount));
            var looser = await Ask(post, PostWireJson.Default.TightenView, "tighten", "--agreement", agreed.Id[..8], "--minimum-notice", "1min");
            Assert.Equal((0, 1), (looser.Would.LateCount, looser.WouldNot.LateCount));
        }

        Assert.Contains("would have been, and was not", (await Say(a, "tighten", "--agreement", agreed.Id[..8], "--horizontal", "5km")).Is(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_periods_and_terms_are_one_sentence()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var agreed = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var a = world["aldermoor"];
        async Task Refuses(string sentence, params string[] line) => Assert.Contains(sentence, (await Say(a, line)).Is(2).Errors, StringComparison.Ordinal);
        await Refuses("to: is not after from", "report", "--from", "1h", "--to", "2h");
        await Refuses("from: ", "report", "--from", "yesterday");
        await Refuses("No term is changed", "tighten", "--agreement", agreed.Id[..8]);
        await Refuses("No agreement here has an id that begins with beef", "tighten", "--agreement", "beef", "--time", "1min");
        await Refuses("--horizontal: '5' has no unit", "tighten", "--agreement", agreed.Id[..8], "--horizontal", "5");
        await Refuses("write it like FLASH=30s", "tighten", "--agreement", agreed.Id[..8], "--acknowledge-within", "30s");
        await Refuses("acknowledge_within_s: 'URGENT' is not known", "tighten", "--agreement", agreed.Id[..8], "--acknowledge-within", "URGENT=30s");
        await Refuses("separation.vertical_m: must be a number from 0 to 20000", "tighten", "--agreement", agreed.Id[..8], "--vertical", "30km");
        (await a.PostAsync<TightenView>("/api/tighten", new JsonObject { ["agreement"] = Guid.NewGuid().ToString(), ["time_s"] = 1 }.ToJsonString())).Is(404);
        (await a.PostAsync<TightenView>("/api/tighten", "{}")).Is(400);
    }
}
