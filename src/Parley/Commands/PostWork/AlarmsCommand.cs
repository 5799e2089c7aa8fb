using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley alarms [take]</c>: what calls, loudest first.</summary>
internal static class AlarmsCommand
{
    public static DocumentedCommand Create()
    {
        var commands = new PostCommands();
        var id = PostCommands.Id(what: "The alarm's id, or the part of it that no other has");
        var officer = PostCommands.Officer(required: true);
        var take = commands.Does(
            new DocumentedCommand("take", "Take an alarm: it stays until its cause is gone, but no longer calls; one that only tells of an event is gone.").Group("What", id, officer),
            talk => TakeAsync(talk, talk.Get(id)!, talk.Get(officer)!));
        var command = commands.Top(
            new DocumentedCommand("alarms", "List what calls, loudest first; or take one.")
            {
                Usage = "[take ID --officer NAME] [OPTIONS]",
                Examples = [new("parley alarms take notice:2f8343be --officer \"A. Okafor\"", "say that an officer has it")],
            },
            take);
        return commands.Does(command, async talk => talk.End(await talk.Client.StatusAsync(talk.Cancel), Print));
    }

    internal static void Table(IReadOnlyList<AlarmView> alarms, Pages pages)
    {
        if (alarms.Count > 0)
        {
            pages.Table(
                ["Alarm", "Since (UTC)", "Level", "Taken by", "Says"],
                alarms.Select(static a => (string[])[a.Id, Pages.Clock(a.Since is "" ? null : a.Since), Level(a.Severity), a.TakenBy ?? "", a.Text]));
        }
    }

    private static void Print(StatusView status, Pages pages)
    {
        if (status.Alarms.Count == 0)
        {
            pages.Line("No alarms.");
        }

        Table(status.Alarms, pages);
    }

    private static string Level(int severity) => severity switch { 1 => "to know", 2 => "ACT", _ => "ACT NOW" };

    private static async Task<int> TakeAsync(PostTalk talk, string text, string officer)
    {
        var alarms = talk.Value(await talk.Client.StatusAsync(talk.Cancel)).Alarms;
        var found = alarms.Any(a => a.Id == text) ? [text]
            : text.Length < PostTalk.LeastOfId ? throw PostTalk.Bad($"{F3548.VolumeReader.Quote(text)} is too little of an alarm's id; give {PostTalk.LeastOfId} characters or more")
            : alarms.Select(static a => a.Id).Where(a => a.Contains(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        var id = found.Length switch
        {
            1 => found[0],
            0 => throw PostTalk.Bad($"There is no alarm {F3548.VolumeReader.Quote(text)} here; it may be over"),
            _ => throw PostTalk.Bad($"{found.Length} alarms have {text} in their id; give more of it"),
        };
        return talk.End(await talk.Client.TakeAlarmAsync(id, officer, talk.Cancel), (_, pages) => pages.Line($"{officer} has {id}."));
    }
}
