using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.BadInput;

/// <summary>Whatever a body holds, it is answered with a sentence: 400 where it can't be read, and never 5xx.</summary>
[Collection(BadInputGroup.Name)]
public sealed class BadBodyTests(BadInputExchange shared)
{
    public static TheoryData<string> Endpoints => [.. Endpoint.WithBody.Select(static e => e.Name)];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_body_that_is_not_JSON_of_the_right_kind_is_400_with_a_sentence(string endpoint)
    {
        var one = Endpoint.Named(endpoint);
        foreach (var (what, body) in NotJson())
        {
            await RefusedAsync(one, body, what);
        }

        await AliveAsync();
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_member_given_twice_is_refused(string endpoint)
    {
        var one = Endpoint.Named(endpoint);
        var valid = Encoding.UTF8.GetString(Party.Bytes(one.Body!(Plan.Somewhere())));
        var name = JsonNode.Parse(valid)!.AsObject().First().Key;
        await RefusedAsync(one, Encoding.UTF8.GetBytes($$"""{"{{name}}":null,{{valid[1..]}}"""), "twice the same member");
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Any_value_in_the_place_of_any_other_is_answered_with_a_sentence(string endpoint)
    {
        var one = Endpoint.Named(endpoint);
        var party = shared.As("heather", [.. one.Scopes]);
        var valid = Party.Bytes(one.Body!(Plan.Somewhere()));
        foreach (var path in Paths(JsonNode.Parse(valid)!))
        {
            foreach (var value in new[] { "null", "true", "0", "-1", "1e400", "-1e400", "1e-400", new string('9', 1000), "\"\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[null]", "[[]]", "{\"a\":1}", null })
            {
                var reply = await SendAsync(one, party, Replace(valid, path, value));
                Assert.True(reply.Status is 200 or 201 or 400 or 404 or 409, $"{endpoint} with {value} at {string.Join('.', path)}: {reply.Status} {reply.Text}");
                if (reply.Status >= 400)
                {
                    reply.Refused(reply.Status);
                }
            }
        }

        await AliveAsync();
    }

    [Fact]
    public async Task Other_members_than_those_known_are_passed_over()
    {
        foreach (var one in Endpoint.WithBody)
        {
            var body = JsonNode.Parse(Party.Bytes(one.Body!(Plan.Somewhere())))!.AsObject();
            body["request_id"] = Guid.NewGuid().ToString();
            body["more"] = JsonNode.Parse("""{"a": [1, {"b": null}]}""");
            var reply = await SendAsync(one, shared.As("heather", [.. one.Scopes]), Encoding.UTF8.GetBytes(body.ToJsonString()));
            Assert.True(one.Path.EndsWith("{version}", StringComparison.Ordinal) ? reply.Status is 400 or 409 : reply.Status is 200 or 201, $"{one.Name}: {reply.Status} {reply.Text}");
        }
    }

    private static IEnumerable<(string What, byte[] Body)> NotJson()
    {
        foreach (var text in new[]
        {
            "", " ", "{", "}", "[", "null", "true", "1", "\"text\"", "[]", "[{}]", "{}{}", "{} x", "{'a':1}", "{\"a\":}", "{\"a\" 1}", "{,}", "{\"a\":1,}", "// a comment\n{}",
            "{\"extents\": NaN}", "{\"extents\": Infinity}", "{\"extents\": 0x10}", "{\"extents\": 01}", "<xml/>", "a=b&c=d", "{\"a\":\"\n\"}", "{\"\\uD800\":1", "\uFEFF",
        })
        {
            yield return ($"'{text}'", Encoding.UTF8.GetBytes(text));
        }

        yield return ("10,000 arrays in each other", Encoding.UTF8.GetBytes(new string('[', 10_000) + new string(']', 10_000)));
        yield return ("10,000 objects in each other", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"extents\":", 10_000)) + "1" + new string('}', 10_000)));
        yield return ("10,000 brackets that are not closed", Encoding.UTF8.GetBytes(new string('[', 10_000)));
        yield return ("bytes that are no UTF-8", [.. "{\"uss_base_url\":\""u8, 0xff, 0xfe, 0xc0, 0x80, .. "\"}"u8]);
        yield return ("half a character", [.. "{\"uss_base_url\":\""u8, 0xe2, 0x82, .. "\"}"u8]);
        yield return ("UTF-16", Encoding.Unicode.GetBytes("{\"extents\":[]}"));
        yield return ("zeros", new byte[1000]);
    }

    private static IEnumerable<object[]> Paths(JsonNode node) => node switch
    {
        JsonObject o => o.SelectMany(static p => Below(p.Key, p.Value)),
        JsonArray a => a.SelectMany(static (v, i) => Below(i, v)),
        _ => [],
    };

    private static IEnumerable<object[]> Below(object step, JsonNode? value) =>
        value is null ? [[step]] : Paths(value).Select(p => (object[])[step, .. p]).Prepend([step]);

    // Written as text, as many of these values are none that a JSON library would write. Null: the member is left out.
    private static byte[] Replace(byte[] valid, object[] path, string? value)
    {
        const string Mark = "\"here-it-goes\"";
        var root = JsonNode.Parse(valid)!;
        var node = root;
        foreach (var step in path[..^1])
        {
            node = step is int i ? node![i] : node![(string)step];
        }

        if (value is null)
        {
            if (path[^1] is int at) node!.AsArray().RemoveAt(at); else node!.AsObject().Remove((string)path[^1]);
        }
        else if (path[^1] is int index) node![index] = "here-it-goes";
        else node![(string)path[^1]] = "here-it-goes";
        return Encoding.UTF8.GetBytes(root.ToJsonString().Replace(Mark, value ?? "", StringComparison.Ordinal));
    }

    private async Task RefusedAsync(Endpoint one, byte[] body, string what)
    {
        var reply = await SendAsync(one, shared.As("heather", [.. one.Scopes]), body);
        Assert.True(reply.Status == 400, $"{one.Name} with {what}: {reply.Status} {reply.Text}");
        reply.Refused(400);
    }

    private static Task<Reply<object>> SendAsync(Endpoint one, Party party, byte[] body) =>
        party.SendAsync<object>(new HttpMethod(one.Method), one.FreshPath(), Party.Json(body));

    private async Task AliveAsync()
    {
        using var health = JsonDocument.Parse(await shared.Exchange.Http.GetStringAsync("/healthy"));
        Assert.True(health.RootElement.GetProperty("writable").GetBoolean());
    }
}
