using System.CommandLine;
using Parley.Client.Letters;
using Parley.Post;

namespace Parley.Commands;

/// <summary><c>parley post init|run</c>: a party's own server.</summary>
internal static class PostCommand
{
    public static Command Create() => new DocumentedCommand("post", "Make and run a post: a party's own server, which connects only outward, to its exchange.")
    {
        Usage = "COMMAND DIR [OPTIONS]",
        Details = ["A post lives in one folder: party.json (public), keys.json and api.key (secret), post.json (settings), data (its journal)."],
        Examples =
        [
            new("parley post init alpha --party alpha --exchange http://127.0.0.1:8082 --api http://127.0.0.1:8101", "keys and settings"),
            new("parley exchange admit alpha/party.json --data data", "the exchange's operator lets it in"),
            new("parley post run alpha", "the post, until Ctrl-C"),
        ],
    }.Group("Do", Init(), Run());

    private static DocumentedCommand Init()
    {
        var dir = new Argument<string>("DIR") { Description = "Folder of the post; made if missing" };
        var party = Required("--party", "NAME", "The party's name: 1 to 63 ASCII letters, digits, dots, underscores, hyphens");
        var exchange = Required("--exchange", "URL", "The exchange's address");
        var api = Required("--api", "URL", "Where the API for the party's own people and systems will listen");
        var contact = new Option<string[]>("--contact") { HelpName = "NAME[<EMAIL>]", Description = "Whom to call, in order of escalation; repeatable. Default: Duty officer" };
        var command = new DocumentedCommand("init", "Make keys, an API key and settings. Nothing that is there is overwritten.")
            .Group("What", dir, party, exchange, api, contact)
            .Exit(ExitCode.BadInput, "a name or address is none, or there is a post in the folder already");
        command.SetAction(parsed =>
        {
            var contacts = (parsed.GetValue(contact) ?? []).Select(ContactOf).ToArray();
            if (contacts.Length == 0)
            {
                contacts = [new Contact("Duty officer")];
            }

            if (new PostFolder(parsed.GetValue(dir)!).Init(parsed.GetValue(party)!, parsed.GetValue(exchange)!, parsed.GetValue(api)!, contacts) is { } problem)
            {
                return parsed.Refuse(problem);
            }

            parsed.InvocationConfiguration.Output.WriteLine(
                $"Made the post of {parsed.GetValue(party)} in {parsed.GetValue(dir)}. Give {Path.Combine(parsed.GetValue(dir)!, "party.json")} to the exchange's operator, then: parley post run {parsed.GetValue(dir)}");
            return ExitCode.Fine;
        });
        return command;
    }

    private static DocumentedCommand Run()
    {
        var dir = new Argument<string>("DIR") { Description = "Folder that parley post init made" };
        var logRequests = new Option<bool>("--log-requests") { Description = "One log line for every request, not only for failures" };
        var jsonLogs = new Option<bool>("--json-logs") { Description = "Log lines as JSON" };
        var command = new DocumentedCommand("run", "Run the post until it is asked to stop (Ctrl-C, SIGTERM).")
            .Group("What", dir)
            .Group("Logs", logRequests, jsonLogs)
            .Exit(ExitCode.Fine, "stopped in order")
            .Exit(ExitCode.BadInput, "the folder, its settings, keys or journal are not usable; the sentence printed says what to change");
        command.SetAction(async (parsed, cancel) =>
        {
            if (!PostHost.Open(parsed.GetValue(dir)!, TimeProvider.System, console: true, jsonLogs: parsed.GetValue(jsonLogs), logRequests: parsed.GetValue(logRequests)).Try(out var host, out var problem))
            {
                return parsed.Refuse(problem);
            }

            await using (host)
            {
                if (await host.StartAsync() is { } failed)
                {
                    return parsed.Refuse(failed);
                }

                await host.WaitForShutdownAsync(cancel);
            }

            return ExitCode.Fine;
        });
        return command;
    }

    // Duty officer <duty@example.org>
    private static Contact ContactOf(string text) =>
        text.TrimEnd() is var whole && whole.EndsWith('>') && whole.LastIndexOf('<') is > 0 and var at
            ? new Contact(whole[..at].Trim(), whole[(at + 1)..^1].Trim())
            : new Contact(whole.Trim());

    private static Option<string> Required(string name, string value, string says) => new(name) { HelpName = value, Description = says, Required = true };
}
