using Parley.Client.F3548;

namespace Parley.Scenarios.Running;

/// <summary>Where and when something is to be, and the request bodies that say so. Immutable.</summary>
public sealed record Plan(double Lat, double Lng)
{
    private static int _places;

    public double Radius { get; init; } = 200;

    /// <summary>Given, it takes the circle's place: latitude and longitude of each vertex.</summary>
    public IReadOnlyList<(double Lat, double Lng)>? Vertices { get; init; }

    public double Lower { get; init; } = 50;

    public double Upper { get; init; } = 100;

    public DateTimeOffset Start { get; init; } = Soon(20);

    public DateTimeOffset End { get; init; } = Soon(80);

    /// <summary>Whole microseconds, as F3548 clients send them.</summary>
    public static DateTimeOffset Soon(double minutes)
    {
        var at = DateTimeOffset.UtcNow.AddMinutes(minutes);
        return new DateTimeOffset(at.Ticks / 10 * 10, TimeSpan.Zero);
    }

    /// <summary>A place where nothing else of this run is: every call gives another, 50 km or more away.</summary>
    public static Plan Somewhere()
    {
        var n = Interlocked.Increment(ref _places);
        return new Plan(-50 + (n / 300 * 0.5), -150 + (n % 300));
    }

    public WireVolume4D Volume => new()
    {
        Volume = new Volume3D
        {
            OutlineCircle = Vertices is null
                ? new Circle { Center = new LatLngPoint { Lat = Lat, Lng = Lng }, Radius = new Radius { Value = Radius, Units = "M" } }
                : null,
            OutlinePolygon = Vertices is null ? null : new Polygon { Vertices = [.. Vertices.Select(static v => new LatLngPoint { Lat = v.Lat, Lng = v.Lng })] },
            AltitudeLower = Metres(Lower),
            AltitudeUpper = Metres(Upper),
        },
        TimeStart = Time(Start),
        TimeEnd = Time(End),
    };

    public PutOperationalIntentReferenceParameters Intent(params string[] key) => new() { Extents = [Volume], Key = key, State = "Accepted" };

    /// <summary>As <see cref="Intent"/>, with a subscription that lives as long as the intent.</summary>
    public PutOperationalIntentReferenceParameters IntentWithSubscription(Party party, params string[] key) =>
        Intent(key) with { NewSubscription = new ImplicitSubscriptionParameters { UssBaseUrl = party.Url } };

    public PutConstraintReferenceParameters Constraint() => new() { Extents = [Volume] };

    public PutSubscriptionParameters Subscription(bool intents = true, bool constraints = false) => new()
    {
        Extents = Volume,
        NotifyForOperationalIntents = intents,
        NotifyForConstraints = constraints,
    };

    public static WireAltitude Metres(double value) => new() { Value = value, Reference = "W84", Units = "M" };

    public static WireTime Time(DateTimeOffset at) => new() { Value = at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"), Format = "RFC3339" };
}
