using System.Collections.Immutable;
using System.Diagnostics;
using Parley.Bench.Load;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Core.Post;
using Parley.Post;

namespace Parley.Bench.Posts;

/// <summary>A post's index over foreign intents, as dense as a city's: what finding the conflicts of one new intent takes, beside looking at each.</summary>
internal static class AirspaceRun
{
    private const int Searches = 2000;

    public static AirspaceResult Run(int live)
    {
        var (me, other) = (new PartyName("us"), new PartyName("them"));
        var state = new PostState(me);
        var now = Instant.Parse("2026-11-23T12:00:00Z").Value;
        var agreement = new EntityId(Guid.NewGuid());
        state.Apply(new ReceiveLetter(
            now, 1, 1, now, new Letter(other, ImmutableSortedDictionary<string, long>.Empty.Add("us", 1), now, new AgreementDrafted(agreement, "{}")), "", new Findings(Terms(now, me, other), Hash: "h")));
        state.Apply(new ReceiveLetter(now, 2, 2, now, new Letter(other, ImmutableSortedDictionary<string, long>.Empty.Add("us", 2), now, new AgreementSigned(agreement, "h")), ""));
        state.Apply(new WriteLetters(now, [new Draft([other], new AgreementSigned(agreement, "h"))]));
        state.Apply(new TakeSent(now, 3, 3, now, 1));
        var random = new Random(1);
        var volumes = new List<ImmutableArray<Volume4D>>();
        for (var i = 0; i < live; i++)
        {
            var volume = Volume(random, now);
            volumes.Add(volume);
            state.Apply(new ReceiveLetter(
                now, i + 4, i + 4, now,
                new Letter(other, ImmutableSortedDictionary<string, long>.Empty.Add("us", i + 3), now, new Notice(
                    new EntityId(Guid.NewGuid()), 1, DeclaredKind.Intent, IntentState.Accepted, PostVolumes.Write(volume), false, false, [agreement])),
                "", new Findings(Facts: PostVolumes.Facts(volume, null))));
        }

        var airspace = new Airspace(me);
        var began = Stopwatch.GetTimestamp();
        airspace.Rebuild(state, now);
        var build = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var latencies = new Latencies();
        long found = 0;
        for (var i = -200; i < Searches; i++)
        {
            var volume = Volume(random, now);
            var one = Stopwatch.GetTimestamp();
            var pairs = airspace.Pairs(state, airspace.Candidate(new EntityId(Guid.NewGuid()), me, false, volume, [agreement], [other]), civil: false);
            if (i >= 0)
            {
                latencies.AddSince(one);
                found += pairs.Length;
            }
        }

        var probe = Volume(random, now);
        var minima = new Minima(100, 50, TimeSpan.FromSeconds(60));
        var each = Stopwatch.GetTimestamp();
        var met = volumes.Count(v => Separation.InConflict(probe[0], v[0], minima));
        var exhaustive = Stopwatch.GetElapsedTime(each).TotalMilliseconds;
        return new AirspaceResult(live, build, Searches, latencies.QuantileMs(0.5), latencies.QuantileMs(0.99), latencies.MaxMs, (double)found / Searches, met >= 0 ? exhaustive : 0);
    }

    // 100 m to 500 m around a place in 60 km × 60 km, half an hour within a day, 100 m of height within 1,000.
    private static ImmutableArray<Volume4D> Volume(Random random, Instant now)
    {
        var centre = new LatLng(12 + (random.NextDouble() * 0.54), -38 + (random.NextDouble() * 0.55));
        var lower = random.NextDouble() * 900;
        var start = now.Plus(TimeSpan.FromMinutes(60 + (random.NextDouble() * 1440)));
        return
        [
            new Volume4D(
                CircleOutline.Create(centre, 100 + (random.NextDouble() * 400), OutlineLimits.Default).Value,
                new AltitudeBand(new Altitude(lower), new Altitude(lower + 100)),
                new TimeInterval(start, start.Plus(TimeSpan.FromMinutes(30)))),
        ];
    }

    private static AgreementDocument Terms(Instant now, PartyName a, PartyName b) => new(
        "Bench", [a, b], new RawJson("{}"), 0, 5000, now.Plus(TimeSpan.FromHours(-1)), now.Plus(TimeSpan.FromDays(30)), 900, new SeparationTerms(100, 50, 60),
        new AcknowledgeTerms(1, 1, 1, 1), Disclosure.Full, 60, 600, ImmutableSortedDictionary<string, ImmutableArray<Core.Post.Contact>>.Empty);
}
