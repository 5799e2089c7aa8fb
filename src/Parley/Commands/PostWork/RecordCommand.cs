using System.Globalization;
using Parley.Console.Record;
using Parley.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley record</c>: who saw and did what at a post's console.</summary>
internal sealed class RecordCommand
{
    private readonly PostCommands _commands = new();

    public static DocumentedCommand Create()
    {
        var it = new RecordCommand();
        return it._commands.Top(
            new DocumentedCommand("record", "Show who saw and did what at a post's console, and prove that nothing of it was changed.")
            {
                Usage = "COMMAND [OPTIONS]",
                Details = ["Each line carries the hash of the one before. verify reads the post's files itself, whether the post runs or not; its last line is the head, which a witness elsewhere can keep."],
                Examples = [new("parley record show --limit 20 --post alpha", "the newest"), new("parley record verify --post alpha", "is it as it was written?")],
            },
            it.Show(), it.Verify());
    }

    private DocumentedCommand Show()
    {
        var before = PostCommands.Text("--before", "NUMBER", "Only lines before this one. Default: the newest");
        var limit = PostCommands.Text("--limit", "NUMBER", "At most so many, 1 to 1000. Default: 50");
        return _commands.Does(new DocumentedCommand("show", "Show the record, the newest first.").Group("What", before, limit), async talk => talk.End(
            await talk.Client.ConsoleRecordAsync(Number(talk.Get(before), "--before", long.MaxValue), (int)(Number(talk.Get(limit), "--limit", 1000) ?? 50), talk.Cancel),
            static (lines, pages) => pages.Table(
                ["No.", "Time (UTC)", "Who", "What", "Outcome", "About"],
                lines.Select(static l => (string[])[l.Number.ToString(CultureInfo.InvariantCulture), Pages.Clock(l.At), l.Name, l.What, l.Outcome, l.About ?? ""]))));
    }

    private DocumentedCommand Verify() => _commands.Does(
        new DocumentedCommand("verify", "Check every line of the record against the one before.").Exit(ExitCode.No, "the record was changed; the sentences printed say where"),
        static talk =>
        {
            var folder = Path.Combine(new PostFolder(talk.Folder).Console, "record");
            if (RecordChain.Files(folder).Count == 0)
            {
                throw PostTalk.Bad($"There is no record in {folder}; the post writes it once it ran with its console");
            }

            var (number, hash, _, breaks) = RecordChain.Walk(folder);
            foreach (var found in breaks)
            {
                talk.Output.WriteLine($"Not as it was written: {found.Sentence}.");
            }

            talk.Output.WriteLine(breaks.Count == 0 ? $"{number} lines, each as it was written." : $"{number} lines, {breaks.Count} breaks.");
            talk.Output.WriteLine($"head {number} {hash}");
            return Task.FromResult(breaks.Count == 0 ? ExitCode.Fine : ExitCode.No);
        });

    private static long? Number(string? text, string option, long most) =>
        text is null ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
        : throw PostTalk.Bad($"{option}: give a number from 1 to {most}");
}
