using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Client.F3548;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.F3548;
using Parley.Hosting;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.Post.Uss;

/// <summary>
/// F3548-21's USS side: what other systems may ask and tell, by the scopes that utm.yaml lists for each path. It is the same whether the
/// exchange brings a call as a letter or it comes to the post's own listener. Thread-safe.
/// </summary>
internal sealed class UssSide(PostEngine engine, Disclosing disclosing, CivilDesk desk, UssLog log, ILogger<UssSide> logger)
{
    public const string Root = "/uss/v1/";
    public const string Intents = "/uss/v1/operational_intents";
    public const string Constraints = "/uss/v1/constraints";

    // Of what fits a letter, room for the rest of the answer.
    private const int MostRelayed = 28_000;
    private const int MostReport = 32_000;
    private const int MaxName = 256;

    /// <summary>Answers a call that the exchange brought. Never throws: a fault is a 500 with a sentence, and in the log.</summary>
    public async Task<UssAnswer> AnswerAsync(UssRequest request)
    {
        UssReply reply;
        try
        {
            reply = request.Caller is { Length: > 0 and <= MaxName } && PlainText.IsSafe(request.Caller)
                ? await AnswerAsync(new UssCall(
                    request.Method ?? "", request.Path ?? "", new PartyName(request.Caller), Scopes.Parse(string.Join(' ', request.Scopes.IsDefault ? [] : request.Scopes)),
                    Encoding.UTF8.GetBytes(request.Body ?? ""), Relayed: true))
                : UssReply.Error(Status400BadRequest, "The caller has no name that can be used here.");
        }
#pragma warning disable CA1031 // The caller waits for an answer, whatever happens; the log says what did.
        catch (Exception e)
#pragma warning restore CA1031
        {
            PostLog.Fault(logger, "Answering a civil system", e);
            reply = UssReply.Error(Status500InternalServerError, "A fault of the post's own; its operators can see it in the log.");
        }

        return new UssAnswer(request.Id, reply.Status, reply.Body.Length > 0 ? reply.Body : null);
    }

    public async Task<UssReply> AnswerAsync(UssCall call)
    {
        var path = call.Path.StartsWith(Root, StringComparison.Ordinal) ? call.Path[Root.Length..].Split('/') : [];
        var (method, scopes, handle) = path switch
        {
            ["operational_intents"] => ("POST", ScopeSet.StrategicCoordination, (Func<Task<UssReply>>)(() => TakeIntentAsync(call))),
            ["operational_intents", var id] => ("GET", ScopeSet.StrategicCoordination, () => OnIdAsync(id, i => Details(call, i))),
            ["operational_intents", var id, "telemetry"] => ("GET", ScopeSet.ConformanceMonitoring, () => OnIdAsync(id, Telemetry)),
            ["constraints"] => ("POST", ScopeSet.ConstraintManagement, () => TakeConstraintAsync(call)),
            ["constraints", var id] => ("GET", ScopeSet.ConstraintProcessing, () => OnIdAsync(id, static i => Task.FromResult(UssReply.Error(Status404NotFound, $"There is no constraint {i} of this party.")))),
            ["reports"] => ("POST", F3548Routes.AnyF3548, () => ReportAsync(call)),
            ["log_sets", var id] => ("GET", F3548Routes.AnyF3548, () => OnIdAsync(id, i => LogSetAsync(call, i))),
            _ => ("", ScopeSet.None, () => Task.FromResult(UssReply.Error(Status404NotFound, "There is no such path; F3548-21's USS side is under /uss/v1/."))),
        };
        return method.Length == 0 ? await handle()
            : !call.Scopes.HasAny(scopes) ? UssReply.Error(Status403Forbidden, $"The token's scopes don't open this; it needs one of: {scopes.Text()}.")
            : method != call.Method ? UssReply.Error(Status405MethodNotAllowed, $"This path takes {method} alone.")
            : await handle();
    }

    /// <summary>The intent or constraint that a call is about, for the log; null when it is about none, or can't be read.</summary>
    public static EntityId? AboutOf(UssCall call)
    {
        var path = call.Path.StartsWith(Root, StringComparison.Ordinal) ? call.Path[Root.Length..].Split('/') : [];
        var text = path switch
        {
            ["operational_intents"] => Read(call, WireJson.Default.PutOperationalIntentDetailsParameters) is { Ok: true, Value.OperationalIntentId: var id } ? id : null,
            ["constraints"] => Read(call, WireJson.Default.PutConstraintDetailsParameters) is { Ok: true, Value.ConstraintId: var id } ? id : null,
            ["operational_intents" or "constraints", var id, ..] => id,
            _ => null,
        };
        return EntityId.Parse(text).Try(out var about, out _) ? about : null;
    }

    private static Task<UssReply> OnIdAsync(string text, Func<EntityId, Task<UssReply>> handle) =>
        EntityId.Parse(text).Try(out var id, out var problem) ? handle(id) : Task.FromResult(UssReply.Bad(problem.Under("entityid")));

