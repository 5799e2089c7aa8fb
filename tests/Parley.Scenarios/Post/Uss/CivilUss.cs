using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Post.Uss;

/// <summary>
/// A civil system as small as one can be: it declares at the exchange, answers for its details, and takes down what it is told. Thread-safe.
/// </summary>
internal sealed class CivilUss : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _details = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Heard> _heard = new();

    private int _came;

    private CivilUss(WebApplication app, ExchangeProcess exchange, string name) => (_app, Exchange, Name) = (app, exchange, name);

    /// <summary>One call that came, with the claims of its token.</summary>
    internal sealed record Heard(string Method, string Path, JsonNode? Body, JsonNode? Claims);

    public ExchangeProcess Exchange { get; }

    public string Name { get; }

    public string Url => _app.Urls.First();

    public IReadOnlyCollection<Heard> Calls => _heard;

    /// <summary>Set, it answers every question for details.</summary>
    public Func<HttpContext, IResult>? Instead { get; set; }

    /// <summary>Set, it takes down and answers what it is told of an intent that lives only once this is done.</summary>
    public Task? Hesitates { get; set; }

    /// <summary>How many calls came, taken down yet or not.</summary>
    public int Came => _came;

    public Party At => Exchange.As(Name, Scope.Planning, Scope.Constraints, Scope.ConstraintReading);

    public static async Task<CivilUss> StartAsync(ExchangeProcess exchange, string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var uss = new CivilUss(builder.Build(), exchange, name);
        uss._app.Map("/{**path}", uss.AnswerAsync);
        await uss._app.StartAsync();
        return uss;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = context.Request.Path.Value!;
        Interlocked.Increment(ref _came);
        if (Hesitates is { } until && body.Contains("\"operational_intent\"", StringComparison.Ordinal))
        {
            await until;
        }

        _heard.Enqueue(new Heard(context.Request.Method, path, body.Length > 0 ? JsonNode.Parse(body) : null, Claims(context.Request.Headers.Authorization)));
        var answer = context.Request.Method == "POST" ? Results.NoContent()
            : Instead is { } instead ? instead(context)
            : _details.TryGetValue(path, out var details) ? Results.Text(details, "application/json")
            : Results.NotFound();
        await answer.ExecuteAsync(context);
    }

    private static JsonNode? Claims(string? bearer) =>
        bearer?.Split('.') is [_, var payload, _] ? JsonNode.Parse(Base64Url.DecodeFromChars(payload)) : null;

    /// <summary>Declares an intent with a subscription, and answers for it from then on.</summary>
    public async Task<ChangeOperationalIntentReferenceResponse> DeclareAsync(Plan plan, Guid id, params string[] key)
    {
        var declared = (await At.PutIntentAsync(id, plan.Intent(key) with { UssBaseUrl = Url, NewSubscription = new ImplicitSubscriptionParameters { UssBaseUrl = Url } })).Is(201);
        Show("operational_intents", id, JsonSerializer.Serialize(
            new GetOperationalIntentDetailsResponse { OperationalIntent = Shown(declared.OperationalIntentReference!, plan) }, WireJson.Default.GetOperationalIntentDetailsResponse));
        return declared;
    }

    public async Task<ChangeConstraintReferenceResponse> ConstrainAsync(Plan plan, Guid id)
    {
        var declared = (await At.PutConstraintAsync(id, plan.Constraint() with { UssBaseUrl = Url })).Is(201);
        Show("constraints", id, JsonSerializer.Serialize(
            new GetConstraintDetailsResponse { Constraint = Shown(declared.ConstraintReference!, plan) }, WireJson.Default.GetConstraintDetailsResponse));
        return declared;
    }

    public static OperationalIntent Shown(OperationalIntentReference reference, Plan plan) =>
        new() { Reference = reference, Details = new OperationalIntentDetails { Volumes = [plan.Volume], Priority = 0 } };

    public static WireConstraint Shown(ConstraintReference reference, Plan plan) =>
        new() { Reference = reference, Details = new ConstraintDetails { Volumes = [plan.Volume], Type = "example.closed" } };

    private void Show(string kind, Guid id, string json) => _details[$"/uss/v1/{kind}/{id}"] = json;

    /// <summary>Tells a subscriber at its address; through the exchange where that is at the exchange.</summary>
    public async Task<(int Status, string Text)> TellAsync(string ussBaseUrl, string kind, object body, params string[] scopes)
    {
        using var http = new HttpClient { Timeout = ExchangeProcess.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ussBaseUrl}/uss/v1/{kind}") { Content = Party.Json(body) };
        request.Headers.Authorization = new("Bearer", Issuer.Token(Name, scopes));
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
