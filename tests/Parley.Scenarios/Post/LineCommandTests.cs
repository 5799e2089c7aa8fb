using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post;

/// <summary>The line, the watch and an incident, by the command line alone; each line its own process.</summary>
public sealed class LineCommandTests
{
    private static async Task<T> Ask<T>(PostProcess post, JsonTypeInfo<T> shape, params string[] line) =>
        JsonSerializer.Deserialize((await ParleyCommand.RunAsync([.. line, "--post", post.Folder, "--json"])).Is(0).Output, shape)!;

    private static Task<ParleyCommand> Say(PostProcess post, params string[] line) => ParleyCommand.RunAsync([.. line, "--post", post.Folder]);

    private static async Task Has(PostProcess post, string text, params string[] line) => Assert.Contains(text, (await Say(post, line)).Is(0).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_message_its_acknowledgement_and_an_incident_are_played_by_the_command_line_alone()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var (a, q) = (world["aldermoor"], world["quill"]);

        // Nobody is on watch, then somebody is, then another takes over.
        await Has(q, "NOBODY is on watch", "watch");
        await Has(q, "Q. One, since", "watch", "take", "--officer", "Q. One", "--note", "quiet so far");
        var watch = await Ask(q, PostWireJson.Default.WatchView, "watch", "take", "--officer", "Q. Two", "--from", "Q. One");
        Assert.Equal(["Q. Two"], watch.OnWatch.Select(static w => w.Officer));
        await Eventually.TrueAsync(async () => (await Say(a, "line")).Is(0).Output.Contains("Q. Two", StringComparison.Ordinal), "aldermoor knows who is on watch at quill");

        // A phrase with its slots and a point: sent, read in another language, acknowledged by who is on watch and nobody else.
        var sent = await Ask(
            a, PostWireJson.Default.MessageView, "line", "send", "--to", "quill", "--precedence", "FLASH", "--phrase", "SAF-05", "until=2026-11-24T14:05:00Z", "--text", "at once", "--point", "12.3,-38.05",
            "--officer", "A. One");
        Assert.Equal(("FLASH", "SAF-05", "at once"), (sent.Precedence, sent.Phrase!.Code, sent.Text));
        Assert.Equal((12.3, -38.05), (sent.Attachments[0].Points![0].Lat, sent.Attachments[0].Points![0].Lng));
        await Eventually.TrueAsync(
            async () => (await Ask(q, PostWireJson.Default.IReadOnlyListMessageView, "line", "messages", "--unacknowledged", "--limit", "5")) is [{ Id: var id }] && id == sent.Id, "quill has the message");
        await Has(q, "aldermoor → quill", "line", "messages", "--party", "aldermoor", "--language", "fr");
        (await Say(q, "line", "read", sent.Id[..8], "--officer", "Q. Two")).Is(0);
        (await Say(q, "line", "acknowledge", sent.Id[..8], "--officer", "Q. One")).Is(1);
        (await Say(q, "line", "acknowledge", sent.Id[..8], "--officer", "Q. Two")).Is(0);
        await Eventually.TrueAsync(
            async () => (await Say(a, "line", "show", sent.Id[..8])).Is(0).Output.Contains("by Q. Two", StringComparison.Ordinal), "aldermoor sees who acknowledged");
        Assert.Empty(await Ask(q, PostWireJson.Default.IReadOnlyListMessageView, "line", "messages", "--unacknowledged"));

        // In its thread; a STOP and a check of the line; a flood is muted and let call again.
        var answer = await Ask(q, PostWireJson.Default.MessageView, "line", "send", "--text", "understood", "--thread", sent.Id[..8], "--officer", "Q. Two");
        Assert.Equal((sent.Id, "ROUTINE"), (answer.Thread, answer.Precedence));
        Assert.Equal(2, (await Ask(q, PostWireJson.Default.IReadOnlyListMessageView, "line", "messages", "--thread", sent.Id)).Count);
        await Has(a, "FLASH STOP", "line", "stop", "--officer", "A. One");
        await Has(a, "link check", "line", "check", "--to", "quill");
        await Has(a, "muted until", "line", "mute", "quill", "--minutes", "5", "--officer", "A. One");
        Assert.DoesNotContain("muted until", (await Say(a, "line", "mute", "quill", "--minutes", "0", "--officer", "A. One")).Is(0).Output, StringComparison.Ordinal);
        await Has(a, "No link check was missed.", "line", "missed");

        // An incident, from its opening to its record.
        var incident = await Ask(
            a, PostWireJson.Default.IncidentView, "incident", "open", "--title", "Lost contact", "--at", "12.3,-38.05", "--known", "KESTREL 2 fell silent", "--radius", "10NM", "--officer", "A. One");
        Assert.Equal(18_520, incident.RadiusM);
        await Has(a, "Asked quill", "incident", "ask", incident.Id[..8], "--party", "quill", "--question", "Was it yours?", "--deadline", "2h", "--officer", "A. One");
        var inquiry = "";
        await Eventually.TrueAsync(
            async () => (await Ask(q, PostWireJson.Default.IReadOnlyListIncidentView, "incident", "list")) is [{ Inquiries: [{ Id: var id }] }] && (inquiry = id).Length > 0, "quill was asked");
        await Has(q, "neither-confirmed-nor-denied", "incident", "answer", incident.Id[..8], inquiry[..8], "neither", "--text", "not ours to say", "--officer", "Q. Two");
        await Eventually.TrueAsync(
            async () => (await Say(a, "incident", "show", incident.Id[..8])).Is(0).Output.Contains("not ours to say", StringComparison.Ordinal), "aldermoor has the answer");
        await Has(a, "closed", "incident", "close", incident.Id[..8], "--reason", "found at sea", "--officer", "A. One", "--second-officer", "A. Two");
        var (page, record) = (Scratch.NewPath(), Scratch.NewPath());
        (await Say(a, "incident", "export", incident.Id[..8], "--html", page, "--json", record)).Is(0);
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        var export = JsonSerializer.Deserialize(await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken), PostWireJson.Default.IncidentExport)!;
        Assert.Equal("Lost contact", export.Incident.Title);

