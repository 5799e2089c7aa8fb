using Parley.Client.Letters;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Console.Map;

/// <summary>
/// What the map draws, ready to be handed out, with the revision in which each thing last changed: a browser that has revision n is given what
/// came after it. It follows what moves in the state, so a change costs what changed, however much else there is. Thread-safe.
/// </summary>
internal sealed class MapBook(PostEngine engine)
{
    /// <summary>The slider's past.</summary>
    public static readonly TimeSpan Past = TimeSpan.FromHours(24);

    // Things leave the map by the clock alone, too.
    private static readonly TimeSpan LookAtLeast = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly MovedIds _moved = engine.FollowMoved();

    // By order, not by hash: another party chooses some of the ids.
    private readonly SortedDictionary<EntityId, Drawn> _drawn = [];
    private readonly SortedSet<(Instant End, EntityId Id)> _ends = [];
    private readonly List<(long Revision, EntityId Id)> _changes = [];
    private SortedSet<EntityId> _inConflict = [];
    private EntityId[] _filing = [];
    private byte[] _agreed = [];
    private long _revision = 1;
    private long _forgotten;
    private long _position = -1;
    private Instant _lookAgain;

    // A process's own: after a restart every browser is given the whole.
    private readonly long _began = engine.Now.Ticks;

    /// <summary>Browsers that were away for longer than so many changes are rare, and are given the whole.</summary>
    public int MostChanges { get; init; } = 50_000;

    private readonly record struct Drawn(Declared Declared, bool InConflict, byte[] Features);

    /// <summary>What changed since <paramref name="since"/>, or the whole when it is not one of this process's revisions.</summary>
    public MapAnswer Since(string? since)
    {
        lock (_lock)
        {
            Look();
            if (Known(since) is not { } known)
            {
                return new MapAnswer($"{_began}-{_revision}", true, [], [.. _drawn.Values.Select(static d => d.Features)], _agreed);
            }

            var changed = new SortedSet<EntityId>();
            for (var i = _changes.Count - 1; i >= 0 && _changes[i].Revision > known; i--)
            {
                changed.Add(_changes[i].Id);
            }

            // What changed is drawn anew: one with fewer volumes than before must not leave one behind.
            return new MapAnswer(
                $"{_began}-{_revision}", false, [.. changed], [.. changed.Where(_drawn.ContainsKey).Select(id => _drawn[id].Features)], _agreed);
        }
    }

    private long? Known(string? since) =>
        since?.Split('-') is [var began, var number] && began == $"{_began}" && long.TryParse(number, out var known) && known >= _forgotten && known <= _revision ? known : null;

    private void Look()
    {
        var now = engine.Now;
        var position = engine.Position;
        if (position == _position && now < _lookAgain)
        {
            return;
        }

        (_position, _lookAgain) = (position, now.Plus(LookAtLeast));
        var from = now.Plus(-Past);
        var (whole, seen, filing, conflicts, agreements) = engine.Read(s =>
        {
            var moved = _moved.Take();
            EntityId[] filing = [.. s.Filings.Select(static d => d.Id)];
            (EntityId Id, Declared? Declared)[] seen = moved is null
                ? [.. s.EndingFrom(from).Select(static d => (d.Id, (Declared?)d))]
                : [.. new SortedSet<EntityId>([.. moved, .. filing, .. _filing]).Select(id => (id, s.Find(id)))];
            return (moved is null, seen, filing, s.OpenConflicts(now).ToArray(), s.Agreements.Where(a => a.StateAt(now) is AgreementState.InForce or AgreementState.Suspended or AgreementState.Signed).ToArray());
        });
        _filing = filing;
        _revision++;
        var before = _changes.Count;
        if (whole)
        {
            var there = new SortedSet<EntityId>(seen.Select(static s => s.Id));
            foreach (var gone in _drawn.Keys.Where(id => !there.Contains(id)).ToArray())
            {
                Remove(gone);
            }
        }

        var inConflict = new SortedSet<EntityId>(conflicts.SelectMany(static c => new[] { c.A, c.B }));
        foreach (var (id, declared) in seen)
        {
            Draw(id, declared, inConflict.Contains(id), from);
        }

        foreach (var id in inConflict.Where(id => !_inConflict.Contains(id)).Concat(_inConflict.Where(id => !inConflict.Contains(id))))
        {
            Draw(id, _drawn.TryGetValue(id, out var drawn) ? drawn.Declared : null, inConflict.Contains(id), from);
        }

        _inConflict = inConflict;
        while (_ends.Count > 0 && _ends.Min.End < from)
        {
            Remove(_ends.Min.Id);
        }

        _agreed = MapFeature.Agreed(agreements, conflicts, now);
        if (_changes.Count == before)
        {
            _revision--;
        }
        else if (_changes.Count > MostChanges)
        {
            _forgotten = _changes[_changes.Count - (MostChanges / 2) - 1].Revision;
            _changes.RemoveAll(c => c.Revision <= _forgotten);
        }
    }

    private void Draw(EntityId id, Declared? declared, bool inConflict, Instant from)
    {
        if (declared is null || declared.Facts.End < from)
        {
            Remove(id);
            return;
        }

        var known = _drawn.TryGetValue(id, out var drawn);
        if (known && drawn.InConflict == inConflict && LooksAlike(drawn.Declared, declared))
        {
            _drawn[id] = drawn with { Declared = declared };
            return;
        }

        var features = Features(declared, inConflict, from);
        if (features.Length == 0)
        {
            Remove(id);
            return;
        }

        if (known)
        {
            _ends.Remove((drawn.Declared.Facts.End, id));
        }

        _drawn[id] = new Drawn(declared, inConflict, features);
        _ends.Add((declared.Facts.End, id));
        _changes.Add((_revision, id));
    }

    private void Remove(EntityId id)
    {
        if (_drawn.Remove(id, out var drawn))
        {
            _ends.Remove((drawn.Declared.Facts.End, id));
            _changes.Add((_revision, id));
        }
    }

    // Who has acknowledged it, to whom it was passed on: that is not on the map.
    private static bool LooksAlike(Declared a, Declared b) => ReferenceEquals(a, b)
        || (a.Volumes == b.Volumes && a.Facts.End == b.Facts.End && a.State == b.State && a.Kind == b.Kind && a.Owner == b.Owner && a.Activity == b.Activity && MapFeature.Until(a) == MapFeature.Until(b));

    private byte[] Features(Declared declared, bool inConflict, Instant from)
    {
        // One that this version can't read any more must not take the others off the map.
        if (!PostVolumes.Read(declared.Volumes, footprint: true).Try(out var volumes, out _))
        {
            return [];
        }

        var until = MapFeature.Until(declared);
        var there = until is { } over ? over <= from ? [] : volumes.Where(v => v.Time.Start < over).ToArray() : [.. volumes];
        return MapFeature.Run(declared, there, declared.Owner == engine.Me, inConflict, Label(declared));
    }

    private string Label(Declared d) => PlainText.Defuse(d.Activity is { Length: > 0 } activity && d.Owner == engine.Me ? activity : d.Owner.Value, 80);
}
