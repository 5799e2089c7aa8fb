using System.Diagnostics;
using System.Numerics;

namespace Parley.Bench.Load;

/// <summary>
/// A histogram of durations in microseconds: exact below 256 µs, above in slots of at most 1/128 of their value. One writer; merged
/// when all writers are done.
/// </summary>
internal sealed class Latencies
{
    private const int SubBits = 7;
    private const int MaxBits = 36;

    private readonly long[] _counts = new long[(MaxBits << SubBits) + (2 << SubBits)];

    public long Count { get; private set; }

    public double MaxMs { get; private set; }

    /// <summary>Adds the time since <paramref name="began"/>, a <see cref="Stopwatch"/> timestamp.</summary>
    public void AddSince(long began)
    {
        var took = Stopwatch.GetElapsedTime(began);
        var micros = Math.Min((long)took.TotalMicroseconds, (1L << MaxBits) - 1);
        _counts[SlotOf(micros)]++;
        Count++;
        MaxMs = Math.Max(MaxMs, took.TotalMilliseconds);
    }

    public void Merge(Latencies other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        MaxMs = Math.Max(MaxMs, other.MaxMs);
    }

    /// <summary>The duration that a share of all (0–1) did not exceed, in ms; 0 when there is none.</summary>
    public double QuantileMs(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        long seen = 0;
        for (var slot = 0; slot < _counts.Length && Count > 0; slot++)
        {
            seen += _counts[slot];
            if (seen >= rank)
            {
                return Math.Min((HighestOf(slot) + 1) / 1000.0, MaxMs);
            }
        }

        return 0;
    }

    private static int SlotOf(long micros)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)micros | 1) - SubBits);
        return (shift << SubBits) + (int)(micros >> shift);
    }

    private static long HighestOf(int slot)
    {
        var shift = Math.Max(0, (slot >> SubBits) - 1);
        return ((slot - ((long)shift << SubBits) + 1) << shift) - 1;
    }
}
