using Parley.Core.Geometry;

namespace Parley.Core.Exchange;

/// <summary>
/// All that the exchange knows, as a fold over its journal: <see cref="Apply(Command)"/> is the only way in. It is pure: no clock, random numbers,
/// I/O, environment, hash codes or trigonometry, and nothing is enumerated in an order that a machine could choose.
/// One writer at a time, and no reader beside it: the owner holds a lock around every call. What comes out is immutable.
/// </summary>
public sealed partial class ExchangeState
{
    private readonly Dictionary<EntityId, Held<Intent>> _intents = [];
    private readonly Dictionary<EntityId, Held<Constraint>> _constraints = [];
    private readonly Dictionary<EntityId, Held<Subscription>> _subscriptions = [];
    private readonly Dictionary<PartyName, AvailabilityStatus> _availability = [];
    private readonly SpatialIndex<Held<Intent>> _intentIndex = new();
    private readonly SpatialIndex<Held<Constraint>> _constraintIndex = new();
    private readonly SpatialIndex<Held<Subscription>> _subscriptionIndex = new();

    // Names and addresses recur in nearly every entity; one copy of each keeps a million intents small.
    private readonly Dictionary<string, string> _texts = [];

    public int IntentCount => _intents.Count;

    public int ConstraintCount => _constraints.Count;

    public int SubscriptionCount => _subscriptions.Count;

    /// <summary>How many reports have been filed since the journal began.</summary>
    public long ReportCount { get; private set; }

    /// <summary>Applies one command: changes the state and says what came of it, or changes nothing and says why.</summary>
    public Outcome Apply(Command command) => command switch
    {
        PutIntent put => Apply(put),
        DeleteIntent delete => Apply(delete),
        PutConstraint put => Apply(put),
        DeleteConstraint delete => Apply(delete),
        PutSubscription put => Apply(put),
        DeleteSubscription delete => Apply(delete),
        SetAvailability set => Apply(set),
        FileReport report => Apply(report),
        Sweep sweep => Apply(sweep),
        TakeLetter letter => Apply(letter),
        ConfirmLetters confirm => Apply(confirm),
        AdmitParty admit => Apply(admit),
        ExpelParty expel => Apply(expel),
        _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}"),
    };

    /// <summary>
    /// What <see cref="Apply(Command)"/> would refuse the command with right now, or null. Changes nothing. A refusal against a state that is on
    /// disk is a read, so it may be answered without ordering the command.
    /// </summary>
    public Outcome? Refusal(Command command) => command switch
    {
        PutIntent put => Refusal(put),
        DeleteIntent delete => Refusal(delete),
        PutConstraint put => Refusal(put),
        DeleteConstraint delete => Refusal(delete),
        PutSubscription put => Refusal(put),
        DeleteSubscription delete => Refusal(delete),
        SetAvailability set => Refusal(set),
        TakeLetter letter => Refusal(letter),
        ConfirmLetters confirm => Refusal(confirm),
        AdmitParty admit => Refusal(admit),
        ExpelParty expel => Refusal(expel),
        _ => null,
    };

    private string Shared(string text)
    {
        if (_texts.TryGetValue(text, out var shared))
        {
            return shared;
        }

        // Bounded, so that a party which never repeats itself costs no more than what it stores anyway.
        if (_texts.Count < 10_000)
        {
            _texts.Add(text, text);
        }

        return text;
    }

    private PartyName Shared(PartyName party) => new(Shared(party.Value));

    private static Refused NotFound(string what, EntityId id) =>
        new(RefusalKind.NotFound, $"There is no {what} {id}; it was deleted, has expired, or was never here.");

    private static Refused NotYours(string what, EntityId id) =>
        new(RefusalKind.NotYours, $"The {what} {id} is managed by another party; only its manager may do this.");
}

/// <summary>A fixed place for an entity whose value is replaced at each change, so that the index need not move it.</summary>
internal sealed class Held<T>(T value)
    where T : class
{
    public T Value { get; set; } = value;
}
