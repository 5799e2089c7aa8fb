using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley watch</c>: who holds the duty; taking it, handing it over, leaving it.</summary>
internal static class WatchCommand
{
    private const int ChangesShown = 10;

    public static DocumentedCommand Create()
    {
        var commands = new PostCommands();
        var command = commands.Top(
            new DocumentedCommand("watch", "Show who is on watch, and who was before.")
            {
                Usage = "[COMMAND] [OPTIONS]",
                Details = ["Duty is a role that whoever is on watch holds: anyone on watch may acknowledge anything. A watch that nobody holds calls."],
                Examples =
                [
                    new("parley watch take --officer \"A. Okafor\" --post alpha", "go on watch"),
                    new("parley watch take --officer \"B. Lund\" --from \"A. Okafor\" --note \"2 open conflicts\"", "take over from another, which is recorded as one step"),
                ],
            },
            Take(commands), Leave(commands));
        return commands.Does(command, async talk => talk.End(await talk.Client.WatchAsync(talk.Cancel), Print));
    }

    private static Option<string?> Note() => PostCommands.Text("--note", "TEXT", "What the next one is to know");

    private static DocumentedCommand Take(PostCommands commands)
    {
        var (officer, note) = (PostCommands.Officer(required: true), Note());
        var role = PostCommands.Text("--role", "ROLE", "What the officer holds. Default: duty officer");
        var from = PostCommands.Text("--from", "NAME", "Who hands over, and so leaves the watch");
        return commands.Does(new DocumentedCommand("take", "Go on watch, or take over from another.").Group("What", officer, role, from, note), async talk => talk.End(
            await talk.Client.TakeWatchAsync(
                new WatchRequest { Officer = talk.Get(officer), Role = talk.Get(role), From = talk.Get(from), Note = talk.Get(note) }, talk.Cancel),
            Print));
    }

    private static DocumentedCommand Leave(PostCommands commands)
    {
        var (officer, note) = (PostCommands.Officer(required: true), Note());
        return commands.Does(
            new DocumentedCommand("leave", "Go off watch without anybody taking over.").Group("What", officer, note),
            async talk => talk.End(await talk.Client.LeaveWatchAsync(new WatchRequest { Officer = talk.Get(officer), Note = talk.Get(note) }, talk.Cancel), Print));
    }

    private static void Print(WatchView watch, Pages pages)
    {
        pages.Line(watch.OnWatch.Count == 0 ? "NOBODY is on watch: parley watch take --officer NAME" : "On watch:");
        foreach (var w in watch.OnWatch)
        {
            pages.Fact(w.Role, $"{w.Officer}, since {Pages.Clock(w.Since)}");
        }

        if (watch.Changes.Count > 0)
        {
            pages.Table(
                ["Time (UTC)", "Left", "Took", "Role", "Note"],
                watch.Changes.Take(ChangesShown).Select(static c => (string[])[Pages.Clock(c.At), c.Left ?? "", c.Took ?? "", c.Role ?? "", c.Note ?? ""]));
        }
    }
}
