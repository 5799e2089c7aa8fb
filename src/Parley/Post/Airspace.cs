using System.Collections.Immutable;
using Parley.Core;
using Parley.Core.Coordination;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// Index over the volumes of all that a post knows and that is still to come: who would meet whom. It follows the state and holds nothing of
/// its own, so it is made anew at each start. Not thread-safe: the engine's lock is around it.
/// </summary>
internal sealed class Airspace(PartyName me)
{
    private readonly SpatialIndex<Entry> _index = new();
    private readonly Dictionary<EntityId, List<Entry>> _entries = [];
    private readonly Dictionary<EntityId, CoveredSpace> _spaces = [];
    private double _widestMetres;

    /// <summary>One declared thing in the form in which some have it.</summary>
    /// <param name="ToldTo">For own ones: who holds this form. Empty for the form that stays here, for what civil systems declare.</param>
    internal sealed record Entry(
        EntityId Id, PartyName Owner, bool Civil, ImmutableArray<Volume4D> Volumes, CellCovering Cells, AltitudeBand Band, TimeInterval Time,
        ImmutableArray<EntityId> Agreements, ImmutableHashSet<PartyName> ToldTo);

    public void Rebuild(PostState state, Instant now)
    {
        foreach (var declared in state.LiveAt(now))
        {
            Add(state, declared);
        }
    }

    /// <summary>Rises whenever anything in it changes.</summary>
    public long Version { get; private set; }

    public void Follow(PostState state, ImmutableArray<EntityId> moved)
    {
        Version += moved.Length;
        foreach (var id in moved)
        {
            Remove(id);
            if (state.Find(id) is { Over: false, Expired: false } declared)
            {
                Add(state, declared);
            }
        }
    }

    public CoveredSpace Space(Agreement agreement)
    {
        if (!_spaces.TryGetValue(agreement.Id, out var space))
        {
            space = AgreementReader.Space(agreement);
            _spaces.Add(agreement.Id, space);
        }

        return space;
    }

    /// <summary>The agreements of this party's that volumes touch, while notices are given under them.</summary>
    public IEnumerable<Agreement> Touched(PostState state, ImmutableArray<Volume4D> volumes, Instant now) => state.Agreements
        .Where(a => a.Terms.Parties.Contains(me) && a.Watches(now))
        .Where(a => Space(a) is var space && volumes.Any(v => Separation.InConflict(v, new Volume4D(space.Area, space.Altitudes, space.Validity), Minima.Zero)));

    /// <summary>How a thing, as some are about to hold it, lies to all that it meets or is in a case with.</summary>
    /// <param name="civil">Weigh it against what civil systems declared, in full, instead of what parties did.</param>
    public ImmutableArray<Closeness> Pairs(PostState state, Entry candidate, bool civil)
    {
        var found = new List<Entry>();
        _index.Query(candidate.Cells, Widened(candidate.Band), Widened(candidate.Time), found);
        var pairs = new Dictionary<EntityId, Closeness>();
        foreach (var other in found.Concat(InCases(state, candidate.Id)))
        {
            if (other.Owner != candidate.Owner && !pairs.ContainsKey(other.Id) && Between(state, candidate, other, civil) is { } minima)
            {
                pairs[other.Id] = Weigh(candidate, other, Shared(candidate, other), minima);
            }
        }

        return [.. pairs.Values.Where(p => p.Near || state.Conflict(p.Conflict) is { Now.Near: true }).OrderBy(static p => p.Other)];
    }

    public Entry Candidate(
        EntityId id, PartyName owner, bool civil, ImmutableArray<Volume4D> volumes, ImmutableArray<EntityId> agreements, IEnumerable<PartyName> toldTo) => new(
        id, owner, civil, volumes,
        CellCovering.Union(volumes.Select(v => _widestMetres > 0 ? CellCovering.Near(v.Outline, _widestMetres) : CellCovering.Of(v.Outline))),
        new AltitudeBand(new Altitude(volumes.Min(static v => v.Altitudes.Lower.Metres)), new Altitude(volumes.Max(static v => v.Altitudes.Upper.Metres))),
        new TimeInterval(new Instant(volumes.Min(static v => v.Time.Start.Ticks)), new Instant(volumes.Max(static v => v.Time.End.Ticks))),
        agreements, [.. toldTo]);

    /// <summary>What an own intent must keep clear of when it is changed, with the minima that hold.</summary>
    public List<Obstacle> Obstacles(PostState state, EntityId intent, ImmutableArray<Volume4D> volumes, double reachMetres, TimeSpan reach)
    {
        var declared = state.Find(intent);
        var owner = declared?.Owner ?? me;
        var cells = CellCovering.Union(volumes.Select(v => CellCovering.Near(v.Outline, Math.Max(1, reachMetres))));
        var time = new TimeInterval(new Instant(volumes.Min(static v => v.Time.Start.Ticks)), new Instant(volumes.Max(static v => v.Time.End.Ticks))).Widened(reach);
        var found = new List<Entry>();
        _index.Query(cells, AltitudeBand.Unbounded, time, found);
        var obstacles = new Dictionary<EntityId, Obstacle>();
        foreach (var entry in found.Concat(InCases(state, intent)).Where(e => e.Owner != owner))
        {
            var shared = declared is null ? [] : declared.Agreements.Where(entry.Agreements.Contains).ToImmutableArray();
            var minima = MinimaOf(state, shared);
            if (!obstacles.ContainsKey(entry.Id))
            {
                obstacles[entry.Id] = new Obstacle(entry.Id, entry.Volumes, minima);
            }
        }

        return [.. obstacles.Values.OrderBy(static o => o.Id)];
    }

