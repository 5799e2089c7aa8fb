namespace Parley.Hosting;

/// <summary>How an exchange is run. Where each setting comes from: <see cref="ExchangeSettings"/>.</summary>
internal sealed record ExchangeOptions
{
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8082"];

    /// <summary>The folder of journal and snapshots; one exchange at a time.</summary>
    public required string Data { get; init; }

    public IReadOnlyList<string> JwtPublicKeys { get; init; } = [];

    public IReadOnlyList<string> JwtAudiences { get; init; } = [];

    public Uri? Jwks { get; init; }

    public bool AllowHttpUssUrls { get; init; }

    /// <summary>F3548-21 asks for a limit; the field uses 2,500 km² for each outline.</summary>
    public double MaxAreaKm2 { get; init; } = 2500;

    /// <summary>The most entities that one answer carries; a search that finds more is refused, never cut.</summary>
    public int MaxResults { get; init; } = 10_000;

    public long MaxBodyBytes { get; init; } = 4L << 20;

    /// <summary>Requests in work at one time; beyond it 503.</summary>
    public int MaxInFlight { get; init; } = 2048;

    /// <summary>Requests a second of one party; beyond it 429.</summary>
    public int MaxPartyRate { get; init; } = 30_000;

    /// <summary>Letters that may wait from one sender to one receiver; beyond it 429.</summary>
    public int MaxWaitingLetters { get; init; } = 10_000;

    /// <summary>Sealed bytes that may wait from one sender to one receiver; beyond it 429.</summary>
    public long MaxWaitingBytes { get; init; } = 64L << 20;

    /// <summary>How long an intent, constraint or subscription stays in the state after its end.</summary>
    public TimeSpan RetainEnded { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A snapshot is taken after so many entries.</summary>
    public int SnapshotEvery { get; init; } = 1_000_000;

    /// <summary>Segments that snapshots cover are deleted when they are older than this.</summary>
    public TimeSpan JournalRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>One line in the log for every request, not only for those that failed here.</summary>
    public bool LogRequests { get; init; }

    /// <summary>Only faults are logged: the demo tells its own story.</summary>
    public bool Quiet { get; init; }

    /// <summary>Log lines as JSON objects.</summary>
    public bool JsonLogs { get; init; }
}
