using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley conflict</c>: see conflicts and settle them.</summary>
internal sealed class ConflictCommand
{
    private readonly PostCommands _commands = new();

    public static DocumentedCommand Create()
    {
        var it = new ConflictCommand();
        return it._commands.Top(
            new DocumentedCommand("conflict", "See who would meet whom, and settle it.")
            {
                Usage = "COMMAND [OPTIONS]",
                Details = ["A change is one of the suggestions (--suggestion N, as conflict show numbers them) or your own: --shift, --climb, --bearing with --distance, or --shrink."],
                Examples =
                [
                    new("parley conflict list --state open --post alpha", "what is to be settled"),
                    new("parley conflict propose 1a2b --suggestion 1 --post alpha", "propose the first suggestion"),
                    new("parley conflict propose 1a2b --shift -6min --post alpha", "propose to start 6 min earlier"),
                    new("parley conflict accept 1a2b 9c0d --post bravo", "accept a proposal: the change is carried out"),
                ],
            },
            it.List(), it.Show(), it.Propose(), it.Accept(), it.Decline(), it.Counter(), it.Stand());
    }

    private static Argument<string> Proposal() => PostCommands.Id("PID", "The proposal's id, or the first 4 characters of it or more");

    private static Option<string?> SecondOfficer() => PostCommands.Text("--second-officer", "NAME", "Who consents beside the first, for accept-risk");

    private DocumentedCommand List()
    {
        var state = PostCommands.Text("--state", "STATE", "Only those: open, agreed, expired or gone");
        state.Validators.Add(static result =>
        {
            if (result.Tokens is [var token] && token.Value is not ("open" or "agreed" or "expired" or "gone"))
            {
                result.AddError($"--state got '{token.Value}'; give open, agreed, expired or gone.");
            }
        });
        return _commands.Does(
            new DocumentedCommand("list", "List conflicts.").Group("Which", state),
            async talk => talk.End(await talk.Client.ConflictsAsync(talk.Get(state), talk.Cancel), ConflictPages.List));
    }

    private DocumentedCommand Show()
    {
        var id = PostCommands.Id();
        return _commands.Does(
            new DocumentedCommand("show", "Show a conflict: how near, until when, suggestions, proposals.").Group("What", id),
            async talk => talk.End(await talk.Client.ConflictAsync(await talk.ConflictIdAsync(talk.Get(id)!), talk.Cancel), ConflictPages.Show));
    }

    private DocumentedCommand Propose()
    {
        var (id, change) = (PostCommands.Id(), new ProposalOptions());
        return _commands.Does(new DocumentedCommand("propose", "Propose how to settle a conflict.").Group("What", id).Group("Proposal", change.All), async talk =>
        {
            var conflict = await talk.ConflictIdAsync(talk.Get(id)!);
            return talk.End(await talk.Client.ProposeAsync(conflict, await change.ReadAsync(talk, conflict), talk.Cancel), static (made, pages) => pages.Line($"Proposed {made.Id}."));
        });
    }

    private DocumentedCommand Counter()
    {
        var (id, pid, change) = (PostCommands.Id(), Proposal(), new ProposalOptions());
        return _commands.Does(new DocumentedCommand("counter", "Answer a proposal with another.").Group("What", id, pid).Group("Proposal", change.All), async talk =>
        {
            var conflict = await talk.ConflictIdAsync(talk.Get(id)!);
            var proposal = await talk.ProposalIdAsync(conflict, talk.Get(pid)!);
            return talk.End(
                await talk.Client.CounterAsync(conflict, proposal, await change.ReadAsync(talk, conflict), talk.Cancel), static (made, pages) => pages.Line($"Countered with {made.Id}."));
        });
    }

    private DocumentedCommand Accept()
    {
        var (id, pid, reason, officer, second) = (PostCommands.Id(), Proposal(), PostCommands.Reason(), PostCommands.Officer(), SecondOfficer());
        return _commands.Does(
            new DocumentedCommand("accept", "Accept a proposal; the change it holds is carried out by who owns the intent.").Group("What", id, pid, reason, officer, second),
            talk => AnswerAsync(talk, id, pid, new AnswerRequest { Reason = talk.Get(reason), Officer = talk.Get(officer), SecondOfficer = talk.Get(second) }, accept: true));
    }

    private DocumentedCommand Decline()
    {
        var (id, pid, reason, officer) = (PostCommands.Id(), Proposal(), PostCommands.Reason(), PostCommands.Officer());
        return _commands.Does(
            new DocumentedCommand("decline", "Decline a proposal.").Group("What", id, pid, reason, officer),
            talk => AnswerAsync(talk, id, pid, new AnswerRequest { Reason = talk.Get(reason), Officer = talk.Get(officer) }, accept: false));
    }

    private static async Task<int> AnswerAsync(PostTalk talk, Argument<string> id, Argument<string> pid, AnswerRequest body, bool accept)
    {
        var conflict = await talk.ConflictIdAsync(talk.Get(id)!);
        var proposal = await talk.ProposalIdAsync(conflict, talk.Get(pid)!);
        var answer = accept ? await talk.Client.AcceptAsync(conflict, proposal, body, talk.Cancel) : await talk.Client.DeclineAsync(conflict, proposal, body, talk.Cancel);
        return talk.End(answer, (view, pages) => pages.Line($"{(accept ? "Accepted" : "Declined")} {proposal}; the conflict is {view.State}."));
    }

    private DocumentedCommand Stand()
    {
        var (id, reason, officer) = (PostCommands.Id(), PostCommands.Reason(), PostCommands.Officer());
        var stand = new Argument<string>("STAND") { HelpName = "move|hold", Description = "Who gives way: this party moves, or holds" };
        return _commands.Does(
            new DocumentedCommand("stand", "Declare that this party moves, or holds.").Group("What", id, stand, reason, officer),
            async talk => talk.End(
                await talk.Client.StandAsync(
                    await talk.ConflictIdAsync(talk.Get(id)!), new StandRequest { Stand = talk.Get(stand), Reason = talk.Get(reason), Officer = talk.Get(officer) }, talk.Cancel),
                ConflictPages.Show));
    }
}
