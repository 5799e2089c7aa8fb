namespace Parley.Core.Coordination;

/// <summary>Numbers that people use. Static; any thread.</summary>
internal static class Rounding
{
    // Less than this share of a step is an error of floating point, not a need.
    private const double Noise = 1e-7;

    /// <summary>The least multiple of <paramref name="step"/> that is not below <paramref name="value"/>.</summary>
    public static double Up(double value, double step) => Math.Ceiling((value / step) - Noise) * step;
}
