using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>One thing to keep clear of, with the minima that hold towards it. Immutable; any thread.</summary>
public sealed record Obstacle(EntityId Id, ImmutableArray<Volume4D> Volumes, Minima Minima);

/// <summary>What an intent must stay in, by agreement; null for no bound. Immutable; any thread.</summary>
/// <param name="EarliestStart">No volume may start before it: now, or now and the minimum notice.</param>
/// <param name="LatestEnd">No volume may end after it.</param>
public sealed record Room(Instant EarliestStart, Instant LatestEnd, AltitudeBand? Altitudes, Outline? Area);

/// <summary>A change that resolves an intent's conflicts and makes no new one. Immutable; any thread.</summary>
/// <param name="Cost">Comparable between kinds, above 0; the scale is <see cref="ChangeCost"/>.</param>
/// <param name="Says">One sentence with its numbers: <c>Start 6 min later (10:36 to 10:44 Z).</c></param>
/// <param name="Touches">Ids, ascending, of what comes within twice its minima after the change.</param>
public sealed record Suggestion(Change Change, double Cost, string Says, ImmutableArray<EntityId> Touches);
