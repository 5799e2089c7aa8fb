using System.Globalization;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary><c>parley report</c>: how tight the mechanism was.</summary>
internal static class ReportCommand
{
    /// <summary>The whole journal is read: about a minute for some years of a busy post.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly string[] Precedences = ["FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE"];

    public static DocumentedCommand Create()
    {
        var commands = new PostCommands();
        var (from, to) = GivenTime.Period();
        var command = commands.Top(
            new DocumentedCommand("report", "Say how tight the mechanism was: notices, acknowledgements, link checks, conflicts, inquiries.")
            {
                Usage = "[--from TIME] [--to TIME] [OPTIONS]",
                Details = ["Each figure is given for both directions: what this party told the other (ours), and what it was told (theirs). docs/formats.md defines them."],
                Examples = [new("parley report --from 30d --post alpha", "the last thirty days"), new("parley report --from 2026-10-01T00:00:00Z --to 2026-11-01T00:00:00Z --json", "a month, for a program")],
            });
        command.Group("Which", from, to);
        return commands.Does(
            command,
            async talk => talk.End(
                await talk.Client.ReportAsync(GivenTime.Ago(talk.Get(from), TimeProvider.System), GivenTime.Ago(talk.Get(to), TimeProvider.System), talk.Cancel), Print),
            Patience);
    }

    private static void Print(ReportView report, Pages pages)
    {
        pages.Line($"{report.Post}, {(report.From is null ? "from the beginning" : Pages.Clock(report.From))} to {Pages.Clock(report.To)}; {report.Entries} entries read in {Pages.Number(report.TookS)} s");
        (FiguresView Of, string Who, string Direction, SideView Side)[] sides =
            [.. report.Parties.Append(report.Total).SelectMany(static f => new[] { (f, f.Party ?? "ALL", "ours", f.Ours), (f, f.Party ?? "ALL", "theirs", f.Theirs) })];
        pages.Line("Notices");
        pages.Table(
            ["Party", "Whose", "Told", "Late", "Vague", "Lead min", "p5", "p50", "p95", "max", "Seen", "Seen after p50", "p95"],
            sides.Select(static s => (string[])[
                s.Who, s.Direction, $"{s.Side.Notices.Told}", $"{s.Side.Notices.Late}", $"{s.Side.Notices.Vague}", .. Five(s.Side.Notices.LeadTimeS), $"{s.Side.Notices.Seen}",
                Span(s.Side.Notices.SeenAfterS?.P50), Span(s.Side.Notices.SeenAfterS?.P95)]));
        if (report.Total.Ours.Notices.Told + report.Total.Theirs.Notices.Told > 0)
        {
            pages.Line("Lead times");
            pages.Table(
                ["Party", "Whose", .. report.Total.Ours.Notices.LeadTimeBuckets.Select(Range)],
                sides.Select(static s => (string[])[s.Who, s.Direction, .. s.Side.Notices.LeadTimeBuckets.Select(static b => b.Count.ToString(CultureInfo.InvariantCulture))]));
        }

        pages.Line("Messages");
        pages.Table(
            ["Party", "Whose", "Precedence", "Sent", "In time", "Late", "Unacknowledged", "After p50", "p95", "Escalations"],
            sides.SelectMany(static s => Precedences.Where(s.Side.Messages.ContainsKey).Select(p => (s, Precedence: p, Figures: s.Side.Messages[p]))).Select(static m => (string[])[
                m.s.Who, m.s.Direction, m.Precedence, $"{m.Figures.Sent}", $"{m.Figures.InTime}", $"{m.Figures.Late}", $"{m.Figures.Unacknowledged}", Span(m.Figures.AcknowledgedAfterS?.P50),
                Span(m.Figures.AcknowledgedAfterS?.P95), $"{m.Figures.Escalations}"]));
        pages.Line("Link checks, incidents, inquiries");
        pages.Table(
            ["Party", "Whose", "Checks kept", "missed", "Why", "Incidents", "Inquiries", "In time", "Late", "Unanswered", "Open"],
            sides.Select(static s => (string[])[
                s.Who, s.Direction, $"{s.Side.LinkChecks.Kept}", $"{s.Side.LinkChecks.Missed}", string.Join(", ", s.Side.LinkChecks.Why.Select(static w => $"{w.Value} {w.Key}")), $"{s.Side.Incidents}",
                $"{s.Side.Inquiries.Put}", $"{s.Side.Inquiries.InTime}", $"{s.Side.Inquiries.Late}", $"{s.Side.Inquiries.Unanswered}", $"{s.Side.Inquiries.Open}"]));
        pages.Line("Conflicts");
        pages.Table(
            ["Party", "Found", "Resolved in time", "Resolved late", "Unresolved", "Open", "Unresolved minutes"],
            report.Parties.Append(report.Total).Select(static f => (string[])[
                f.Party ?? "ALL", $"{f.Conflicts.Found}", $"{f.Conflicts.ResolvedInTime}", $"{f.Conflicts.ResolvedLate}", $"{f.Conflicts.Unresolved}", $"{f.Conflicts.Open}", Pages.Number(f.Conflicts.UnresolvedMinutes)]));
    }

    private static string[] Five(SpreadView? spread) => spread is { } s ? [Span(s.Min), Span(s.P5), Span(s.P50), Span(s.P95), Span(s.Max)] : ["", "", "", "", ""];

    private static string Span(double? seconds) => seconds is { } s ? Pages.Span(s) : "";

    private static string Range(BucketView b) => b switch
    {
        { FromS: null } => "after the start",
        { BelowS: { } below } => $"{Pages.Span(b.FromS.Value)} to {Pages.Span(below)}",
        _ => $"from {Pages.Span(b.FromS.Value)} on",
    };
}
