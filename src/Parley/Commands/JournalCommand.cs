using System.CommandLine;
using System.Text;
using System.Text.Json;
using Parley.Journal;

namespace Parley.Commands;

/// <summary>
/// <c>parley journal show|verify</c>: looks at a journal, also while the exchange that writes it runs, and changes nothing.
/// Exit codes: 0 fine, 1 damage was found, 2 there is no journal to look at.
/// </summary>
internal static class JournalCommand
{
    /// <param name="describe">One line about an entry's payload; CBOR diagnostic notation or JSON when left out.</param>
    public static Command Create(Func<ReadOnlyMemory<byte>, string>? describe = null) =>
        new DocumentedCommand("journal", "Look at a journal: the ordered record of everything that was accepted.")
        {
            Usage = "COMMAND --data DIR [OPTIONS]",
            Details = ["Nothing is changed, and the exchange that writes the journal may run meanwhile."],
            Examples =
            [
                new("parley journal verify --data DIR", "check that nothing is damaged, missing or out of order"),
                new("parley journal show --data DIR --from 1000 --count 10", "ten entries from position 1000 on"),
            ],
        }
            .Group("Look", Show(describe ?? Describe), Verify())
            .Exit(ExitCode.Fine, "the journal is good")
            .Exit(ExitCode.No, "it is damaged: file, offset and what to do are printed")
            .Exit(ExitCode.BadInput, "there is no journal, or it can't be read");

    private static Option<string> DataOption() => new("--data")
    {
        Description = "The data folder of an exchange or a post.",
        HelpName = "DIR",
        Required = true,
    };

    private static Command Show(Func<ReadOnlyMemory<byte>, string> describe)
    {
        var data = DataOption();
        var from = new Option<long>("--from") { Description = "The first position to show.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var count = new Option<long>("--count") { Description = "How many entries to show; all if left out.", HelpName = "N", DefaultValueFactory = _ => long.MaxValue };
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line." };
        var show = new DocumentedCommand("show", "Print the entries, each on one line: position, segment, offset, size, content.")
            .Group("Which", data, from, count)
            .Group("Output", json)
            .Exit(ExitCode.No, "the journal is damaged from there on: file, offset and what to do are printed")
            .Exit(ExitCode.BadInput, "there is no journal, or it can't be read");
        show.SetAction(parsed => Guarded(parsed, () =>
        {
            var left = parsed.GetValue(count);
            if (left <= 0) return ExitCode.Fine;
            var output = parsed.InvocationConfiguration.Output;
            var damage = JournalReader.Open(parsed.GetValue(data)!).Read(parsed.GetValue(from), entry =>
            {
                output.WriteLine(parsed.GetValue(json) ? Json(entry, describe) : Line(entry, describe));
                return --left > 0;
            });
            if (damage is null) return ExitCode.Fine;
            parsed.InvocationConfiguration.Error.WriteLine(damage);
            return ExitCode.No;
        }));
        return show;
    }

    private static Command Verify()
    {
        var data = DataOption();
        var verify = new DocumentedCommand("verify", "Read everything and check that it is whole, unchanged and in order.")
            .Group("Which", data)
            .Exit(ExitCode.Fine, "the journal is good")
            .Exit(ExitCode.No, "it is damaged: file, offset and what to do are printed")
            .Exit(ExitCode.BadInput, "there is no journal, or it can't be read");
        verify.SetAction(parsed => Guarded(parsed, () =>
        {
            var result = JournalReader.Open(parsed.GetValue(data)!).Verify();
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine(result.Entries == 0
                ? $"{result.Segments} segments, no entries"
                : $"{result.Segments} segments, {result.Entries} entries, positions {result.First} to {result.Last}");
            if (result.Tail is { } tail)
            {
                output.WriteLine($"{tail.File} at offset {tail.Offset}: {tail.Bytes} bytes of an unfinished write, which is no damage; the next start cuts them if they are still there.");
            }

            foreach (var problem in result.Problems)
            {
                parsed.InvocationConfiguration.Error.WriteLine(problem);
            }

            output.WriteLine(result.Problems.Count == 0 ? "The journal is good." : $"The journal is damaged in {result.Problems.Count} places.");
            return result.Problems.Count == 0 ? ExitCode.Fine : ExitCode.No;
        }));
        return verify;
    }

    // An exchange's entries are CBOR arrays, a post's are JSON objects; their first bytes tell them apart.
    private static string Describe(ReadOnlyMemory<byte> payload) =>
        payload.Span is [(byte)'{', ..] ? Encoding.UTF8.GetString(payload.Span) : CborDiagnostic.Print(payload);

    private static string Line(StoredEntry entry, Func<ReadOnlyMemory<byte>, string> describe) =>
        $"{entry.Position,10}  {Path.GetFileName(entry.Segment)} +{entry.Offset}  {entry.Payload.Length} B  {describe(entry.Payload)}";

    private static string Json(StoredEntry entry, Func<ReadOnlyMemory<byte>, string> describe) => JsonSerializer.Serialize(new
    {
        position = entry.Position,
        segment = Path.GetFileName(entry.Segment),
        offset = entry.Offset,
        size = entry.Payload.Length,
        batch_first = entry.BatchFirst,
        content = describe(entry.Payload),
    });

    private static int Guarded(ParseResult parsed, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (JournalException refused)
        {
            parsed.InvocationConfiguration.Error.WriteLine(refused.Message);
            return ExitCode.BadInput;
        }
    }
}
