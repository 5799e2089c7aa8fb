using System.CommandLine;
using Parley.Client.Post;
using Parley.Core.Geometry;

namespace Parley.Commands.PostWork;

/// <summary><c>parley tighten</c>: what would have been under other terms.</summary>
internal sealed class TightenCommand
{
    private readonly PostCommands _commands = new();
    private readonly Option<string?> _agreement = PostCommands.Text("--agreement", "ID", "Whose terms are tried differently: its id, or the first 4 characters of it or more");
    private readonly Option<string?> _notice = PostCommands.Text("--minimum-notice", "15min", "The least time between a notice and the start");
    private readonly Option<string?> _horizontal = PostCommands.Text("--horizontal", "5NM", "Separation across");
    private readonly Option<string?> _vertical = PostCommands.Text("--vertical", "1000ft", "Separation up and down");
    private readonly Option<string?> _time = PostCommands.Text("--time", "5min", "Separation in time");

    private readonly Option<string[]> _acknowledge = new("--acknowledge-within")
    {
        Description = "The time to acknowledge in, for one precedence; again for each",
        HelpName = "FLASH=30s",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly (Option<string?> From, Option<string?> To) _period = GivenTime.Period();

    public static DocumentedCommand Create()
    {
        var it = new TightenCommand();
        it._agreement.Required = true;
        var command = it._commands.Top(
            new DocumentedCommand("tighten", "Say what would have been late, in conflict or unacknowledged under other terms of an agreement; nothing is changed.")
            {
                Usage = "--agreement ID [TERMS] [OPTIONS]",
                Details = ["This post's journal is replayed under those terms. What people did stays as they did it: nobody knows what they would have done under other terms."],
                Examples =
                [
                    new("parley tighten --agreement 2f83 --minimum-notice 15min --post alpha", "who would have been late?"),
                    new("parley tighten --agreement 2f83 --horizontal 5NM --vertical 1000ft --acknowledge-within FLASH=30s", "wider apart, and quicker to answer"),
                ],
            });
        command.Group("Terms", it._agreement, it._notice, it._horizontal, it._vertical, it._time, it._acknowledge).Group("Which", it._period.From, it._period.To);
        return it._commands.Does(command, async talk => talk.End(await talk.Client.TightenAsync(await it.ReadAsync(talk), talk.Cancel), Print), ReportCommand.Patience);
    }

    private async Task<TightenRequest> ReadAsync(PostTalk talk)
    {
        double? Length(Option<string?> option) => talk.Get(option) is { } text ? PostTalk.Take(Quantity.ParseLength(text), option.Name) : null;
        double? Seconds(Option<string?> option) => talk.Get(option) is { } text ? PostTalk.Take(Quantity.ParseTime(text), option.Name).TotalSeconds : null;
        var request = new TightenRequest
        {
            MinimumNoticeS = Seconds(_notice),
            HorizontalM = Length(_horizontal),
            VerticalM = Length(_vertical),
            TimeS = Seconds(_time),
            AcknowledgeWithinS = talk.Get(_acknowledge) is { Length: > 0 } given ? Within(given) : null,
            From = GivenTime.Ago(talk.Get(_period.From), TimeProvider.System),
            To = GivenTime.Ago(talk.Get(_period.To), TimeProvider.System),
        };
        return request is { MinimumNoticeS: null, HorizontalM: null, VerticalM: null, TimeS: null, AcknowledgeWithinS: null }
            ? throw PostTalk.Bad("No term is changed; give --minimum-notice, --horizontal, --vertical, --time or --acknowledge-within")
            : request with { Agreement = await talk.AgreementIdAsync(talk.Get(_agreement)!) };
    }

    private static Dictionary<string, double?> Within(string[] given)
    {
        var within = new Dictionary<string, double?>(StringComparer.Ordinal);
        foreach (var one in given)
        {
            var equals = one.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !within.TryAdd(one[..equals], PostTalk.Take(Quantity.ParseTime(one[(equals + 1)..]), "--acknowledge-within").TotalSeconds))
            {
                throw PostTalk.Bad($"--acknowledge-within: {F3548.VolumeReader.Quote(one)} is not one precedence and its time; write it like FLASH=30s, each once");
            }
        }

        return within;
    }

