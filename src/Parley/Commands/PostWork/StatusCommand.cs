using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley status</c>: how a post is.</summary>
internal static class StatusCommand
{
    public static DocumentedCommand Create()
    {
        var commands = new PostCommands();
        var command = commands.Top(new DocumentedCommand("status", "Show how a post is: its exchange, what waits, its alarms.")
        {
            Usage = "[--post DIR] [--json]",
            Examples = [new("parley status --post alpha", "is the exchange up, and does anything call?")],
        });
        return commands.Does(command, async talk => talk.End(await talk.Client.StatusAsync(talk.Cancel), Print));
    }

    private static void Print(StatusView status, Pages pages)
    {
        pages.Line($"Post of {status.Party}, parley {status.Version}");
        pages.Fact("exchange", status.Exchange == "up" ? "up" : "DOWN: nothing reaches the other parties until it answers again");
        pages.Fact("letters", status.LettersWaiting switch { 0 => null, 1 => "1 waits for the exchange", var many => $"{many} wait for the exchange" });
        pages.Fact("restoring", status.Restoring.Count == 0 ? null : $"from an old backup; waits for what {string.Join(", ", status.Restoring)} will tell it again");
        pages.Fact("position", $"{status.Position}");
        pages.Fact("fingerprint", status.Fingerprint);
        pages.Fact("alarms", status.Alarms.Count == 0 ? "none" : $"{status.Alarms.Count}");
        AlarmsCommand.Table(status.Alarms, pages);
    }
}
