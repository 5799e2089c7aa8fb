using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.Post;
using Parley.Console.Accounts;
using Parley.Console.Consents;
using Parley.Console.Record;
using Parley.Console.Roles;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Hosting;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Api;

/// <summary>
/// Maps the API's paths. A call is of whoever holds the post's bearer key, and speaks for the party, or of a person with a session, who may do
/// what <see cref="RoleTable"/> says. Errors are RFC 9457 problem details. Thread-safe.
/// </summary>
/// <param name="callers">Null: the key alone opens it.</param>
internal sealed class ApiRoutes(IEndpointRouteBuilder app, string key, ICallers? callers = null, IConsoleRecord? record = null, ConsentBook? consents = null)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes($"Bearer {key}");
    private readonly List<MappedRoute> _routes = [];

    /// <summary>What each path and method asks of a role.</summary>
    public IEnumerable<(string Method, string Pattern, Deed Deed)> Mapped => _routes.Select(static r => (r.Method, r.Pattern, r.Deed));

    public ApiRoute Get(string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation, Deed deed = Deed.Look) => Map("GET", deed, pattern, handle, operation);

    public ApiRoute Post(Deed deed, string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation) => Map("POST", deed, pattern, handle, operation);

    public ApiRoute Put(Deed deed, string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation) => Map("PUT", deed, pattern, handle, operation);

    public ApiRoute Delete(Deed deed, string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation) => Map("DELETE", deed, pattern, handle, operation);

    /// <summary>Makes a call again that waited for a second officer, as its asker with the second one's name.</summary>
    public ValueTask<Answer> AgainAsync(HttpContext context, Consent consent, Person asker, Person second) =>
        _routes.First(r => r.Operation == consent.Operation).Handle(new ApiCall(context, new Caller(asker), consent.Operation, consents, new Agreed(consent, second.Name)));

    /// <summary>A call from within: the console's own pages, which go the same way as everybody's.</summary>
    public async Task InvokeAsync(HttpContext context, Caller caller)
    {
        foreach (var route in _routes)
        {
            if (route.Method == context.Request.Method && route.Match(context.Request.Path, context.Request.RouteValues))
            {
                await (await AnswerAsync(context, caller, route)).WriteAsync(context);
                return;
            }
        }

        await Answer.Problem(Status404NotFound, "There is nothing at this path.").WriteAsync(context);
    }

    private ApiRoute Map(string method, Deed deed, string pattern, Func<ApiCall, ValueTask<Answer>> handle, string operation)
    {
        var mapped = new MappedRoute(method, pattern, deed, operation, handle);
        _routes.Add(mapped);
        var route = app.MapMethods(pattern, [method], async context => await (await AnswerAsync(context, await CallerAsync(context), mapped)).WriteAsync(context));
        route.WithMetadata(new NeedsDeed(deed));
        return new ApiRoute(route, operation);
    }

    private async ValueTask<Answer> AnswerAsync(HttpContext context, Caller? caller, MappedRoute route)
    {
        Answer answer;
        try
        {
            answer = caller is null ? Unauthorized(context)
                : !caller.May(route.Deed) ? NotAllowed(caller.Person!, route.Deed)
                : await route.Handle(new ApiCall(context, caller, route.Operation, consents));
        }
        catch
        {
            // Whoever hung up, or met a fault, may have done it all the same.
            await RecordAsync(context, caller, route, "broken off");
            throw;
        }

        return await RecordAsync(context, caller, route, $"{answer.Status}") ?? answer;
    }

    /// <summary>Null once it is on the record, or need not be; what to answer instead when it can't be written.</summary>
    private async ValueTask<Answer?> RecordAsync(HttpContext context, Caller? caller, MappedRoute route, string outcome)
    {
        // The console's pages record their views themselves, and ask at each pause in typing what filing would bring, which does nothing.
        if (record is null || caller is not { Person: { } person } || (caller.Console && (route.Method == "GET" || route.Operation == "checkIntent")))
        {
            return null;
        }

        var about = context.Request.RouteValues.Count == 0 ? null : string.Join(' ', context.Request.RouteValues.Values);
        try
        {
            await record.AppendAsync(new RecordLine(person.Id, person.Name, $"{route.Method} {route.Pattern}", about, outcome));
            return null;
        }
        catch (RecordUnwritableException e)
        {
            return Answer.Problem(Status503ServiceUnavailable, e.Message, 30);
        }
    }

    private async ValueTask<Caller?> CallerAsync(HttpContext context) =>
        context.Request.Headers.Authorization is [{ Length: < 1000 } header] && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), _key) ? Caller.KeyHolder
        : callers is null ? null
        : await callers.IdentifyAsync(context);

    private static Answer NotAllowed(Person person, Deed deed) => Answer.Problem(
        Status403Forbidden, $"Your role, {person.Role.Text()}, does not allow it; {deed.Allowed()} may do it.");

    private static Answer Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Answer.Problem(Status401Unauthorized, "The API key is missing or wrong; send the header Authorization: Bearer KEY with the key from the post's api.key.");
    }
}

