using System.Collections.Immutable;

namespace Parley.Core.Exchange;

// Operational intent references: F3548-21 §A2.6 and DSS0005–DSS0300.
public sealed partial class ExchangeState
{
    // Requested OVNs are bound to ±5 min of now, so an old one can come back only within that time; far fewer changes than this fit.
    private const int PastOvnsKept = 16;

    public Intent? Intent(EntityId id) => _intents.TryGetValue(id, out var held) ? held.Value : null;

    /// <summary>The intents that touch an extent, in the order of their ids.</summary>
    public ImmutableArray<SeenIntent> IntentsIn(Extent extent)
    {
        var found = new List<Held<Intent>>();
        _intentIndex.Query(extent.Cells, extent.Altitudes, extent.Time, found);
        var seen = ImmutableArray.CreateBuilder<SeenIntent>(found.Count);
        foreach (var held in found)
        {
            seen.Add(See(held.Value));
        }

        seen.Sort(static (a, b) => a.Intent.Id.CompareTo(b.Intent.Id));
        return seen.MoveToImmutable();
    }

    public SeenIntent See(Intent intent) => new(intent, AvailabilityOf(intent.Manager).Availability);

    private Outcome? Refusal(PutIntent put)
    {
        var old = Intent(put.Id);
        if (RefusalOfVersion(put, old) is { } refused)
        {
            return refused;
        }

        if (old is not null && put.OvnRequested && (old.Ovn == put.NewOvn || old.PastOvns.Contains(put.NewOvn)))
        {
            return new Refused(RefusalKind.NotCurrent, "This requested_ovn_suffix was used before for this intent; make a new UUIDv7 for each change.");
        }

        if (put.NewSubscription is { } wanted && _subscriptions.ContainsKey(wanted.Id))
        {
            return new Refused(RefusalKind.NotCurrent, "The id drawn for the new subscription is taken; send the request again.");
        }

        Subscription? attached = null;
        if (put.Subscription is { } id)
        {
            if (Live(id, put.Now) is not { } found)
            {
                return new Refused(RefusalKind.Unacceptable, $"subscription_id: there is no subscription {id}; make it first, or ask for a new_subscription.");
            }

            attached = found;
            if (attached.Manager != put.By)
            {
                return new Refused(RefusalKind.NotYours, $"subscription_id: subscription {id} belongs to another party; use one of your own.");
            }

            if (!attached.Implicit && WhyNotCovered(attached.Extent, put.Extent) is { } gap)
            {
                return new Refused(RefusalKind.Unacceptable, $"subscription_id: subscription {id} {gap}; widen it first, or ask for a new_subscription.");
            }
        }

        return put.State is IntentState.Accepted or IntentState.Activated
            ? MissingFrom(put, attached?.ForConstraints ?? put.NewSubscription?.ForConstraints ?? false)
            : null;
    }

    private Outcome? RefusalOfVersion(PutIntent put, Intent? old)
    {
        if (old is null)
        {
            return put.Expected is null
                ? null
                : new Refused(RefusalKind.Unacceptable, $"There is no operational intent {put.Id} to change; declare it by a PUT without an OVN.");
        }

        if (old.Manager != put.By)
        {
            return NotYours("operational intent", put.Id);
        }

        if (put.Expected is null)
        {
            return new MissingFromKey(
                $"The operational intent {put.Id} is there already; to change it, PUT with its current OVN in the path.", [See(old)], [], KeyLacks: false);
        }

        return old.Ovn == put.Expected
            ? null
            : new MissingFromKey(
                $"The OVN in the path is not the current one of operational intent {put.Id}; read it again and retry.", [See(old)], [], KeyLacks: false);
    }

    private MissingFromKey? MissingFrom(PutIntent put, bool constraintsToo)
    {
        var near = new List<Held<Intent>>();
        _intentIndex.Query(put.Extent.Cells, put.Extent.Altitudes, put.Extent.Time, near);
        var constraints = new List<Held<Constraint>>();
        if (constraintsToo)
        {
            _constraintIndex.Query(put.Extent.Cells, put.Extent.Altitudes, put.Extent.Time, constraints);
        }

        if (near.Count == 0 && constraints.Count == 0)
        {
            return null;
        }

        var key = new HashSet<string>(put.Key, StringComparer.Ordinal);
        List<SeenIntent> missing = [];
        foreach (var held in near)
        {
            var intent = held.Value;
            if (intent.Id != put.Id && !key.Contains(intent.Ovn.Value))
            {
                var seen = See(intent);

                // F3548-21: what a party that is down has only planned can't be asked for, so it can't be demanded.
                if (seen.Availability != Availability.Down || intent.State != IntentState.Accepted)
                {
                    missing.Add(seen);
                }
            }
        }

        List<SeenConstraint> missingConstraints = [];
        foreach (var held in constraints)
        {
            if (!key.Contains(held.Value.Ovn.Value))
            {
                missingConstraints.Add(See(held.Value));
            }
        }

        if (missing.Count == 0 && missingConstraints.Count == 0)
        {
            return null;
        }

        missing.Sort(static (a, b) => a.Intent.Id.CompareTo(b.Intent.Id));
        missingConstraints.Sort(static (a, b) => a.Constraint.Id.CompareTo(b.Constraint.Id));
        return new MissingFromKey(
            "The key lacks the OVN of what this intent would meet; get the details from each uss_base_url listed, look at them, and send their OVNs in the key.",
            [.. missing],
            [.. missingConstraints],
            KeyLacks: true);
    }

