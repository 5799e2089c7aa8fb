using Parley.Client.F3548;

namespace Parley.Scenarios.Running;

/// <summary>One operation of the discovery service: how it is called, with a body that would do, and which scopes open it.</summary>
/// <param name="Path">With <c>{id}</c>, <c>{version}</c> and <c>{party}</c> to be filled in.</param>
/// <param name="Scopes">Each of them is enough.</param>
public sealed record Endpoint(string Method, string Path, IReadOnlyList<string> Scopes, Func<Plan, object>? Body)
{
    private const string Url = "https://fir.example/utm";
    private static readonly string[] Planners = [Scope.Planning, Scope.Conformance];
    private static readonly string[] Subscribers = [Scope.Planning, Scope.ConstraintReading];
    private static readonly string[] Readers = [Scope.Constraints, Scope.ConstraintReading];
    private static readonly string[] Arbiters = [Scope.Arbitration];
    private static readonly string[] Wardens = [Scope.Constraints];

    public static readonly IReadOnlyList<Endpoint> All =
    [
        .. Of("operational_intent_references", Planners, Planners, p => p.Intent() with
        {
            UssBaseUrl = Url,
            NewSubscription = new ImplicitSubscriptionParameters { UssBaseUrl = Url, NotifyForConstraints = false },
            RequestedOvnSuffix = Guid.CreateVersion7().ToString(),
        }),
        .. Of("constraint_references", Readers, Wardens, p => p.Constraint() with { UssBaseUrl = Url }),
        .. Of("subscriptions", Subscribers, Subscribers, p => p.Subscription() with { UssBaseUrl = Url }),
        new("GET", "/dss/v1/uss_availability/{party}", [Scope.Arbitration, Scope.Planning, Scope.Conformance], null),
        new("PUT", "/dss/v1/uss_availability/{party}", Arbiters, _ => new SetUssAvailabilityStatusParameters { Availability = "Normal", OldVersion = "" }),
        new("POST", "/dss/v1/reports", Scope.All, _ => new ErrorReport
        {
            Exchange = new ExchangeRecord
            {
                Url = Url, Method = "PUT", Headers = ["a: b"], RecorderRole = "Client", RequestTime = Plan.Time(Plan.Soon(0)), RequestBody = "{}", ResponseCode = 500,
            },
        }),
    ];

    public static IEnumerable<Endpoint> WithBody => All.Where(static e => e.Body is not null);

    public string Name => $"{Method} {Path}";

    public static Endpoint Named(string name) => All.Single(e => e.Name == name);

    /// <summary>The path with an id, a version and a party that nothing has yet.</summary>
    public string FreshPath() => Path.Replace("{id}", Guid.NewGuid().ToString()).Replace("{version}", "ThisIsNoCurrentVersion").Replace("{party}", $"fir-{Guid.NewGuid():N}");

    private static Endpoint[] Of(string what, string[] readers, string[] writers, Func<Plan, object> body)
    {
        var root = $"/dss/v1/{what}";
        return
        [
            new("POST", $"{root}/query", readers, static p => new QueryParameters { AreaOfInterest = p.Volume }),
            new("GET", $"{root}/{{id}}", readers, null),
            new("PUT", $"{root}/{{id}}", writers, body),
            new("PUT", $"{root}/{{id}}/{{version}}", writers, body),
            new("DELETE", $"{root}/{{id}}/{{version}}", writers, null),
        ];
    }
}
