using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary>Incidents as people read them.</summary>
internal static class IncidentPages
{
    public static void List(IReadOnlyList<IncidentView> incidents, Pages pages)
    {
        if (incidents.Count == 0)
        {
            pages.Line("No incidents.");
            return;
        }

        pages.Table(
            ["Id", "When (UTC)", "State", "By", "Inquiries", "Title"],
            incidents.Select(static i => (string[])[
                Pages.Short(i.Id), Pages.Clock(i.When), i.ClosedAt is null ? "open" : "closed", i.By,
                i.Inquiries.Count == 0 ? "" : string.Join(", ", i.Inquiries.GroupBy(static q => q.State).Select(static g => $"{g.Count()} {g.Key}")), OneLine(i.Title)]));
    }

    public static void Show(IncidentView i, Pages pages)
    {
        pages.Line(OneLine(i.Title));
        pages.Fact("id", i.Id);
        pages.Fact("opened", $"by {i.By}, {Pages.Clock(i.OpenedAt)}{Pages.By(i.Officer)}; parties {string.Join(", ", i.Parties)}");
        pages.Fact("where", $"{Position.Text(i.Place.Lat, i.Place.Lng)}, {Pages.Number(i.RadiusM / 1000)} km around");
        pages.Fact("when", Pages.Clock(i.When));
        pages.Fact("known", OneLine(i.Known));
        pages.Fact("frozen", $"{Pages.Clock(i.Frozen.At)}: {i.Frozen.Intents} intents, {i.Frozen.Messages} messages, {i.Frozen.Conflicts} conflicts, {i.Frozen.Agreements} agreements");
        foreach (var q in i.Inquiries)
        {
            pages.Fact("inquiry", $"{Pages.Short(q.Id)}: {q.By} asks {q.Asked} by {Pages.Clock(q.Deadline)}: {OneLine(q.Question)}");
            pages.Fact("", q.Answer is null ? q.State == "no-answer" ? "NO ANSWER" : q.State
                : $"{q.Answer}, {Pages.Clock(q.AnsweredAt)}{Pages.By(q.Officer)}{(q.State == "answered-late" ? ", LATE" : "")}{(q.Text is null ? "" : $": {OneLine(q.Text)}")}");
        }

        pages.Fact("closed", i.ClosedAt is null ? null : $"{Pages.Clock(i.ClosedAt)}: {OneLine(i.ClosedWhy ?? "")}");
    }

    // One line, so that no text can look like a line of ours.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ¶ ");
}
