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

        var gone = 0;
        foreach (var id in _subscriptionEndings.Before(sweep.EndedBefore, sweep.Limit))
        {
            var held = _subscriptions[id];
            foreach (var dependent in held.Value.Dependents)
            {
                // An intent may not outlive what it leans on by more than this sweep; it ended no later than its subscription.
                Remove(_intents[dependent]);
            }

            if (_subscriptions.ContainsKey(id))
            {
                Remove(held);
            }

            gone++;
        }

        return new Swept(intents.Count, constraints.Count, gone);
    }
}
