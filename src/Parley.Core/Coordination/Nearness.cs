using System.Collections.Immutable;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>The closest pair of volumes of two intents. Immutable; any thread.</summary>
/// <param name="VolumeA">Index in A.</param>
/// <param name="VolumeB">Index in B.</param>
public sealed record Approach(int VolumeA, int VolumeB, Gap Gap, Encounter Encounter);

/// <summary>How near two intents come. Static; any thread.</summary>
public static class Nearness
{
    /// <summary>The pair in conflict with the deepest overlap, else the nearest. Both must have a volume.</summary>
    public static Approach Gap(ImmutableArray<Volume4D> volumesA, ImmutableArray<Volume4D> volumesB, Minima minima = default) =>
        throw new NotSupportedException();
}
