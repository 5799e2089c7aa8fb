using System.Text;
using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.BadInput;

/// <summary>Requests that are wrong before their body is looked at, and bodies that are far too much.</summary>
public sealed class BadRequestTests(SharedExchange shared)
{
    private const string Intents = "/dss/v1/operational_intent_references";
    private readonly Party _party = shared.As("ivy", [.. Scope.All]);

    [Theory]
    [InlineData("GET", "/nothing/here", 404)]
    [InlineData("GET", "/dss/v1/operation_references/2f8343be-6482-4d1b-a474-16847e01af1e", 404)]
    [InlineData("PATCH", "/dss/v1/operational_intent_references/2f8343be-6482-4d1b-a474-16847e01af1e", 405)]
    [InlineData("DELETE", "/dss/v1/reports", 405)]
    [InlineData("GET", "/dss/v1/operational_intent_references/query", 400)]
    [InlineData("TEAPOT", "/dss/v1/subscriptions/query", 405)]
    public async Task What_is_not_there_is_said_to_be_not_there(string method, string path, int status) =>
        (await _party.CallAsync<object>(new HttpMethod(method), path)).Refused(status);

    [Theory]
    [InlineData("not_uuid_format")]
    [InlineData("2f8343be64824d1ba47416847e01af1e")]
    [InlineData("{2f8343be-6482-4d1b-a474-16847e01af1e}")]
    [InlineData("2f8343be-6482-4d1b-a474-16847e01af1e%01")]
    [InlineData("2f8343be-6482-4d1b-a474-16847e01af1%0A")]
    [InlineData("%E0%A4%A")]
    [InlineData("%F0%9F%9B%A9")]
    public async Task An_id_that_is_no_UUID_is_400(string id)
    {
        foreach (var what in new[] { "operational_intent_references", "constraint_references", "subscriptions" })
        {
            (await _party.CallAsync<object>(HttpMethod.Get, $"/dss/v1/{what}/{id}")).Refused(400);
            (await _party.CallAsync<object>(HttpMethod.Delete, $"/dss/v1/{what}/{id}/some-version")).Refused(400);
        }
    }

    [Theory]
    [InlineData("a%00b")]
    [InlineData("a%0d%0ab")]
    [InlineData("%ff%fe")]
    [InlineData("..%2f..%2fetc")]
    public async Task Control_characters_in_the_name_of_a_party_or_a_version_do_no_harm(string odd)
    {
        Assert.InRange((await _party.GetAvailabilityAsync(odd)).Status, 200, 499);
        Assert.InRange((await _party.SetAvailabilityAsync(odd, "Normal")).Status, 200, 499);
        Assert.InRange((await _party.CallAsync<object>(HttpMethod.Delete, $"{Intents}/{Guid.NewGuid()}/{odd}")).Status, 400, 499);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("rubbish")]
    public async Task A_body_is_read_as_JSON_whatever_it_is_declared_as(string type)
    {
        var content = new ByteArrayContent(Party.Bytes(Plan.Somewhere().Intent() with { UssBaseUrl = _party.Url }));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        (await _party.SendAsync<ChangeOperationalIntentReferenceResponse>(HttpMethod.Put, $"{Intents}/{Guid.NewGuid()}", content)).Is(201);
        (await _party.SendAsync<object>(HttpMethod.Put, $"{Intents}/{Guid.NewGuid()}", new StringContent("a=b"))).Refused(400);
    }

    [Fact]
    public async Task A_body_of_10_MB_is_413()
    {
        var body = Encoding.UTF8.GetBytes($"{{\"extents\":[{new string(' ', 10_000_000)}]}}");
        foreach (var one in Endpoint.WithBody)
        {
            (await _party.SendAsync<object>(new HttpMethod(one.Method), one.FreshPath(), Party.Json(body))).Refused(413);
        }
    }

