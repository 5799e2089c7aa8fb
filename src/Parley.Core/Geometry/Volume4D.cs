namespace Parley.Core.Geometry;

/// <summary>Where and when: an outline on the ground × an altitude band × a time interval. Immutable; any thread.</summary>
public sealed record Volume4D(Outline Outline, AltitudeBand Altitudes, TimeInterval Time);
