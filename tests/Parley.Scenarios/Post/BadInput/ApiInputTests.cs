using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Client.Post;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.BadInput;

/// <summary>Whatever a post's own people or their systems send it by mistake or on purpose: one sentence, and nothing in the journal.</summary>
[Trait("rule", "issue-3, bad input")]
public sealed class ApiInputTests(ApiInputWorld world) : IClassFixture<ApiInputWorld>
{
    private static readonly Dictionary<string, Case> Cases = All().ToDictionary(static c => c.Name);

    private sealed record Case(string Name, int Status, string Method, string Path, Func<string?> Body, string? Key = null);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_refused_with_one_sentence_and_changes_nothing(string name)
    {
        var bad = Cases[name];
        var before = (await world.Aldermoor.StatusAsync()).Position;
        var body = bad.Body() is { } text ? world.Fill(text) : null;
        var reply = await world.Aldermoor.CallAsync<object>(new HttpMethod(bad.Method), world.Fill(bad.Path), body, bad.Key);
        var detail = reply.Refused(bad.Status).Detail;
        Assert.DoesNotContain('\n', detail);
        Assert.InRange(detail.Length, 10, 400);
        foreach (var inner in new[] { "   at ", "Exception", "System.", "Parley.", "Json.", "\u202E", "\u0007" })
        {
            Assert.DoesNotContain(inner, detail, StringComparison.Ordinal);
        }

