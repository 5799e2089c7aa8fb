using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>Maps the API's paths behind its bearer key: whoever holds it speaks for the party. Errors are RFC 9457 problem details. Thread-safe.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder app, string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes($"Bearer {key}");

    public ApiRoute Get(string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation) => Map("GET", pattern, handle, operation);

    public ApiRoute Post(string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation) => Map("POST", pattern, handle, operation);

    public ApiRoute Put(string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation) => Map("PUT", pattern, handle, operation);

    public ApiRoute Delete(string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation) => Map("DELETE", pattern, handle, operation);

    private ApiRoute Map(string method, string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation)
    {
        var route = app.MapMethods(pattern, [method], async context =>
        {
            var answer = Authorized(context) ? await handle(new ApiCall(context)) : Unauthorized(context);
            await answer.WriteAsync(context);
        });
        return new ApiRoute(route, operation);
    }

    private bool Authorized(HttpContext context) =>
        context.Request.Headers.Authorization is [{ Length: < 1000 } header] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), _key);

    private static Answer Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Answer.Problem(Status401Unauthorized, "The API key is missing or wrong; send the header Authorization: Bearer KEY with the key from the post's api.key.");
    }
}

/// <summary>A mapped path, to be described for the served OpenAPI document.</summary>
internal readonly struct ApiRoute
{
    private readonly IEndpointConventionBuilder _route;

    public ApiRoute(IEndpointConventionBuilder route, string operation)
    {
        _route = route;
        route.WithMetadata(new EndpointNameMetadata(operation), F3548.F3548Description.Handler);
    }

    public ApiRoute Takes<T>()
    {
        _route.WithMetadata(new Microsoft.AspNetCore.Http.Metadata.AcceptsMetadata(["application/json", "*/*"], typeof(T)));
        return this;
    }

    public ApiRoute Gives<T>(int status = Status200OK)
    {
        _route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));
        return this;
    }
}

/// <summary>One request whose key was right.</summary>
internal sealed class ApiCall(HttpContext context)
{
    public HttpContext Context { get; } = context;

    public CancellationToken Cancel => Context.RequestAborted;

    public string Segment(string name) => Context.Request.RouteValues[name] as string ?? "";

    public string? Query(string name) => Context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    public Checked<EntityId> Id(string name = "id") => EntityId.Parse(Segment(name)).Try(out var id, out var problem) ? id : problem.Under(name);

    /// <summary>The body, checked to be plain text throughout.</summary>
    public async ValueTask<Checked<T>> BodyAsync<T>(JsonTypeInfo<T> shape, Func<T>? otherwise = null)
        where T : class
    {
        if (otherwise is not null && Context.Request.ContentLength is null or 0 && Context.Request.Headers.TransferEncoding.Count == 0)
        {
            return otherwise();
        }

        return await JsonBody.ReadAsync(Context, shape);
    }

    public static Answer Bad(Problem problem) => Answer.Problem(Status400BadRequest, problem.ToString());

    public static Answer NotFound(string what, object id) => Answer.Problem(Status404NotFound, $"There is no {what} {id} here.");

    public static Answer Refuse(PostOutcome outcome) => outcome switch
    {
        PostRefused { Kind: PostRefusalKind.NotFound } r => Answer.Problem(Status404NotFound, r.Sentence),
        PostRefused { Kind: PostRefusalKind.NotYours } r => Answer.Problem(Status403Forbidden, r.Sentence),
        PostRefused { Kind: PostRefusalKind.NotNow } r => Answer.Problem(Status409Conflict, r.Sentence),
        PostRefused r => Answer.Problem(Status400BadRequest, r.Sentence),
        PostUnavailable u => Answer.Problem(Status503ServiceUnavailable, u.Sentence, 5),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no refusal"),
    };

    /// <summary>A text that people will read: the problem names it when it is missing, too long or not plain.</summary>
    public static Problem? TextFault(string path, string? text, bool required = false, int most = 2000) =>
        string.IsNullOrWhiteSpace(text) ? required ? new Problem(path, "is missing") : null : Texts.Fault(text, most)?.Under(path);
}