/// <summary>For the served OpenAPI document: what a path asks of a person's role.</summary>
internal sealed record NeedsDeed(Deed Deed);

/// <summary>One path and method with what it asks and does. Immutable.</summary>
internal sealed class MappedRoute(string method, string pattern, Deed deed, string operation, Func<ApiCall, ValueTask<Answer>> handle)
{
    private readonly string[] _segments = pattern.Split('/');

    public string Method { get; } = method;

    public string Pattern { get; } = pattern;

    public Deed Deed { get; } = deed;

    public string Operation { get; } = operation;

    public Func<ApiCall, ValueTask<Answer>> Handle { get; } = handle;

    /// <summary>Whether the path is this one's; then the values of its segments are put into <paramref name="values"/>.</summary>
    public bool Match(PathString path, RouteValueDictionary values)
    {
        var given = path.Value!.Split('/');
        if (given.Length != _segments.Length)
        {
            return false;
        }

        for (var i = 0; i < given.Length; i++)
        {
            if (!_segments[i].StartsWith('{') && _segments[i] != given[i])
            {
                return false;
            }
        }

        for (var i = 0; i < given.Length; i++)
        {
            if (_segments[i].StartsWith('{'))
            {
                values[_segments[i][1..^1]] = given[i];
            }
        }

        return true;
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

/// <summary>What a call made again carries: the call as it was, and who consented to it.</summary>
internal sealed record Agreed(Consent Consent, string Second);

/// <summary>One request of somebody who may make it.</summary>
internal sealed class ApiCall(HttpContext context, Caller caller, string operation, ConsentBook? consents, Agreed? agreed = null)
{
    private string _read = "{}";

    public HttpContext Context { get; } = context;

    public Caller Caller { get; } = caller;

    public CancellationToken Cancel => Context.RequestAborted;

    public string Segment(string name) => agreed is not null ? agreed.Consent.Route.GetValueOrDefault(name, "") : Context.Request.RouteValues[name] as string ?? "";

    public string? Query(string name) => Context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    public Checked<EntityId> Id(string name = "id") => EntityId.Parse(Segment(name)).Try(out var id, out var problem) ? id : problem.Under(name);

    /// <summary>The body, checked to be plain text throughout. The officer it names is always the person who calls.</summary>
    public async ValueTask<Checked<T>> BodyAsync<T>(JsonTypeInfo<T> shape, Func<T>? otherwise = null)
        where T : class
    {
        T body;
        if (agreed is not null)
        {
            body = JsonSerializer.Deserialize(agreed.Consent.Body, shape)!;
        }
        else if (otherwise is not null && Context.Request.ContentLength is null or 0 && Context.Request.Headers.TransferEncoding.Count == 0)
        {
            body = otherwise();
        }
        else if (!(await JsonBody.ReadAsync(Context, shape, text => _read = text)).Try(out body!, out var problem))
        {
            return problem;
        }

        if (Caller.Person is { } person)
        {
            if (body is INamesAnOfficer named)
            {
                named.Officer = person.Name;
            }

            if (body is ITakesTwoOfficers takes)
            {
                takes.SecondOfficer = agreed?.Second;
            }
        }

        return body;
    }

    /// <summary>
    /// Null when two officers stand behind the call. Otherwise what to answer: the key's holder is to name both; a person's call is kept until
    /// another person with the right to it consents.
    /// </summary>
    public Answer? Second(Deed deed, ITakesTwoOfficers body)
    {
        if (Caller.Person is not { } person)
        {
            return (TextFault("officer", body.Officer, required: true, 200) ?? TextFault("second_officer", body.SecondOfficer, required: true, 200)) is { } fault
                ? Answer.Problem(Status400BadRequest, $"{fault}; {deed.Does()} takes two officers.")
                : string.Equals(body.Officer!.Trim(), body.SecondOfficer!.Trim(), StringComparison.OrdinalIgnoreCase)
                    ? Bad(new Problem("second_officer", "is the same officer; a second one must consent"))
                : null;
        }

        if (agreed is not null)
        {
            return null;
        }

        if (!Caller.May(deed))
        {
            return Answer.Problem(Status403Forbidden, $"Your role, {person.Role.Text()}, does not allow it; {deed.Allowed()} may do it.");
        }

        var route = Context.Request.RouteValues.ToDictionary(static v => v.Key, static v => v.Value as string ?? "", StringComparer.Ordinal);
        return consents!.Ask(person, deed, operation, route, _read).Try(out var consent, out var problem)
            ? Answer.Json(Status202Accepted, ConsentViews.Of(consent), PostWireJson.Default.ConsentView)
            : Answer.Problem(Status409Conflict, problem.ToString());
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
