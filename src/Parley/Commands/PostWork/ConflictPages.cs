using System.Globalization;
using Parley.Client.Post;

namespace Parley.Commands.PostWork;

/// <summary>Conflicts as people read them.</summary>
internal static class ConflictPages
{
    public static void List(IReadOnlyList<ConflictView> conflicts, Pages pages)
    {
        if (conflicts.Count == 0)
        {
            pages.Line("No conflicts.");
            return;
        }

        pages.Table(
            ["Id", "State", "Settle by (UTC)", "Gives way", "Gap", "Between"],
            conflicts.Select(static c => (string[])[Pages.Short(c.Id), c.State, Pages.Clock(c.Deadline), c.GivesWay, Gap(c.Gap), string.Join(" and ", Sides(c))]));
    }

    public static void Show(ConflictView c, Pages pages)
    {
        pages.Line($"Conflict between {string.Join(" and ", Sides(c))}");
        pages.Fact("id", c.Id);
        pages.Fact("state", c.State + c.Level switch { 1 => ", past its deadline", 2 => ", TEN MINUTES BEFORE", 3 => ", TWO MINUTES BEFORE", _ => "" });
        pages.Fact("settle by", Pages.Clock(c.Deadline));
        pages.Fact("gap", $"{Gap(c.Gap)}; agreed: {Gap(c.Minima)}");
        pages.Fact("where", string.Create(CultureInfo.InvariantCulture, $"{c.Encounter.Center.Lat:0.00000},{c.Encounter.Center.Lng:0.00000}")
            + (c.Encounter is { AltitudeLowerM: { } low, AltitudeUpperM: { } high } ? $", {Pages.Number(low)} to {Pages.Number(high)} m" : ""));
        pages.Fact("when", $"{Pages.Clock(c.Encounter.Start)} to {Pages.Clock(c.Encounter.End)}");
        pages.Fact("gives way", c.GivesWay);
        pages.Fact("mediator", c.Mediator);
        pages.Fact("silent", c.Silent.Count == 0 ? null : string.Join(", ", c.Silent));
        foreach (var (party, stand) in c.Stands)
        {
            pages.Fact("stand", $"{party}: I {stand.Stand}{Pages.By(stand.Officer)}{(stand.Reason is null ? "" : $": {stand.Reason}")}");
        }

        for (var n = 0; n < c.Suggestions.Count; n++)
        {
            var s = c.Suggestions[n];
            pages.Fact($"suggestion {n + 1}", $"{Owner(c, s.Change.Intent)}: {s.Text} Cost {Pages.Number(s.Cost)}{(s.Touches.Count == 0 ? "" : $", touches {string.Join(", ", s.Touches.Select(Pages.Short))}")}");
        }

        foreach (var p in c.Proposals)
        {
            pages.Fact("proposal", $"{Pages.Short(p.Id)} {p.State}: {p.By} proposes {p.Kind}{Change(c, p.Change)}{(p.Reason is null ? "" : $" ({p.Reason})")}"
                + (p.Counters is null ? "" : $", counters {Pages.Short(p.Counters)}") + (p.CarriedOut ? ", carried out" : "") + (p.Failed is null ? "" : $", FAILED: {p.Failed}"));
        }
    }

    private static IEnumerable<string> Sides(ConflictView c) => c.Parties.Zip(c.Intents, static (party, intent) => $"{party} {Pages.Short(intent)}");

    private static string Owner(ConflictView c, string? intent) => c.Intents.Zip(c.Parties).Where(i => i.First == intent).Select(static i => i.Second).FirstOrDefault() ?? "?";

    private static string Gap(GapView gap) => $"{Pages.Number(gap.HorizontalM)} m, {Pages.Number(gap.VerticalM)} m up, {Pages.Span(gap.TimeS)}";

    private static string Change(ConflictView c, ChangeView? change) => change is null ? "" : $" of {Owner(c, change.Intent)}" + change switch
    {
        { ShiftS: { } s } => $" by {Pages.Span(s)}",
        { ClimbM: { } m } => $" by {Pages.Number(m)} m",
        { BearingDeg: { } b, DistanceM: { } d } => $" by {Pages.Number(d)} m towards {b:000}°",
        { ShrinkM: { } m } => $" by {Pages.Number(m)} m",
        _ => "",
    };
}
