using System.CommandLine;
using Parley.Hosting;

namespace Parley.Commands;

/// <summary><c>parley exchange</c>: the shared server.</summary>
internal static class ExchangeCommand
{
    public static Command Create()
    {
        Option[] basics =
        [
            One("--data", "DIR", "Folder of the journal and its snapshots; made if missing"),
            Many("--urls", "URL", "Addresses to listen on; repeatable. Default: http://127.0.0.1:8082"),
        ];
        Option[] trust =
        [
            Many("--jwt-audience", "NAME", "Audience that tokens must be issued for, the name by which clients reach this exchange; repeatable"),
            Many("--jwt-public-key", "FILE", "PEM file with a public key that signs tokens; repeatable"),
            One("--jwks", "URL", "Address of a JSON Web Key Set: asked again every 5 minutes, and when a token names an unknown key"),
            Flag("--allow-http-uss-urls", "Accept http:// in uss_base_url; for trials only"),
        ];
        Option[] limits =
        [
            One("--max-area-km2", "KM2", "Largest area of one outline. Default: 2500"),
            One("--max-results", "N", "Most entities in one answer. Default: 10000"),
            One("--max-body-bytes", "N", "Largest request body, beyond it 413. Default: 4194304"),
            One("--max-in-flight", "N", "Most requests in work at one time, beyond it 503. Default: 2048"),
            One("--max-party-rate", "N", "Most requests of one party a second, beyond it 429. Default: 30000"),
            One("--max-waiting-letters", "N", "Most letters that wait from one sender to one receiver, beyond it 429. Default: 10000"),
            One("--max-waiting-bytes", "N", "Most bytes of such letters, beyond it 429. Default: 67108864"),
        ];
        Option[] keeping =
        [
            One("--retain-ended-hours", "H", "How long what has ended stays visible. Default: 168"),
            One("--snapshot-every", "N", "Journal entries between snapshots. Default: 1000000"),
            One("--journal-retention-days", "D", "Segments that snapshots cover are deleted when older than this. Default: 30"),
        ];
        Option[] logs =
        [
            Flag("--log-requests", "One log line for every request, not only for failures"),
            Flag("--json-logs", "Log lines as JSON"),
        ];
        var command = new DocumentedCommand("exchange", "Run the exchange: who declared what near whom (ASTM F3548-21's DSS), on a durable journal.")
        {
            Usage = "--data DIR --jwt-audience NAME (--jwt-public-key FILE | --jwks URL) [OPTIONS]",
            Details =
            [
                "Every option can also be set in the environment (--max-area-km2 as PARLEY_MAX_AREA_KM2) or in the section Exchange of "
                + "appsettings.json in the working folder (MaxAreaKm2); the command line wins, then the environment.",
                "Beside the F3548-21 paths it serves /healthy, /healthy/live, /healthy/ready, /metrics (Prometheus) and /openapi/v1.json. "
                + "With OTEL_EXPORTER_OTLP_ENDPOINT set it sends traces and metrics there.",
            ],
            Examples =
            [
                new("parley exchange --data data --jwt-public-key keys/public.pem --jwt-audience localhost", "on http://127.0.0.1:8082"),
            ],
        };
        command.Group("What it needs", basics).Group("Whom it trusts", trust).Group("Limits", limits).Group("What it keeps", keeping).Group("Logs", logs)
            .Group("Who is let in", ExchangePartiesCommands.Create())
            .Exit(ExitCode.Fine, "stopped in order")
            .Exit(ExitCode.BadInput, "a setting, a key file or the data folder is not usable; the sentence printed says what to change");
        Option[] all = [.. basics, .. trust, .. limits, .. keeping, .. logs];
        command.SetAction((parsed, cancel) => RunAsync(parsed, Given(parsed, all), cancel));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, IReadOnlyDictionary<string, IReadOnlyList<string>> given, CancellationToken cancel)
    {
        if (!ExchangeSettings.Open(given).Read().Try(out var options, out var problem)
            || !ExchangeHost.Open(options, TimeProvider.System).Try(out var host, out problem))
        {
            return parsed.Refuse(problem.ToString());
        }

        await using (host)
        {
            if (await host.StartAsync() is { } failed)
            {
                return parsed.Refuse(failed.ToString());
            }

            await host.WaitForShutdownAsync(cancel);
        }

        return ExitCode.Fine;
    }

    private static Dictionary<string, IReadOnlyList<string>> Given(ParseResult parsed, IEnumerable<Option> options)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var option in options)
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
            {
                given[option.Name[2..]] = option is Option<bool> flag
                    ? [parsed.GetValue(flag) ? "true" : "false"]
                    : [.. result.Tokens.Select(static t => t.Value)];
            }
        }

        return given;
    }

    private static Option<string[]> Many(string name, string value, string says) =>
        new(name) { HelpName = value, Description = says, AllowMultipleArgumentsPerToken = true };

    private static Option<string> One(string name, string value, string says) => new(name) { HelpName = value, Description = says };

    private static Option<bool> Flag(string name, string says) => new(name) { Description = says };
}
