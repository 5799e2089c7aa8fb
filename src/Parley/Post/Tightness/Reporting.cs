using System.Globalization;
using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Core.Post;
using Parley.Post.Api;

namespace Parley.Post.Tightness;

/// <summary>The figures of a report, as docs/formats.md defines them, from a history that was read to its end. Pure; one thread.</summary>
internal sealed class Reporting(History history, Period period, Instant now)
{
    // Notice that comes after the start, or so shortly before that nobody can act on it, is what the buckets are to show.
    private static readonly double[] Bounds = [0, 300, 900, 3600, 21_600];

    private readonly NoticeTold[] _notices = [.. history.Notices.Where(n => period.Has(n.At))];
    private readonly Called[] _called = [.. Called.Of(history.State, period)];

    private PartyName Me => history.Me;

    /// <summary>Of one party, or of all together.</summary>
    public FiguresView Of(PartyName? party) => new(party?.Value, Side(party, ours: true), Side(party, ours: false), Conflicts(party));

    /// <summary>Every party that anything in the period is with, and those that agreements name now.</summary>
    public IEnumerable<PartyName> Parties() => _notices.SelectMany(static n => new[] { n.Owner, n.Receiver })
        .Concat(_called.SelectMany(static c => new[] { c.Message.From, c.To }))
        .Concat(history.Meetings.Where(m => period.Has(m.Found)).SelectMany(static m => new[] { m.Owners.A, m.Owners.B }))
        .Concat(history.State.Incidents.Where(i => period.Has(i.At)).SelectMany(static i => i.Parties))
        .Concat(history.State.Misses.Where(m => period.Has(m.At)).Select(static m => m.Party))
        .Concat(history.State.OtherParties(now))
        .Where(p => p != Me).Distinct().Order();

    /// <summary>The days on which anything was, in order.</summary>
    public IReadOnlyList<DayView> Days()
    {
        var notices = _notices.ToLookup(static n => Day(n.At));
        var kept = _called.Where(static c => c.Message.What.Kind == MessageKind.LinkCheck && c.InTime).ToLookup(static c => Day(c.Message.At));
        var missed = history.State.Misses.Where(m => period.Has(m.At)).ToLookup(static m => Day(m.At));
        var found = history.Meetings.Where(m => period.Has(m.Found)).ToLookup(static m => Day(m.Found));
        DaySideView Side(DateOnly day, bool ours) => new(
            notices[day].Count(n => (n.Owner == Me) == ours), notices[day].Count(n => n.Late && (n.Owner == Me) == ours),
            kept[day].Count(c => (c.Message.From == Me) == ours), missed[day].Count(m => m.Outgoing == ours));
        return
        [
            .. notices.Select(static g => g.Key).Concat(kept.Select(static g => g.Key)).Concat(missed.Select(static g => g.Key)).Concat(found.Select(static g => g.Key)).Distinct().Order()
                .Select(day => new DayView(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Side(day, ours: true), Side(day, ours: false), found[day].Count())),
        ];
    }

    private static DateOnly Day(Instant at) => DateOnly.FromDateTime(at.ToDateTimeOffset().UtcDateTime);

    private SideView Side(PartyName? party, bool ours)
    {
        var called = _called.Where(c => (c.Message.From == Me) == ours && Is(party, ours ? c.To : c.Message.From)).ToArray();
        return new SideView(
            Notices([.. _notices.Where(n => (n.Owner == Me) == ours && Is(party, ours ? n.Receiver : n.Owner))]),
            called.Where(static c => c.Message.What.Kind != MessageKind.LinkCheck).GroupBy(static c => c.Message.What.Precedence).OrderBy(static g => g.Key)
                .ToDictionary(static g => LineViews.PrecedenceText(g.Key), g => Messages([.. g])),
            LinkChecks([.. called.Where(static c => c.Message.What.Kind == MessageKind.LinkCheck)], party, ours),
            history.State.Incidents.Count(i => period.Has(i.At) && (i.By == Me) == ours && (party is null || (ours ? i.Parties.Contains(party.Value) : i.By == party))),
            Inquiries(party, ours));
    }

