namespace Parley.Tokens;

/// <summary>Where trusted keys come from.</summary>
/// <param name="PemFiles">Files with public keys, read once at the start.</param>
/// <param name="Jwks">Address of a JSON Web Key set that is asked again and again, or null.</param>
internal sealed record KeySources(IReadOnlyList<string> PemFiles, Uri? Jwks = null)
{
    /// <summary>How often the set is asked for; 5 minutes.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Shortest time between two askings on account of tokens that name a key nobody knows; 10 s.</summary>
    public TimeSpan RefreshAtMostEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one asking may take; 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a request waits for an asking it brought about: for a round trip, but not for a slow key server; 2 s.
    /// </summary>
    public TimeSpan RequestWaitsAtMost { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Allows http:// to another machine, for closed test networks: whoever sits between could then hand out keys.</summary>
    public bool AllowHttp { get; init; }
}
