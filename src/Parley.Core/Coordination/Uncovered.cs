using System.Collections.Immutable;
using System.Globalization;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Core.Coordination;

/// <summary>The space that one agreement in force covers. Immutable; any thread.</summary>
public sealed record CoveredSpace(EntityId Agreement, Outline Area, AltitudeBand Altitudes, TimeInterval Validity);

/// <summary>A part of one volume that lies in no agreement. Immutable; any thread.</summary>
/// <param name="Volume">Index of the volume.</param>
/// <param name="Says">One sentence: what lies outside and by how much. Volumes are counted from 1 in it.</param>
/// <param name="Outlines">
/// Simple rings of what lies outside on the ground, the last place joining the first; empty when it is a time or a height on the whole ground.
/// </param>
public sealed record UncoveredPart(int Volume, string Says, ImmutableArray<ImmutableArray<LatLng>> Outlines);

/// <summary>Finds what of an intent lies outside all agreements. Static; any thread.</summary>
public static class Uncovered
{
    /// <summary>
    /// The parts, by volume: what no agreement's area holds, the heights and the times that no agreement there holds, and what is left where
    /// agreements hold only in turn. Empty exactly when every volume lies within agreements, alone or together, but for slivers of less
    /// than 1 m. Agreements that only touch a volume count for nothing.
    /// </summary>
    public static ImmutableArray<UncoveredPart> Parts(ImmutableArray<Volume4D> volumes, IReadOnlyList<CoveredSpace> agreements)
    {
        var parts = ImmutableArray.CreateBuilder<UncoveredPart>();
        for (var n = 0; n < volumes.Length; n++)
        {
            parts.AddRange(new OneVolume(n, volumes[n], agreements).Parts());
        }

        return parts.ToImmutable();
    }

    private sealed class OneVolume(int index, Volume4D volume, IReadOnlyList<CoveredSpace> agreements)
    {
        // Parts of one volume where agreements hold only in turn: more would be no news.
        private const int MostMixed = 8;

        private readonly ImmutableArray<CoveredSpace> _relevant =
        [
            .. agreements.Where(a => Shares(a.Altitudes, volume.Altitudes) && Shares(a.Validity, volume.Time) && OutlineRelation.Overlap(a.Area, volume.Outline)),
        ];

        private readonly Dictionary<string, GroundLeft> _left = new(StringComparer.Ordinal);

        public IEnumerable<UncoveredPart> Parts()
        {
            var name = $"Volume {index + 1}";
            var mixed = 0;
            var times = Cuts(volume.Time.Start.Ticks, volume.Time.End.Ticks, _relevant.SelectMany(a => new[] { a.Validity.Start.Ticks, a.Validity.End.Ticks }));
            var heights = Cuts(
                volume.Altitudes.Lower.Metres, volume.Altitudes.Upper.Metres, _relevant.SelectMany(a => new[] { a.Altitudes.Lower.Metres, a.Altitudes.Upper.Metres }));
            if (_relevant.IsEmpty)
            {
                yield return new(index, $"{name} lies outside every agreement{Nearest()}.", OutlineRings());
                yield break;
            }

            var anywhere = LeftBy(_relevant);
            if (anywhere.Any)
            {
                yield return new(index, $"{name}: {anywhere.Says(volume)} outside every agreement's area, up to {ChangeWords.Length(anywhere.FurthestMetres)} beyond.", anywhere.Rings);
            }

            var noTime = times.Where(t => !_relevant.Any(a => Holds(a, t))).ToList();
            foreach (var (from, to) in Joined(noTime))
            {
                yield return new(
                    index, $"{name}: no agreement is in force {ChangeWords.Times(new(from), new(to))} ({ChangeWords.Span((to - from) / (double)TimeSpan.TicksPerSecond)}).", []);
            }

            var noHeight = heights.Where(h => !_relevant.Any(a => Holds(a, h))).ToList();
            foreach (var (from, to) in Joined(noHeight))
            {
                yield return new(index, $"{name}: no agreement holds {Heights(from, to)}.", []);
            }

            // What is left where each of ground, time and height is held by some agreement, but not by one together.
            foreach (var time in times.Except(noTime))
            {
                foreach (var height in heights.Except(noHeight))
                {
                    var left = LeftBy([.. _relevant.Where(a => Holds(a, time) && Holds(a, height))]);
                    if (left.AreaKm2 > anywhere.AreaKm2 + GroundLeft.LeastKm2 && mixed++ < MostMixed)
                    {
                        var when = ChangeWords.Times(new(time.From), new(time.To));
                        yield return new(index, $"{name}: {when}, {Heights(height.From, height.To)}, {left.Says(volume)} outside the agreements in force then and there.", left.Rings);
                    }
                }
            }
        }

