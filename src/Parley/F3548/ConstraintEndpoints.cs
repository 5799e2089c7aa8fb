using Parley.Client.F3548;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Relay;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.F3548;

/// <summary>Constraint references: F3548-21 <c>/dss/v1/constraint_references</c>.</summary>
internal sealed class ConstraintEndpoints(ExchangeEngine engine, VolumeReader volumes, ExchangeOptions options, OwnAddresses own)
{
    private const ScopeSet Readers = ScopeSet.ConstraintManagement | ScopeSet.ConstraintProcessing;

    public void Map(F3548Routes routes)
    {
        const string Root = "/dss/v1/constraint_references";
        routes.Post($"{Root}/query", Readers, QueryAsync, "queryConstraintReferences")
            .Takes<QueryParameters>().Gives<QueryConstraintReferencesResponse>(Status200OK);
        routes.Get($"{Root}/{{entityid}}", Readers, Get, "getConstraintReference").Gives<GetConstraintReferenceResponse>(Status200OK);
        routes.Put($"{Root}/{{entityid}}", ScopeSet.ConstraintManagement, PutAsync, "createConstraintReference")
            .Takes<PutConstraintReferenceParameters>().Gives<ChangeConstraintReferenceResponse>(Status201Created);
        routes.Put($"{Root}/{{entityid}}/{{ovn}}", ScopeSet.ConstraintManagement, PutAsync, "updateConstraintReference")
            .Takes<PutConstraintReferenceParameters>().Gives<ChangeConstraintReferenceResponse>(Status200OK);
        routes.Delete($"{Root}/{{entityid}}/{{ovn}}", ScopeSet.ConstraintManagement, DeleteAsync, "deleteConstraintReference")
            .Gives<ChangeConstraintReferenceResponse>(Status200OK);
        routes.Delete($"{Root}/{{entityid}}", ScopeSet.ConstraintManagement, static _ => F3548Routes.MissingVersion("OVN"), null);
    }

    private async ValueTask<Answer> QueryAsync(Call call)
    {
        if (!(await call.BodyAsync(WireJson.Default.QueryParameters)).Try(out var body, out var problem)
            || !volumes.ReadArea(body.AreaOfInterest, "area_of_interest").Try(out var area, out problem))
        {
            return Answer.BadRequest(problem);
        }

        var found = engine.Read(area.Extent, static (state, extent) => state.ConstraintsIn(extent));
        return F3548Routes.TooMany(found.Length, options.MaxResults) ?? Answer.Json(
            Status200OK,
            new QueryConstraintReferencesResponse { ConstraintReferences = found.ToWire(call.By) },
            WireJson.Default.QueryConstraintReferencesResponse);
    }

    private ValueTask<Answer> Get(Call call)
    {
        if (!call.Id("entityid").Try(out var id, out var problem))
        {
            return ValueTask.FromResult(Answer.BadRequest(problem));
        }

        var found = engine.Read(id, static (state, id) => state.Constraint(id) is { } constraint ? state.See(constraint) : (SeenConstraint?)null);
        return ValueTask.FromResult(found is { } seen
            ? Answer.Json(
                Status200OK,
                new GetConstraintReferenceResponse { ConstraintReference = seen.ToWire(call.By) },
                WireJson.Default.GetConstraintReferenceResponse)
            : Answer.Error(Status404NotFound, $"There is no constraint {id}."));
    }

    private async ValueTask<Answer> PutAsync(Call call)
    {
        if (!(await call.BodyAsync(WireJson.Default.PutConstraintReferenceParameters)).Try(out var body, out var problem)
            || !call.Id("entityid").Try(out var id, out problem)
            || !UssBaseUrl.Check(body.UssBaseUrl, options.AllowHttpUssUrls, own).Try(out var url, out problem)
            || !volumes.ReadExtents(body.Extents, altitudesRequired: false, call.Now).Try(out var extent, out problem))
        {
            return Answer.BadRequest(problem);
        }

        var expected = call.Segment("ovn") is { Length: > 0 } current ? new Ovn(current) : (Ovn?)null;
        return Answered(
            await engine.SubmitAsync(new PutConstraint(call.Now, call.By, id, expected, extent, url, new Ovn(Call.NewVersion()))), call.By);
    }

    private async ValueTask<Answer> DeleteAsync(Call call) =>
        call.Id("entityid").Try(out var id, out var problem)
            ? Answered(await engine.SubmitAsync(new DeleteConstraint(call.Now, call.By, id, new Ovn(call.Segment("ovn")))), call.By)
            : Answer.BadRequest(problem);

    private static Answer Answered(Outcome outcome, PartyName caller) => outcome is ConstraintChanged changed
        ? Answer.Json(
            changed.Created ? Status201Created : Status200OK,
            new ChangeConstraintReferenceResponse { Subscribers = changed.Notified.ToWire(), ConstraintReference = changed.Constraint.ToWire(caller) },
            WireJson.Default.ChangeConstraintReferenceResponse)
        : Call.Refuse(outcome);
}
