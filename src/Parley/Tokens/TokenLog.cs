namespace Parley.Tokens;

/// <summary>What is logged about keys: event ids 2000–2099. No token, claim or key is ever logged.</summary>
internal static partial class TokenLog
{
    [LoggerMessage(2000, LogLevel.Information, "Trusted keys changed: {Count} now, after asking {Url}")]
    public static partial void KeySetChanged(ILogger log, string url, int count);

    [LoggerMessage(2001, LogLevel.Warning, "The key set {Url} {Problem}; the {Count} keys trusted so far stay")]
    public static partial void KeySetUnreachable(ILogger log, string url, string problem, int count);
}
