using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Parley.Client.Letters;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Relay;

/// <summary>A civil system reaches a post's F3548 side through the exchange.</summary>
[Trait("rule", "issue-3 §3")]
public sealed class UssRelayTests
{
    [Fact]
    public async Task A_call_is_relayed_to_the_post_as_a_letter_and_its_answer_comes_back()
    {
        await using var exchange = await ExchangeProcess.StartAsync();
        using var north = new Writer("north");
        (await north.AdmitAsync(exchange.Data)).Is(0);
        var directory = (await north.At(exchange).DirectoryAsync()).Value!;
        using var stop = new CancellationTokenSource();
        var post = AnswerAsync(exchange, north, directory.Exchange, stop.Token);

        using var answer = await CallAsync(exchange, HttpMethod.Post, $"/uss/{north.Name}/uss/v1/operational_intents?a=b", """{"x":1}""");
        Assert.Equal(418, (int)answer.StatusCode);
        var echoed = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("POST", (string?)echoed["method"]);
        Assert.Equal("/uss/v1/operational_intents", (string?)echoed["path"]);
        Assert.Equal("?a=b", (string?)echoed["query"]);
        Assert.Equal("civil", (string?)echoed["caller"]);
        Assert.Equal(Scope.Planning, (string?)echoed["scopes"]![0]);
        Assert.Equal("""{"x":1}""", (string?)echoed["body"]);

        using var nobody = await CallAsync(exchange, HttpMethod.Get, "/uss/nobody/uss/v1/operational_intents/1", null);
        Assert.Equal(404, (int)nobody.StatusCode);
        using var open = await exchange.Http.GetAsync($"/uss/{north.Name}/uss/v1/operational_intents/1");
        Assert.Equal(401, (int)open.StatusCode);
        await stop.CancelAsync();
        await post;
        using var away = await CallAsync(exchange, HttpMethod.Get, $"/uss/{north.Name}/uss/v1/operational_intents/1", null);
        Assert.Equal(504, (int)away.StatusCode);
    }

    private static async Task<HttpResponseMessage> CallAsync(ExchangeProcess exchange, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Issuer.Token("civil", Scope.Planning));
        return await exchange.Http.SendAsync(request);
    }

    // What a post does with such letters: here it sends the request back.
    private static async Task AnswerAsync(ExchangeProcess exchange, Writer post, PartyDescription from, CancellationToken stop)
    {
        var client = post.At(exchange);
        long number = 0;
        try
        {
            await foreach (var item in client.StreamAsync(0, stop))
            {
                if (item.Kind != MailKind.Letter) continue;
                var opened = SealedLetter.Open(item.Sealed, post.Keys, name => name == "exchange" ? from : null).Value;
                var request = JsonNode.Parse(opened.Payload)!["body"]!;
                var message = new JsonObject
                {
                    ["from"] = post.Name,
                    ["to"] = new JsonObject { ["exchange"] = 0 },
                    ["written"] = DateTimeOffset.UtcNow.ToString("O"),
                    ["body"] = new JsonObject { ["type"] = "uss-answer/1", ["id"] = (string?)request["id"], ["status"] = 418, ["body"] = request.ToJsonString() },
                };
                Assert.True((await client.SendAsync(++number, [from], Encoding.UTF8.GetBytes(message.ToJsonString()), CancellationToken.None)).Ok);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to go away.
        }
    }
}
