using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Tests.Exchange;

/// <summary>
/// The exchange as somebody would write it who has all the time in the world: lists, and every pair compared. It is told what was accepted
/// and says on its own who had to be in the key, who had to be told, and what a search must find.
/// </summary>
internal sealed class PlainModel
{
    private readonly List<I> _intents = [];
    private readonly List<C> _constraints = [];
    private readonly List<S> _subscriptions = [];
    private readonly Dictionary<PartyName, Availability> _availability = [];

    private sealed record I(EntityId Id, PartyName Manager, IntentState State, string Ovn, Extent Extent, EntityId? Subscription);

    private sealed record C(EntityId Id, string Ovn, Extent Extent);

    private sealed record S(EntityId Id, PartyName Manager, Extent Extent, bool ForIntents, bool ForConstraints, bool Implicit, int Index);

    public IEnumerable<EntityId> IntentsIn(Extent e) => _intents.Where(i => Meet(i.Extent, e)).Select(i => i.Id).Order();

    public IEnumerable<EntityId> ConstraintsIn(Extent e) => _constraints.Where(c => Meet(c.Extent, e)).Select(c => c.Id).Order();

    public IEnumerable<EntityId> SubscriptionsIn(Extent e, PartyName by, Instant now) =>
        _subscriptions.Where(s => s.Manager == by && s.Extent.Time.End >= now && Meet(s.Extent, e)).Select(s => s.Id).Order();

    public IEnumerable<EntityId> MissingIntents(PutIntent put) => put.State is IntentState.Nonconforming or IntentState.Contingent
        ? []
        : _intents.Where(i => i.Id != put.Id && Meet(i.Extent, put.Extent) && !put.Key.Contains(i.Ovn)
            && !(i.State == IntentState.Accepted && _availability.GetValueOrDefault(i.Manager) == Availability.Down)).Select(i => i.Id).Order();

    public IEnumerable<EntityId> MissingConstraints(PutIntent put)
    {
        var minds = put.NewSubscription?.ForConstraints ?? _subscriptions.Find(s => s.Id == put.Subscription)?.ForConstraints ?? false;
        return minds && put.State is IntentState.Accepted or IntentState.Activated && minds
            ? _constraints.Where(c => Meet(c.Extent, put.Extent) && !put.Key.Contains(c.Ovn)).Select(c => c.Id).Order()
            : [];
    }

    /// <summary>Takes up a command that was accepted and says who has to be told, with the index each then has.</summary>
    public List<(EntityId, int)> Accept(Command command)
    {
        List<(EntityId, int)> told = [];
        switch (command)
        {
            case PutIntent put:
                var was = _intents.Find(i => i.Id == put.Id);
                _intents.RemoveAll(i => i.Id == put.Id);
                _intents.Add(new I(put.Id, put.By, put.State, put.NewOvn.Value, put.Extent, put.NewSubscription?.Id ?? put.Subscription));
                if (put.NewSubscription is { } wanted)
                {
                    _subscriptions.Add(new S(wanted.Id, put.By, put.Extent, true, wanted.ForConstraints, true, 0));
                }
                else if (_subscriptions.Find(s => s.Id == put.Subscription) is { Implicit: true } leant)
                {
                    Replace(leant, leant with { Extent = Wide(leant.Extent, put.Extent) });
                }

                Tidy();
                told = Tell(Wide(was?.Extent ?? put.Extent, put.Extent), put.Now, s => s.ForIntents);
                break;
            case DeleteIntent delete:
                told = Tell(_intents.Find(i => i.Id == delete.Id)!.Extent, delete.Now, s => s.ForIntents);
                _intents.RemoveAll(i => i.Id == delete.Id);
                Tidy();
                break;
            case PutConstraint put:
                var before = _constraints.Find(c => c.Id == put.Id)?.Extent ?? put.Extent;
                _constraints.RemoveAll(c => c.Id == put.Id);
                _constraints.Add(new C(put.Id, put.NewOvn.Value, put.Extent));
                told = Tell(Wide(before, put.Extent), put.Now, s => s.ForConstraints);
                break;
            case DeleteConstraint delete:
                told = Tell(_constraints.Find(c => c.Id == delete.Id)!.Extent, delete.Now, s => s.ForConstraints);
                _constraints.RemoveAll(c => c.Id == delete.Id);
                break;
            case PutSubscription put:
                Put(put);
                break;
            case DeleteSubscription delete:
                _subscriptions.RemoveAll(s => s.Id == delete.Id);
                break;
            case SetAvailability set:
                _availability[set.Party] = set.Availability;
                break;
            case Sweep sweep:
                Ended(_intents, i => i.Extent, i => i.Id, sweep).ForEach(i => _intents.Remove(i));
                Ended(_constraints, c => c.Extent, c => c.Id, sweep).ForEach(c => _constraints.Remove(c));
                Tidy();
                Ended(_subscriptions, s => s.Extent, s => s.Id, sweep).ForEach(Release);
                break;
        }

        return told;
    }

