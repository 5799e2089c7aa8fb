using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Post.Tightness;

namespace Parley.Console.Telling.Edition;

/// <param name="Ended"><c>agreed</c>, <c>gone</c>, <c>passed</c> (nobody settled it in time), <c>open</c>.</param>
/// <param name="GivesWay">Who gives way by what was agreed; null where nobody does or it was not.</param>
internal sealed record EditionConflict(string Id, IReadOnlyList<string> Parties, Instant Found, Instant Deadline, Instant Start, string Ended, string? GivesWay);

internal sealed record EditionIntent(string Id, string Owner, bool Mine, string? Activity, string? Place, Instant Start, Instant End);

internal sealed record EditionLate(string Intent, string From, string To, Instant At, double LeadS);

internal sealed record EditionLink(string Party, int Kept, int Missed, IReadOnlyList<string> Why);

internal sealed record EditionInquiry(string Incident, string Title, string Asked, string By, string Question, Instant Deadline);

/// <summary>What a daily edition says, in figures and names, before it is put into words. Immutable.</summary>
/// <param name="Waiting">What waits for an answer now, the most urgent first.</param>
/// <param name="Week">The seven days up to <see cref="To"/>.</param>
/// <param name="WeekBefore">The seven days before those.</param>
internal sealed record EditionFigures(
    string Party, Instant From, Instant To, Instant Until, IReadOnlyList<NeedView> Waiting, int OursActive, int TheirsActive, FiguresView Period, IReadOnlyList<EditionLate> Late, IReadOnlyList<EditionConflict> Conflicts,
    IReadOnlyList<EditionLink> Links, IReadOnlyList<EditionInquiry> Inquiries, IReadOnlyList<EditionIntent> Next, FiguresView Week, FiguresView WeekBefore)
{
    /// <summary>Lists are cut by whoever writes them; nothing is read that nobody will see.</summary>
    private const int Most = 200;

    /// <param name="history">Read to its end.</param>
    public static EditionFigures Of(History history, Instant from, Instant to, Instant until, Instant now, IReadOnlyList<NeedView> waiting)
    {
        var (state, me, period) = (history.State, history.Me, new Period(from, to));
        var week = TimeSpan.FromDays(7);
        var reporting = new Reporting(history, period, now);
        var active = state.Declared.Where(d => d is { Kind: DeclaredKind.Intent, Civil: false } && d.Facts.Start < to && d.Facts.End > from && d.Outcome is not (IntentOutcome.Cancelled or IntentOutcome.Denied)).ToArray();
        return new EditionFigures(
            me.Value, from, to, until, waiting, active.Count(d => d.Owner == me), active.Count(d => d.Owner != me), reporting.Of(null),
            [.. history.Notices.Where(n => n.Late && period.Has(n.At)).OrderBy(static n => n.LeadS).Take(Most).Select(static n => new EditionLate(n.Intent.ToString(), n.Owner.Value, n.Receiver.Value, n.At, n.LeadS))],
            [.. history.Meetings.Where(m => (period.Has(m.Found) || (m.Found < to && m.Until(now) > from)) && (m.Owners.A == me || m.Owners.B == me)).OrderBy(static m => m.Found).Take(Most).Select(m => Of(state, m, now))],
            [.. reporting.Parties().Select(p => Link(p, reporting.Of(p))).Where(static l => l.Kept + l.Missed > 0)],
            [
                .. state.Incidents.Where(static i => i.Closed is null).SelectMany(i => i.Inquiries.Where(q => q.Answer is null && (q.What.Asked == me || q.By == me))
                    .Select(q => new EditionInquiry(i.Id.ToString(), i.What.Title, q.What.Asked.Value, q.By.Value, q.What.Question, q.What.Deadline))).OrderBy(static q => q.Deadline).Take(Most),
            ],
            [
                .. state.LiveAt(now).Where(d => d is { Kind: DeclaredKind.Intent, Civil: false } && d.Facts.Start < until && d.Facts.End > to).OrderBy(static d => d.Facts.Start).Take(Most)
                    .Select(d => new EditionIntent(d.Id.ToString(), d.Owner.Value, d.Owner == me, d.Activity, d.Place, d.Facts.Start, d.Facts.End)),
            ],
            new Reporting(history, new Period(to.Plus(-week), to), now).Of(null), new Reporting(history, new Period(to.Plus(-2 * week), to.Plus(-week)), now).Of(null));
    }

    private static EditionConflict Of(PostState state, Meeting meeting, Instant now)
    {
        var agreed = state.Conflict(meeting.Conflict) is { AgreedBy: not null } c ? c : null;
        var ended = meeting.Resolved ? agreed is null ? "gone" : "agreed" : meeting.Ends <= now ? "passed" : "open";
        return new EditionConflict(
            meeting.Conflict.ToString(), [meeting.Owners.A.Value, meeting.Owners.B.Value], meeting.Found, meeting.Deadline, meeting.Nearest.Start, ended, ended == "agreed" ? agreed?.GivesWay?.Value : null);
    }

    private static EditionLink Link(PartyName party, FiguresView of) => new(
        party.Value, of.Ours.LinkChecks.Kept + of.Theirs.LinkChecks.Kept, of.Ours.LinkChecks.Missed + of.Theirs.LinkChecks.Missed,
        [.. of.Ours.LinkChecks.Why.Keys.Concat(of.Theirs.LinkChecks.Why.Keys).Distinct().Order(StringComparer.Ordinal)]);
}
