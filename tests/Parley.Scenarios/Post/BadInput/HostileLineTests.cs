using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.BadInput;

/// <summary>A party that was admitted and abuses the line: no message is lost, none misleads, and nobody else waits for it.</summary>
[Trait("rule", "issue-4, bad input")]
public sealed class HostileLineTests
{
    [Fact]
    public async Task A_message_reaches_its_reader_whatever_its_sender_put_into_it_and_cannot_mislead()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var aldermoor = world["aldermoor"];
        using var mallory = new Hand(world);
        await mallory.BeginAsync("aldermoor");
        (string What, MessageSent Message, Func<MessageView, bool> Shows)[] messages =
        [
            ("a text turned round", Text("all \u202Eraelc\u202C"), static m => m is { Defused: true, Text: "all \uFFFDraelc\uFFFD" }),
            ("a bell and a new line", Text("one\u0007\ntwo"), static m => m is { Defused: true, Text: "one\uFFFD\uFFFDtwo" }),
            ("markup", Text("<script>alert(1)</script><img src=x onerror=alert(2)>"), static m => m is { Defused: false, Text: "<script>alert(1)</script><img src=x onerror=alert(2)>" }),
            ("a tower of combining marks", Text("Z" + new string('\u0301', 3_900)), static m => m is { Defused: true } && m.Text == "Z\u0301\u0301\u0301\u0301\u0301\u0301"),
            ("more than anybody reads", Text(new string('x', 20_000)), static m => m is { Defused: true, Text.Length: <= 4000 } && m.Text.EndsWith('…')),
            ("a slot of the wrong type", Phrase("SAF-02", ("position", "next to the river")), static m => m.Phrase is { Code: "SAF-02", Says: null, Fault: { Length: > 10 } } && m.Phrase.Slots["position"] == "next to the river"),
            ("a slot that turns round", Phrase("SAF-02", ("position", "12,\u202E38")), static m => m.Phrase is { Says: null, Fault: not null } && m.Phrase.Slots["position"] == "12,\uFFFD38"),
            ("a phrase of nobody's book", Phrase("ZZZ-99"), static m => m.Phrase is { Code: "ZZZ-99", Says: null }),
        ];
        foreach (var (what, message, shows) in messages)
        {
            await mallory.SayAsync(message);
            MessageView? seen = null;
            await Eventually.TrueAsync(async () => (seen = await aldermoor.MessageAsync(message.Message.ToString())) is not null, $"{what} stands");
            Assert.True(shows(seen!), $"{what}: {seen}");
            Assert.Contains((await aldermoor.StatusAsync()).Alarms, a => a.About == seen!.Id);
        }