    private void Put(PutSubscription put)
    {
        var old = _subscriptions.Find(s => s.Id == put.Id);
        if (old is not null && old.Extent.Time.End < put.Now)
        {
            Release(old);
            old = null;
        }

        var start = put.Start ?? old?.Extent.Time.Start ?? put.Now;
        var time = new TimeInterval(start, put.End ?? old?.Extent.Time.End ?? start.Plus(TimeSpan.FromHours(24)));
        _subscriptions.RemoveAll(s => s.Id == put.Id);
        _subscriptions.Add(new S(put.Id, put.By, put.Extent with { Time = time }, put.ForIntents, put.ForConstraints, false, old?.Index ?? 0));
    }

    private List<(EntityId, int)> Tell(Extent changed, Instant now, Func<S, bool> concerns)
    {
        var told = _subscriptions.Where(s => concerns(s) && s.Extent.Time.End >= now && Meet(s.Extent, changed)).ToList();
        told.ForEach(s => Replace(s, s with { Index = s.Index + 1 }));
        return [.. told.Select(s => (s.Id, s.Index + 1)).OrderBy(t => t.Id)];
    }

    private void Tidy() => _subscriptions.RemoveAll(s => s.Implicit && _intents.TrueForAll(i => i.Subscription != s.Id));

    private void Release(S gone)
    {
        _subscriptions.Remove(gone);
        foreach (var i in _intents.Where(i => i.Subscription == gone.Id).ToList())
        {
            _intents[_intents.IndexOf(i)] = i with { Subscription = null };
        }
    }

    private void Replace(S old, S with) => _subscriptions[_subscriptions.IndexOf(old)] = with;

    private static List<T> Ended<T>(List<T> all, Func<T, Extent> extent, Func<T, EntityId> id, Sweep sweep) =>
        [.. all.Where(x => Hour(extent(x).Time.End) < Hour(sweep.EndedBefore)).OrderBy(x => Hour(extent(x).Time.End)).ThenBy(id).Take(sweep.Limit)];

    private static long Hour(Instant time) => time.Ticks / TimeSpan.TicksPerHour;

    private static bool Meet(Extent a, Extent b) =>
        a.Altitudes.Lower.Metres <= b.Altitudes.Upper.Metres && b.Altitudes.Lower.Metres <= a.Altitudes.Upper.Metres
        && a.Time.Start <= b.Time.End && b.Time.Start <= a.Time.End
        && a.Cells.ToImmutableArray().Any(x => b.Cells.ToImmutableArray().Any(y => Within(new(x), new(y)) || Within(new(y), new(x))));

    private static bool Within(CellId inner, CellId outer) => inner.Level >= outer.Level && inner.Parent(outer.Level) == outer;

    private static Extent Wide(Extent a, Extent b) => new(
        CellCovering.FromIds([.. a.Cells.Cells, .. b.Cells.Cells]).Value,
        new AltitudeBand(new(Math.Min(a.Altitudes.Lower.Metres, b.Altitudes.Lower.Metres)), new(Math.Max(a.Altitudes.Upper.Metres, b.Altitudes.Upper.Metres))),
        new TimeInterval(new(Math.Min(a.Time.Start.Ticks, b.Time.Start.Ticks)), new(Math.Max(a.Time.End.Ticks, b.Time.End.Ticks))));
}
