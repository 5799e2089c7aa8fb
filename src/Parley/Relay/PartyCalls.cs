using Parley.Client.Letters;
using Parley.Hosting;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Relay;

/// <summary>
/// Maps a path to a handler for admitted parties alone: no token or a bad one is 401, one that is not signed by a party's own key is 403.
/// Refusals are logged by who and why, never with content. Thread-safe.
/// </summary>
internal sealed class PartyCalls(IEndpointRouteBuilder app, TokenVerifier tokens, PartyRates rates, LetterRelay relay, ILogger log)
{
    public void Map(string method, string pattern, Func<HttpContext, PartyDescription, Task<Answer?>> handle) =>
        app.MapMethods(pattern, [method], async context =>
        {
            if (await AnswerAsync(context, handle) is { } answer)
            {
                await answer.WriteAsync(context);
            }
        }).ExcludeFromDescription();

    /// <summary>Writes down that something of a party's was refused.</summary>
    public Answer Refuse(int status, string party, string sentence, int retryAfterSeconds = 0)
    {
        LogEvents.LetterRefused(log, party, status, sentence);
        return Answer.Error(status, sentence, retryAfterSeconds);
    }

    private async ValueTask<Answer?> AnswerAsync(HttpContext context, Func<HttpContext, PartyDescription, Task<Answer?>> handle)
    {
        if (relay.Engine.NotReady is { } reason)
        {
            return Answer.Error(Status503ServiceUnavailable, reason, retryAfterSeconds: 1);
        }

        if (!relay.Ready)
        {
            return Answer.Error(Status503ServiceUnavailable, "The exchange is reading its letters; try again in a moment.", retryAfterSeconds: 1);
        }

        if (!(await tokens.VerifyAsync(context.Request.Headers.Authorization, context.RequestAborted)).Try(out var caller, out var refusal))
        {
            LogEvents.LetterRefused(log, "(unknown)", Status401Unauthorized, refusal.Sentence);
            context.Response.Headers.WWWAuthenticate = refusal.Challenge;
            return Answer.Error(Status401Unauthorized, refusal.Sentence);
        }

        if (!caller.IsParty || relay.Admitted.Find(caller.Subject) is not { } party)
        {
            return Refuse(
                Status403Forbidden, caller.Subject, "Letters are open to admitted parties, by a token signed with the party's own key; ask the exchange's operator to admit yours.");
        }

        return rates.Take(caller.Subject)
            ? await handle(context, party)
            : Refuse(Status429TooManyRequests, caller.Subject, "This party sends more requests a second than it may; slow down.", retryAfterSeconds: 1);
    }
}
