using System.Net;
using Parley.Client.F3548;
using Parley.Core;

namespace Parley.Demo;

/// <summary>
/// Two fictional parties over open water: one has declared, the other would meet it, is told whose intent it has not seen, moves by ten
/// minutes and is accepted; the first is told of the second. Each step is checked.
/// </summary>
internal sealed class TwoParties(DemoExchange exchange, Timeline timeline)
{
    private const string Aldermoor = "aldermoor";
    private const string Quill = "quill";
    private const string AldermoorUrl = "https://uss.aldermoor.example/utm";
    private const string QuillUrl = "https://uss.quill.example/utm";
    private const double Lat = 12.34;
    private const double Lng = -38.05;

    /// <summary>What a visitor may send to see all that the demo declared.</summary>
    public const string QueryBody =
        """{"area_of_interest":{"volume":{"outline_circle":{"center":{"lat":12.34,"lng":-38.05},"radius":{"value":5000,"units":"M"}}}}}""";

    private readonly ExchangeClient _aldermoor = exchange.As(Aldermoor);
    private readonly ExchangeClient _quill = exchange.As(Quill);
    private readonly DateTimeOffset _hour = DateTimeOffset.UtcNow.AddHours(1);

    /// <returns>Which step did not come out as it must, or null.</returns>
    public async Task<string?> PlayAsync(CancellationToken cancel)
    {
        timeline.Title("Before anything moves");
        timeline.Says("exchange", $"up at {exchange.Url}, journal on this disk");

        var watch = Guid.NewGuid();
        var subscribed = await _aldermoor.PutSubscriptionAsync(watch, null, new PutSubscriptionParameters
        {
            Extents = Volume(_hour.AddMinutes(-30), _hour.AddHours(2), 4000, 0, 1000),
            UssBaseUrl = AldermoorUrl,
            NotifyForOperationalIntents = true,
        }, cancel);
        if (subscribed.Value?.Subscription is null)
        {
            return $"Aldermoor could not subscribe ({subscribed.Status})";
        }

        timeline.Says(Aldermoor, "asks to be told of whatever is declared within 4 km of its field");

        var first = Guid.NewGuid();
        var declared = await _aldermoor.PutIntentAsync(first, null, Intent(_hour, 900, AldermoorUrl, watch, []), cancel);
        if (declared.Status != HttpStatusCode.Created)
        {
            return $"Aldermoor's intent was answered {declared.Status}";
        }

        timeline.Says(Aldermoor, $"declares an intent: {When(_hour)}, 100 to 300 m, within 900 m of {Lat}, {Lng}");
        return await OverlapAsync(first, watch, cancel);
    }

    private async Task<string?> OverlapAsync(Guid first, Guid watch, CancellationToken cancel)
    {
        timeline.Title("Quill would meet it");
        var second = Guid.NewGuid();
        var begin = _hour.AddMinutes(3);
        timeline.Says(Quill, $"declares an intent: {When(begin)}, 100 to 300 m, at the same place, having seen nobody");
        var refused = await _quill.PutIntentAsync(second, null, Intent(begin, 700, QuillUrl, null, []), cancel);
        if (refused.Status != HttpStatusCode.Conflict || refused.Refusal?.MissingOperationalIntents is not [var missing]
            || missing.Id != first.ToString() || missing.Manager != Aldermoor)
        {
            return $"Quill's overlapping intent was answered {refused.Status} without naming Aldermoor's";
        }

        timeline.Warned(Quill, $"is refused: the key lacks {missing.Manager}'s intent {missing.Id}");
        timeline.Warned(Quill, $"learns {Short(missing.TimeStart)} to {Short(missing.TimeEnd)}, {missing.State}; the details are {missing.Manager}'s to give, at {missing.UssBaseUrl}");
        if ((await _quill.GetIntentAsync(second, cancel)).Status != HttpStatusCode.NotFound)
        {
            return "the refused intent left something behind";
        }

        return await ShiftAsync(second, begin.AddMinutes(10), watch, cancel);
    }

    private async Task<string?> ShiftAsync(Guid second, DateTimeOffset begin, Guid watch, CancellationToken cancel)
    {
        timeline.Title("Quill shifts by ten minutes");
        var accepted = await _quill.PutIntentAsync(second, null, Intent(begin, 700, QuillUrl, null, []), cancel);
        if (accepted.Status != HttpStatusCode.Created || accepted.Value?.OperationalIntentReference is not { Ovn: { } } reference)
        {
            return $"Quill's shifted intent was answered {accepted.Status}";
        }

        timeline.Settled(Quill, $"is accepted: {When(begin)}, version {reference.Version}, OVN {reference.Ovn}");
        var told = accepted.Value.Subscribers?.SingleOrDefault(s => s.UssBaseUrl == AldermoorUrl)?.Subscriptions
            ?.SingleOrDefault(s => s.SubscriptionId == watch.ToString());
        if (told is not { NotificationIndex: 2 })
        {
            return "Aldermoor's subscription was not told of Quill's intent";
        }

        timeline.Settled(Aldermoor, $"is told: its subscription stands at notification {told.NotificationIndex}, due at {AldermoorUrl}");
        var seen = await _aldermoor.QueryIntentsAsync(Volume(_hour.AddMinutes(-30), _hour.AddHours(2), 4000, 0, 1000), cancel);
        if (seen.Value?.OperationalIntentReferences is not { Count: 2 } both || both.Single(i => i.Manager == Quill).Ovn == reference.Ovn)
        {
            return "Aldermoor does not see both intents, or sees an OVN that is not its own";
        }

        timeline.Settled(Aldermoor, "sees both intents; Quill's version number stays Quill's to give");
        timeline.Title("Settled. Nobody met by accident.");
        return null;
    }

    private static PutOperationalIntentReferenceParameters Intent(DateTimeOffset begin, double radius, string url, Guid? subscription, IReadOnlyList<string> key) => new()
    {
        Extents = [Volume(begin, begin.AddMinutes(8), radius, 100, 300)],
        Key = key,
        State = "Accepted",
        UssBaseUrl = url,
        SubscriptionId = subscription?.ToString(),
        NewSubscription = subscription is null ? new ImplicitSubscriptionParameters { UssBaseUrl = url } : null,
    };

    private static WireVolume4D Volume(DateTimeOffset begin, DateTimeOffset end, double radius, double lower, double upper) => new()
    {
        Volume = new Volume3D
        {
            OutlineCircle = new Circle
            {
                Center = new LatLngPoint { Lat = Lat, Lng = Lng },
                Radius = new Radius { Value = radius, Units = "M" },
            },
            AltitudeLower = new WireAltitude { Value = lower, Reference = "W84", Units = "M" },
            AltitudeUpper = new WireAltitude { Value = upper, Reference = "W84", Units = "M" },
        },
        TimeStart = Wire(begin),
        TimeEnd = Wire(end),
    };

    private static WireTime Wire(DateTimeOffset time) => new() { Value = Instant.From(time).ToString(), Format = "RFC3339" };

    private static string When(DateTimeOffset begin) => $"{begin.UtcDateTime:HH:mm} to {begin.AddMinutes(8).UtcDateTime:HH:mm} Z";

    private static string Short(WireTime? time) => time?.Value is { Length: > 16 } text ? text[11..16] + " Z" : "?";
}
