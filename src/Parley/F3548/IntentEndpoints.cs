using System.Collections.Immutable;
using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Relay;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.F3548;

/// <summary>Operational intent references: F3548-21 <c>/dss/v1/operational_intent_references</c>.</summary>
internal sealed class IntentEndpoints(ExchangeEngine engine, VolumeReader volumes, ExchangeOptions options, OwnAddresses own)
{
    private const ScopeSet Planners = ScopeSet.StrategicCoordination | ScopeSet.ConformanceMonitoring;
    private const int MaxKey = 100_000;

    public void Map(F3548Routes routes)
    {
        const string Root = "/dss/v1/operational_intent_references";
        routes.Post($"{Root}/query", Planners, QueryAsync, "queryOperationalIntentReferences")
            .Takes<QueryParameters>().Gives<QueryOperationalIntentReferenceResponse>(Status200OK);
        routes.Get($"{Root}/{{entityid}}", Planners, Get, "getOperationalIntentReference")
            .Gives<GetOperationalIntentReferenceResponse>(Status200OK);
        routes.Put($"{Root}/{{entityid}}", Planners, PutAsync, "createOperationalIntentReference")
            .Takes<PutOperationalIntentReferenceParameters>().Gives<ChangeOperationalIntentReferenceResponse>(Status201Created).Gives<AirspaceConflictResponse>(Status409Conflict);
        routes.Put($"{Root}/{{entityid}}/{{ovn}}", Planners, PutAsync, "updateOperationalIntentReference")
            .Takes<PutOperationalIntentReferenceParameters>().Gives<ChangeOperationalIntentReferenceResponse>(Status200OK).Gives<AirspaceConflictResponse>(Status409Conflict);
        routes.Delete($"{Root}/{{entityid}}/{{ovn}}", Planners, DeleteAsync, "deleteOperationalIntentReference")
            .Gives<ChangeOperationalIntentReferenceResponse>(Status200OK);
        routes.Delete($"{Root}/{{entityid}}", Planners, static _ => F3548Routes.MissingVersion("OVN"), null);
    }

    private async ValueTask<Answer> QueryAsync(Call call)
    {
        if (!(await call.BodyAsync(WireJson.Default.QueryParameters)).Try(out var body, out var problem)
            || !volumes.ReadArea(body.AreaOfInterest, "area_of_interest").Try(out var area, out problem))
        {
            return Answer.BadRequest(problem);
        }

        var found = engine.Read(area.Extent, static (state, extent) => state.IntentsIn(extent));
        return F3548Routes.TooMany(found.Length, options.MaxResults) ?? Answer.Json(
            Status200OK,
            new QueryOperationalIntentReferenceResponse { OperationalIntentReferences = found.ToWire(call.By) },
            WireJson.Default.QueryOperationalIntentReferenceResponse);
    }

    private ValueTask<Answer> Get(Call call)
    {
        if (!call.Id("entityid").Try(out var id, out var problem))
        {
            return ValueTask.FromResult(Answer.BadRequest(problem));
        }

        var found = engine.Read(id, static (state, id) => state.Intent(id) is { } intent ? state.See(intent) : (SeenIntent?)null);
        return ValueTask.FromResult(found is { } seen
            ? Answer.Json(
                Status200OK,
                new GetOperationalIntentReferenceResponse { OperationalIntentReference = seen.ToWire(call.By) },
                WireJson.Default.GetOperationalIntentReferenceResponse)
            : Answer.Error(Status404NotFound, $"There is no operational intent {id}."));
    }

    private async ValueTask<Answer> PutAsync(Call call)
    {
        if (!(await call.BodyAsync(WireJson.Default.PutOperationalIntentReferenceParameters)).Try(out var body, out var problem)
            || !Read(call, body).Try(out var put, out problem))
        {
            return Answer.BadRequest(problem);
        }

        // F3548-21 SCD0100: who monitors conformance declares a flight off-nominal; who only plans does not, and the other way round.
        var needed = put.State is IntentState.Nonconforming or IntentState.Contingent ? ScopeSet.ConformanceMonitoring : ScopeSet.StrategicCoordination;
        if (!call.Scopes.HasFlag(needed) && (needed == ScopeSet.ConformanceMonitoring || !call.Scopes.HasFlag(ScopeSet.ConformanceMonitoring)))
        {
            return Answer.Error(Status403Forbidden, $"The state {put.State} needs a token with the scope {needed.Text()}.");
        }

        return Answered(await engine.SubmitAsync(put), call.By);
    }

    private async ValueTask<Answer> DeleteAsync(Call call)
    {
        if (!call.Id("entityid").Try(out var id, out var problem))
        {
            return Answer.BadRequest(problem);
        }

        return Answered(await engine.SubmitAsync(new DeleteIntent(call.Now, call.By, id, new Ovn(call.Segment("ovn")))), call.By);
    }

    private static Answer Answered(Outcome outcome, PartyName caller) => outcome switch
    {
        IntentChanged changed => Answer.Json(
            changed.Created ? Status201Created : Status200OK,
            new ChangeOperationalIntentReferenceResponse
            {
                Subscribers = changed.Notified.ToWire(),
                OperationalIntentReference = changed.Intent.ToWire(caller),
            },
            WireJson.Default.ChangeOperationalIntentReferenceResponse),
        MissingFromKey missing => Answer.Json(
            Status409Conflict,
            new AirspaceConflictResponse
            {
                Message = missing.Sentence,
                MissingOperationalIntents = missing.Intents.ToWire(caller),
                MissingConstraints = missing.Constraints.ToWire(caller),
            },
            WireJson.Default.AirspaceConflictResponse),
        _ => Call.Refuse(outcome),
    };

