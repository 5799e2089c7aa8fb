using System.Text.Json;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.F3548;

/// <summary>USS availability and reports: F3548-21 <c>/dss/v1/uss_availability</c> and <c>/dss/v1/reports</c>.</summary>
internal sealed class AvailabilityEndpoints(ExchangeEngine engine)
{
    private const ScopeSet Readers = ScopeSet.AvailabilityArbitration | ScopeSet.StrategicCoordination | ScopeSet.ConformanceMonitoring;
    private const ScopeSet Anyone = Readers | ScopeSet.ConstraintManagement | ScopeSet.ConstraintProcessing;
    private const int MaxName = 256;

    public void Map(F3548Routes routes)
    {
        routes.Get("/dss/v1/uss_availability/{uss_id?}", Readers, Get, "getUssAvailability").Gives<UssAvailabilityStatusResponse>(Status200OK);
        routes.Put("/dss/v1/uss_availability/{uss_id?}", ScopeSet.AvailabilityArbitration, PutAsync, "setUssAvailability")
            .Takes<SetUssAvailabilityStatusParameters>().Gives<UssAvailabilityStatusResponse>(Status200OK);
        routes.Post("/dss/v1/reports", Anyone, ReportAsync, "makeDssReport").Takes<ErrorReport>().Gives<ErrorReport>(Status201Created);
    }

    private static Checked<PartyName> Party(Call call) => call.Segment("uss_id") switch
    {
        { Length: 0 } => new Problem("uss_id", "is missing; name a party in the path"),
        { Length: > MaxName } => new Problem("uss_id", $"is longer than {MaxName} characters; no party has such a name"),
        var name => new PartyName(name),
    };

    private ValueTask<Answer> Get(Call call) => ValueTask.FromResult(Party(call).Try(out var party, out var problem)
        ? Answered(engine.Read(party, static (state, party) => state.AvailabilityOf(party)))
        : Answer.BadRequest(problem));

    private async ValueTask<Answer> PutAsync(Call call)
    {
        if (!(await call.BodyAsync(WireJson.Default.SetUssAvailabilityStatusParameters)).Try(out var body, out var problem)
            || !Party(call).Try(out var party, out problem)
            || !ReadState(body.Availability).Try(out var availability, out problem))
        {
            return Answer.BadRequest(problem);
        }

        var outcome = await engine.SubmitAsync(
            new SetAvailability(call.Now, call.By, party, body.OldVersion ?? "", availability, Call.NewVersion()));
        return outcome is AvailabilitySet set ? Answered(set.Status) : Call.Refuse(outcome);
    }

    private static Answer Answered(AvailabilityStatus status) =>
        Answer.Json(Status200OK, status.ToWire(), WireJson.Default.UssAvailabilityStatusResponse);

    private static Checked<Availability> ReadState(string? text) => text?.ToUpperInvariant() switch
    {
        "UNKNOWN" => Availability.Unknown,
        "NORMAL" => Availability.Normal,
        "DOWN" => Availability.Down,
        _ => new Problem("availability", $"{VolumeReader.Quote(text)} is not one of Unknown, Normal, Down"),
    };

    private async ValueTask<Answer> ReportAsync(Call call)
    {
        if (!(await call.BodyAsync(WireJson.Default.ErrorReport)).Try(out var body, out var problem) || Fault(body) is { } fault && (problem = fault) is not null)
        {
            return Answer.BadRequest(problem!);
        }

        var id = new EntityId(Guid.NewGuid());
        var kept = body with { ReportId = id.ToString() };
        var outcome = await engine.SubmitAsync(
            new FileReport(call.Now, call.By, id, JsonSerializer.SerializeToUtf8Bytes(kept, WireJson.Default.ErrorReport)));
        return outcome is ReportFiled ? Answer.Json(Status201Created, kept, WireJson.Default.ErrorReport) : Call.Refuse(outcome);
    }

    internal static Problem? Fault(ErrorReport report) => report.Exchange switch
    {
        null => new Problem("exchange", "is missing; give the exchange of messages that went wrong"),
        { Url: null } => new Problem("exchange.url", "is missing"),
        { Method: null } => new Problem("exchange.method", "is missing"),
        { RecorderRole: not ("Client" or "Server") } => new Problem("exchange.recorder_role", "is neither Client nor Server"),
        { RequestTime: null } => new Problem("exchange.request_time", "is missing"),
        { RequestTime: { } time } when !Instant.Parse(time.Value).Ok => new Problem("exchange.request_time.value", "is not an RFC 3339 time"),
        _ => null,
    };
}
