using System.Collections.Immutable;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>Carries out a <see cref="Change"/>. Pure but for trigonometry: never reachable from a fold. Static; any thread.</summary>
public static class Changing
{
    /// <summary>The volumes as the change leaves them, in the same order.</summary>
    public static Checked<ImmutableArray<Volume4D>> Apply(ImmutableArray<Volume4D> volumes, Change change, OutlineLimits limits) =>
        throw new NotSupportedException();
}