    private Checked<PutIntent> Read(Call call, PutOperationalIntentReferenceParameters body)
    {
        if (!call.Id("entityid").Try(out var id, out var problem)
            || !UssBaseUrl.Check(body.UssBaseUrl, options.AllowHttpUssUrls, own).Try(out var url, out problem)
            || !ReadState(body.State, call.Segment("ovn")).Try(out var state, out problem)
            || !ReadSubscription(body, state).Try(out var subscription, out problem)
            || !ReadNewSubscription(body).Try(out var wanted, out problem)
            || !ReadKey(body.Key).Try(out var key, out problem)
            || !ReadNewOvn(id, body.RequestedOvnSuffix, call.Now).Try(out var ovn, out problem)
            || !volumes.ReadExtents(body.Extents, altitudesRequired: true, call.Now).Try(out var extent, out problem))
        {
            return problem;
        }

        var expected = call.Segment("ovn") is { Length: > 0 } current ? new Ovn(current) : (Ovn?)null;
        return new PutIntent(
            call.Now, call.By, id, expected, state, extent, url, subscription, wanted, ovn, body.RequestedOvnSuffix is not null, key);
    }

    private static Checked<IntentState> ReadState(string? text, string ovn)
    {
        IntentState? known = text switch
        {
            "Accepted" => IntentState.Accepted,
            "Activated" => IntentState.Activated,
            "Nonconforming" => IntentState.Nonconforming,
            "Contingent" => IntentState.Contingent,
            _ => null,
        };
        return known switch
        {
            null => new Problem("state", $"{VolumeReader.Quote(text)} is not one of Accepted, Activated, Nonconforming, Contingent; an intent that has ended is deleted"),
            not IntentState.Accepted when ovn.Length == 0 => new Problem("state", "must be Accepted when an operational intent is first declared; change it afterwards"),
            { } state => state,
        };
    }

    private static Checked<EntityId?> ReadSubscription(PutOperationalIntentReferenceParameters body, IntentState state)
    {
        if (body.SubscriptionId is not null && body.NewSubscription is not null)
        {
            return new Problem("subscription_id", "stands beside new_subscription; give one of them");
        }

        // The id that stands for "none" in answers may come back in a request.
        if (string.IsNullOrEmpty(body.SubscriptionId) || body.SubscriptionId == EntityId.NoSubscription.ToString())
        {
            return state == IntentState.Accepted || body.NewSubscription is not null
                ? (EntityId?)null
                : new Problem("subscription_id", $"is missing, and new_subscription too; in the state {state} an operational intent needs one of them");
        }

        return EntityId.Parse(body.SubscriptionId).Try(out var id, out var problem) ? (EntityId?)id : problem.Under("subscription_id");
    }

    private Checked<ImplicitSubscription?> ReadNewSubscription(PutOperationalIntentReferenceParameters body)
    {
        if (body.NewSubscription is not { } wanted)
        {
            return (ImplicitSubscription?)null;
        }

        return UssBaseUrl.Check(wanted.UssBaseUrl, options.AllowHttpUssUrls, own).Try(out var url, out var problem)
            ? new ImplicitSubscription(new EntityId(Guid.NewGuid()), Call.NewVersion(), url, wanted.NotifyForConstraints ?? false)
            : problem.Under("new_subscription");
    }

    private static Checked<ImmutableArray<string>> ReadKey(IReadOnlyList<string?>? key)
    {
        if (key is null or { Count: 0 })
        {
            return ImmutableArray<string>.Empty;
        }

        if (key.Count > MaxKey)
        {
            return new Problem("key", $"has {key.Count} OVNs, more than {MaxKey}; give those of the area alone");
        }

        var ovns = ImmutableArray.CreateBuilder<string>(key.Count);
        for (var i = 0; i < key.Count; i++)
        {
            // What can't be an OVN can't match one either; it is left out rather than kept in the record.
            if (key[i] is { Length: >= Ovn.MinLength and <= Ovn.MaxLength } ovn)
            {
                ovns.Add(ovn);
            }
        }

        return ovns.ToImmutable();
    }

    private static Checked<Ovn> ReadNewOvn(EntityId id, string? suffix, Instant now)
    {
        if (suffix is null)
        {
            return new Ovn(Call.NewVersion());
        }

        if (!Guid.TryParseExact(suffix, "D", out var uuid) || uuid.Version != 7)
        {
            return new Problem("requested_ovn_suffix", "is not a UUID of version 7; make one for each change");
        }

        // RFC 9562 §5.7: the first 48 bits are milliseconds since 1970.
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        var skew = Math.Abs(now.ToDateTimeOffset().ToUnixTimeMilliseconds() - milliseconds);
        return skew <= ExchangeState.MaxLag.TotalMilliseconds
            ? new Ovn($"{id}_{suffix}")
            : new Problem("requested_ovn_suffix", "was made more than 5 minutes away from now; make a new UUIDv7 for each change, with a right clock");
    }
}
