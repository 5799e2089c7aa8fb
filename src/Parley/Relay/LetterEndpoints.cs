using Parley.Client.Letters;
using Parley.Core.Exchange;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Relay;

/// <summary>Letters over HTTP: <c>/parley/v1/letters</c> and <c>/parley/v1/parties</c>; see docs/formats.md.</summary>
internal sealed class LetterEndpoints(LetterRelay relay, PartyCalls calls, CancellationToken stopping)
{
    private const int MaxReceipts = 256;

    public void Map()
    {
        calls.Map("POST", "/parley/v1/letters", SendAsync);
        calls.Map("GET", "/parley/v1/letters", StreamAsync);
        calls.Map("POST", "/parley/v1/letters/receipt", ConfirmAsync);
        calls.Map("GET", "/parley/v1/letters/status", (_, party) => Task.FromResult<Answer?>(Status(relay.Standing(party.Name))));
        calls.Map("GET", "/parley/v1/parties", async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.BodyWriter.WriteAsync(relay.Admitted.Directory, context.RequestAborted);
            return null;
        });
    }

    private static Answer Status((long Sent, long First, long Next) standing) => Answer.Json(
        Status200OK, new MailboxStatus(standing.Sent, standing.First, standing.Next, standing.First - 1), LetterJson.Default.MailboxStatus);

    private async Task<Answer?> SendAsync(HttpContext context, PartyDescription party)
    {
        if (!(await JsonBody.ReadAsync(context, LetterJson.Default.WireLetter)).Try(out var body, out var problem))
        {
            return calls.Refuse(Status400BadRequest, party.Name, problem.ToString());
        }

        if (body is not { Envelope: not null, Letter: not null })
        {
            return calls.Refuse(Status400BadRequest, party.Name, "The body has a null where envelope and letter should be.");
        }

        if (body.Letter.Length > SealedLetter.MaxBytes)
        {
            return calls.Refuse(Status413PayloadTooLarge, party.Name, $"The sealed letter has {body.Letter.Length} bytes; the most is {SealedLetter.MaxBytes}.");
        }

        if (!Envelope.Read(body.Envelope, party).Try(out var envelope, out problem))
        {
            return calls.Refuse(Status403Forbidden, party.Name, problem.ToString());
        }

        var outcome = await relay.TakeAsync(envelope, body.Envelope, body.Letter);
        return outcome is LetterTaken taken
            ? Answer.Json(
                taken.Again ? Status200OK : Status201Created, new WireTaken(taken.Number, taken.Again, taken.Place, taken.Time?.ToString()), LetterJson.Default.WireTaken)
            : Refuse(party, outcome);
    }

    private async Task<Answer?> ConfirmAsync(HttpContext context, PartyDescription party)
    {
        if (!(await JsonBody.ReadAsync(context, LetterJson.Default.WireReceipts)).Try(out var body, out var problem))
        {
            return calls.Refuse(Status400BadRequest, party.Name, problem.ToString());
        }

        if (body.Receipts is not { Count: >= 1 and <= MaxReceipts } || body.Receipts.Contains(null!))
        {
            return calls.Refuse(Status400BadRequest, party.Name, $"receipts: give 1 to {MaxReceipts} signed receipts.");
        }

        var receipts = new List<(Receipt, string)>();
        foreach (var jws in body.Receipts)
        {
            if (!Receipt.Read(jws, party).Try(out var receipt, out problem))
            {
                return calls.Refuse(Status403Forbidden, party.Name, problem.ToString());
            }

            receipts.Add((receipt, jws));
        }

        var outcome = await relay.ConfirmAsync(party, receipts);
        return outcome is LettersConfirmed confirmed ? Status((confirmed.Sent, confirmed.First, confirmed.Next)) : Refuse(party, outcome);
    }

    private Answer Refuse(PartyDescription party, Outcome outcome) => outcome switch
    {
        NotAsSigned o => calls.Refuse(Status400BadRequest, party.Name, o.Sentence),
        OverQuota o => calls.Refuse(Status429TooManyRequests, party.Name, o.Sentence, retryAfterSeconds: 10),
        Refused { Kind: RefusalKind.NotYours } o => calls.Refuse(Status403Forbidden, party.Name, o.Sentence),
        Refused { Kind: RefusalKind.NotFound } o => calls.Refuse(Status404NotFound, party.Name, o.Sentence),
        Refused { Kind: RefusalKind.NotCurrent } o => calls.Refuse(Status409Conflict, party.Name, o.Sentence),
        Refused o => calls.Refuse(Status400BadRequest, party.Name, o.Sentence),
        Unavailable o => Answer.Error(Status503ServiceUnavailable, o.Sentence, o.Passing ? 1 : 30),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no answer to a letter"),
    };

    private async Task<Answer?> StreamAsync(HttpContext context, PartyDescription party)
    {
        var request = context.Request;
        string? asked = request.Headers["Last-Event-ID"].Count == 1 ? request.Headers["Last-Event-ID"][0] : request.Query["after"];
        if (!long.TryParse(asked ?? "0", out var after) || after < 0)
        {
            return calls.Refuse(Status400BadRequest, party.Name, "after: give the number of the last item received, 0 or more.");
        }

        if (after >= relay.Standing(party.Name).Next)
        {
            return calls.Refuse(
                Status409Conflict, party.Name, $"There is no item {after} in this mailbox yet; the next is {relay.Standing(party.Name).Next}. Was one side restored from a copy?");
        }

        context.Features.Get<Microsoft.AspNetCore.Http.Timeouts.IHttpRequestTimeoutFeature>()?.DisableTimeout();
        using var listener = relay.Listen(party.Name);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, listener.Ended, stopping);
        try
        {
            await MailStream.WriteAsync(context.Response, relay, party.Name, after, listener, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The party hung up, opened another stream, or the exchange stops.
        }
        finally
        {
            relay.StopListening(party.Name, listener);
        }

        return null;
    }
}
