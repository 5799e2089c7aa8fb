namespace Parley.Core.Coordination;

/// <summary>
/// The smallest shift along one line, time or height, that leaves every blocked stretch: each pair of volumes blocks the shifts
/// between two exact bounds, open at both. Static; any thread.
/// </summary>
internal static class LineSearch
{
    /// <summary>Shifts between <paramref name="From"/> and <paramref name="To"/> are blocked if <paramref name="Holds"/> says so, asked late as it costs.</summary>
    public readonly record struct Blocked(double From, double To, Func<bool> Holds);

    /// <summary>The smallest free shift of this sign, rounded outwards; null when there is none within <paramref name="most"/>.</summary>
    /// <param name="sign">1 for later or higher, -1 for earlier or lower.</param>
    /// <param name="least">The magnitude to begin at, 0 or more.</param>
    /// <param name="most">The largest magnitude allowed.</param>
    /// <param name="roundUp">To a number that people use, never less than it is given.</param>
    public static double? Smallest(IReadOnlyList<Blocked> all, int sign, double least, double most, Func<double, double> roundUp)
    {
        var shift = roundUp(Math.Max(0, least));
        var ahead = all.Select(b => sign > 0 ? b : b with { From = -b.To, To = -b.From }).OrderBy(b => b.From);

        // By their beginnings, one pass is enough: whatever begins before a stretch just left was looked at from no further on.
        foreach (var blocked in ahead)
        {
            if (shift > most)
            {
                break;
            }

            if (blocked.From < shift && shift < blocked.To && blocked.Holds())
            {
                // Without an end there is no way past it.
                shift = double.IsInfinity(blocked.To) ? double.PositiveInfinity : roundUp(blocked.To);
            }
        }

        return shift <= most ? sign * shift : null;
    }
}
