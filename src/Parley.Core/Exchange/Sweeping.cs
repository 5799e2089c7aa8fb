namespace Parley.Core.Exchange;

// What ended long ago leaves the state; the journal keeps it.
public sealed partial class ExchangeState
{
    private readonly Endings _intentEndings = new();
    private readonly Endings _constraintEndings = new();
    private readonly Endings _subscriptionEndings = new();

    /// <summary>Whether a sweep would find anything that ended before this time.</summary>
    public bool AnythingEnded(Instant before) =>
        _intentEndings.Before(before, 1).Count + _constraintEndings.Before(before, 1).Count + _subscriptionEndings.Before(before, 1).Count > 0;

    private Swept Apply(Sweep sweep)
    {
        var intents = _intentEndings.Before(sweep.EndedBefore, sweep.Limit);
        foreach (var id in intents)
        {
            Remove(_intents[id]);
        }

        var constraints = _constraintEndings.Before(sweep.EndedBefore, sweep.Limit);
        foreach (var id in constraints)
        {
            Remove(_constraints[id]);
        }

        // Intents end no later than what they lean on, so those still there wait for the next sweep only because of the limit.
        var subscriptions = _subscriptionEndings.Before(sweep.EndedBefore, sweep.Limit);
        foreach (var id in subscriptions)
        {
            Release(_subscriptions[id]);
        }

        return new Swept(intents.Count, constraints.Count, subscriptions.Count);
    }
}
