using Parley.Client.Post;
using Parley.Core;
using Parley.Core.Exchange;
using Parley.Post.Api;

namespace Parley.Post.Tightness;

/// <summary>What would have been under other terms, told from what was: two histories of one journal, laid side by side. Pure; one thread.</summary>
internal sealed class Tightening(History agreed, History tried, EntityId agreement, Period period, Instant now)
{
    private const int MostListed = 1000;

    private readonly Side _agreed = new(agreed, agreement, period, now);
    private readonly Side _tried = new(tried, agreement, period, now);

    public TightFiguresView FiguresAsAgreed => _agreed.Figures;

    public TightFiguresView FiguresTried => _tried.Figures;

    public DifferenceView Would => _tried.Beyond(_agreed);

    public DifferenceView WouldNot => _agreed.Beyond(_tried);

    /// <summary>What is under the agreement in one of the two.</summary>
    private sealed class Side
    {
        private readonly Instant _now;
        private readonly Period _period;
        private readonly Dictionary<(EntityId Intent, int Version, PartyName Receiver), NoticeTold> _notices;
        private readonly Dictionary<EntityId, Meeting[]> _meetings;
        private readonly Dictionary<(EntityId Message, PartyName To), Called> _called;

        public Side(History history, EntityId agreement, Period period, Instant now)
        {
            (_now, _period) = (now, period);
            _notices = history.Notices.Where(n => period.Has(n.At) && n.Agreements.Contains(agreement))
                .GroupBy(static n => (n.Intent, n.Version, n.Receiver)).ToDictionary(static g => g.Key, static g => g.Last());
            _meetings = history.Meetings.Where(m => m.Nearest.Agreements.Contains(agreement)).GroupBy(static m => m.Conflict).ToDictionary(static g => g.Key, static g => g.ToArray());
            var between = history.State.Agreement(agreement);
            _called = Called.Of(history.State, period).Where(c => between?.Includes(c.Message.From) == true && between.Includes(c.To)).ToDictionary(static c => (c.Message.Id, c.To));
        }

        public TightFiguresView Figures => new(
            _notices.Count, _notices.Values.Count(static n => n.Late), _meetings.Values.Count(m => _period.Has(m[0].Found)),
            Math.Round(_meetings.Values.SelectMany(static m => m).Sum(m => m.MinutesIn(_period, _now)), 3), _called.Count, _called.Values.Count(c => c.Missed(_now)));

        /// <summary>What is late, in conflict or unacknowledged here, and not there.</summary>
        public DifferenceView Beyond(Side other)
        {
            // What only one side measures is a change that was agreed on in one and not even needed in the other: no fault of anybody's.
            var late = _notices.Values.Where(n => n.Late && other._notices.GetValueOrDefault((n.Intent, n.Version, n.Receiver)) is { Late: false }).ToArray();
            var met = _meetings.Values.Select(static m => m[0]).Where(m => _period.Has(m.Found) && !other._meetings.ContainsKey(m.Conflict)).ToArray();
            var missed = _called.Values.Where(c => c.Missed(_now) && !(other._called.TryGetValue((c.Message.Id, c.To), out var there) && there.Missed(_now))).ToArray();
            return new DifferenceView(
                late.Length, met.Length, missed.Length,
                [.. late.OrderByDescending(static n => n.At).Take(MostListed).Select(View)],
                [.. met.OrderByDescending(static m => m.Found).Take(MostListed).Select(View)],
                [.. missed.OrderByDescending(static c => c.Message.Place).Take(MostListed).Select(View)]);
        }
    }

    private static LateNoticeView View(NoticeTold n) => new(n.Intent.ToString(), n.Version, n.Owner.Value, n.Receiver.Value, n.At.ToString(), n.LeadS);

    private static MeetingView View(Meeting m) => new(
        m.Conflict.ToString(), [m.Intents.A.ToString(), m.Intents.B.ToString()], [m.Owners.A.Value, m.Owners.B.Value], m.Found.ToString(),
        new GapView(m.Nearest.HorizontalM, m.Nearest.VerticalM, m.Nearest.TimeS), m.Nearest.Start.ToString(), m.Nearest.End.ToString());

    private static UnacknowledgedView View(Called c) => new(
        c.Message.Id.ToString(), LineViews.KindText(c.Message.What.Kind), LineViews.PrecedenceText(c.Message.What.Precedence), c.Message.From.Value, c.To.Value, c.Message.At.ToString(), c.AfterS, c.WithinS);
}
