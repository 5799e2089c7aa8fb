using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Tests.Exchange;

/// <summary>An exchange at noon with three parties, for tests that read like a story: <c>stage.Declare(North, 1, At())</c>.</summary>
internal sealed class Stage
{
    public static readonly PartyName North = World.Parties[0];
    public static readonly PartyName Relief = World.Parties[1];
    public static readonly PartyName Survey = World.Parties[2];

    private static readonly CellId Top = CellId.FromLatLng(new LatLng(50, 10), 10);

    private int _drawn;

    public ExchangeState State { get; } = new();

    public Instant Now { get; set; } = World.Noon;

    /// <summary>Quarters 0..3 of one area, or all of it; metres; minutes after noon.</summary>
    public static Extent At(int? quarter = null, double low = 0, double high = 100, double from = 0, double to = 60) => new(
        CellCovering.FromIds([quarter is { } q ? Top.Child(q).Value : Top.Value]).Value,
        new AltitudeBand(new(low), new(high)),
        new TimeInterval(Noon(from), Noon(to)));

    public static Instant Noon(double minutes) => World.Noon.Plus(TimeSpan.FromMinutes(minutes));

    /// <summary>Puts an intent with everything that is around it in the key; with its current OVN when it is there already.</summary>
    public Outcome Declare(
        PartyName by, int id, Extent extent, IntentState state = IntentState.Accepted, string[]? key = null, int? subscription = null,
        int? wanted = null, bool forConstraints = false, string? requested = null, Ovn? expected = null) => State.Apply(new PutIntent(
            Now, by, World.Id(id), expected ?? State.Intent(World.Id(id))?.Ovn, state, extent, World.Url(by),
            subscription is { } s ? World.Id(s) : null,
            wanted is { } w ? new ImplicitSubscription(World.Id(w), Drawn("version"), World.Url(by), forConstraints) : null,
            new Ovn(requested is null ? Drawn("ovn") : $"{World.Id(id)}_{requested}"), requested is not null, [.. key ?? Around(extent)]));

    public Outcome Delete(PartyName by, int id) => State.Apply(new DeleteIntent(Now, by, World.Id(id), State.Intent(World.Id(id))?.Ovn ?? new Ovn("none")));

    public Outcome Forbid(PartyName by, int id, Extent extent) => State.Apply(
        new PutConstraint(Now, by, World.Id(id), State.Constraint(World.Id(id))?.Ovn, extent, World.Url(by), new Ovn(Drawn("ovn"))));

    public Outcome Subscribe(
        PartyName by, int id, Extent extent, Instant? start = null, Instant? end = null, bool forIntents = true, bool forConstraints = false) => State.Apply(
            new PutSubscription(
                Now, by, World.Id(id), State.Live(World.Id(id), Now)?.Version, extent, start, end, World.Url(by), forIntents, forConstraints, Drawn("version")));

    public Outcome Unsubscribe(PartyName by, int id) =>
        State.Apply(new DeleteSubscription(Now, by, World.Id(id), State.Live(World.Id(id), Now)?.Version ?? "none"));

    public Outcome Hold(PartyName party, Availability availability) =>
        State.Apply(new SetAvailability(Now, Survey, party, State.AvailabilityOf(party).Version, availability, Drawn("version")));

    public Swept Sweep(double minutes, int limit = 100) => (Swept)State.Apply(new Sweep(Now, new PartyName("exchange"), Noon(minutes), limit));

    public Intent Intent(int id) => State.Intent(World.Id(id))!;

    public Subscription? Subscription(int id) => State.Live(World.Id(id), Now);

    public static string Sentence(Outcome outcome) => outcome switch
    {
        Refused refused => refused.Sentence,
        MissingFromKey missing => missing.Sentence,
        _ => $"(not refused: {outcome})",
    };

    public static int[] Told(Outcome outcome) =>
        [.. ((outcome as IntentChanged)?.Notified ?? ((ConstraintChanged)outcome).Notified).Select(n => (int)n.Subscription.Value.ToByteArray()[15])];

    public static int[] Missing(Outcome outcome) => [.. ((MissingFromKey)outcome).Intents.Select(i => (int)i.Intent.Id.Value.ToByteArray()[15])];

    private IEnumerable<string> Around(Extent extent) =>
        [.. State.IntentsIn(extent).Select(i => i.Intent.Ovn.Value), .. State.ConstraintsIn(extent).Select(c => c.Constraint.Ovn.Value)];

    private string Drawn(string what) => $"{what}-{++_drawn:000000000000}";
}
