using System.CommandLine;
using System.Text.Json;
using Parley.Client.Letters;
using Parley.Core;
using Parley.Relay;

namespace Parley.Commands;

/// <summary><c>parley exchange admit|expel|parties</c>: who is let in; works whether the exchange runs or not.</summary>
internal static class ExchangePartiesCommands
{
    public static Command[] Create() => [Admit(), Expel(), Parties()];

    private static Option<string> DataOption() => new("--data")
    {
        Description = "The exchange's data folder",
        HelpName = "DIR",
        Required = true,
    };

    private static DocumentedCommand Admit()
    {
        var file = new Argument<string>("FILE") { Description = "The party's description, party.json" };
        var data = DataOption();
        var replace = new Option<bool>("--replace-keys") { Description = "The party is known with other keys, and these are to count from now on" };
        var command = new DocumentedCommand("admit", "Let a party in: it may send and receive letters, and its own tokens are accepted.")
        {
            Usage = "FILE --data DIR [--replace-keys]",
            Details = ["Compare the fingerprint that is printed with the party's officers, by voice, before anybody relies on it."],
            Examples = [new("parley exchange admit party.json --data data", "let in the party that party.json describes")],
        }.Group("What", file, data, replace).Exit(ExitCode.No, "the party was not admitted; the sentence printed says why");
        command.SetAction(async (parsed, cancel) =>
        {
            byte[] json;
            try
            {
                var path = parsed.GetValue(file)!;
                if (new FileInfo(path) is { Exists: true, Length: > PartyDescription.MaxBytes })
                {
                    return parsed.Refuse($"{path} is larger than {PartyDescription.MaxBytes} bytes; give a party.json.");
                }

                json = await File.ReadAllBytesAsync(path, cancel);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return parsed.Refuse($"The party's description can't be read: {e.Message}");
            }

            return PartyDescription.Parse(json).Problem is { } fault
                ? parsed.Refuse(fault.Under(parsed.GetValue(file)!))
                : Tell(parsed, await OfficeClient.AdmitAsync(parsed.GetValue(data)!, json, parsed.GetValue(replace)));
        });
        return command;
    }

    private static DocumentedCommand Expel()
    {
        var name = new Argument<string>("NAME") { Description = "The party's name" };
        var data = DataOption();
        var command = new DocumentedCommand("expel", "Put a party out: its tokens and letters are refused at once; mail that waits for it is kept for its return.")
        {
            Usage = "NAME --data DIR",
        }.Group("What", name, data).Exit(ExitCode.No, "no such party was ever admitted");
        command.SetAction(async (parsed, _) => Tell(parsed, await OfficeClient.ExpelAsync(parsed.GetValue(data)!, parsed.GetValue(name)!)));
        return command;
    }

    private static DocumentedCommand Parties()
    {
        var data = DataOption();
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new DocumentedCommand("parties", "List who was let in, with the fingerprints of their keys.") { Usage = "--data DIR [--json]" }
            .Group("What", data, json);
        command.SetAction(async (parsed, _) =>
        {
            if (!(await OfficeClient.ListAsync(parsed.GetValue(data)!)).Try(out var list, out var problem))
            {
                return parsed.Refuse(problem.ToString());
            }

            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(list, OperatorJson.Default.PartyList));
            }
            else
            {
                foreach (var party in list.Parties)
                {
                    output.WriteLine($"{party.Name,-24}  {party.State}  {party.Fingerprint}  since {party.Since}");
                }

                if (list.Parties.Count == 0)
                {
                    output.WriteLine("Nobody is admitted; let a party in with parley exchange admit party.json --data DIR.");
                }
            }

            return ExitCode.Fine;
        });
        return command;
    }

    private static int Tell(ParseResult parsed, Checked<OfficeReply> reply)
    {
        if (!reply.Try(out var told, out var problem))
        {
            return parsed.Refuse(problem.ToString());
        }

        if (!told.Done)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"{CommandLine.PathOf(parsed.CommandResult.Command)}: {told.Sentence}");
            return ExitCode.No;
        }

        parsed.InvocationConfiguration.Output.WriteLine(told.Sentence);
        if (told.Party is { } party)
        {
            parsed.InvocationConfiguration.Output.WriteLine($"Fingerprint: {party.Fingerprint}");
        }

        return ExitCode.Fine;
    }
}