    private Task<UssReply> Details(UssCall call, EntityId id)
    {
        if (disclosing.Own(id) is not { } own)
        {
            return Task.FromResult(NoIntent(id));
        }

        return Task.FromResult(disclosing.For(call.By, own) is { } shown
            ? UssReply.Json(Status200OK, new GetOperationalIntentDetailsResponse { OperationalIntent = shown }, WireJson.Default.GetOperationalIntentDetailsResponse)
            : UssReply.Error(Status403Forbidden, "This party tells details to parties of its agreements alone; ask its operator for one."));
    }

    private Task<UssReply> Telemetry(EntityId id) => Task.FromResult(
        disclosing.Own(id) is not { } own ? NoIntent(id)
        : own.State is IntentState.Nonconforming or IntentState.Contingent ? UssReply.Error(Status412PreconditionFailed, $"There is no telemetry of {id}.")
        : UssReply.Error(Status409Conflict, $"{id} is {own.State}; telemetry is for what is Nonconforming or Contingent."));

    private static UssReply NoIntent(EntityId id) => UssReply.Error(Status404NotFound, $"There is no operational intent {id} of this party.");

    private Task<UssReply> TakeIntentAsync(UssCall call)
    {
        if (!Read(call, WireJson.Default.PutOperationalIntentDetailsParameters).Try(out var body, out var problem)
            || !EntityOf(body.OperationalIntentId, "operational_intent_id", body.Subscriptions).Try(out var id, out problem))
        {
            return Task.FromResult(UssReply.Bad(problem));
        }

        return body.OperationalIntent is null ? DropAsync(call, id)
            : CivilReader.Read(body.OperationalIntent, id).Try(out var entity, out problem) ? TakeAsync(call, entity)
            : Task.FromResult(UssReply.Bad(problem.Under("operational_intent")));
    }

    private Task<UssReply> TakeConstraintAsync(UssCall call)
    {
        if (!Read(call, WireJson.Default.PutConstraintDetailsParameters).Try(out var body, out var problem)
            || !EntityOf(body.ConstraintId, "constraint_id", body.Subscriptions).Try(out var id, out problem))
        {
            return Task.FromResult(UssReply.Bad(problem));
        }

        return body.Constraint is null ? DropAsync(call, id)
            : CivilReader.Read(body.Constraint, id).Try(out var entity, out problem) ? TakeAsync(call, entity)
            : Task.FromResult(UssReply.Bad(problem.Under("constraint")));
    }

    private static Checked<EntityId> EntityOf(string? text, string name, IReadOnlyList<SubscriptionState?>? subscriptions) =>
        !EntityId.Parse(text).Try(out var id, out var problem) ? problem.Under(name)
        : subscriptions is null or { Count: 0 } ? new Problem("subscriptions", "is missing; say which subscriptions made you tell this")
        : id;

    private async Task<UssReply> TakeAsync(UssCall call, CivilEntity entity)
    {
        if (entity.Manager != call.By)
        {
            return UssReply.Error(Status403Forbidden, $"The token is {call.By}'s and the reference's manager is another; only its manager tells of it.");
        }

        return entity.Manager == engine.Me ? new UssReply(Status204NoContent) : UssReply.Of(await desk.TakeAsync(entity));
    }

    private async Task<UssReply> DropAsync(UssCall call, EntityId id) =>
        call.By == engine.Me ? new UssReply(Status204NoContent) : UssReply.Of(await desk.DropAsync(id, call.By));

    private async Task<UssReply> ReportAsync(UssCall call)
    {
        if (call.Body.Length > MostReport)
        {
            return UssReply.Error(Status413PayloadTooLarge, $"The report is larger than {MostReport} bytes; leave out bodies.");
        }

        if (!Read(call, WireJson.Default.ErrorReport).Try(out var body, out var problem))
        {
            return UssReply.Bad(problem);
        }

        if (AvailabilityEndpoints.Fault(body) is { } fault)
        {
            return UssReply.Bad(fault);
        }

        var id = new EntityId(Guid.NewGuid());
        var kept = body with { ReportId = id.ToString() };
        var outcome = await engine.SubmitAsync(new KeepReport(engine.Now, id, call.By, new RawJson(JsonSerializer.Serialize(kept, WireJson.Default.ErrorReport))));
        return outcome is PostDone ? UssReply.Json(Status201Created, kept, WireJson.Default.ErrorReport) : UssReply.Of(outcome);
    }

    // Who asks sees what was exchanged with it, and nothing of others.
    private async Task<UssReply> LogSetAsync(UssCall call, EntityId id)
    {
        var messages = await log.ReadAsync(id, call.By == engine.Me ? null : call.By);
        var reply = UssReply.Json(Status200OK, new UssLogSet { Messages = messages }, WireJson.Default.UssLogSet);
        return call.Relayed && reply.Body.Length > MostRelayed
            ? UssReply.Error(Status413PayloadTooLarge, $"The log set has {messages.Count} messages, more than one letter carries; ask the party's operator for it.")
            : reply;
    }

    private static Checked<T> Read<T>(UssCall call, JsonTypeInfo<T> shape)
        where T : class => JsonBody.Parse(new ReadOnlySequence<byte>(call.Body), shape);
}