        // By how much the agreement that comes nearest is missed.
        private string Nearest()
        {
            if (agreements.Count == 0)
            {
                return "";
            }

            var (metres, height, time) = agreements
                .Select(a => (Metres: OutlineRelation.Distance(a.Area, volume.Outline), Height: a.Altitudes.GapTo(volume.Altitudes), Time: a.Validity.GapTo(volume.Time)))
                .MinBy(g => ChangeCost.OfMove(g.Metres) + ChangeCost.OfClimb(g.Height) + ChangeCost.OfShift(g.Time.TotalSeconds));
            var misses = new List<string>();
            if (metres > 0)
            {
                misses.Add(ChangeWords.Length(metres) + " away");
            }

            if (height > 0)
            {
                misses.Add(ChangeWords.Length(height) + " of height");
            }

            if (time > TimeSpan.Zero)
            {
                misses.Add(ChangeWords.Span(time.TotalSeconds) + " of time");
            }

            return misses.Count == 0 ? " and only touches the nearest" : $", by {string.Join(" and ", misses)} from the nearest";
        }

        private ImmutableArray<ImmutableArray<LatLng>> OutlineRings()
        {
            var plane = new MetricPlane(volume.Outline.Bound.Center);
            return agreements.Any(a => OutlineRelation.Overlap(a.Area, volume.Outline)) || !plane.TryProject(volume.Outline, out var polygon)
                ? []
                : [[.. plane.PlacesOf(polygon.Shell)]];
        }

        private GroundLeft LeftBy(ImmutableArray<CoveredSpace> by)
        {
            var key = string.Join(',', by.Select(a => _relevant.IndexOf(a)));
            if (!_left.TryGetValue(key, out var left))
            {
                _left.Add(key, left = GroundLeft.Of(volume.Outline, [.. by.Select(a => a.Area).Distinct()]));
            }

            return left;
        }

        private static bool Holds(CoveredSpace a, (long From, long To) t) => a.Validity.Start.Ticks <= t.From && t.To <= a.Validity.End.Ticks;

        private static bool Holds(CoveredSpace a, (double From, double To) h) => a.Altitudes.Lower.Metres <= h.From && h.To <= a.Altitudes.Upper.Metres;

        // A volume without height or duration may lie on a bound.
        private static bool Shares(AltitudeBand a, AltitudeBand v) => v.Lower == v.Upper ? a.Meets(v) : a.Overlaps(v);

        private static bool Shares(TimeInterval a, TimeInterval v) => v.Start == v.End ? a.Meets(v) : a.Overlaps(v);

        private static List<(T From, T To)> Cuts<T>(T from, T to, IEnumerable<T> bounds)
            where T : IComparable<T>
        {
            var at = bounds.Where(b => b.CompareTo(from) > 0 && b.CompareTo(to) < 0).Append(from).Append(to).Distinct().Order().ToList();
            return at.Count == 1 ? [(from, to)] : [.. at.Zip(at.Skip(1))];
        }

        private static IEnumerable<(T From, T To)> Joined<T>(IEnumerable<(T From, T To)> parts)
        {
            (T From, T To)? open = null;
            foreach (var part in parts)
            {
                if (open is { } before && EqualityComparer<T>.Default.Equals(before.To, part.From))
                {
                    open = (before.From, part.To);
                    continue;
                }

                if (open is { } done)
                {
                    yield return done;
                }

                open = part;
            }

            if (open is { } last)
            {
                yield return last;
            }
        }

        private static string Heights(double from, double to) => (double.IsInfinity(from), double.IsInfinity(to)) switch
        {
            (true, true) => "at any height",
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"below {to:#,0.#} m"),
            (false, true) => string.Create(CultureInfo.InvariantCulture, $"above {from:#,0.#} m"),
            _ => string.Create(CultureInfo.InvariantCulture, $"from {from:#,0.#} to {to:#,0.#} m ({to - from:#,0.#} m of height)"),
        };
    }
}