        Assert.Equal(before, (await world.Aldermoor.StatusAsync()).Position);
        Assert.DoesNotContain("failed by a fault", world.Aldermoor.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<Case> All() =>
    [
        .. NotWhatItShouldBe(), .. UnsafeTexts(), .. Volumes(), .. Documents(), .. OfOthers(), .. NotNow(), .. Comments(),
        new("a wrong key", 401, "GET", "/api/status", static () => null, "no-key-of-this-post"),
        new("a path that is none", 404, "GET", "/api/nothing-here", static () => null),
        new("a method that is not for the path", 405, "PUT", "/api/status", static () => "{}"),
    ];

    private static IEnumerable<Case> NotWhatItShouldBe()
    {
        (string, string, string)[] routes =
        [
            ("POST", "/api/intents", "volumes"), ("PUT", "/api/intents/{mine}", "state"), ("DELETE", "/api/intents/{mine}", "reason"), ("POST", "/api/intents/{theirs}/acknowledge", "officer"),
            ("PUT", "/api/intents/{theirs}/recipients", "recipients"), ("POST", "/api/agreements", "title"), ("POST", "/api/agreements/{agreement}/suspend", "reason"),
            ("POST", "/api/agreements/{agreement}/end", "reason"), ("POST", "/api/conflicts/{conflict}/proposals", "kind"), ("POST", "/api/conflicts/{conflict}/stand", "stand"),
            ("POST", "/api/comments", "text"),
        ];
        foreach (var (method, path, member) in routes)
        {
            (string What, string Body)[] bodies =
            [
                ("half a JSON", "{\"x\":"), ("null", "null"), ("a list", "[]"), ("a number", "7"), ("ten thousand brackets", new string('[', 10_000)),
                ("a number for a text", $$"""{"{{member}}":7}"""), ("an object for a text", $$$"""{"{{{member}}}":{"a":[]}}"""),
                ("the same member twice", $$"""{"{{member}}":null,"{{member}}":null}"""), ("two bodies", "{}{}"), ("half a character", $$"""{"{{member}}":"\ud800"}"""),
            ];
            foreach (var (what, body) in bodies)
            {
                yield return new Case($"{method} {path}: {what}", 400, method, path, () => body);
            }

            if (method is "POST" or "PUT" && path is not "/api/intents/{mine}")
            {
                yield return new Case($"{method} {path}: nothing in it", 400, method, path, static () => "{}");
            }

            yield return new Case($"{method} {path}: too much", 413, method, path, () => $$"""{"{{member}}":"{{new string('a', 1_100_000)}}"}""");
        }
    }

    private static IEnumerable<Case> UnsafeTexts()
    {
        (string Method, string Path, string Body)[] texts =
        [
            ("PUT", "/api/intents/{mine}", """{"note":"TEXT"}"""), ("PUT", "/api/intents/{mine}", """{"activity":"TEXT"}"""), ("PUT", "/api/intents/{mine}", """{"place":"TEXT"}"""),
            ("PUT", "/api/intents/{mine}", """{"state":"TEXT"}"""), ("PUT", "/api/intents/{mine}", """{"under_way":"TEXT"}"""), ("POST", "/api/intents", """{"kind":"TEXT"}"""),
            ("POST", "/api/intents", """{"id":"TEXT"}"""), ("DELETE", "/api/intents/{mine}", """{"reason":"TEXT"}"""), ("DELETE", "/api/intents/{mine}", """{"outcome":"TEXT"}"""),
            ("POST", "/api/intents/{theirs}/acknowledge", """{"officer":"TEXT"}"""), ("PUT", "/api/intents/{theirs}/recipients", """{"recipients":[{"name":"TEXT","way":"radio"}]}"""),
            ("PUT", "/api/intents/{theirs}/recipients", """{"recipients":[{"name":"Unit 4","way":"TEXT"}]}"""),
            ("POST", "/api/agreements/{agreement}/suspend", """{"reason":"TEXT"}"""), ("POST", "/api/agreements/{agreement}/suspend", """{"reason":"storm","effective":"TEXT","officer":"N1","second_officer":"N2"}"""),
            ("POST", "/api/agreements/{agreement}/suspend", """{"reason":"storm","officer":"TEXT","second_officer":"N2"}"""), ("POST", "/api/agreements/{agreement}/end", """{"reason":"TEXT"}"""),
            ("POST", "/api/agreements/{draft}/sign", """{"officer":"TEXT"}"""), ("POST", "/api/conflicts/{conflict}/proposals", """{"kind":"TEXT"}"""),
            ("POST", "/api/conflicts/{conflict}/proposals", """{"kind":"hold","reason":"TEXT"}"""), ("POST", "/api/conflicts/{conflict}/proposals", """{"kind":"hold","officer":"TEXT"}"""),
            ("POST", "/api/conflicts/{conflict}/proposals", """{"kind":"accept-risk","reason":"r","second_officer":"TEXT"}"""),
            ("POST", "/api/conflicts/{conflict}/proposals/{proposal}/decline", """{"reason":"TEXT"}"""), ("POST", "/api/conflicts/{conflict}/stand", """{"stand":"hold","reason":"TEXT"}"""),
            ("POST", "/api/comments", """{"about":"intent","id":"{mine}","text":"TEXT"}"""), ("POST", "/api/comments", """{"about":"intent","id":"{mine}","text":"TEXT","across":true}"""),
            ("POST", "/api/comments", """{"about":"TEXT","id":"{mine}","text":"x"}"""), ("POST", "/api/comments", """{"about":"intent","id":"{mine}","text":"x","officer":"TEXT"}"""),
        ];
        foreach (var (method, path, body) in texts)
        {
            foreach (var (what, text) in new[] { ("turned round", "all \\u202Eraelc"), ("a bell", "all\\u0007clear"), ("a line break", "all\\nclear"), ("an isolate", "all\\u2067clear"), ("without end", new string('x', 5000)) })
            {
                yield return new Case($"{method} {path} {body}: {what}", 400, method, path, () => body.Replace("TEXT", text, StringComparison.Ordinal));
            }
        }
    }

    private static IEnumerable<Case> Comments()
    {
        (string What, int Status, string Body)[] bodies =
        [
            ("under nothing", 400, """{"text":"x"}"""), ("under a thing of no kind", 400, """{"about":"moon","id":"{mine}","text":"x"}"""), ("under a number", 400, """{"about":"0","id":"{mine}","text":"x"}"""),
            ("without an id", 400, """{"about":"intent","text":"x"}"""), ("with an id that is none", 400, """{"about":"intent","id":"one","text":"x"}"""),
            ("that says nothing", 400, """{"about":"intent","id":"{mine}","text":"   "}"""), ("too long", 400, $$"""{"about":"intent","id":"{mine}","text":"{{new string('x', 2001)}}"}"""),
            ("with a name of its own that is none", 400, """{"about":"intent","id":"{mine}","text":"x","comment":"first"}"""),
            ("across by halves", 400, """{"about":"intent","id":"{mine}","text":"x","across":"yes"}"""), ("within, for readers", 400, """{"about":"intent","id":"{mine}","text":"x","to":["quill"]}"""),
            ("under nobody's intent", 404, """{"about":"intent","id":"{nobody's}","text":"x"}"""), ("across under nobody's conflict", 404, """{"about":"conflict","id":"{nobody's}","text":"x","across":true}"""),
            ("under an intent that is said to be a conflict", 404, """{"about":"conflict","id":"{mine}","text":"x"}"""),
            ("for a stranger", 409, """{"about":"intent","id":"{mine}","text":"x","across":true,"to":["marsh"]}"""), ("for nobody", 409, """{"about":"intent","id":"{mine}","text":"x","across":true,"to":[]}"""),
            ("for one and a stranger", 409, """{"about":"intent","id":"{mine}","text":"x","across":true,"to":["quill","marsh"]}"""), ("for null", 409, """{"about":"intent","id":"{mine}","text":"x","across":true,"to":[null]}"""),
        ];
        foreach (var (what, status, body) in bodies)
        {
            yield return new Case($"a comment {what}", status, "POST", "/api/comments", () => body);
        }

        foreach (var query in new[] { "", "?about=intent", "?id={mine}", "?about=moon&id={mine}", "?about=intent&id=one", "?about=intent&id={mine}&limit=0", "?about=intent&id={mine}&after=last" })
        {
            yield return new Case($"comments{query}", 400, "GET", $"/api/comments{query}", static () => null);
        }

        yield return new Case("comments of nothing", 404, "GET", "/api/comments?about=incident&id={nobody's}", static () => null);
        yield return new Case("readers of nothing", 404, "GET", "/api/comments/readers?about=incident&id={nobody's}", static () => null);
        yield return new Case("readers of no kind", 400, "GET", "/api/comments/readers?about=moon&id={mine}", static () => null);
    }

    private static IEnumerable<Case> Volumes()
    {
        (string What, Action<JsonNode> Change)[] changes =
        [
            ("no outline", static v => v["volume"]!.AsObject().Remove("outline_circle")),
            ("a radius below nothing", static v => v["volume"]!["outline_circle"]!["radius"]!["value"] = -1),
            ("a latitude beyond the pole", static v => v["volume"]!["outline_circle"]!["center"]!["lat"] = 91),
            ("upside down", static v => v["volume"]!["altitude_upper"]!["value"] = 1),
            ("no altitude", static v => v["volume"]!.AsObject().Remove("altitude_lower")),
            ("another unit", static v => v["volume"]!["altitude_upper"]!["units"] = "FT"),
            ("over before it begins", static v => (v["time_start"], v["time_end"]) = (v["time_end"]!.DeepClone(), v["time_start"]!.DeepClone())),
            ("in the past", static v => (v["time_start"]!["value"], v["time_end"]!["value"]) = ("2020-01-01T00:00:00Z", "2020-01-01T01:00:00Z")),
            ("a time that is none", static v => v["time_start"]!["value"] = "yesterday"),
            ("crossing itself", static v => Outline(v, "[{\"lat\":12.3,\"lng\":-38},{\"lat\":12.4,\"lng\":-37.9},{\"lat\":12.4,\"lng\":-38},{\"lat\":12.3,\"lng\":-37.9}]")),
            ("two vertices", static v => Outline(v, "[{\"lat\":12.3,\"lng\":-38},{\"lat\":12.4,\"lng\":-37.9}]")),
            ("vertices of nothing", static v => Outline(v, "[null,null,null]")),
            ("as many vertices as fit a request", static v => Outline(v, Vertices(45_000))),
        ];
        foreach (var (what, change) in changes)
        {
            yield return new Case($"volumes: {what}", 400, "POST", "/api/intents", () => Intent(change));
            yield return new Case($"volumes to look at: {what}", 400, "POST", "/api/intents/check", () => Intent(change));
            yield return new Case($"volumes changed: {what}", 400, "PUT", "/api/intents/{mine}", () => Intent(change));
        }

        yield return new Case("a million vertices", 413, "POST", "/api/intents", static () => Intent(static v => Outline(v, Vertices(1_000_000))));
        yield return new Case("no volume", 400, "POST", "/api/intents", static () => """{"volumes":[]}""");
        yield return new Case("a volume of nothing", 400, "POST", "/api/intents", static () => """{"volumes":[null]}""");
        yield return new Case("numbers that are none", 400, "POST", "/api/intents", static () => Intent(static _ => { }).Replace("12.34", "1e999", StringComparison.Ordinal));
    }

    private static IEnumerable<Case> Documents()
    {
        (string What, Action<JsonObject> Change)[] changes =
        [
            ("a title turned round", static d => d["title"] = "all \u202Eraelc"), ("a title with a bell", static d => d["title"] = "all\u0007clear"), ("no title", static d => d.Remove("title")),
            ("a member that is none", static d => d["targets"] = new JsonArray()), ("one party", static d => d["parties"] = new JsonArray("aldermoor")),
            ("others only", static d => d["parties"] = new JsonArray("quill", "heron")), ("a party twice", static d => d["parties"] = new JsonArray("aldermoor", "aldermoor")),
            ("a party with a strange name", static d => d["parties"] = new JsonArray("aldermoor", "qu\u202Eill")), ("the area no polygon", static d => d["area"] = "the north"),
            ("the area crossing itself", static d => d["area"] = JsonNode.Parse("""{"type":"Polygon","coordinates":[[[-39,12],[-37,13],[-37,12],[-39,13],[-39,12]]]}""")),
            ("the area beyond the pole", static d => d["area"] = JsonNode.Parse("""{"type":"Polygon","coordinates":[[[-39,92],[-37,92],[-37,93],[-39,92]]]}""")),
            ("the area of texts", static d => d["area"] = JsonNode.Parse("""{"type":"Polygon","coordinates":[[["a","b"],["c","d"],["e","f"]]]}""")),
            ("over before it begins", static d => d["valid_to"] = "2020-01-01T00:00:00Z"), ("upside down", static d => d["altitude_upper_m"] = -50),
            ("a notice of less than nothing", static d => d["minimum_notice_s"] = -1), ("no separation", static d => d["separation"] = null),
            ("a disclosure that is none", static d => d["disclosure"] = "everything"), ("a disclosure by number", static d => d["disclosure"] = 17), ("nobody to call", static d => d["contacts"] = new JsonObject()),
            ("too long", static d => d["contacts"]!["quill"] = new JsonArray([.. Enumerable.Range(0, 32).Select(static _ => new JsonObject { ["name"] = new string('n', 1500) })])),
        ];
        foreach (var (what, change) in changes)
        {
            yield return new Case($"a document: {what}", 400, "POST", "/api/agreements", () => Document(change));
            yield return new Case($"an amendment: {what}", 400, "POST", "/api/agreements/{agreement}/amend", () => Document(change));
        }

        yield return new Case("a document: with a stranger", 409, "POST", "/api/agreements", static () => Document(static d =>
        {
            d["parties"] = new JsonArray("aldermoor", "heron");
            d["contacts"]!["heron"] = d["contacts"]!["quill"]!.DeepClone();
        }));
        yield return new Case("an amendment of nothing", 404, "POST", "/api/agreements/{nobody's}/amend", static () => Document(static _ => { }));
    }

    private static IEnumerable<Case> OfOthers() =>
    [
        new("another's intent changed", 403, "PUT", "/api/intents/{theirs}", static () => """{"note":"mine now"}"""),
        new("another's intent ended", 403, "DELETE", "/api/intents/{theirs}", static () => "{}"),
        new("another's intent filed", 409, "POST", "/api/intents", static () => Intent(static _ => { }).Replace("\"volumes\"", "\"id\":\"{theirs}\",\"volumes\"", StringComparison.Ordinal)),
        new("another's place confirmed", 403, "POST", "/api/intents/{theirs}/confirm-place", static () => """{"officer":"Ash"}"""),
        new("another's intent reconfirmed", 403, "POST", "/api/intents/{theirs}/reconfirm", static () => """{"officer":"Ash"}"""),
        new("an own intent acknowledged", 403, "POST", "/api/intents/{mine}/acknowledge", static () => """{"officer":"Ash"}"""),
        new("recipients under an own intent", 403, "PUT", "/api/intents/{mine}/recipients", static () => """{"recipients":[]}"""),
        new("an own proposal accepted", 403, "POST", "/api/conflicts/{conflict}/proposals/{own-proposal}/accept", static () => "{}"),
        .. Enumerable.Concat<(string, string, string?)>(
            [
                ("GET", "/api/intents/ID", null), ("PUT", "/api/intents/ID", "{}"), ("DELETE", "/api/intents/ID", "{}"), ("POST", "/api/intents/ID/acknowledge", """{"officer":"Ash"}"""),
                ("PUT", "/api/intents/ID/recipients", """{"recipients":[]}"""), ("POST", "/api/intents/ID/recipients/Unit/told", """{"officer":"Ash"}"""), ("GET", "/api/agreements/ID", null),
                ("POST", "/api/agreements/ID/sign", "{}"), ("POST", "/api/agreements/ID/suspend", """{"reason":"storm","officer":"N1","second_officer":"N2"}"""), ("POST", "/api/agreements/ID/resume", "{}"), ("POST", "/api/agreements/ID/end", """{"reason":"done"}"""),
            ],
            [
                ("GET", "/api/conflicts/ID", null), ("POST", "/api/conflicts/ID/proposals", """{"kind":"hold"}"""), ("POST", "/api/conflicts/ID/stand", """{"stand":"hold"}"""),
                ("POST", "/api/conflicts/ID/proposals/{proposal}/accept", "{}"),
            ])
            .SelectMany(static r => new[] { ("{nobody's}", 404), ("not-an-id", 400), ("%E2%80%AE", 400) }.Select(id =>
                new Case($"{r.Item1} {r.Item2} of {id.Item1}", id.Item2, r.Item1, r.Item2.Replace("ID", id.Item1, StringComparison.Ordinal), () => r.Item3))),
        new("a proposal that is not there", 404, "POST", "/api/conflicts/{conflict}/proposals/{nobody's}/accept", static () => "{}"),
        new("a recipient that is not there", 404, "POST", "/api/intents/{theirs}/recipients/Unit%204/told", static () => """{"officer":"Ash"}"""),
        new("an alarm that is not there", 404, "POST", "/api/alarms/refused:nobody/acknowledge", static () => """{"officer":"Ash"}"""),
        new("keys that nobody offers", 404, "POST", "/api/parties/quill/accept", static () => """{"fingerprint":"000000"}"""),
        new("new keys by one officer", 400, "POST", "/api/keys/next", static () => """{"officer":"N1"}"""),
        new("new keys by the same officer twice", 400, "POST", "/api/keys/next", static () => """{"officer":"N1","second_officer":"n1 "}"""),
        new("new keys for a reason that turns the reading direction", 400, "POST", "/api/keys/next", static () => """{"officer":"N1","second_officer":"N2","reason":"a\u202eb"}"""),
        new("dropping no keys", 400, "POST", "/api/keys/next/drop", static () => """{"officer":"N1"}"""),
        new("dropping keys that nobody made", 409, "POST", "/api/keys/next/drop", static () => """{"officer":"N1","fingerprint":"00000 00000 00000 00000 00000 00000"}"""),
        new("a description of keys that nobody made", 404, "GET", "/api/keys/next/party.json", static () => null),
        new("a bound that is no time", 400, "GET", "/api/intents?from=tomorrow", static () => null),
        new("neither mine nor theirs", 400, "GET", "/api/intents?mine=perhaps", static () => null),
    ];

    private static IEnumerable<Case> NotNow() =>
    [
        new("signed twice", 409, "POST", "/api/agreements/{agreement}/sign", static () => "{}"),
        new("resumed without a suspension", 409, "POST", "/api/agreements/{agreement}/resume", static () => "{}"),
        new("suspended before it was signed", 409, "POST", "/api/agreements/{draft}/suspend", static () => """{"reason":"storm","officer":"N1","second_officer":"N2"}"""),
        new("filed as nonconforming", 400, "POST", "/api/intents", static () => Intent(static _ => { }).Replace("\"volumes\"", "\"state\":\"Nonconforming\",\"volumes\"", StringComparison.Ordinal)),
        new("a state by its number", 400, "PUT", "/api/intents/{mine}", static () => """{"state":"1"}"""),
        new("a kind that is changed", 400, "PUT", "/api/intents/{mine}", static () => """{"kind":"site"}"""),
        new("an intent reconfirmed that does not stand", 400, "POST", "/api/intents/{mine}/reconfirm", static () => """{"officer":"Ash"}"""),
        new("a recipient twice", 400, "PUT", "/api/intents/{theirs}/recipients", static () => """{"recipients":[{"name":"A","way":"radio"},{"name":"A","way":"radio"}]}"""),
        new("a risk accepted alone", 400, "POST", "/api/conflicts/{conflict}/proposals", static () => """{"kind":"accept-risk","reason":"we see each other"}"""),
        new("a risk accepted twice by one", 400, "POST", "/api/conflicts/{conflict}/proposals", static () => """{"kind":"accept-risk","reason":"r","officer":"Ash","second_officer":"ash "}"""),
        new("a change of nothing", 400, "POST", "/api/conflicts/{conflict}/proposals", static () => """{"kind":"shift-time"}"""),
        new("a shift without end", 400, "POST", "/api/conflicts/{conflict}/proposals", static () => """{"kind":"shift-time","change":{"intent":"{mine}","shift_s":1e999}}"""),
        new("a climb in a shift", 400, "POST", "/api/conflicts/{conflict}/proposals", static () => """{"kind":"shift-time","change":{"intent":"{mine}","climb_m":100}}"""),
        new("a move of what is elsewhere", 409, "POST", "/api/conflicts/{conflict}/proposals", static () => """{"kind":"shift-time","change":{"intent":"{nobody's}","shift_s":3600}}"""),
        new("a stand that is none", 400, "POST", "/api/conflicts/{conflict}/stand", static () => """{"stand":"dodge"}"""),
        new("an own proposal countered", 409, "POST", "/api/conflicts/{conflict}/proposals/{own-proposal}/counter", static () => """{"kind":"please-hold"}"""),
    ];

    private static string Intent(Action<JsonNode> change)
    {
        var volume = JsonSerializer.SerializeToNode(PostWorld.Intent(PostWorld.At(12.34, -38.6, 300, 310)), PostWireJson.Default.IntentRequest)!["volumes"]![0]!;
        change(volume);
        return $$"""{"volumes":[{{volume.ToJsonString()}}]}""";
    }

    private static string Document(Action<JsonObject> change)
    {
        var document = PostWorld.Terms("aldermoor", "quill");
        change(document);
        return document.ToJsonString();
    }

    private static void Outline(JsonNode volume, string vertices)
    {
        volume["volume"]!.AsObject().Remove("outline_circle");
        volume["volume"]!["outline_polygon"] = new JsonObject { ["vertices"] = JsonNode.Parse(vertices) };
    }

    private static string Vertices(int count)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(System.Globalization.CultureInfo.InvariantCulture, $$$"""{"lat":{{{12 + (i % 2)}}},"lng":{{{i % 9}}}}""");
        }

        return text.Append(']').ToString();
    }
}
