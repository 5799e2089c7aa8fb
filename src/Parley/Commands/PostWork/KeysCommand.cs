using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley keys [make|drop]</c>: this post's own keys and their change.</summary>
internal static class KeysCommand
{
    public static DocumentedCommand Create()
    {
        var commands = new PostCommands();
        var officer = PostCommands.Officer();
        var second = PostCommands.Text("--second-officer", "NAME", "Who consents beside the first; it takes two officers");
        var reason = PostCommands.Text("--reason", "TEXT", "Why, for this party's own record");
        var make = commands.Does(
            new DocumentedCommand("make", "Make new keys for this post. They are in force once the exchange's operator has admitted them.").Group("What", reason, officer, second),
            async talk => talk.End(
                await talk.Client.MakeKeysAsync(new MakeKeysRequest { Reason = talk.Get(reason), Officer = talk.Get(officer), SecondOfficer = talk.Get(second) }, talk.Cancel), Print));
        var dropper = PostCommands.Officer();
        var drop = commands.Does(
            new DocumentedCommand("drop", "Throw new keys away that the exchange does not take yet.").Group("What", dropper),
            async talk =>
            {
                var next = talk.Value(await talk.Client.KeysAsync(talk.Cancel)).Next;
                return talk.End(await talk.Client.DropKeysAsync(new DropKeysRequest { Fingerprint = next?.Fingerprint ?? "none", Officer = talk.Get(dropper) }, talk.Cancel), Print);
            });
        var command = commands.Top(
            new DocumentedCommand("keys", "Show this post's own keys, or change them.")
            {
                Usage = "[make|drop] [OPTIONS]",
                Details =
                [
                    "New keys are made by two officers, admitted by the exchange's operator, and then in force here without a restart.",
                    "Letters under them are refused by each other party until two of its officers have taken them: agree on an hour, and have the new fingerprint read out by voice.",
                ],
                Examples =
                [
                    new("parley keys make --officer \"A. Hale\" --second-officer \"B. Lund\" --post alpha", "make new keys"),
                    new("parley exchange admit alpha/next-party.json --data data --replace-keys", "the exchange's operator admits them"),
                    new("parley keys --post alpha", "are they in force?"),
                ],
            },
            make, drop);
        return commands.Does(command, async talk => talk.End(await talk.Client.KeysAsync(talk.Cancel), Print));
    }

    private static void Print(KeysView keys, Pages pages)
    {
        pages.Fact("in force", keys.Fingerprint);
        if (keys.Next is { } next)
        {
            pages.Fact("new", next.Fingerprint);
            pages.Fact("made", $"{Pages.Clock(next.Since)} by {next.Officer} and {next.SecondOfficer}");
            pages.Fact("reason", next.Reason);
            pages.Line(next.Fault ?? "The exchange does not take the new ones yet. Give next-party.json, in the post's folder, to its operator: parley exchange admit next-party.json --data DIR --replace-keys");
        }

        foreach (var former in keys.Former)
        {
            pages.Fact("former", former);
        }
    }
}
