using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.F3548;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Relay;

/// <summary>
/// <c>/uss/{party}/uss/v1/…</c>: a party's F3548 side for civil systems, where its post has no listener of its own. The call goes to the
/// post as a letter, its answer comes back as one. The token is checked here as for the discovery service; the post decides what it opens.
/// </summary>
internal sealed class UssRelay(LetterRelay relay, Func<ExchangePost> post)
{
    private const int MaxBody = 32 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public void Map(F3548Routes routes)
    {
        const string Pattern = "/uss/{party}/uss/v1/{**rest}";
        routes.Get(Pattern, F3548Routes.AnyF3548, RelayAsync, null);
        routes.Post(Pattern, F3548Routes.AnyF3548, RelayAsync, null);
        routes.Put(Pattern, F3548Routes.AnyF3548, RelayAsync, null);
        routes.Delete(Pattern, F3548Routes.AnyF3548, RelayAsync, null);
    }

    private async ValueTask<Answer> RelayAsync(Call call)
    {
        var name = call.Segment("party");
        if (!relay.Ready || name == relay.Admitted.Self.Name || relay.Admitted.Find(name) is not { } party)
        {
            return Answer.Error(Status404NotFound, "No such party is admitted to this exchange.");
        }

        if (await BodyAsync(call.Context) is not { } body)
        {
            return Answer.Error(Status413PayloadTooLarge, $"The body is larger than {MaxBody} bytes, or no UTF-8; a relayed call is a letter, and those are small.");
        }

        // To a post that is away it would come late and to nobody's use, so it is sent only to one that listens.
        var until = call.Now.Plus(Patience);
        while (!relay.IsListening(name))
        {
            if (relay.Engine.Now > until)
            {
                return NoAnswer(name);
            }

            await Task.Delay(LookEvery, call.Context.RequestAborted);
        }

        var request = call.Context.Request;
        var left = until.Since(relay.Engine.Now);
        var (answer, refusal) = await post().AskAsync(
            party,
            new UssRequest(
                new EntityId(Guid.NewGuid()), request.Method, $"/uss/v1/{call.Segment("rest")}", call.By.Value,
                [.. Tokens.Scopes.Text(call.Scopes).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                request.QueryString.Value is { Length: > 0 } query ? query : null, body.Length > 0 ? body : null),
            left > LookEvery ? left : LookEvery,
            call.Context.RequestAborted);
        return answer is not null ? Told(name, answer)
            : refusal switch
            {
                null => NoAnswer(name),
                NotAsSigned r => Answer.Error(Status413PayloadTooLarge, r.Sentence),
                OverQuota => Answer.Error(Status503ServiceUnavailable, $"Too many calls wait for {name}; try again later.", retryAfterSeconds: 10),
                _ => Call.Refuse(refusal),
            };
    }

    private static Answer NoAnswer(string name) =>
        Answer.Error(Status504GatewayTimeout, $"{name} has not answered within {Patience.TotalSeconds} s; try again, or reach it another way.");

    // The post is the party's, not ours: what it says is passed on only if it is what callers take it for.
    private static Answer Told(string name, UssAnswer answer)
    {
        if (string.IsNullOrEmpty(answer.Body) || answer.Status is Status204NoContent or Status205ResetContent or Status304NotModified)
        {
            return Answer.Raw(answer.Status, []);
        }

        var bytes = Encoding.UTF8.GetBytes(answer.Body);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return Answer.Raw(answer.Status, bytes);
        }
        catch (JsonException)
        {
            return Answer.Error(Status502BadGateway, $"{name} answered with what is not JSON.");
        }
    }

    private static async Task<string?> BodyAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > MaxBody)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = System.Buffers.BuffersExtensions.ToArray(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
