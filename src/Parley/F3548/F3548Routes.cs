using Parley.Hosting;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.F3548;

/// <summary>
/// Maps a path to a handler behind the token check: no or a bad token is 401, a token without one of the scopes is 403, and only then is
/// anything of the request read.
/// </summary>
internal sealed class F3548Routes(IEndpointRouteBuilder app, TokenVerifier tokens, PartyRates rates, ExchangeEngine engine)
{
    public const ScopeSet AnyF3548 = ScopeSet.StrategicCoordination | ScopeSet.ConstraintManagement | ScopeSet.ConstraintProcessing
        | ScopeSet.ConformanceMonitoring | ScopeSet.AvailabilityArbitration;

    public Route Get(string pattern, ScopeSet scopes, Func<Call, ValueTask<Answer>> handle, string? operation) => Map("GET", pattern, scopes, handle, operation);

    public Route Post(string pattern, ScopeSet scopes, Func<Call, ValueTask<Answer>> handle, string? operation) => Map("POST", pattern, scopes, handle, operation);

    public Route Put(string pattern, ScopeSet scopes, Func<Call, ValueTask<Answer>> handle, string? operation) => Map("PUT", pattern, scopes, handle, operation);

    public Route Delete(string pattern, ScopeSet scopes, Func<Call, ValueTask<Answer>> handle, string? operation) => Map("DELETE", pattern, scopes, handle, operation);

    /// <summary>A path that needs no token.</summary>
    public Route Open(string pattern, Func<HttpContext, Answer> handle, string operation) =>
        new(app.MapGet(pattern, context => handle(context).WriteAsync(context)), operation);

    private Route Map(string method, string pattern, ScopeSet scopes, Func<Call, ValueTask<Answer>> handle, string? operation)
    {
        var route = app.MapMethods(pattern, [method], async context =>
        {
            var answer = await AnswerAsync(context, scopes, handle);
            await answer.WriteAsync(context);
        });
        return new Route(route, operation);
    }

    private async ValueTask<Answer> AnswerAsync(HttpContext context, ScopeSet scopes, Func<Call, ValueTask<Answer>> handle)
    {
        var token = await tokens.VerifyAsync(context.Request.Headers.Authorization, context.RequestAborted);
        if (!token.Try(out var caller, out var refusal))
        {
            context.Response.Headers.WWWAuthenticate = refusal.Challenge;
            return Answer.Error(Status401Unauthorized, refusal.Sentence);
        }

        if (engine.NotReady is { } reason)
        {
            return Answer.Error(Status503ServiceUnavailable, reason, retryAfterSeconds: 1);
        }

        if ((caller.Scopes & scopes) == ScopeSet.None)
        {
            return Answer.Error(Status403Forbidden, $"The token's scopes don't open this; it needs one of: {scopes.Text()}.");
        }

        if (!rates.Take(caller.Subject))
        {
            return Answer.Error(Status429TooManyRequests, "This party sends more requests a second than it may; slow down.", retryAfterSeconds: 1);
        }

        return await handle(new Call(context, caller, engine.Now));
    }

    /// <summary>A DELETE whose last segment is empty: it is the version that is missing, not the path.</summary>
    public static ValueTask<Answer> MissingVersion(string what) => ValueTask.FromResult(
        Answer.Error(Status400BadRequest, $"The {what} is missing from the path; read the current one and DELETE …/{{id}}/{{{what}}}."));

    /// <summary>A search that finds more than one answer should carry is refused: a cut-off list would hide what the caller must see.</summary>
    public static Answer? TooMany(int found, int limit) => found <= limit
        ? null
        : Answer.Error(Status413PayloadTooLarge, $"{found} are there, more than one answer carries ({limit}); search a smaller area or a shorter time.");

    /// <summary>A mapped path, to be described for the served OpenAPI document.</summary>
    public readonly struct Route
    {
        private readonly IEndpointConventionBuilder _route;

        public Route(IEndpointConventionBuilder route, string? operation)
        {
            _route = route;
            if (operation is null)
            {
                route.WithMetadata(new Microsoft.AspNetCore.Routing.ExcludeFromDescriptionAttribute());
            }
            else
            {
                route.WithMetadata(new EndpointNameMetadata(operation), F3548Description.Handler);
            }
        }

        public Route Takes<T>()
        {
            // Any content type: routing would answer 415 to another one before the token was looked at. The body is read as JSON all the same.
            _route.WithMetadata(new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/json", "*/*"], typeof(T)));
            return this;
        }

        public Route Gives<T>(int status)
        {
            _route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));
            return this;
        }
    }
}
