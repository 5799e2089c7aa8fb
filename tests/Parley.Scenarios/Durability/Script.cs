using Parley.Client.F3548;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Durability;

/// <summary>A little of everything that an exchange keeps, and every question that shows it.</summary>
internal sealed class Script
{
    private readonly Plan _plan = Plan.Somewhere();
    private readonly List<string> _paths = [];

    public async Task RunAsync(ExchangeProcess exchange)
    {
        var (lark, merlin) = (exchange.As("lark"), exchange.As("merlin", Scope.Planning, Scope.Conformance, Scope.ConstraintReading));
        var (warden, arbiter) = (exchange.As("warden", Scope.Constraints), exchange.As("arbiter", Scope.Arbitration));
        Guid Next(string what)
        {
            var id = Guid.NewGuid();
            _paths.Add($"/dss/v1/{what}/{id}");
            return id;
        }

        var watched = await lark.PutSubscriptionAsync(Next("subscriptions"), (_plan with { Radius = 3000 }).Subscription(constraints: true));
        watched.Is(200);
        var first = await lark.DeclareAsync(_plan, Next("operational_intent_references"));
        var second = Next("operational_intent_references");
        var suffix = Guid.CreateVersion7().ToString();
        var made = (await merlin.PutIntentAsync(second, _plan.IntentWithSubscription(merlin, first.Ovn!) with { RequestedOvnSuffix = suffix })).Is(201).OperationalIntentReference!;
        _paths.Add($"/dss/v1/subscriptions/{made.SubscriptionId}");
        (await merlin.PutIntentAsync(second, _plan.Intent() with { SubscriptionId = made.SubscriptionId, State = "Nonconforming" }, made.Ovn)).Is(200);
        var gone = await lark.DeclareAsync(Plan.Somewhere(), Next("operational_intent_references"));
        (await lark.DeleteIntentAsync(Guid.Parse(gone.Id!), gone.Ovn!)).Is(200);
        var constraint = Next("constraint_references");
        var kept = (await warden.PutConstraintAsync(constraint, _plan.Constraint())).Is(201).ConstraintReference!;
        (await warden.PutConstraintAsync(constraint, (_plan with { Radius = 500 }).Constraint(), kept.Ovn)).Is(200);
        (await arbiter.SetAvailabilityAsync("merlin", "Down")).Is(200);
        _paths.Add("/dss/v1/uss_availability/merlin");
        (await lark.PutIntentAsync(Guid.NewGuid(), _plan.Intent())).Refused(409);
    }

    /// <summary>What every party is told at every path and search, word for word.</summary>
    public async Task<IReadOnlyList<string>> AnswersAsync(ExchangeProcess exchange)
    {
        List<string> answers = [];
        foreach (var party in new[] { "lark", "merlin", "warden" })
        {
            var all = exchange.As(party, [.. Scope.All]);
            foreach (var path in _paths)
            {
                var reply = await all.CallAsync<object>(HttpMethod.Get, path);
                answers.Add($"{party} {path} {reply.Status} {reply.Text}");
            }

            foreach (var what in new[] { "operational_intent_references", "constraint_references", "subscriptions" })
            {
                var reply = await all.CallAsync<object>(HttpMethod.Post, $"/dss/v1/{what}/query", new QueryParameters { AreaOfInterest = _plan.Volume });
                answers.Add($"{party} {what} {reply.Status} {reply.Text}");
            }
        }

        return answers;
    }
}
