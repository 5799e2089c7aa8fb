using System.CommandLine;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley agreement</c>: draft, sign, amend, suspend, resume, end.</summary>
internal sealed class AgreementCommand
{
    private readonly PostCommands _commands = new();

    public static DocumentedCommand Create()
    {
        var it = new AgreementCommand();
        return it._commands.Top(
            new DocumentedCommand("agreement", "Draft, sign and end what parties agree on.")
            {
                Usage = "COMMAND [OPTIONS]",
                Details = ["A document is YAML or JSON; docs/formats.md names its members, and examples/agreement.yaml is one to begin with."],
                Examples =
                [
                    new("parley agreement draft examples/agreement.yaml --post alpha", "send a draft to its parties"),
                    new("parley agreement sign 2f83 --post bravo --officer \"B. Lund\"", "sign it; in force once all have"),
                    new("parley agreement show 2f83 --text | sha256sum", "the hash that both sides signed"),
                ],
            },
            it.Draft(), it.List(), it.Show(), it.Sign(), it.Amend(), it.Suspend(), it.Resume(), it.End());
    }

    private static Argument<string> File() => new("FILE") { Description = "The document, YAML or JSON" };

    private static void Drafted(DraftedView drafted, Pages pages)
    {
        pages.Line($"Drafted {drafted.Id}{(drafted.State is null ? "" : $", {drafted.State}")}.");
        pages.Fact("hash", drafted.Hash);
        pages.Line($"Each party signs it: parley agreement sign {Pages.Short(drafted.Id)}");
    }

    private DocumentedCommand Draft()
    {
        var file = File();
        return _commands.Does(
            new DocumentedCommand("draft", "Send a draft to its parties.").Group("What", file),
            async talk => talk.End(await talk.Client.DraftAgreementAsync(PostTalk.Take(AgreementFile.Read(talk.Get(file)!)), talk.Cancel), Drafted));
    }

    private DocumentedCommand List() => _commands.Does(
        new DocumentedCommand("list", "List the agreements and their states."),
        async talk => talk.End(await talk.Client.AgreementsAsync(talk.Cancel), AgreementPages.List));

    private DocumentedCommand Show()
    {
        var id = PostCommands.Id();
        var text = new Option<bool>("--text") { Description = "Print the exact text that is signed, and nothing else" };
        return _commands.Does(new DocumentedCommand("show", "Show an agreement.").Group("What", id, text), async talk =>
        {
            var answer = await talk.Client.AgreementAsync(await talk.AgreementIdAsync(talk.Get(id)!), talk.Cancel);
            if (!talk.Get(text))
            {
                return talk.End(answer, AgreementPages.Show);
            }

            await talk.Output.WriteAsync(talk.Value(answer).Text);
            return ExitCode.Fine;
        });
    }

    private DocumentedCommand Sign()
    {
        var (id, officer) = (PostCommands.Id(), PostCommands.Officer());
        return _commands.Does(
            new DocumentedCommand("sign", "Sign an agreement for this party. Compare fingerprints by voice first.").Group("What", id, officer),
            async talk => talk.End(
                await talk.Client.SignAgreementAsync(await talk.AgreementIdAsync(talk.Get(id)!), new OfficerRequest { Officer = talk.Get(officer) }, talk.Cancel), AgreementPages.Show));
    }

    private DocumentedCommand Amend()
    {
        var (id, file) = (PostCommands.Id(), File());
        return _commands.Does(
            new DocumentedCommand("amend", "Draft what takes an agreement's place once all have signed it.").Group("What", id, file),
            async talk =>
            {
                var document = PostTalk.Take(AgreementFile.Read(talk.Get(file)!));
                return talk.End(await talk.Client.AmendAgreementAsync(await talk.AgreementIdAsync(talk.Get(id)!), document, talk.Cancel), Drafted);
            });
    }

    private DocumentedCommand Suspend()
    {
        var (id, reason, officer) = (PostCommands.Id(), PostCommands.Reason(required: true), PostCommands.Officer());
        var effective = PostCommands.Text("--effective", "TIME", "From when, RFC 3339. Default: now");
        var second = PostCommands.Text("--second-officer", "NAME", "Who consents beside the first; it takes two officers");
        return _commands.Does(
            new DocumentedCommand("suspend", "Suspend an agreement, as each party may; notices, marks and alarms stay up.").Group("What", id, reason, effective, officer, second),
            async talk => talk.End(
                await talk.Client.SuspendAgreementAsync(
                    await talk.AgreementIdAsync(talk.Get(id)!),
                    new SuspendRequest { Reason = talk.Get(reason), Effective = talk.Get(effective), Officer = talk.Get(officer), SecondOfficer = talk.Get(second) }, talk.Cancel),
                AgreementPages.Show));
    }

    private DocumentedCommand Resume()
    {
        var (id, officer) = (PostCommands.Id(), PostCommands.Officer());
        return _commands.Does(
            new DocumentedCommand("resume", "Take this party's suspension back.").Group("What", id, officer),
            async talk => talk.End(
                await talk.Client.ResumeAgreementAsync(await talk.AgreementIdAsync(talk.Get(id)!), new OfficerRequest { Officer = talk.Get(officer) }, talk.Cancel), AgreementPages.Show));
    }

    private DocumentedCommand End()
    {
        var (id, reason, officer) = (PostCommands.Id(), PostCommands.Reason(required: true), PostCommands.Officer());
        return _commands.Does(
            new DocumentedCommand("end", "End an agreement, or refuse a draft, for good.").Group("What", id, reason, officer),
            async talk => talk.End(
                await talk.Client.EndAgreementAsync(
                    await talk.AgreementIdAsync(talk.Get(id)!), new ReasonRequest { Reason = talk.Get(reason), Officer = talk.Get(officer) }, talk.Cancel),
                AgreementPages.Show));
    }
}
