using System.Collections.Immutable;
using Parley.Core.Geometry;

namespace Parley.Core.Exchange;

// Subscriptions: F3548-21 §A2.6 and DSS0005, DSS0015, DSS0020.
public sealed partial class ExchangeState
{
    /// <summary>F3548-21 DSSMaxSubscriptionDurationHours: 24 h.</summary>
    public static readonly TimeSpan MaxSubscriptionDuration = TimeSpan.FromHours(24);

    /// <summary>How far a time given by a party may lie behind the exchange's own: 5 min.</summary>
    public static readonly TimeSpan MaxLag = TimeSpan.FromMinutes(5);

    /// <summary>The subscription with this id, unless it has expired.</summary>
    public Subscription? Live(EntityId id, Instant now) =>
        _subscriptions.TryGetValue(id, out var held) && !held.Value.Expired(now) ? held.Value : null;

    /// <summary>The live subscriptions of one party that touch an extent, in the order of their ids.</summary>
    public ImmutableArray<Subscription> SubscriptionsIn(Extent extent, PartyName manager, Instant now)
    {
        var found = new List<Held<Subscription>>();
        _subscriptionIndex.Query(extent.Cells, extent.Altitudes, extent.Time, found);
        var own = ImmutableArray.CreateBuilder<Subscription>();
        foreach (var held in found)
        {
            if (held.Value.Manager == manager && !held.Value.Expired(now))
            {
                own.Add(held.Value);
            }
        }

        own.Sort(static (a, b) => a.Id.CompareTo(b.Id));
        return own.ToImmutable();
    }

    /// <summary>Says why <paramref name="outer"/> does not cover <paramref name="inner"/>, as the rest of a sentence; null if it does.</summary>
    private static string? WhyNotCovered(Extent outer, Extent inner)
    {
        if (!outer.Cells.Contains(inner.Cells))
        {
            return "does not cover the whole area of the operational intent";
        }

        if (outer.Altitudes.Lower.Metres > inner.Altitudes.Lower.Metres || outer.Altitudes.Upper.Metres < inner.Altitudes.Upper.Metres)
        {
            return "does not cover all altitudes of the operational intent";
        }

        if (outer.Time.Start > inner.Time.Start.Plus(MaxLag))
        {
            return "begins more than 5 minutes after the operational intent";
        }

        return outer.Time.End < inner.Time.End ? "ends before the operational intent" : null;
    }

    private Outcome? Refusal(PutSubscription put)
    {
        var old = Live(put.Id, put.Now);
        if (old is null)
        {
            if (put.Expected is not null)
            {
                return new Refused(RefusalKind.Unacceptable, $"There is no subscription {put.Id} to change; make it by a PUT without a version.");
            }
        }
        else if (put.Expected is null)
        {
            return new Refused(RefusalKind.NotCurrent, $"The subscription {put.Id} is there already; to change it, PUT with its current version in the path.");
        }
        else if (old.Manager != put.By)
        {
            return NotYours("subscription", put.Id);
        }
        else if (old.Version != put.Expected)
        {
            return new Refused(RefusalKind.NotCurrent, $"The version in the path is not the current one of subscription {put.Id}; read it again and retry.");
        }

        var time = TimeOf(put, old);
        if (put.Start is { } start && start.Plus(MaxLag) < put.Now)
        {
            return new Refused(RefusalKind.Unacceptable, "extents.time_start: lies more than 5 minutes in the past; begin now or later, or leave it out.");
        }

        if (time.End < time.Start)
        {
            return new Refused(RefusalKind.Unacceptable, "extents.time_end: lies before time_start; swap or correct them.");
        }

        if (time.End.Since(time.Start) > MaxSubscriptionDuration)
        {
            return new Refused(RefusalKind.Unacceptable, "extents: a subscription lasts 24 hours at most; shorten it, and renew it later.");
        }

        if (time.End < put.Now)
        {
            return new Refused(RefusalKind.Unacceptable, "extents.time_end: lies in the past; nothing would ever be told.");
        }

        if (old is not null)
        {
            var extent = put.Extent with { Time = time };
            foreach (var id in old.Dependents)
            {
                if (WhyNotCovered(extent, _intents[id].Value.Extent) is { } gap)
                {
                    return new Refused(RefusalKind.Unacceptable, $"extents: {id} depends on this subscription, which then {gap}; keep it wide enough.");
                }
            }
        }

        return null;
    }

    private static TimeInterval TimeOf(PutSubscription put, Subscription? old)
    {
        var start = put.Start ?? old?.Extent.Time.Start ?? put.Now;
        return new TimeInterval(start, put.End ?? old?.Extent.Time.End ?? start.Plus(MaxSubscriptionDuration));
    }

