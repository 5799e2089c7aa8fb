using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Scenarios.Relay;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.BadInput;

/// <summary>A party that was admitted, and then writes what it should not: each letter ends in an alarm and a line in the log, and the others go on.</summary>
[Trait("rule", "issue-3, bad input")]
public sealed class HostileLetterTests
{
    private static readonly EntityId Nobodys = Id(Guid.NewGuid().ToString());

    [Fact]
    public async Task Hostile_letters_change_nothing_and_stop_nobody()
    {
        await using var world = await PostWorld.StartAsync("aldermoor", "quill");
        var (aldermoor, quill) = (world["aldermoor"], world["quill"]);
        using var mallory = new Writer("mallory");
        (await mallory.AdmitAsync(world.Data)).Is(0);
        var agreement = await world.AgreeAsync(PostWorld.Terms("aldermoor", "quill"), "aldermoor", "quill");
        var ours = (await aldermoor.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 300, 310)))).Is(201);
        var theirs = (await quill.PostAsync<IntentView>("/api/intents", PostWorld.Intent(PostWorld.At(12.34, -38.05, 303, 313)))).Is(201);
        var conflict = Id(Assert.Single(theirs.Conflicts));
        var proposal = Id((await quill.PostAsync<IdView>($"/api/conflicts/{conflict}/proposals", new ProposalRequest { Kind = "please-hold" })).Is(201).Id);
        await Eventually.TrueAsync(async () => await aldermoor.ConflictAsync(conflict.ToString()) is { Proposals.Count: 1 }, "aldermoor has the proposal");
        var to = (await mallory.At(world.Exchange).DirectoryAsync()).Value!.Find("aldermoor")!;
        await world.QuietAsync();

        var (sent, row, refused) = (0L, 0L, 0);
        byte[] Say(LetterBody body, long? number = null, Action<JsonNode>? edit = null)
        {
            var letter = new Letter(
                new PartyName(mallory.Name), ImmutableSortedDictionary<string, long>.Empty.Add("aldermoor", number ?? (row + 1)), Instant.From(DateTimeOffset.UtcNow), body);
            var json = JsonSerializer.SerializeToNode(letter, PostJson.Default.Letter)!;
            edit?.Invoke(json);
            return Encoding.UTF8.GetBytes(json.ToJsonString());
        }

        async Task SendAsync(byte[] payload)
        {
            var answer = await mallory.At(world.Exchange).SendAsync(++sent, [to], payload);
            Assert.True(answer.Ok, answer.Refusal);
        }

        var volumes = Volumes(static _ => { });
        var signed = new AgreementSigned(Id(agreement.Id), agreement.Hash);
        Notice NoticeOf(string intent, RawJson shape, string? note = null) => new(Id(intent), 9, DeclaredKind.Intent, IntentState.Accepted, shape, false, false, [Id(agreement.Id)], Note: note);
        var foreign = PostWorld.Terms("quill", mallory.Name);
        (string What, Func<byte[]> Letter, bool Counts)[] letters =
        [
            ("an unknown type", () => Say(signed, edit: static l => l["body"]!["type"] = "surrender/1"), true),
            ("no JSON", static () => "surrender"u8.ToArray(), false),
            ("from quill", () => Say(signed, edit: static l => l["from"] = "quill"), true),
            ("to quill", () => Say(signed, edit: static l => l["to"] = new JsonObject { ["quill"] = 1 }), false),
            ("an hour ago", () => Say(signed, edit: static l => l["written"] = Instant.From(DateTimeOffset.UtcNow.AddHours(-1)).ToString()), true),
            ("in an hour", () => Say(signed, edit: static l => l["written"] = Instant.From(DateTimeOffset.UtcNow.AddHours(1)).ToString()), true),
            ("a number again", () => Say(signed, number: 1), false),
            ("no number", () => Say(signed, number: 0), false),
            ("a number below nothing", () => Say(signed, number: -3), false),
            ("quill's intent", () => Say(NoticeOf(theirs.Id, volumes)), true),
            ("an agreement that it is not in", () => Say(NoticeOf(Guid.NewGuid().ToString(), volumes)), true),
            ("a draft without aldermoor", () => Say(new AgreementDrafted(Nobodys, foreign.ToJsonString())), true),
            ("another's agreement signed", () => Say(signed), true),
            ("another's agreement ended", () => Say(new AgreementEnded(Id(agreement.Id), "over")), true),
            ("another's proposal accepted", () => Say(new ProposalAnswered(conflict, proposal, true)), true),
            ("a stand in another's conflict", () => Say(new Stood(conflict, Stand.Hold)), true),
            ("a stand by number", () => Say(new Stood(conflict, (Stand)7)), true),
            ("a proposal by number", () => Say(new Proposed(conflict, Nobodys, (ProposalKind)99)), true),
            ("a request of a civil system", () => Say(new UssRequest(Nobodys, "GET", "/uss/v1/operational_intents/x", "quill", []), number: 0), false),
            ("a text turned round", () => Say(NoticeOf(Guid.NewGuid().ToString(), volumes, "all \u202Eraelc")), true),
            ("a bell", () => Say(new NoticeSeen(Id(ours.Id), 1, "Ash\u0007")), true),
            ("an outline that crosses itself", () => Say(NoticeOf(Guid.NewGuid().ToString(), Volumes(Crossed))), true),
            ("seen without being told", () => Say(new NoticeSeen(Id(ours.Id), 1, "Ash")), true),
            ("history that nobody asked for", () => Say(new HistoryTold([], true), number: 0), false),
        ];
        var before = await SnapshotAsync(aldermoor);
        foreach (var (what, letter, counts) in letters)
        {
            await SendAsync(letter());
            refused++;
            await Eventually.TrueAsync(() => Task.FromResult(Refusals(aldermoor, mallory.Name) >= refused), $"{what} is in the log");
            row += counts ? 1 : 0;
            if (what != "history that nobody asked for")
            {
                Assert.Contains((await aldermoor.StatusAsync()).Alarms, a => a.Kind == "letters-refused" && a.About == mallory.Name);
            }

            Assert.Equal((what, before), (what, await SnapshotAsync(aldermoor)));
        }

        // A number is left out: what comes is held until its sender has told, or told that there is nothing.
        await SendAsync(Say(new Blank(), number: row + 2));
        await Eventually.TrueAsync(async () => (await aldermoor.StatusAsync()).Alarms.Any(a => a.Kind == "letters-missing" && a.Id.StartsWith("missing:", StringComparison.Ordinal)), "the missing letter is asked for");
        await SendAsync(Say(new HistoryTold([], true), number: 0));
        await Eventually.TrueAsync(async () => (await aldermoor.StatusAsync()).Alarms.Any(static a => a.Id.StartsWith("skipped:", StringComparison.Ordinal)), "the row goes on");
        row += 2;
        await SendAsync(Say(signed));
        await Eventually.TrueAsync(() => Task.FromResult(Refusals(aldermoor, mallory.Name) > refused), "what follows is read");
        var tooLarge = await mallory.At(world.Exchange).SendSealedAsync(sent + 1, ["aldermoor"], new byte[70_000], "");
        Assert.Equal(413, (int)tooLarge.Status);
        Assert.Equal(before, await SnapshotAsync(aldermoor));
        Assert.DoesNotContain("failed by a fault", aldermoor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', aldermoor.Output);

        (await quill.PostAsync<IntentView>($"/api/intents/{ours.Id}/acknowledge", new OfficerRequest { Officer = "Quill's Rowan" })).Is(200);
        await Eventually.TrueAsync(async () => (await aldermoor.IntentAsync(ours.Id))!.Notices.Any(static n => n.SeenBy == "Quill's Rowan"), "quill's good letter arrives");
    }

    private static EntityId Id(string text) => EntityId.Parse(text).Value;

    private static int Refusals(PostProcess post, string party) => post.Output.Split($"A letter from {party} was refused").Length - 1;

    private static RawJson Volumes(Action<JsonNode> change)
    {
        var volumes = JsonSerializer.SerializeToNode(PostWorld.Intent(PostWorld.At(12.6, -38.6, 300, 310)), PostWireJson.Default.IntentRequest)!["volumes"]!;
        change(volumes[0]!["volume"]!);
        return new RawJson(volumes.ToJsonString());
    }

    private static void Crossed(JsonNode volume)
    {
        volume.AsObject().Remove("outline_circle");
        volume["outline_polygon"] = JsonNode.Parse("""{"vertices":[{"lat":12.3,"lng":-38},{"lat":12.4,"lng":-37.9},{"lat":12.4,"lng":-38},{"lat":12.3,"lng":-37.9}]}""");
    }

    // Without what comes by itself: receipts, and suggestions that are looked for anew.
    private static async Task<string> SnapshotAsync(PostProcess post)
    {
        var intents = (await post.IntentsAsync()).Select(static i => i with { Notices = [.. i.Notices.Select(static n => n with { DeliveredAt = null })] });
        var conflicts = (await post.ConflictsAsync()).Select(static c => c with { Suggestions = [] });
        return JsonSerializer.Serialize<IReadOnlyList<IntentView>>([.. intents], PostWireJson.Default.IReadOnlyListIntentView)
            + JsonSerializer.Serialize<IReadOnlyList<ConflictView>>([.. conflicts], PostWireJson.Default.IReadOnlyListConflictView)
            + (await post.GetAsync<object>("/api/agreements")).Text;
    }
}
