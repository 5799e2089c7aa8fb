using System.Collections.Immutable;
using CsCheck;
using Parley.Core;
using Parley.Core.Coordination;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Tests.Geometry;

namespace Parley.Tests.Coordination;

/// <summary>Volumes with numbers that a reader can check: kilometres east and north of 50° N 10° E, minutes from 10:00 Z.</summary>
internal static class Flights
{
    public static readonly EntityId Us = new(new Guid("00000000-0000-4000-8000-0000000000aa"));
    public static readonly Instant Ten = Instant.Parse("2026-11-24T10:00:00Z").Value;
    public static readonly Minima Usual = new(1_000, 100, TimeSpan.FromMinutes(5));
    public static readonly Room Free = new(Instant.Min, Instant.Max, null, null);

    public static Instant Minute(double minutes) => Ten.Plus(TimeSpan.FromMinutes(minutes));

    public static EntityId Id(int n) => new(new Guid($"00000000-0000-4000-8000-{n:x12}"));

    public static LatLng At(double eastKm, double northKm) => new(50 + (northKm / 111.229), 10 + (eastKm / 71.6958));

    public static CircleOutline Circle(double eastKm, double northKm, double radiusMetres) =>
        CircleOutline.Create(At(eastKm, northKm), radiusMetres, OutlineLimits.Default).Value;

    public static PolygonOutline Box(double west, double south, double east, double north) => PolygonOutline.Create(
        [At(west, south), At(east, south), At(east, north), At(west, north)], OutlineLimits.Default).Value;

    public static Volume4D Volume(Outline outline, double low, double high, double from, double to) =>
        new(outline, new(new(low), new(high)), new(Minute(from), Minute(to)));

    /// <summary>An intent of one to three volumes and up to eight obstacles within 20 km, 500 m and an hour of each other.</summary>
    public static readonly Gen<(ImmutableArray<Volume4D> Volumes, ImmutableArray<Obstacle> Obstacles)> Crowd =
        Gen.Select(Shapes.Place, Gen.Int[1, 3], Gen.Int[1, 8]).SelectMany(p =>
        {
            var (center, own, others) = p;
            var volume = Gen.Select(Gen.Double[0, 10_000], Gen.Double[0, Math.Tau], Gen.Double[0, 500], Gen.Double[0, 300], Gen.Double[0, 60])
                .SelectMany(s => Gen.Select(
                    Shapes.Any(Gen.Const(Shapes.Around(center, s.Item1, s.Item2)), Shapes.Size(50, 3_000)), Gen.Double[1, 30],
                    (outline, lasts) => Volume(outline, s.Item3, s.Item3 + s.Item4, s.Item5, s.Item5 + lasts)));
            var minima = Gen.OneOf(
                Gen.Const(Minima.Zero),
                Gen.Select(Gen.Double[0, 3_000], Gen.Double[0, 200], Gen.Int[0, 600], (h, v, t) => new Minima(h, v, TimeSpan.FromSeconds(t))));
            return Gen.Select(
                volume.Array[own],
                Gen.Select(volume.Array[1, 3], minima).Array[others],
                (v, o) => (v.ToImmutableArray(), o.Select((x, n) => new Obstacle(Id(n + 1), [.. x.Item1], x.Item2)).ToImmutableArray()));
        });
}
