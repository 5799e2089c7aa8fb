using Parley.Client.F3548;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Relay;
using Parley.Tokens;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Parley.F3548;

/// <summary>Subscriptions: F3548-21 <c>/dss/v1/subscriptions</c>.</summary>
internal sealed class SubscriptionEndpoints(ExchangeEngine engine, VolumeReader volumes, ExchangeOptions options, OwnAddresses own)
{
    private const ScopeSet Subscribers = ScopeSet.StrategicCoordination | ScopeSet.ConstraintProcessing;

    public void Map(F3548Routes routes)
    {
        const string Root = "/dss/v1/subscriptions";
        routes.Post($"{Root}/query", Subscribers, QueryAsync, "querySubscriptions")
            .Takes<QueryParameters>().Gives<QuerySubscriptionsResponse>(Status200OK);
        routes.Get($"{Root}/{{subscriptionid}}", Subscribers, Get, "getSubscription").Gives<SubscriptionResponse>(Status200OK);
        routes.Put($"{Root}/{{subscriptionid}}", Subscribers, PutAsync, "createSubscription")
            .Takes<PutSubscriptionParameters>().Gives<PutSubscriptionResponse>(Status200OK);
        routes.Put($"{Root}/{{subscriptionid}}/{{version}}", Subscribers, PutAsync, "updateSubscription")
            .Takes<PutSubscriptionParameters>().Gives<PutSubscriptionResponse>(Status200OK);
        routes.Delete($"{Root}/{{subscriptionid}}/{{version}}", Subscribers, DeleteAsync, "deleteSubscription").Gives<SubscriptionResponse>(Status200OK);
        routes.Delete($"{Root}/{{subscriptionid}}", Subscribers, static _ => F3548Routes.MissingVersion("version"), null);
    }

    private async ValueTask<Answer> QueryAsync(Call call)
    {
        if (!(await call.BodyAsync(WireJson.Default.QueryParameters)).Try(out var body, out var problem)
            || !volumes.ReadArea(body.AreaOfInterest, "area_of_interest").Try(out var area, out problem))
        {
            return Answer.BadRequest(problem);
        }

        var found = engine.Read((area.Extent, call.By, call.Now), static (state, q) => state.SubscriptionsIn(q.Extent, q.By, q.Now));
        return F3548Routes.TooMany(found.Length, options.MaxResults) ?? Answer.Json(
            Status200OK,
            new QuerySubscriptionsResponse { Subscriptions = [.. found.Select(static s => s.ToWire())] },
            WireJson.Default.QuerySubscriptionsResponse);
    }

    private ValueTask<Answer> Get(Call call)
    {
        if (!call.Id("subscriptionid").Try(out var id, out var problem))
        {
            return ValueTask.FromResult(Answer.BadRequest(problem));
        }

        var found = engine.Read((id, call.Now), static (state, q) => state.Live(q.id, q.Now));
        return ValueTask.FromResult(found switch
        {
            null => Answer.Error(Status404NotFound, $"There is no subscription {id}; it was deleted, has expired, or was never here."),
            { } other when other.Manager != call.By => Answer.Error(Status403Forbidden, $"The subscription {id} belongs to another party."),
            _ => Answer.Json(Status200OK, new SubscriptionResponse { Subscription = found.ToWire() }, WireJson.Default.SubscriptionResponse),
        });
    }

    private async ValueTask<Answer> PutAsync(Call call)
    {
        if (!(await call.BodyAsync(WireJson.Default.PutSubscriptionParameters)).Try(out var body, out var problem)
            || !Read(call, body).Try(out var put, out problem))
        {
            return Answer.BadRequest(problem);
        }

        var outcome = await engine.SubmitAsync(put);
        return outcome is SubscriptionPut done
            ? Answer.Json(
                Status200OK,
                new PutSubscriptionResponse
                {
                    Subscription = done.Subscription.ToWire(),
                    OperationalIntentReferences = put.ForIntents ? done.Intents.ToWire(call.By) : null,
                    ConstraintReferences = put.ForConstraints ? done.Constraints.ToWire(call.By) : null,
                },
                WireJson.Default.PutSubscriptionResponse)
            : Call.Refuse(outcome);
    }

    private Checked<PutSubscription> Read(Call call, PutSubscriptionParameters body)
    {
        if (!call.Id("subscriptionid").Try(out var id, out var problem)
            || !UssBaseUrl.Check(body.UssBaseUrl, options.AllowHttpUssUrls, own).Try(out var url, out problem)
            || !volumes.ReadArea(body.Extents, "extents").Try(out var area, out problem))
        {
            return problem;
        }

        var forIntents = body.NotifyForOperationalIntents ?? false;
        var forConstraints = body.NotifyForConstraints ?? false;
        if (!forIntents && !forConstraints)
        {
            return new Problem("notify_for_operational_intents", "is not set, and notify_for_constraints neither; a subscription is for one of them or both");
        }

        var expected = call.Segment("version") is { Length: > 0 } current ? current : null;
        return new PutSubscription(
            call.Now, call.By, id, expected, area.Extent, area.Start, area.End, url, forIntents, forConstraints, Call.NewVersion());
    }

    private async ValueTask<Answer> DeleteAsync(Call call)
    {
        if (!call.Id("subscriptionid").Try(out var id, out var problem))
        {
            return Answer.BadRequest(problem);
        }

        var outcome = await engine.SubmitAsync(new DeleteSubscription(call.Now, call.By, id, call.Segment("version")));
        return outcome is SubscriptionDeleted done
            ? Answer.Json(Status200OK, new SubscriptionResponse { Subscription = done.Subscription.ToWire() }, WireJson.Default.SubscriptionResponse)
            : Call.Refuse(outcome);
    }
}
