using System.Collections.Immutable;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>The space that one agreement in force covers. Immutable; any thread.</summary>
public sealed record CoveredSpace(EntityId Agreement, Outline Area, AltitudeBand Altitudes, TimeInterval Validity);

/// <summary>A part of one volume that lies in no agreement. Immutable; any thread.</summary>
/// <param name="Volume">Index of the volume.</param>
/// <param name="Says">One sentence: what lies outside and by how much.</param>
/// <param name="Outlines">The rings of what lies outside on the ground, the last place joining the first; empty when it is not the ground.</param>
public sealed record UncoveredPart(int Volume, string Says, ImmutableArray<ImmutableArray<LatLng>> Outlines);

/// <summary>Finds what of an intent lies outside all agreements. Static; any thread.</summary>
public static class Uncovered
{
    public static ImmutableArray<UncoveredPart> Parts(ImmutableArray<Volume4D> volumes, IReadOnlyList<CoveredSpace> agreements) =>
        throw new NotSupportedException();
}
