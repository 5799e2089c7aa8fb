using System.Collections.Immutable;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>Carries out a <see cref="Change"/>. Trigonometry: never to be called from a fold. Static; any thread.</summary>
public static class Changing
{
    /// <summary>
    /// The volumes as the change leaves them, in the same order; one that a shrink divides becomes several. Bounds that are open stay open.
    /// Problems: those of <see cref="Change.Checked"/>; a time or altitude out of range; an outline that is not what
    /// <paramref name="limits"/> allow; a shrink that leaves nothing of a volume.
    /// </summary>
    public static Checked<ImmutableArray<Volume4D>> Apply(ImmutableArray<Volume4D> volumes, Change change, OutlineLimits limits)
    {
        if (!change.Checked().Try(out change, out var problem))
        {
            return problem;
        }

        var changed = ImmutableArray.CreateBuilder<Volume4D>(volumes.Length);
        var displacement = change.Kind == ChangeKind.Move && !volumes.IsEmpty
            ? new Displacement(CenterOf(volumes), change.BearingDegrees!.Value, change.DistanceMetres!.Value)
            : null;
        for (var n = 0; n < volumes.Length; n++)
        {
            var volume = volumes[n];
            var one = change.Kind switch
            {
                ChangeKind.ShiftTime => Shifted(volume, change.ShiftSeconds!.Value),
                ChangeKind.ChangeAltitude => Climbed(volume, change.ClimbMetres!.Value),
                ChangeKind.Move => Moved(volume, displacement!, limits),
                _ => Shrunk(volume, change.ShrinkMetres!.Value, limits),
            };
            if (!one.Try(out var result, out problem))
            {
                return problem.Under($"volumes[{n}]");
            }

            changed.AddRange(result);
        }

        return changed.ToImmutable();
    }

    /// <summary>The middle of the whole: what a move's bearing and distance are measured at.</summary>
    internal static Vec3 CenterOf(ImmutableArray<Volume4D> volumes)
    {
        var sum = default(Vec3);
        foreach (var volume in volumes)
        {
            sum += volume.Outline.Bound.Center;
        }

        return sum.Length > 1e-6 ? sum.Unit() : volumes[0].Outline.Bound.Center;
    }

    private static Checked<ImmutableArray<Volume4D>> Shifted(Volume4D volume, double seconds)
    {
        var ticks = (long)Math.Round(seconds * TimeSpan.TicksPerSecond);
        var (start, end) = (volume.Time.Start, volume.Time.End);
        var moved = new TimeInterval(
            start == Instant.Min ? start : new Instant(start.Ticks + ticks),
            end == Instant.Max ? end : new Instant(end.Ticks + ticks));
        return moved.Start >= Instant.Min && moved.End <= Instant.Max && moved.Start <= moved.End
            ? ImmutableArray.Create(volume with { Time = moved })
            : new Problem("time_start", $"{start} cannot be shifted by {seconds} s; give a shift that stays within the years 1 to 9999");
    }

    private static Checked<ImmutableArray<Volume4D>> Climbed(Volume4D volume, double metres) =>
        AltitudeBand.Create(new(volume.Altitudes.Lower.Metres + metres), new(volume.Altitudes.Upper.Metres + metres)).Try(out var band, out var problem)
            ? ImmutableArray.Create(volume with { Altitudes = band })
            : problem;

    private static Checked<ImmutableArray<Volume4D>> Moved(Volume4D volume, Displacement displacement, OutlineLimits limits) =>
        displacement.Of(volume.Outline, limits).Try(out var outline, out var problem)
            ? ImmutableArray.Create(volume with { Outline = outline })
            : problem;

    private static Checked<ImmutableArray<Volume4D>> Shrunk(Volume4D volume, double metres, OutlineLimits limits)
    {
        if (!Shrinking.Of(volume.Outline, metres, limits).Try(out var outlines, out var problem))
        {
            return problem;
        }

        return outlines.IsEmpty
            ? new Problem("", $"nothing is left of it when its border moves {metres} m inwards; shrink by less or withdraw the volume")
            : outlines.Select(o => volume with { Outline = o }).ToImmutableArray();
    }
}
