namespace Parley.Core.Coordination;

/// <summary>
/// The smallest shift along one line, time or height, that leaves every blocked stretch: each pair of volumes blocks the shifts
/// between two exact bounds, open at both. Static; any thread.
/// </summary>
internal static class LineSearch
{
    private const int MostJumps = 1_000;

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
        for (var jumps = 0; jumps < MostJumps && shift <= most;)
        {
            var before = jumps;
            foreach (var blocked in all)
            {
                var (from, to) = sign > 0 ? (blocked.From, blocked.To) : (-blocked.To, -blocked.From);
                if (from < shift && shift < to && blocked.Holds())
                {
                    // Without an end there is no way past it.
                    shift = double.IsInfinity(to) ? double.PositiveInfinity : roundUp(to);
                    jumps++;
                }
            }

            if (jumps == before)
            {
                return sign * shift;
            }
        }

        return null;
    }
}
