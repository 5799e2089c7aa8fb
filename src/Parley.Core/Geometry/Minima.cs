namespace Parley.Core.Geometry;

/// <summary>
/// How far apart volumes must stay: in conflict are those nearer than all three. Zero asks only that they do not overlap.
/// Immutable; any thread.
/// </summary>
public readonly record struct Minima(double HorizontalMetres, double VerticalMetres, TimeSpan Time)
{
    public static readonly Minima Zero;

    /// <summary>Reads the three as people write them; a problem is under <c>horizontal</c>, <c>vertical</c> or <c>time</c>.</summary>
    public static Checked<Minima> Parse(string? horizontal, string? vertical, string? time)
    {
        if (!Quantity.ParseLength(horizontal).Try(out var h, out var problem))
        {
            return problem.Under("horizontal");
        }

        if (!Quantity.ParseLength(vertical).Try(out var v, out problem))
        {
            return problem.Under("vertical");
        }

        return Quantity.ParseTime(time).Try(out var t, out problem) ? new Minima(h, v, t) : problem.Under("time");
    }
}

/// <summary>What is between two volumes; 0 where they overlap or touch.</summary>
public readonly record struct Gap(double HorizontalMetres, double VerticalMetres, TimeSpan Time);

/// <summary>Where, how high and when two volumes meet, or come nearest to it.</summary>
/// <param name="Center">Middle of the shared area; of the shortest line between the two when they share none.</param>
/// <param name="Altitudes">The band both have; else the one between them.</param>
/// <param name="Time">The interval both have; else the one between them.</param>
public readonly record struct Encounter(LatLng Center, AltitudeBand Altitudes, TimeInterval Time);
