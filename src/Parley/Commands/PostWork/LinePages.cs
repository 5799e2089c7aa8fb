using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary>The line and its messages as people read them.</summary>
internal static class LinePages
{
    public static void Line(IReadOnlyList<LineView> lines, Pages pages)
    {
        if (lines.Count == 0)
        {
            pages.Line("No other party yet: no agreement names one.");
            return;
        }

        pages.Table(
            ["Party", "Link", "Check answered (UTC)", "Check received (UTC)", "Next check (UTC)", "To acknowledge", "On watch there"],
            lines.Select(static l => (string[])[
                l.Party, l.Link == "missed" ? "MISSED" : l.Link, Pages.Clock(l.LastCheckAnswered), Pages.Clock(l.LastCheckReceived), Pages.Clock(l.NextCheck), $"{l.Unacknowledged}",
                (l.OnWatch switch { null => "not told", [] => "NOBODY", var officers => string.Join(", ", officers) })
                + (l.MutedUntil is null ? "" : $"; muted until {Pages.Clock(l.MutedUntil)}{Pages.By(l.MutedBy)}")]));
    }

    public static void List(IReadOnlyList<MessageView> messages, Pages pages)
    {
        if (messages.Count == 0)
        {
            pages.Line("No messages.");
            return;
        }

        pages.Table(
            ["Id", "Time (UTC)", "Precedence", "From → to", "Got to", "Says"],
            messages.Select(static m => (string[])[
                Pages.Short(m.Id), m.At is null ? "waits here" : Pages.Clock(m.At), Precedence(m), $"{m.From} → {string.Join(", ", m.To)}", string.Join("; ", m.Receivers.Select(r => Reached(r, m.Receivers.Count > 1))), Says(m)]));
    }

    public static void Show(MessageView m, Pages pages)
    {
        pages.Line($"{Precedence(m)} {(m.Kind == "link-check" ? "link check" : "message")} from {m.From} to {string.Join(", ", m.To)}");
        pages.Fact("id", m.Id);
        pages.Fact("thread", m.Thread == m.Id ? null : m.Thread);
        pages.Fact("sent", (m.At is null ? "not yet: it waits for the exchange" : Pages.Clock(m.At)) + Pages.By(m.Officer));
        pages.Fact("says", Says(m));
        pages.Fact("phrase", m.Phrase is { } p ? $"{p.Code}{string.Concat(p.Slots.Select(static s => $" {s.Key}={s.Value}"))}" : null);
        pages.Fact("CAUTION", m.Defused ? "characters that could mislead were replaced; the journal has the message as it was signed" : null);
        foreach (var attachment in m.Attachments)
        {
            var of = attachment.Intent ?? string.Join(" ", (attachment.Points ?? []).Select(static p => Position.Text(p.Lat, p.Lng)));
            pages.Fact(attachment.Kind, of + (attachment.Label is null ? "" : $" ({OneLine(attachment.Label)})"));
        }

        foreach (var r in m.Receivers)
        {
            pages.Fact("delivered", r.DeliveredAt is null ? null : $"to {r.Party}, {Pages.Clock(r.DeliveredAt)}");
            pages.Fact("read", r.ReadAt is null ? null : $"at {r.Party}, {Pages.Clock(r.ReadAt)}{Pages.By(r.ReadBy)}");
            pages.Fact("acknowledged", r.AcknowledgedAt is not null ? $"at {r.Party}, {Pages.Clock(r.AcknowledgedAt)}{Pages.By(r.AcknowledgedBy)}"
                : r.AcknowledgeBy is null ? null : $"NOT YET at {r.Party}, due {Pages.Clock(r.AcknowledgeBy)}");
            foreach (var step in r.Steps)
            {
                pages.Fact("called", $"{step.Name} ({step.To}) of {r.Party}, {Pages.Clock(step.At)}");
            }
        }

        pages.Fact("mediator told", m.MediatorTold is null ? null : Pages.Clock(m.MediatorTold));
        pages.Fact("missed", m.Missed);
    }

    public static void Sent(MessageView m, Pages pages) => pages.Line(
        $"Sent {m.Id} to {string.Join(", ", m.To)}, {Precedence(m)}{(m.Receivers.Select(static r => r.AcknowledgeBy).Where(static t => t is not null).Min() is { } due ? $", to be acknowledged by {Pages.Clock(due)}" : "")}: {Says(m)}");

    public static void AllSent(IReadOnlyList<MessageView> messages, Pages pages)
    {
        foreach (var message in messages)
        {
            Sent(message, pages);
        }
    }

    public static void Missed(IReadOnlyList<MissView> misses, Pages pages)
    {
        if (misses.Count == 0)
        {
            pages.Line("No link check was missed.");
            return;
        }

        pages.Table(
            ["Time (UTC)", "Party", "Whose check", "Check", "Why"],
            misses.Select(static m => (string[])[Pages.Clock(m.At), m.Party, m.Direction == "out" ? "ours" : "theirs", m.Check is null ? "none came" : Pages.Short(m.Check), m.Why]));
    }

    private static string Precedence(MessageView m) => m.Kind == "stop" ? "FLASH STOP" : m.Precedence;

    private static string Reached(ReceiverView r, bool named) => (named ? $"{r.Party} " : "")
        + (r.AcknowledgedAt is not null ? $"acknowledged{Pages.By(r.AcknowledgedBy)}" : r.ReadAt is not null ? $"read{Pages.By(r.ReadBy)}" : r.DeliveredAt is not null ? "delivered" : "on its way")
        + (r.Steps.Count > 0 && r.AcknowledgedAt is null ? $", {r.Steps.Count} called" : "");

    // One line, so that no text can look like a line of ours.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ¶ ");

    private static string Says(MessageView m)
    {
        var phrase = m.Phrase is null ? null : m.Phrase.Says ?? $"{m.Phrase.Code} can't be read: {m.Phrase.Fault}";
        var said = string.Join(" — ", new[] { phrase, m.Text }.Where(static t => !string.IsNullOrEmpty(t)).Select(static t => OneLine(t!)));
        return said.Length > 0 ? said : m.Kind switch { "stop" => "STOP", "link-check" => "link check", _ => string.Join(", ", m.Attachments.Select(static a => a.Kind)) };
    }
}