    /// <summary>Everything near volumes whose OVN a declaration at the exchange must show.</summary>
    public List<EntityId> Near(ImmutableArray<Volume4D> volumes)
    {
        var candidate = Candidate(default, me, false, volumes, [], []);
        var found = new List<Entry>();
        _index.Query(candidate.Cells, AltitudeBand.Unbounded, TimeInterval.Always, found);
        return [.. found.Select(static e => e.Id).Distinct()];
    }

    private IEnumerable<Entry> InCases(PostState state, EntityId id) =>
        state.ConflictsOf(id).Where(static c => c.Now.Near).SelectMany(c => _entries.GetValueOrDefault(c.A == id ? c.B : c.A) ?? []);

    // Null when the two have nothing to do with each other.
    private Minima? Between(PostState state, Entry a, Entry b, bool civil)
    {
        if (civil)
        {
            // Only what stays here is weighed against civil systems, in full.
            return (a.Civil && b.Owner == me && b.ToldTo.IsEmpty) || (b.Civil && a.Owner == me) ? Minima.Zero : null;
        }

        if (a.Civil || b.Civil || !Holds(a, b) || !Holds(b, a))
        {
            return null;
        }

        var shared = Shared(a, b);
        return shared.IsEmpty ? null : MinimaOf(state, shared);
    }

    // An own form counts towards those who hold it; that of another party is held by this post.
    private bool Holds(Entry entry, Entry other) => entry.Owner != me || entry.ToldTo.Contains(other.Owner);

    private static ImmutableArray<EntityId> Shared(Entry a, Entry b) => [.. a.Agreements.Where(b.Agreements.Contains)];

    private static Minima MinimaOf(PostState state, ImmutableArray<EntityId> agreements)
    {
        var terms = agreements.Select(state.Agreement).OfType<Agreement>().Select(static a => a.Terms.Separation).ToArray();
        return terms.Length == 0
            ? Minima.Zero
            : new Minima(terms.Max(static t => t.HorizontalM), terms.Max(static t => t.VerticalM), TimeSpan.FromSeconds(terms.Max(static t => t.TimeS)));
    }

    private static Closeness Weigh(Entry candidate, Entry other, ImmutableArray<EntityId> agreements, Minima minima)
    {
        // In one order, whoever asks: the same figures at both posts, to the last bit.
        var swap = candidate.Id.CompareTo(other.Id) > 0;
        var (a, b) = swap ? (other.Volumes, candidate.Volumes) : (candidate.Volumes, other.Volumes);
        var approach = Nearness.Gap(a, b, minima);
        var at = approach.Encounter;
        return new Closeness(
            PostVolumes.ConflictBetween(candidate.Id, other.Id), other.Id, approach.InConflict, agreements,
            approach.Gap.HorizontalMetres, approach.Gap.VerticalMetres, approach.Gap.Time.TotalSeconds,
            new SeparationTerms(minima.HorizontalMetres, minima.VerticalMetres, minima.Time.TotalSeconds),
            at.Center.Lat, at.Center.Lng, at.Time.Start, at.Time.End, Finite(at.Altitudes.Lower), Finite(at.Altitudes.Upper));
    }

    private static double? Finite(Altitude altitude) => double.IsFinite(altitude.Metres) ? altitude.Metres : null;

    private AltitudeBand Widened(AltitudeBand band) => band.Widened(_tallestMetres);

    private TimeInterval Widened(TimeInterval time) => time.Widened(_longest);

    private double _tallestMetres;
    private TimeSpan _longest;

    private void Add(PostState state, Declared declared)
    {
        // The reach of every query grows with the widest minima ever agreed; it shrinks at the next start.
        foreach (var terms in declared.Agreements.Select(state.Agreement).OfType<Agreement>().Select(static a => a.Terms.Separation))
        {
            _widestMetres = Math.Max(_widestMetres, terms.HorizontalM);
            _tallestMetres = Math.Max(_tallestMetres, terms.VerticalM);
            _longest = TimeSpan.FromSeconds(Math.Max(_longest.TotalSeconds, terms.TimeS));
        }

        if (declared.Owner == me)
        {
            Insert(declared, declared.Volumes, []);
            foreach (var form in declared.Notices.GroupBy(static n => n.Value.Footprint))
            {
                if (state.LastTold(declared.Id, form.Key) is { } told)
                {
                    Insert(declared, told, [.. form.Select(static n => n.Key)]);
                }
            }
        }
        else
        {
            Insert(declared, declared.Volumes, []);
        }
    }

    private void Insert(Declared declared, RawJson raw, ImmutableHashSet<PartyName> toldTo)
    {
        var volumes = PostVolumes.Known(raw);
        var entry = new Entry(
            declared.Id, declared.Owner, declared.Civil, volumes,
            CellCovering.Of(volumes.Select(static v => v.Outline)),
            new AltitudeBand(new Altitude(volumes.Min(static v => v.Altitudes.Lower.Metres)), new Altitude(volumes.Max(static v => v.Altitudes.Upper.Metres))),
            new TimeInterval(new Instant(volumes.Min(static v => v.Time.Start.Ticks)), new Instant(volumes.Max(static v => v.Time.End.Ticks))),
            declared.Agreements, toldTo);
        _index.Insert(entry, entry.Cells, entry.Band, entry.Time);
        if (!_entries.TryGetValue(declared.Id, out var entries))
        {
            _entries.Add(declared.Id, entries = []);
        }

        entries.Add(entry);
    }

    private void Remove(EntityId id)
    {
        if (_entries.Remove(id, out var entries))
        {
            entries.ForEach(e => _index.Remove(e, e.Cells));
        }
    }
}