    private static void Print(TightenView view, Pages pages)
    {
        pages.Line($"Agreement {view.Agreement}, {(view.From is null ? "from the beginning" : Pages.Clock(view.From))} to {Pages.Clock(view.To)}; {view.Entries} entries replayed in {Pages.Number(view.TookS)} s");
        var (agreed, tried, a, t) = (view.AsAgreed, view.Tried, view.FiguresAsAgreed, view.FiguresTried);
        pages.Table(
            ["", "As agreed", "Tried"],
            [
                ["minimum notice", Pages.Span(agreed.MinimumNoticeS), Pages.Span(tried.MinimumNoticeS)],
                ["separation", Separation(agreed), Separation(tried)],
                .. agreed.AcknowledgeWithinS.Where(w => tried.AcknowledgeWithinS[w.Key] != w.Value).Select(w => (string[])[$"acknowledge {w.Key}", Pages.Span(w.Value), Pages.Span(tried.AcknowledgeWithinS[w.Key])]),
                ["late, of notices", $"{a.Late} of {a.Notices}", $"{t.Late} of {t.Notices}"],
                ["conflicts", $"{a.Conflicts}", $"{t.Conflicts}"],
                ["unresolved minutes", Pages.Number(a.UnresolvedMinutes), Pages.Number(t.UnresolvedMinutes)],
                ["unacknowledged in time, of messages", $"{a.Unacknowledged} of {a.Messages}", $"{t.Unacknowledged} of {t.Messages}"],
            ]);
        Difference("would have been, and was not", view.Would, pages);
        Difference("was, and would not have been", view.WouldNot, pages);
    }

    private static string Separation(TermsView t) => $"{Pages.Number(t.HorizontalM)} m, {Pages.Number(t.VerticalM)} m up, {Pages.Span(t.TimeS)}";

    private static void Difference(string what, DifferenceView d, Pages pages)
    {
        if (d.LateCount > 0)
        {
            pages.Line($"Late: {d.LateCount} {what}");
            pages.Table(
                ["Intent", "Version", "From → to", "Told (UTC)", "Before the start"],
                d.Late.Select(static n => (string[])[Pages.Short(n.Intent), $"{n.Version}", $"{n.Owner} → {n.Party}", Pages.Clock(n.At), Pages.Span(n.LeadTimeS)]));
        }

        if (d.ConflictCount > 0)
        {
            pages.Line($"In conflict: {d.ConflictCount} {what}");
            pages.Table(
                ["Between", "Found (UTC)", "From (UTC)", "To (UTC)", "Gap"],
                d.Conflicts.Select(static c => (string[])[
                    string.Join(" and ", c.Parties.Zip(c.Intents, static (party, intent) => $"{party} {Pages.Short(intent)}")), Pages.Clock(c.Found), Pages.Clock(c.Start), Pages.Clock(c.End),
                    $"{Pages.Number(c.Gap.HorizontalM)} m, {Pages.Number(c.Gap.VerticalM)} m up, {Pages.Span(c.Gap.TimeS)}"]));
        }

        if (d.UnacknowledgedCount > 0)
        {
            pages.Line($"Unacknowledged in time: {d.UnacknowledgedCount} {what}");
            pages.Table(
                ["Message", "Precedence", "From → to", "Sent (UTC)", "Acknowledged after", "Within"],
                d.Unacknowledged.Select(static m => (string[])[
                    Pages.Short(m.Message), m.Kind == "message" ? m.Precedence : $"{m.Precedence}, {m.Kind}", $"{m.From} → {m.To}", Pages.Clock(m.At), m.AfterS is { } after ? Pages.Span(after) : "never", Pages.Span(m.WithinS)]));
        }
    }
}
