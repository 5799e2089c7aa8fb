namespace Parley.Client.Post;

/// <summary>PUT /api/telling: what one person is told of, by which ways, and when not. Times of day are of the person's own zone.</summary>
public sealed record TellingPreferences
{
    /// <summary>Of <c>flash</c> (and STOP), <c>immediate</c>, <c>priority</c>, <c>routine</c>, <c>link-check</c>, <c>late-notice</c> (and vague ones), <c>notice</c>, <c>conflict</c>, <c>inquiry</c>, <c>agreement</c>, <c>alarm</c>, <c>consent</c>.</summary>
    public IReadOnlyList<string>? Kinds { get; set; }

    /// <summary>Ids of agreements; what is under others is not told. Empty: all. FLASH, STOP, and what is under no agreement are told in any case.</summary>
    public IReadOnlyList<string> Agreements { get; set; } = [];

    /// <summary>What lies wholly outside is not told; null: everywhere. FLASH, STOP, and what has no place are told in any case.</summary>
    public TellingArea? Area { get; set; }

    /// <summary>1 to know, 2 to act, 3 to act now: less is not told.</summary>
    public int LeastSeverity { get; set; } = 2;

    /// <summary>Of <c>console</c>, <c>push</c>, <c>e-mail</c>, in the order in which they are tried: the next when one is dead. A FLASH takes all at once.</summary>
    public IReadOnlyList<string>? Ways { get; set; }

    /// <summary><c>HH:mm</c>; with <see cref="QuietTo"/>, or neither. Between the two only FLASH and STOP are told; what still waits is told afterwards.</summary>
    public string? QuietFrom { get; set; }

    public string? QuietTo { get; set; }

    /// <summary>Whether the daily edition comes by e-mail.</summary>
    public bool Edition { get; set; }

    /// <summary>At which hour of the day: 0 to 23.</summary>
    public int EditionHour { get; set; } = 7;
}

/// <param name="RadiusKm">0.1 to 20,000.</param>
public sealed record TellingArea(double Lat, double Lng, double RadiusKm);

/// <summary>GET /api/telling.</summary>
/// <param name="Zone">IANA name of the person's time zone, which the times of day are of.</param>
/// <param name="Push">The browsers that are told even when no page is open.</param>
public sealed record TellingView(string Person, string Email, string Zone, TellingPreferences Preferences, IReadOnlyList<PushView> Push);

/// <param name="Service">The push service's host.</param>
/// <param name="Browser">As the browser called itself when it was added.</param>
public sealed record PushView(string Id, string Service, string? Browser, string Since);

/// <summary>GET /api/telling/push.</summary>
/// <param name="PublicKey">The VAPID key that a browser subscribes with: an uncompressed P-256 point, base64url.</param>
public sealed record PushKeyView(string PublicKey);

/// <summary>POST /api/telling/push: a browser's <c>PushSubscription</c>, as its <c>toJSON</c> gives it.</summary>
public sealed record PushRequest
{
    public string? Endpoint { get; set; }

    public PushRequestKeys? Keys { get; set; }

    /// <summary>What to call the browser by.</summary>
    public string? Browser { get; set; }
}

/// <summary>Base64url, as browsers give them.</summary>
public sealed record PushRequestKeys
{
    public string? P256dh { get; set; }

    public string? Auth { get; set; }
}

/// <summary>GET /api/telling/deliveries, the newest first: one try to tell a person something by one way.</summary>
/// <param name="Event">What was told: the same for all ways and tries.</param>
/// <param name="Way"><c>console</c>, <c>push</c>, <c>e-mail</c>, or <c>all</c> where none was left.</param>
/// <param name="To">The push service or the address; null for the console.</param>
/// <param name="Outcome"><c>delivered</c>, <c>again</c> (it failed and is tried again), <c>dead</c> (it failed for good), <c>not-open</c> (no window, no browser or no address to tell), <c>over</c> (what it was about no longer waits).</param>
/// <param name="Try">1 is the first.</param>
public sealed record DeliveryView(string At, string Event, string Way, string? To, string Outcome, string? Why, int Try, int Severity, string Title);

/// <summary>GET /api/telling/edition: what the daily edition would say of the last 24 hours and the next.</summary>
public sealed record EditionView(string Person, string From, string To, string Until, string Subject, string Text, string Html);
