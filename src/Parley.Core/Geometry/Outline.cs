namespace Parley.Core.Geometry;

/// <summary>
/// The ground area of a volume: everything inside and on its border. Only checked outlines exist; immutable; any thread.
/// </summary>
public abstract record Outline
{
    private protected Outline()
    {
    }

    /// <summary>
    /// How far an outline may reach from its centre, in degrees of arc: nearer than a quarter of the globe, so that it fits one
    /// projection and "the smaller side" needs no guess.
    /// </summary>
    public const double MaxReachDegrees = 80;

    /// <summary>Area in km² on the ellipsoid, better than 0.1 % up to the size of a country.</summary>
    public double AreaKm2 { get; private protected init; }

    /// <summary>A cap that holds the whole outline.</summary>
    internal Cap Bound { get; private protected init; }
}

/// <summary>What a caller allows an outline to be.</summary>
/// <param name="MaxVertices">Most vertices of a polygon.</param>
/// <param name="MaxAreaKm2">Largest area in km².</param>
public sealed record OutlineLimits(int MaxVertices = 10_000, double MaxAreaKm2 = double.PositiveInfinity)
{
    public static readonly OutlineLimits Default = new();

    internal Problem? AreaProblem(double areaKm2) => areaKm2 <= MaxAreaKm2
        ? null
        : new Problem("", $"the outline covers {areaKm2:0} km² but {MaxAreaKm2:0} km² is the most allowed; make it smaller or declare several");

    internal static Problem ReachProblem { get; } =
        new("", $"the outline reaches further than {Outline.MaxReachDegrees}° of arc from its centre; divide it into several");
}
