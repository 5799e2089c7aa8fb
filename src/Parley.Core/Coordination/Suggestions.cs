using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>Finds the smallest changes by which one intent keeps clear of everything. Static; any thread.</summary>
public static class Suggestions
{
    /// <summary>At most 8, cheapest first, at least one of each kind where one exists; each checked against every obstacle.</summary>
    public static ImmutableArray<Suggestion> Find(EntityId intent, ImmutableArray<Volume4D> volumes, IReadOnlyList<Obstacle> obstacles, Room room) =>
        throw new NotSupportedException();
}