    private static bool Is(PartyName? wanted, PartyName party) => wanted is null || wanted == party;

    private static NoticeFiguresView Notices(NoticeTold[] told) => new(
        told.Length, told.Count(static n => n.Late), told.Count(static n => n.Vague), Spread(told.Select(static n => n.LeadS)),
        [.. Enumerable.Range(0, Bounds.Length + 1).Select(i =>
        {
            double? from = i == 0 ? null : Bounds[i - 1], below = i == Bounds.Length ? null : Bounds[i];
            return new BucketView(from, below, told.Count(n => !(n.LeadS < from) && !(n.LeadS >= below)));
        })],
        told.Count(static n => n.SeenAt is not null), Spread(told.Where(static n => n.SeenAt is not null).Select(static n => n.SeenAt!.Value.Since(n.At).TotalSeconds)));

    private MessageFiguresView Messages(Called[] called) => new(
        called.Length, called.Count(static c => c.InTime), called.Count(static c => c.Acknowledged > c.Due), called.Count(c => c.Acknowledged is null && c.Missed(now)),
        Spread(called.Where(static c => c.AfterS is not null).Select(static c => c.AfterS!.Value)),
        // A STOP calls everyone from the first; nobody waited for an acknowledgement.
        called.Where(static c => c.Message.What.Kind != MessageKind.Stop).Sum(c => c.Message.StepsTo(c.To, now).Count()));

    private LinkCheckFiguresView LinkChecks(Called[] checks, PartyName? party, bool ours)
    {
        var missed = history.State.Misses.Where(m => period.Has(m.At) && m.Outgoing == ours && Is(party, m.Party)).ToArray();
        return new LinkCheckFiguresView(
            checks.Count(static c => c.InTime), missed.Length, missed.GroupBy(static m => LineViews.Of(m).Why).OrderBy(static g => g.Key, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Count()));
    }

    private InquiryFiguresView Inquiries(PartyName? party, bool ours)
    {
        var put = history.State.Incidents.SelectMany(static i => i.Inquiries)
            .Where(q => period.Has(q.At) && (ours ? q.By == Me && Is(party, q.What.Asked) : q.What.Asked == Me && Is(party, q.By))).ToArray();
        return new InquiryFiguresView(
            put.Length, put.Count(static q => q.Answer is { Late: false }), put.Count(static q => q.Answer is { Late: true }), put.Count(q => q.Answer is null && q.UnansweredAt(now)),
            put.Count(q => q.Answer is null && !q.UnansweredAt(now)),
            put.Where(static q => q.Answer is not null).GroupBy(static q => LineViews.AnswerText(q.Answer!.What.Answer)).OrderBy(static g => g.Key, StringComparer.Ordinal)
                .ToDictionary(static g => g.Key, static g => g.Count()));
    }

    private ConflictFiguresView Conflicts(PartyName? party)
    {
        var all = history.Meetings.Where(m => party is null || m.Owners.A == party || m.Owners.B == party).ToArray();
        var found = all.Where(m => period.Has(m.Found)).ToArray();
        return new ConflictFiguresView(
            found.Length, found.Count(static m => m.Resolved && m.Settled <= m.Deadline), found.Count(static m => m.Resolved && m.Settled > m.Deadline),
            found.Count(m => !m.Resolved && m.Ends <= now), found.Count(m => !m.Resolved && m.Ends > now), Math.Round(all.Sum(m => m.MinutesIn(period, now)), 3));
    }

    /// <summary>Null of nothing.</summary>
    internal static SpreadView? Spread(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double At(double part) => Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)], 3);
        return sorted.Length == 0 ? null : new SpreadView(At(0), At(0.05), At(0.5), At(0.95), At(1));
    }
}
