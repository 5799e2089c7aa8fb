using System.CommandLine;
using Parley.Hosting;

namespace Parley.Commands;

/// <summary><c>parley exchange</c>: the shared server.</summary>
internal static class ExchangeCommand
{
    public static Command Create()
    {
        Option[] options =
        [
            Many("--urls", "URL", "Addresses to listen on; default http://127.0.0.1:8082."),
            One("--data", "DIR", "Folder of the journal and its snapshots; made if missing."),
            Many("--jwt-public-key", "FILE", "PEM file with a public key that signs tokens; may be given more than once."),
            Many("--jwt-audience", "NAME", "Audience that tokens must be issued for, the name by which clients reach this exchange; may be given more than once."),
            One("--jwks", "URL", "Address of a JSON Web Key Set; asked again every 5 minutes and when a token names an unknown key."),
            Flag("--allow-http-uss-urls", "Accept http:// in uss_base_url; for trials only."),
            One("--max-area-km2", "KM2", "Largest area of one outline; default 2500."),
            One("--max-results", "N", "Most entities in one answer; default 10000."),
            One("--max-body-bytes", "N", "Largest request body; default 4194304."),
            One("--max-in-flight", "N", "Most requests in work at one time, beyond it 503; default 2048."),
            One("--max-party-rate", "N", "Most requests of one party a second, beyond it 429; default 30000."),
            One("--retain-ended-hours", "H", "How long what has ended stays visible; default 168."),
            One("--snapshot-every", "N", "Journal entries between snapshots; default 1000000."),
            One("--journal-retention-days", "D", "Journal segments that snapshots cover are deleted when older than this; default 30."),
            Flag("--log-requests", "One log line for every request, not only for failures."),
            Flag("--json-logs", "Log lines as JSON."),
        ];
        var command = new Command("exchange", "Run the exchange: discovery of who declared what near whom (ASTM F3548-21 DSS), on a durable journal.");
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancel) => RunAsync(Given(parsed, options), cancel));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyDictionary<string, IReadOnlyList<string>> given, CancellationToken cancel)
    {
        if (!ExchangeSettings.Open(given).Read().Try(out var options, out var problem)
            || !ExchangeHost.Open(options, TimeProvider.System).Try(out var host, out problem))
        {
            await Console.Error.WriteLineAsync($"parley exchange: {problem}");
            return ExitCode.BadInput;
        }

        await using (host)
        {
            if (await host.StartAsync() is { } failed)
            {
                await Console.Error.WriteLineAsync($"parley exchange: {failed}");
                return ExitCode.BadInput;
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