        (await aldermoor.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = "Maj. Alder" })).Is(200);
        foreach (var (_, message, _) in messages)
        {
            (await aldermoor.PostAsync<MessageView>($"/api/line/messages/{message.Message}/acknowledge", new OfficerRequest { Officer = "Maj. Alder" })).Is(200);
        }

        Assert.DoesNotContain('\u202E', aldermoor.Output);
        Assert.DoesNotContain("failed by a fault", aldermoor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain((await aldermoor.StatusAsync()).Alarms, static a => a.Kind == "letters-refused");
    }

    [Fact]
    public async Task What_was_not_asked_not_sent_or_not_of_its_time_changes_nothing()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (aldermoor, quill) = (world["aldermoor"], world["quill"]);
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        (await quill.PostAsync<WatchView>("/api/watch/take", new WatchRequest { Officer = "Lt. Reed" })).Is(200);
        var message = (await aldermoor.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["quill"], Text = "Good morning." })).Is(201);
        var incident = (await aldermoor.PostAsync<IncidentView>(
            "/api/incidents", new IncidentRequest { Title = "Smoke", Known = "Smoke.", Place = new PointRequest { Lat = 12, Lng = -38 }, To = ["quill"] })).Is(201);
        using var mallory = new Hand(world);
        await mallory.BeginAsync("aldermoor");
        var (id, of) = (EntityId.Parse(message.Id).Value, EntityId.Parse(incident.Id).Value);
        LetterBody[] letters =
        [
            new MessageAcknowledged(id, "Lt. Reed"), new MessageRead(id), new MessageAcknowledged(new EntityId(Guid.NewGuid()), "Nobody"), new InquiryAnswered(of, new EntityId(Guid.NewGuid()), InquiryAnswer.Denied),
            new InquiryPut(of, new EntityId(Guid.NewGuid()), new PartyName("aldermoor"), "Was it yours?", Instant.From(DateTimeOffset.UtcNow.AddHours(1))), new IncidentClosed(of, "over"),
            new MessageSent(id, id, MessageKind.Message, Precedence.Flash, "taken id"), Text("x") with { Kind = (MessageKind)9 }, Text("x") with { Precedence = (Precedence)9 },
            Text("x") with { Attachments = [new Attachment(AttachmentKind.Point, [new PointAt(999, 0)])] }, new MessageSent(new EntityId(Guid.NewGuid()), id, MessageKind.Message, Precedence.Routine),
        ];
        var refused = 0;
        foreach (var letter in letters)
        {
            await mallory.SayAsync(letter);
            refused++;
            await Eventually.TrueAsync(() => Task.FromResult(mallory.Refusals(aldermoor) >= refused), $"{letter.GetType().Name} is refused");
        }

        foreach (var minutes in new[] { -60, 60 })
        {
            await mallory.SayAsync(Text("not of its time"), DateTimeOffset.UtcNow.AddMinutes(minutes));
            refused++;
            await Eventually.TrueAsync(() => Task.FromResult(mallory.Refusals(aldermoor) >= refused), "a letter dated an hour off is refused");
        }

        Assert.Single(await aldermoor.MessagesAsync());
        Assert.True((await aldermoor.MessageAsync(message.Id)) is { Receivers: [{ AcknowledgedAt: null, ReadAt: null }] });
        Assert.True((await aldermoor.IncidentAsync(incident.Id)) is { ClosedAt: null, Inquiries.Count: 0 });

        // By a party of its own API: each is one sentence.
        (await quill.PostAsync<object>($"/api/line/messages/{message.Id}/acknowledge", new OfficerRequest { Officer = "A stranger" })).Refused(403);
        (await aldermoor.PostAsync<object>($"/api/line/messages/{message.Id}/acknowledge", new OfficerRequest { Officer = "Maj. Alder" })).Refused(403);
        (await quill.PostAsync<object>($"/api/line/messages/{Guid.NewGuid()}/acknowledge", new OfficerRequest { Officer = "Lt. Reed" })).Refused(404);
        (await quill.PostAsync<object>($"/api/incidents/{incident.Id}/inquiries/{Guid.NewGuid()}/answer", new InquiryAnswerRequest { Answer = "denied" })).Refused(404);
        (await quill.PostAsync<object>($"/api/incidents/{incident.Id}/inquiries/{Guid.NewGuid()}/answer", new InquiryAnswerRequest { Answer = "perhaps" })).Refused(400);
        (await quill.PostAsync<object>($"/api/incidents/{incident.Id}/close", new ReasonRequest { Reason = "over", Officer = "Q1", SecondOfficer = "Q2" })).Refused(403);
        (MessageRequest Request, string Names)[] bad =
        [
            (new MessageRequest { To = ["aldermoor"] }, "text"), (new MessageRequest { To = ["nobody"], Text = "x" }, "to[0]"), (new MessageRequest { To = [], Text = "x" }, "to"), (new MessageRequest { To = ["quill"], Text = "x" }, "to[0]"),
            (new MessageRequest { To = ["aldermoor"], Text = "x", Precedence = "URGENT" }, "precedence"), (new MessageRequest { To = ["aldermoor"], Text = "a\u202Eb" }, "text"),
            (new MessageRequest { To = ["aldermoor"], Text = "Z" + new string('\u0301', 30) }, "text"), (new MessageRequest { To = ["aldermoor"], Text = new string('x', 3000) }, "text"),
            (new MessageRequest { To = ["aldermoor"], Phrase = new PhraseRequest { Code = "SAF-02", Slots = new() { ["position"] = "there" } } }, "phrase.slots.position"),
            (new MessageRequest { To = ["aldermoor"], Phrase = new PhraseRequest { Code = "SAF-02" } }, "phrase.slots.position"), (new MessageRequest { To = ["aldermoor"], Phrase = new PhraseRequest { Code = "NO-1" } }, "phrase.code"),
            (new MessageRequest { To = ["aldermoor"], Text = "x", Attachments = [new AttachmentRequest { Kind = "point", Points = [new PointRequest { Lat = 91, Lng = 0 }] }] }, "attachments[0].points[0].lat"),
            (new MessageRequest { To = ["aldermoor"], Text = "x", Attachments = [new AttachmentRequest { Kind = "target" }] }, "attachments[0].kind"),
            (new MessageRequest { To = ["aldermoor"], Text = "x", Thread = "one" }, "thread"),
        ];
        foreach (var (request, names) in bad)
        {
            Assert.StartsWith(names, (await quill.PostAsync<object>("/api/line/messages", request)).Refused(400).Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_flood_of_FLASH_calls_in_one_voice_can_be_muted_loses_nothing_and_keeps_nobody_else_waiting()
    {
        const int Flood = 120;
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (aldermoor, quill) = (world["aldermoor"], world["quill"]);
        await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        using var mallory = new Hand(world);
        await mallory.BeginAsync("aldermoor");
        for (var i = 0; i < Flood; i++)
        {
            await mallory.SayAsync(Text($"flood {i}") with { Precedence = Precedence.Flash });
        }

        var word = (await quill.PostAsync<MessageView>("/api/line/messages", new MessageRequest { To = ["aldermoor"], Precedence = "FLASH", Text = "Your aircraft is inside our area." })).Is(201);
        await Eventually.TrueAsync(async () => await aldermoor.MessageAsync(word.Id) is not null, "quill's FLASH is there");
        Assert.Contains((await aldermoor.StatusAsync()).Alarms, a => a.About == word.Id);
        await Eventually.TrueAsync(async () => (await aldermoor.MessagesAsync()).Count(m => m.From == mallory.Name) == Flood, "every message of the flood stands");
        var alarms = (await aldermoor.StatusAsync()).Alarms;
        Assert.InRange(alarms.Count(static a => a.Kind == "message"), 1, 21);
        Assert.Contains(alarms, a => a.Kind == "flood" && a.About == mallory.Name);

        (await aldermoor.PostAsync<IReadOnlyList<LineView>>("/api/line/mute", new MuteRequest { Party = mallory.Name, Minutes = 30, Officer = "Maj. Alder" })).Is(200);
        alarms = (await aldermoor.StatusAsync()).Alarms;
        Assert.Equal(word.Id, Assert.Single(alarms, static a => a.Kind == "message").About);
        Assert.Contains(alarms, a => a is { Kind: "muted", Severity: 1 } && a.About == mallory.Name);
        await mallory.SayAsync(Text("and one more") with { Precedence = Precedence.Flash });
        await Eventually.TrueAsync(async () => (await aldermoor.MessagesAsync()).Count(m => m.From == mallory.Name) == Flood + 1, "what comes while muted stands too");
        Assert.Single((await aldermoor.StatusAsync()).Alarms, static a => a.Kind == "message");
    }

    private static MessageSent Text(string text)
    {
        var id = new EntityId(Guid.NewGuid());
        return new MessageSent(id, id, MessageKind.Message, Precedence.Immediate, text);
    }

    private static MessageSent Phrase(string code, params (string Name, string Value)[] slots)
    {
        var id = new EntityId(Guid.NewGuid());
        return new MessageSent(
            id, id, MessageKind.Message, Precedence.Immediate, Phrase: new PhraseSaid(code, slots.ToImmutableSortedDictionary(static s => s.Name, static s => s.Value, StringComparer.Ordinal)));
    }
}
