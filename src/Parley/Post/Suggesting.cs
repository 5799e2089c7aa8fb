using System.Collections.Immutable;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Coordination;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;

namespace Parley.Post;

/// <summary>
/// The smallest changes that resolve a conflict against everything this post knows, for its own intent and for the other side's as far as it is
/// disclosed. Worked out when asked for and kept until the airspace changes. Thread-safe.
/// </summary>
internal sealed class Suggesting(PostEngine engine)
{
    // What a change could newly meet lies this far around: further than any suggestion goes.
    private const double ReachMetres = 50_000;
    private static readonly TimeSpan Reach = TimeSpan.FromHours(12);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<EntityId, (long Version, IReadOnlyList<SuggestionView> Found)> _known = new();

    public IReadOnlyList<SuggestionView> For(Conflict conflict, Instant now, bool onlyCached = false)
    {
        if (conflict.StateAt(now) != ConflictState.Open)
        {
            return [];
        }

        var version = engine.Read(static (_, airspace) => airspace.Version);
        if (_known.TryGetValue(conflict.Id, out var known) && known.Version == version)
        {
            return known.Found;
        }

        if (onlyCached)
        {
            return [];
        }

        // Own changes first, as they need nobody's word to be known in full; a protected site never moves.
        var found = new[] { conflict.A, conflict.B }
            .Select(id => engine.Read(s => s.Find(id)))
            .OfType<Declared>()
            .Where(static d => d is { Kind: DeclaredKind.Intent, Civil: false })
            .OrderBy(d => d.Owner == engine.Me ? 0 : 1)
            .SelectMany(d => Find(d, now))
            .ToArray();
        _known[conflict.Id] = (version, found);
        return found;
    }

    /// <summary>Why a change must not be proposed: it would bring a conflict with somebody else, in one sentence; null when it is clear.</summary>
    public string? Fault(Conflict conflict, Change change)
    {
        if (change.Intent != conflict.A && change.Intent != conflict.B)
        {
            return $"The change is of {change.Intent}, which is not in this conflict.";
        }

        if (engine.Read(s => s.Find(change.Intent)) is not { } declared)
        {
            return $"There is no intent {change.Intent} here.";
        }

        if (!Changing.Apply(PostVolumes.Known(declared.Volumes), change, new OutlineLimits(2000)).Try(out var volumes, out var problem))
        {
            return $"The change can't be made: {problem}.";
        }

        var other = change.Intent == conflict.A ? conflict.B : conflict.A;
        var before = PostVolumes.Known(declared.Volumes);
        foreach (var obstacle in engine.Read((s, airspace) => airspace.Obstacles(s, change.Intent, volumes, ReachMetres, TimeSpan.FromHours(1))))
        {
            if (obstacle.Id == other && Meets(volumes, obstacle))
            {
                return "The change does not resolve the conflict: the two would still meet; propose a larger one.";
            }

            if (obstacle.Id != other && Meets(volumes, obstacle) && !Meets(before, obstacle))
            {
                return $"The change would bring a new conflict, with {obstacle.Id}; propose another.";
            }
        }

        return null;
    }

    private static bool Meets(ImmutableArray<Volume4D> volumes, Obstacle obstacle) =>
        volumes.Any(v => obstacle.Volumes.Any(o => Separation.InConflict(v, o, obstacle.Minima)));

    private IEnumerable<SuggestionView> Find(Declared declared, Instant now)
    {
        var volumes = PostVolumes.Known(declared.Volumes);
        var (obstacles, room) = engine.Read((s, airspace) => (airspace.Obstacles(s, declared.Id, volumes, ReachMetres, Reach), RoomOf(s, airspace, declared, now)));

        // Two of each kind are a choice; eight winds are a list nobody reads at 3 a.m.
        return Suggestions.Find(declared.Id, volumes, obstacles, room).GroupBy(static s => s.Change.Kind).SelectMany(static g => g.Take(2)).OrderBy(static s => s.Cost).Select(static s => new SuggestionView(
            s.Change.Kind switch
            {
                ChangeKind.ShiftTime => "shift-time",
                ChangeKind.ChangeAltitude => "change-altitude",
                ChangeKind.Move => "move",
                _ => "shrink",
            },
            ChangeReader.View(s.Change), s.Cost, s.Says, [.. s.Touches.Select(static t => t.ToString())]));
    }

    // Never into a late notice, never out of what was agreed.
    private static Room RoomOf(PostState state, Airspace airspace, Declared declared, Instant now)
    {
        var agreement = declared.Agreements.Select(state.Agreement).OfType<Agreement>().FirstOrDefault();
        if (agreement is null)
        {
            return new Room(now, Instant.Max, null, null);
        }

        var space = airspace.Space(agreement);
        var earliest = now.Plus(TimeSpan.FromSeconds(agreement.Terms.MinimumNoticeS));
        return new Room(declared.Facts.Start < earliest ? declared.Facts.Start : earliest, space.Validity.End, space.Altitudes, space.Area);
    }
}