        await Has(q, "NOBODY is on watch", "watch", "leave", "--officer", "Q. Two");
    }

    [Fact]
    public async Task What_the_line_can_not_take_is_one_sentence()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        var a = world["aldermoor"];
        async Task Refuses(string sentence, params string[] line) => Assert.Contains(sentence, (await Say(a, line)).Is(2).Errors, StringComparison.Ordinal);
        await Refuses("there is no phrase or attachment either", "line", "send", "--to", "exchange", "--officer", "A. One");
        await Refuses("Write each slot as SLOT=VALUE", "line", "send", "--phrase", "AIR-01", "position", "--officer", "A. One");
        await Refuses("--point: 'north' is not a position", "line", "send", "--point", "north", "--officer", "A. One");
        await Refuses("give FLASH or IMMEDIATE or PRIORITY or ROUTINE", "line", "send", "--precedence", "URGENT", "--text", "t", "--officer", "A. One");
        await Refuses("give a number from 1 to 1000", "line", "messages", "--limit", "0");
        await Refuses("is no id", "line", "acknowledge", "7", "--officer", "A. One");
        await Refuses("No message here has an id that begins with 2f83", "line", "show", "2f83");
        await Refuses("--officer", "watch", "take");
        await Refuses("is no other party that is known here", "line", "mute", "nobody", "--minutes", "5", "--officer", "A. One");
        await Refuses("is not a position", "incident", "open", "--title", "t", "--at", "here", "--known", "k", "--officer", "A. One");
        await Refuses("No incident here has an id", "incident", "export", "2f83", "--json");
    }
}