    private Outcome Apply(PutSubscription put)
    {
        if (Refusal(put) is { } refused)
        {
            return refused;
        }

        var old = Live(put.Id, put.Now);
        var dependents = ImmutableSortedSet<EntityId>.Empty;
        if (old is not null)
        {
            dependents = old.Dependents;
            Remove(_subscriptions[put.Id]);
        }
        else if (_subscriptions.TryGetValue(put.Id, out var expired))
        {
            Release(expired);
        }

        var extent = put.Extent with { Time = TimeOf(put, old) };
        var subscription = new Subscription(
            put.Id, Shared(put.By), put.NewVersion, old?.NotificationIndex ?? 0, extent, Shared(put.UssBaseUrl), put.ForIntents, put.ForConstraints, false, dependents);
        Add(subscription);
        return new SubscriptionPut(
            subscription, put.ForIntents ? IntentsIn(extent) : [], put.ForConstraints ? ConstraintsIn(extent) : []);
    }

    private Outcome? Refusal(DeleteSubscription delete) => Live(delete.Id, delete.Now) switch
    {
        null => NotFound("subscription", delete.Id),
        { } old when old.Manager != delete.By => NotYours("subscription", delete.Id),
        { } old when old.Version != delete.Expected => new Refused(
            RefusalKind.NotCurrent, $"The version in the path is not the current one of subscription {delete.Id}; read it again and retry."),
        { Dependents.IsEmpty: false } => new Refused(
            RefusalKind.Unacceptable, $"Operational intents depend on subscription {delete.Id}; delete them or give them another subscription first."),
        _ => null,
    };

    private Outcome Apply(DeleteSubscription delete)
    {
        if (Refusal(delete) is { } refused)
        {
            return refused;
        }

        var held = _subscriptions[delete.Id];
        Remove(held);
        return new SubscriptionDeleted(held.Value);
    }

    private void Add(Subscription subscription)
    {
        var held = new Held<Subscription>(subscription);
        _subscriptions.Add(subscription.Id, held);
        _subscriptionEndings.Add(subscription.Id, subscription.Extent.Time.End);
        _subscriptionIndex.Insert(held, subscription.Extent.Cells, subscription.Extent.Altitudes, subscription.Extent.Time);
    }

    private void Remove(Held<Subscription> held)
    {
        _subscriptions.Remove(held.Value.Id);
        _subscriptionEndings.Remove(held.Value.Id, held.Value.Extent.Time.End);
        _subscriptionIndex.Remove(held, held.Value.Extent.Cells);
    }

    private void Widen(Held<Subscription> held, Extent needed)
    {
        var before = held.Value.Extent;
        var wide = before.Union(needed);
        if (!before.Equals(wide))
        {
            _subscriptionEndings.Move(held.Value.Id, before.Time.End, wide.Time.End);
            _subscriptionIndex.Remove(held, before.Cells);
            held.Value = held.Value with { Extent = wide };
            _subscriptionIndex.Insert(held, wide.Cells, wide.Altitudes, wide.Time);
        }
    }

    /// <summary>Moves an intent's dependence from one subscription to another; an implicit one without dependents goes.</summary>
    private void Depend(EntityId? before, EntityId? after, EntityId intent)
    {
        if (before == after)
        {
            return;
        }

        if (after is { } gained && _subscriptions.TryGetValue(gained, out var gaining))
        {
            gaining.Value = gaining.Value with { Dependents = gaining.Value.Dependents.Add(intent) };
        }

        if (before is { } lost && _subscriptions.TryGetValue(lost, out var losing))
        {
            losing.Value = losing.Value with { Dependents = losing.Value.Dependents.Remove(intent) };
            if (losing.Value is { Implicit: true, Dependents.IsEmpty: true })
            {
                Remove(losing);
            }
        }
    }

    /// <summary>
    /// An expired subscription goes: swept away, or for a new one of the same id, perhaps another party's. The intents that depended on it
    /// have ended too; they lean on nothing now, or a new one could be neither moved nor deleted because of them.
    /// </summary>
    private void Release(Held<Subscription> expired)
    {
        foreach (var id in expired.Value.Dependents)
        {
            var intent = _intents[id];
            intent.Value = intent.Value with { Subscription = null };
        }

        Remove(expired);
    }

    /// <summary>Raises the index of every live subscription that a change concerns by one, and lists them in the order of their ids.</summary>
    private ImmutableArray<Notified> Notify(Extent changed, Instant now, bool forIntents)
    {
        var found = new List<Held<Subscription>>();
        _subscriptionIndex.Query(changed.Cells, changed.Altitudes, changed.Time, found);
        var notified = ImmutableArray.CreateBuilder<Notified>();
        foreach (var held in found)
        {
            var subscription = held.Value;
            if ((forIntents ? subscription.ForIntents : subscription.ForConstraints) && !subscription.Expired(now))
            {
                held.Value = subscription with { NotificationIndex = subscription.NotificationIndex + 1 };
                notified.Add(new Notified(subscription.Id, subscription.NotificationIndex + 1, subscription.UssBaseUrl));
            }
        }

        notified.Sort(static (a, b) => a.Subscription.CompareTo(b.Subscription));
        return notified.ToImmutable();
    }
}