    [Fact]
    public async Task A_body_in_chunks_is_as_good_as_another_and_its_limit_is_the_same()
    {
        var bytes = Party.Bytes(Plan.Somewhere().Intent() with { UssBaseUrl = _party.Url });
        var path = $"{Intents}/{Guid.NewGuid()}";
        var head = $"PUT {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_party.Token}\r\nTransfer-Encoding: chunked\r\n\r\n";
        using (var request = RawRequest.To(shared.Exchange))
        {
            await request.SayAsync(head);
            foreach (var some in bytes.Chunk(7))
            {
                await request.SayAsync($"{some.Length:x}\r\n");
                await request.SayAsync(some);
                await request.SayAsync("\r\n");
            }

            await request.SayAsync("0\r\n\r\n");
            Assert.Equal(201, (await request.AnswerAsync()).Status);
        }

        using var endless = RawRequest.To(shared.Exchange);
        await endless.SayAsync(head);
        for (var i = 0; i < 80; i++)
        {
            await endless.SayAsync($"10000\r\n{new string(' ', 0x10000)}\r\n");
        }

        var (status, text) = await endless.AnswerAsync();
        Assert.True(status == 413 && text.Contains("\"message\"", StringComparison.Ordinal), $"{status} {text}");
    }

    [Fact]
    public async Task A_polygon_of_a_million_vertices_is_refused()
    {
        var vertices = Enumerable.Range(0, 1_000_000).Select(static i => (Math.Cos(i * 2e-6 * Math.PI), Math.Sin(i * 2e-6 * Math.PI)));
        var reply = await _party.PutIntentAsync(Guid.NewGuid(), (Plan.Somewhere() with { Vertices = [.. vertices] }).Intent());
        Assert.True(reply.Status is 400 or 413, $"{reply.Status}");
        reply.Refused(reply.Status);

        // As many as a body has room for, and the smallest that it can say of each.
        var dense = Encoding.UTF8.GetBytes($"{{\"area_of_interest\":{{\"volume\":{{\"outline_polygon\":{{\"vertices\":[{string.Join(',', Enumerable.Repeat("{}", 1_000_000))}]}}}}}}}}");
        (await _party.SendAsync<object>(HttpMethod.Post, $"{Intents}/query", Party.Json(dense))).Refused(400);
    }

    [Fact]
    public async Task A_jagged_polygon_of_the_most_vertices_allowed_is_answered()
    {
        var plan = Plan.Somewhere();
        var star = Enumerable.Range(0, 10_000).Select(i => (i, Far: i % 2 == 0 ? 0.02 : 0.01))
            .Select(p => (plan.Lat + (p.Far * Math.Sin(p.i * 2e-4 * Math.PI)), plan.Lng + (p.Far * Math.Cos(p.i * 2e-4 * Math.PI))));
        Assert.InRange((await _party.PutIntentAsync(Guid.NewGuid(), (plan with { Vertices = [.. star] }).Intent())).Status, 200, 400);
    }

    [Fact]
    public async Task An_overlong_token_or_header_or_path_is_turned_away()
    {
        var http = shared.Exchange.Http;
        Assert.Equal(401, await StatusAsync("Authorization", $"Bearer {new string('a', 20_000)}"));
        Assert.Equal(401, await StatusAsync("Authorization", $"Bearer {new string('a', 9_000)}.{new string('b', 9_000)}.c"));
        Assert.Equal(431, await StatusAsync("X-More", new string('a', 40_000)));
        Assert.InRange((int)(await http.GetAsync($"/{new string('a', 20_000)}")).StatusCode, 400, 499);
        (await _party.GetAvailabilityAsync(new string('a', 2_000))).Refused(400);

        async Task<int> StatusAsync(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Intents}/{Guid.NewGuid()}");
            request.Headers.TryAddWithoutValidation(header, value);
            using var response = await http.SendAsync(request);
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("rubbish\r\n\r\n")]
    [InlineData("GET /dss/v1/\u0001\u0002 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("POST /dss/v1/reports HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /dss/v1/reports HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("POST /dss/v1/reports HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("GET /healthy HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n")]
    public async Task What_is_not_HTTP_is_turned_away_and_others_are_answered_on(string text)
    {
        using var request = RawRequest.To(shared.Exchange);
        await request.SayAsync(text);
        Assert.InRange((await request.AnswerAsync()).Status, 400, 505);
        (await shared.Exchange.Http.GetAsync("/healthy")).EnsureSuccessStatusCode();
    }
}
