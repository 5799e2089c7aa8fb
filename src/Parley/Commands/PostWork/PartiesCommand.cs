using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley parties [accept]</c>: who is known, by which keys.</summary>
internal static class PartiesCommand
{
    public static DocumentedCommand Create()
    {
        var commands = new PostCommands();
        var name = PostCommands.Id("NAME", "The party");
        var fingerprint = PostCommands.Text("--fingerprint", "DIGITS", "The 30 digits that the other side read out");
        fingerprint.Required = true;
        var officer = PostCommands.Officer();
        var second = PostCommands.Text("--second-officer", "NAME", "Who consents beside the first; it takes two officers");
        var accept = commands.Does(
            new DocumentedCommand("accept", "Take a party's new keys, once its officer has read out their fingerprint.").Group("What", name, fingerprint, officer, second),
            async talk => talk.End(
                await talk.Client.AcceptPartyAsync(
                    talk.Get(name)!, new AcceptPartyRequest { Fingerprint = talk.Get(fingerprint), Officer = talk.Get(officer), SecondOfficer = talk.Get(second) }, talk.Cancel),
                Print));
        var command = commands.Top(
            new DocumentedCommand("parties", "List the parties this post knows, with the fingerprints of their keys; or accept new keys.")
            {
                Usage = "[accept NAME --fingerprint DIGITS] [OPTIONS]",
                Details = ["Compare fingerprints by voice with the other side's officers, before signing anything: who sits between could show each side other keys."],
                Examples = [new("parley parties --post alpha", "whom alpha knows")],
            },
            accept);
        return commands.Does(command, async talk => talk.End(await talk.Client.PartiesAsync(talk.Cancel), Print));
    }

    private static void Print(IReadOnlyList<PartyView> parties, Pages pages)
    {
        if (parties.Count == 0)
        {
            pages.Line("No other party is known yet: none was admitted, or this post has not reached its exchange since.");
            return;
        }

        pages.Table(["Party", "Fingerprint", "Known since (UTC)"], parties.Select(static p => (string[])[p.Name, p.Fingerprint, Pages.Clock(p.Since)]));
    }
}