    private Outcome Apply(PutIntent put)
    {
        if (Refusal(put) is { } refused)
        {
            return refused;
        }

        _intents.TryGetValue(put.Id, out var held);
        var old = held?.Value;
        var subscription = put.Subscription;
        if (put.NewSubscription is { } wanted)
        {
            Add(new Subscription(
                wanted.Id, Shared(put.By), wanted.Version, 0, put.Extent, Shared(wanted.UssBaseUrl), true, wanted.ForConstraints, true, []));
            subscription = wanted.Id;
        }
        else if (subscription is { } id && _subscriptions[id] is { Value.Implicit: true } own)
        {
            Widen(own, put.Extent);
        }

        var intent = new Intent(
            put.Id, Shared(put.By), (old?.Version ?? 0) + 1, put.State, put.NewOvn, put.Extent, Shared(put.UssBaseUrl), subscription, Past(old));
        Replace(held, intent);
        Depend(old?.Subscription, subscription, put.Id);

        var notified = Notify(old is null ? put.Extent : put.Extent.Union(old.Extent), put.Now, forIntents: true);
        return new IntentChanged(See(intent), old is null, notified);
    }

    // An OVN drawn here can't come back by itself, so only requested ones are remembered: they are an id of 36 characters, '_' and more.
    private static ImmutableArray<Ovn> Past(Intent? old)
    {
        if (old is null || old.Ovn.Value is not { Length: > 37 } ovn || ovn[36] != '_')
        {
            return old?.PastOvns ?? [];
        }

        var past = old.PastOvns.Add(old.Ovn);
        return past.Length <= PastOvnsKept ? past : past.RemoveRange(0, past.Length - PastOvnsKept);
    }

    private void Replace(Held<Intent>? held, Intent intent)
    {
        if (held is null)
        {
            held = new Held<Intent>(intent);
            _intents.Add(intent.Id, held);
            _intentEndings.Add(intent.Id, intent.Extent.Time.End);
            _intentIndex.Insert(held, intent.Extent.Cells, intent.Extent.Altitudes, intent.Extent.Time);
            return;
        }

        var before = held.Value.Extent;
        held.Value = intent;
        if (!before.Equals(intent.Extent))
        {
            _intentEndings.Move(intent.Id, before.Time.End, intent.Extent.Time.End);
            _intentIndex.Remove(held, before.Cells);
            _intentIndex.Insert(held, intent.Extent.Cells, intent.Extent.Altitudes, intent.Extent.Time);
        }
    }

    private Outcome? Refusal(DeleteIntent delete) => Intent(delete.Id) switch
    {
        null => NotFound("operational intent", delete.Id),
        { } old when old.Manager != delete.By => NotYours("operational intent", delete.Id),
        { } old when old.Ovn != delete.Expected => new Refused(
            RefusalKind.NotCurrent, $"The OVN in the path is not the current one of operational intent {delete.Id}; read it again and retry."),
        _ => null,
    };

    private Outcome Apply(DeleteIntent delete)
    {
        if (Refusal(delete) is { } refused)
        {
            return refused;
        }

        var held = _intents[delete.Id];

        // Told before the implicit subscription goes, so that its owner's other systems hear of the last change too.
        var notified = Notify(held.Value.Extent, delete.Now, forIntents: true);
        Remove(held);
        return new IntentChanged(See(held.Value), false, notified);
    }

    private void Remove(Held<Intent> held)
    {
        var intent = held.Value;
        _intents.Remove(intent.Id);
        _intentEndings.Remove(intent.Id, intent.Extent.Time.End);
        _intentIndex.Remove(held, intent.Extent.Cells);
        Depend(intent.Subscription, null, intent.Id);
    }
}
