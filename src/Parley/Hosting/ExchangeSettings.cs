using Parley.Core;

namespace Parley.Hosting;

/// <summary>
/// One setting, three places: the command line wins over the environment (<c>PARLEY_MAX_AREA_KM2</c>), which wins over the section
/// <c>Exchange</c> of <c>appsettings.json</c> (<c>MaxAreaKm2</c>) in the working folder.
/// </summary>
internal sealed class ExchangeSettings(IReadOnlyDictionary<string, IReadOnlyList<string>> commandLine, IConfiguration file, Func<string, string?> environment)
{
    public static ExchangeSettings Open(IReadOnlyDictionary<string, IReadOnlyList<string>> commandLine) => new(
        commandLine,
        new ConfigurationBuilder().SetBasePath(Directory.GetCurrentDirectory()).AddJsonFile("appsettings.json", optional: true).Build(),
        Environment.GetEnvironmentVariable);

    public Checked<ExchangeOptions> Read()
    {
        if (One("data") is not { } data)
        {
            return new Problem("", "No folder for the journal: give --data DIR (or PARLEY_DATA).");
        }

        var options = new ExchangeOptions { Data = data };
        if (Many("jwt-audience") is not { Count: > 0 } audiences)
        {
            return new Problem("", "No audience to accept tokens for: give --jwt-audience NAME (or PARLEY_JWT_AUDIENCE), the name by which clients reach this exchange.");
        }

        if (!Number("max-area-km2", options.MaxAreaKm2, 0.001, 510_000_000).Try(out var area, out var problem)
            || !Whole("max-results", options.MaxResults, 1, 1_000_000).Try(out var results, out problem)
            || !Whole("max-body-bytes", options.MaxBodyBytes, 1024, 256 << 20).Try(out var body, out problem)
            || !Whole("max-in-flight", options.MaxInFlight, 1, 100_000).Try(out var inFlight, out problem)
            || !Whole("max-party-rate", options.MaxPartyRate, 1, 10_000_000).Try(out var rate, out problem)
            || !Whole("max-waiting-letters", options.MaxWaitingLetters, 1, 1_000_000).Try(out var letters, out problem)
            || !Whole("max-waiting-bytes", options.MaxWaitingBytes, 1 << 16, 1L << 40).Try(out var letterBytes, out problem)
            || !Number("retain-ended-hours", options.RetainEnded.TotalHours, 1, 24 * 3650).Try(out var ended, out problem)
            || !Whole("snapshot-every", options.SnapshotEvery, 100, 1_000_000_000).Try(out var snapshots, out problem)
            || !Number("journal-retention-days", options.JournalRetention.TotalDays, 0, 36_500).Try(out var retention, out problem)
            || !Flag("allow-http-uss-urls").Try(out var allowHttp, out problem)
            || !Flag("log-requests").Try(out var logRequests, out problem)
            || !Flag("json-logs").Try(out var jsonLogs, out problem)
            || !Address("jwks").Try(out var jwks, out problem))
        {
            return problem;
        }

        return options with
        {
            Urls = Many("urls") is { Count: > 0 } urls ? urls : options.Urls,
            JwtPublicKeys = Many("jwt-public-key"),
            JwtAudiences = audiences,
            Jwks = jwks,
            AllowHttpUssUrls = allowHttp,
            MaxAreaKm2 = area,
            MaxResults = (int)results,
            MaxBodyBytes = (long)body,
            MaxInFlight = (int)inFlight,
            MaxPartyRate = (int)rate,
            MaxWaitingLetters = (int)letters,
            MaxWaitingBytes = (long)letterBytes,
            RetainEnded = TimeSpan.FromHours(ended),
            SnapshotEvery = (int)snapshots,
            JournalRetention = TimeSpan.FromDays(retention),
            LogRequests = logRequests,
            JsonLogs = jsonLogs,
        };
    }

    /// <summary>All values of a setting; in the environment and in a plain text they are parted by commas.</summary>
    private IReadOnlyList<string> Many(string name)
    {
        if (commandLine.TryGetValue(name, out var given) && given.Count > 0)
        {
            return [.. given.SelectMany(Split)];
        }

        if (environment("PARLEY_" + name.Replace('-', '_').ToUpperInvariant()) is { Length: > 0 } text)
        {
            return Split(text);
        }

        var section = file.GetSection("Exchange").GetSection(name.Replace("-", "", StringComparison.Ordinal));
        return section.Value is { Length: > 0 } value
            ? Split(value)
            : [.. section.GetChildren().Select(static c => c.Value).OfType<string>()];
    }

    /// <summary>The value of a setting that is never a list, commas and all.</summary>
    private string? One(string name) =>
        commandLine.TryGetValue(name, out var given) && given is [var one] ? one
        : environment("PARLEY_" + name.Replace('-', '_').ToUpperInvariant()) is { Length: > 0 } text ? text
        : file.GetSection("Exchange").GetSection(name.Replace("-", "", StringComparison.Ordinal)).Value is { Length: > 0 } value ? value
        : null;

    private static string[] Split(string text) => text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private Checked<double> Number(string name, double otherwise, double min, double max) => Many(name) switch
    {
        [] => otherwise,
        [var text] when double.TryParse(text, out var value) && value >= min && value <= max => value,
        _ => new Problem($"--{name}", $"takes one number from {min} to {max}"),
    };

    private Checked<double> Whole(string name, double otherwise, double min, double max) =>
        Number(name, otherwise, min, max) is { Ok: true, Value: var value } && value == Math.Floor(value)
            ? value
            : new Problem($"--{name}", $"takes one whole number from {min} to {max}");

    private Checked<bool> Flag(string name) => Many(name) switch
    {
        [] => false,
        [var text] when bool.TryParse(text, out var value) => value,
        ["1"] => true,
        ["0"] => false,
        _ => new Problem($"--{name}", "is either true or false"),
    };

    private Checked<Uri?> Address(string name) => One(name) switch
    {
        null => (Uri?)null,
        { } text when Uri.TryCreate(text, UriKind.Absolute, out var url) => url,
        _ => new Problem($"--{name}", "takes one absolute address"),
    };
}
