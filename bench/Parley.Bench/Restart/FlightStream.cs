using System.Buffers.Text;
using System.Collections.Immutable;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Geometry;

namespace Parley.Bench.Restart;

/// <summary>
/// The commands of many flights, as an exchange would have got them: each is declared, most are activated, half of those are deleted
/// again, and thousands are under way at one time. The same for the same seed and time. One caller at a time.
/// </summary>
internal sealed class FlightStream(int seed, Instant now)
{
    private const int UnderWay = 5_000;
    private const int Parties = 40;

    private readonly Random _random = new(seed);
    private readonly List<PutIntent> _underWay = [];
    private long _declared;

    /// <summary>Flights declared so far.</summary>
    public long Declared => _declared;

    public Command Next()
    {
        if (_underWay.Count < UnderWay)
        {
            var declared = Declare();
            _underWay.Add(declared);
            return declared;
        }

        // One of those under way goes on: to be activated, deleted, or left as it is for good and replaced by a new one.
        var at = _random.Next(_underWay.Count);
        var flight = _underWay[at];
        var chance = _random.NextDouble();
        if (flight.State == IntentState.Accepted && chance < 0.8)
        {
            return _underWay[at] = Activate(flight);
        }

        if (flight.State == IntentState.Activated && chance < 0.5)
        {
            _underWay[at] = _underWay[^1];
            _underWay.RemoveAt(_underWay.Count - 1);
            return new DeleteIntent(flight.Now.Plus(TimeSpan.FromMinutes(20)), flight.By, flight.Id, flight.NewOvn);
        }

        return _underWay[at] = Declare();
    }

    private PutIntent Declare()
    {
        var n = _declared++;
        var party = _random.Next(Parties);
        var url = $"https://uss{party}.bench.example/f3548";
        var subscription = _random.Next(4) > 0 ? new ImplicitSubscription(Id(), Version(), url, false) : null;
        return new PutIntent(
            now, new PartyName($"party{party}"), Id(), null, IntentState.Accepted, Somewhere(n), url, null, subscription, new Ovn(Version()), false, Key());
    }

    private PutIntent Activate(PutIntent flight) => flight with
    {
        Now = flight.Now.Plus(TimeSpan.FromMinutes(5)),
        Expected = flight.NewOvn,
        State = IntentState.Activated,

        // F3548-21: an activated flight has a subscription; who had none asks for one now.
        Subscription = flight.NewSubscription?.Id,
        NewSubscription = flight.NewSubscription is null ? new ImplicitSubscription(Id(), Version(), flight.UssBaseUrl, false) : null,
        NewOvn = new Ovn(Version()),
    };

    // A circle of 60 to 300 m, one to four cells; the grid keeps flights of one layer apart, so that no key is ever short.
    private Extent Somewhere(long n)
    {
        const int Side = 1_000;
        var (layer, at) = Math.DivRem(n, Side * Side);
        var centre = new LatLng(-25 + (at % Side * 0.05), -25 + (at / Side * 0.05));
        var outline = CircleOutline.Create(centre, 60 + _random.Next(240), OutlineLimits.Default).Value;
        var floor = (layer * 200) + _random.Next(100);
        var start = now.Plus(TimeSpan.FromMinutes(_random.Next(10, 300)));
        return new Extent(
            CellCovering.Of(outline),
            new AltitudeBand(new Altitude(floor), new Altitude(floor + 60)),
            new TimeInterval(start, start.Plus(TimeSpan.FromMinutes(_random.Next(10, 120)))));
    }

    private ImmutableArray<string> Key() => _random.Next(4) == 0 ? [.. Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Version())] : [];

    private EntityId Id()
    {
        Span<byte> bits = stackalloc byte[16];
        _random.NextBytes(bits);
        return new EntityId(new Guid(bits));
    }

    // As the exchange draws them: 128 bits, 22 characters.
    private string Version()
    {
        Span<byte> bits = stackalloc byte[16];
        _random.NextBytes(bits);
        return Base64Url.EncodeToString(bits);
    }
}
