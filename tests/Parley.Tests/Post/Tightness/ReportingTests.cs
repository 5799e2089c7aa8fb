using Parley.Client.Post;
using Parley.Core.Exchange;
using Parley.Core.Line;
using Parley.Core.Post;
using Parley.Post.Tightness;

namespace Parley.Tests.Post.Tightness;

/// <summary>Each figure of a report over a history that a few lines tell: what counts, to whom it counts, and what does not.</summary>
public sealed class ReportingTests
{
    private static readonly PartyName A = new("a");
    private static readonly PartyName B = new("b");

    // Times to acknowledge and link checks that stay out of the way unless a test is about them.
    private static Strait Usual(Func<AgreementDocument, AgreementDocument>? terms = null) => new(t =>
    {
        t = t with { AcknowledgeWithinS = new AcknowledgeTerms(60, 120, 600, 3600), LinkCheckEveryS = 86_400 };
        return terms is null ? t : terms(t);
    });

    private static FiguresView Report(Strait s, string at = "a", PartyName? with = null, double fromMin = -60, double toMin = 10_000)
    {
        var history = new History(new PartyName(at));
        s.Sea[at].Journal.ForEach(e => history.Apply(PostCodec.Decode(e)));
        return new Reporting(history, new Period(s.Noon.Plus(TimeSpan.FromMinutes(fromMin)), s.Noon.Plus(TimeSpan.FromMinutes(toMin))), s.Sea.Now).Of(with);
    }

    private static void OnWatch(Strait s, string at, string officer)
    {
        s.Sea[at].Do(new TakeWatch(s.Sea.Now, officer, "duty officer"));
        s.Sea.Settle();
    }

    [Fact]
    public void Notices_are_counted_at_both_ends_alike_with_their_lead_times_and_the_late_and_vague_ones()
    {
        var s = Usual(static t => t with { MaxDurationS = 1700 });
        s.File("a", 100, 61);
        s.File("a", 300, 10);
        s.File("b", 500, 200);
        var (here, there) = (Report(s, "a", B), Report(s, "b", A));
        var ours = here.Ours.Notices;
        // Every thing in a Strait lasts 30 min, more than is precise here.
        Assert.Equal((2, 1, 2), (ours.Told, ours.Late, ours.Vague));
        Assert.Equal([0, 0, 1, 0, 1, 0], ours.LeadTimeBuckets.Select(static b => b.Count));
        Assert.Equal((600, 3660), (Math.Round(ours.LeadTimeS!.Min), Math.Round(ours.LeadTimeS.Max)));
        Assert.Equivalent(ours, there.Theirs.Notices);
        Assert.Equivalent(here.Theirs.Notices, there.Ours.Notices);
        Assert.Equal((1, 0), (here.Theirs.Notices.Told, here.Theirs.Notices.Late));
        // All together, each notice is one to each who was told: b and m.
        Assert.Equal(4, Report(s).Ours.Notices.Told);
    }

    [Fact]
    public void A_change_that_moves_something_is_a_notice_and_one_of_state_or_as_agreed_is_none()
    {
        var s = Usual();
        var id = s.File("a", 100, 60);
        s.Change("a", id, state: IntentState.Activated);
        Assert.Equal(1, Report(s, with: B).Ours.Notices.Told);
        s.Change("a", id, place: 104);
        Assert.Equal(2, Report(s, with: B).Ours.Notices.Told);

        var other = s.File("b", 105, 60);
        var conflict = Sea.ConflictOf(id, other);
        s.Settle("b", conflict, ProposalKind.Move, id);
        s.Change("a", id, place: 200, settles: conflict);
        Assert.Equal(2, Report(s, with: B).Ours.Notices.Told);
    }

    [Fact]
    public void The_first_acknowledgement_of_a_version_or_a_later_one_is_when_a_notice_was_seen()
    {
        var s = Usual();
        var id = s.File("a", 100, 60);
        s.Clock(2);
        s.Change("a", id, place: 120);
        s.Clock(6);
        s.Say("b", new NoticeSeen(id, 1, "Ash"));
        var one = Report(s, with: B).Ours.Notices;
        Assert.Equal((2, 1, 6), (one.Told, one.Seen, Math.Round(one.SeenAfterS!.P50 / 60)));
        s.Clock(12);
        s.Say("b", new NoticeSeen(id, 2, "Ash"));
        var both = Report(s, with: B).Ours.Notices;
        Assert.Equal((2, 6, 10), (both.Seen, Math.Round(both.SeenAfterS!.P50 / 60), Math.Round(both.SeenAfterS.P95 / 60)));
        // The mediator has seen nothing.
        Assert.Equal(0, Report(s, with: new PartyName("m")).Ours.Notices.Seen);
    }

    [Fact]
    public void Messages_are_counted_by_precedence_against_their_own_agreed_time_and_late_is_not_in_time()
    {
        var s = Usual();
        OnWatch(s, "b", "Ash");
        EntityId Send(Precedence precedence)
        {
            var id = s.NewId();
            Assert.True(s.Sea.Write(s.Sea["a"], new MessageSent(id, id, MessageKind.Message, precedence, "text"), B));
            s.Sea.Settle();
            return id;
        }

        void Acknowledge(EntityId id)
        {
            Assert.True(s.Sea.Write(s.Sea["b"], new MessageAcknowledged(id, "Ash"), A));
            s.Sea.Settle();
        }

        var (quick, slow, routine) = (Send(Precedence.Flash), Send(Precedence.Flash), Send(Precedence.Routine));
        Send(Precedence.Flash);
        s.Clock(0.5);
        Acknowledge(quick);
        Assert.Equal((1, 0, 0), (Report(s).Ours.Messages["FLASH"].InTime, Report(s).Ours.Messages["FLASH"].Late, Report(s).Ours.Messages["FLASH"].Unacknowledged));
        s.Clock(5);
        Acknowledge(slow);
        Acknowledge(routine);
        var flash = Report(s, with: B).Ours.Messages["FLASH"];
        Assert.Equal((3, 1, 1, 1), (flash.Sent, flash.InTime, flash.Late, flash.Unacknowledged));
        Assert.Equal((30, 300), (Math.Round(flash.AcknowledgedAfterS!.P50), Math.Round(flash.AcknowledgedAfterS.P95)));
        // Everyone, then the mediator, for each of the two that were not in time; no contact is named.
        Assert.Equal(4, flash.Escalations);
        Assert.Equal((1, 0), (Report(s, with: B).Ours.Messages["ROUTINE"].InTime, Report(s, with: B).Ours.Messages["ROUTINE"].Late));
        Assert.Equivalent(flash, Report(s, "b", A).Theirs.Messages["FLASH"]);
        Assert.Empty(Report(s).Theirs.Messages);
    }

    [Fact]
    public void A_stop_is_a_flash_that_calls_everyone_from_the_first_without_an_escalation()
    {
        var s = Usual();
        var id = s.NewId();
        Assert.True(s.Sea.Write(s.Sea["a"], new MessageSent(id, id, MessageKind.Stop, Precedence.Flash), B, new PartyName("m")));
        s.Sea.Settle();
        s.Clock(5);
        var flash = Report(s).Ours.Messages["FLASH"];
        Assert.Equal((2, 2, 0), (flash.Sent, flash.Unacknowledged, flash.Escalations));
    }

    [Fact]
    public void Link_checks_are_kept_or_missed_and_are_no_messages()
    {
        var s = Usual(static t => t with { AcknowledgeWithinS = new AcknowledgeTerms(60, 120, 60, 3600) });
        OnWatch(s, "b", "Ash");
        foreach (var answered in new[] { true, false })
        {
            var id = s.NewId();
            Assert.True(s.Sea.Write(s.Sea["a"], new MessageSent(id, id, MessageKind.LinkCheck, Precedence.Priority), B));
            s.Sea.Settle();
            if (answered)
            {
                Assert.True(s.Sea.Write(s.Sea["b"], new MessageAcknowledged(id, "Ash"), A));
                s.Sea.Settle();
            }
        }

        s.Clock(10);
        var (here, there) = (Report(s, with: B), Report(s, "b", A));
        Assert.Equal((1, 1), (here.Ours.LinkChecks.Kept, here.Ours.LinkChecks.Missed));
        Assert.Equal(new Dictionary<string, int> { ["unanswered"] = 1 }, here.Ours.LinkChecks.Why);
        Assert.Equal((1, 1, 0), (there.Theirs.LinkChecks.Kept, there.Theirs.LinkChecks.Missed, there.Ours.LinkChecks.Missed));
        Assert.Empty(here.Ours.Messages);
    }

    [Fact]
    public void A_conflict_is_resolved_in_time_when_it_is_agreed_or_gone_by_its_deadline()
    {
        var s = Usual();
        var ours = new[] { 100, 300, 500, 700 }.Select(place => s.File("a", place, 60)).ToArray();
        var theirs = new[] { 105, 305, 505, 705 }.Select(place =>
        {
            // A Sea makes a conflict's id of both ids: no two pairs may give the same.
            while (s.NewId().Value.ToByteArray()[0] % 16 != 15)
            {
            }

            return s.File("b", place, 60);
        }).ToArray();
        var (agreed, gone, late) = (Sea.ConflictOf(ours[0], theirs[0]), ours[1], Sea.ConflictOf(ours[2], theirs[2]));
        s.Clock(10);
        s.Settle("a", agreed, ProposalKind.Hold);
        s.Clock(20);
        s.Withdraw("a", gone);
        s.Clock(40);
        s.Settle("a", late, ProposalKind.Hold);
        s.Clock(50);
        var open = Report(s, with: B).Conflicts;
        Assert.Equal((4, 2, 1, 0, 1), (open.Found, open.ResolvedInTime, open.ResolvedLate, open.Unresolved, open.Open));
        Assert.Equal(10 + 20 + 40 + 50, open.UnresolvedMinutes, 0);
        // Two meet for 20 min from 13:00 on; then nobody can settle it any more.
        s.Clock(200);
        s.Withdraw("a", ours[3]);
        var past = Report(s, with: B).Conflicts;
        Assert.Equal((4, 2, 1, 1, 0), (past.Found, past.ResolvedInTime, past.ResolvedLate, past.Unresolved, past.Open));
        Assert.Equal(10 + 20 + 40 + 80, past.UnresolvedMinutes, 0);
        Assert.Equivalent(past, Report(s, "b", A).Conflicts);
        // Only what stood within the period, whenever it was found.
        var part = Report(s, fromMin: 15, toMin: 30).Conflicts;
        Assert.Equal((0, 5 + 15 + 15), (part.Found, Math.Round(part.UnresolvedMinutes)));
    }

    [Fact]
    public void A_conflict_that_comes_back_after_it_was_settled_is_found_again()
    {
        var s = Usual();
        var id = s.File("a", 100, 60);
        var conflict = Sea.ConflictOf(id, s.File("b", 105, 60));
        s.Settle("a", conflict, ProposalKind.Hold);
        s.Clock(10);
        s.Change("a", id, place: 103);
        s.Clock(15);
        var figures = Report(s).Conflicts;
        Assert.Equal((2, 1, 1, 5), (figures.Found, figures.ResolvedInTime, figures.Open, Math.Round(figures.UnresolvedMinutes)));
    }

    [Fact]
    public void Inquiries_are_answered_in_time_or_late_or_not()
    {
        var s = Usual();
        var incident = s.NewId();
        s.Say("a", new IncidentOpened(incident, "Lost contact", new PointAt(0, 0), s.Noon, "known", 1000, 60, 60));
        EntityId Ask(double deadline)
        {
            var id = s.NewId();
            s.Say("a", new InquiryPut(incident, id, B, "Yours?", s.Noon.Plus(TimeSpan.FromMinutes(deadline))));
            return id;
        }

        var (quick, slow) = (Ask(30), Ask(10));
        Ask(15);
        Ask(1000);
        s.Say("b", new InquiryAnswered(incident, quick, InquiryAnswer.Denied));
        s.Clock(20);
        s.Say("b", new InquiryAnswered(incident, slow, InquiryAnswer.NeitherConfirmedNorDenied));
        var (here, there) = (Report(s, with: B), Report(s, "b", A));
        var ours = here.Ours.Inquiries;
        Assert.Equal((4, 1, 1, 1, 1), (ours.Put, ours.InTime, ours.Late, ours.Unanswered, ours.Open));
        Assert.Equal(new Dictionary<string, int> { ["denied"] = 1, ["neither-confirmed-nor-denied"] = 1 }, ours.Answers);
        Assert.Equivalent(ours, there.Theirs.Inquiries);
        Assert.Equal((1, 0, 0, 1), (here.Ours.Incidents, here.Theirs.Incidents, there.Ours.Incidents, there.Theirs.Incidents));
    }

    [Fact]
    public void Each_day_has_its_own_counts_and_together_they_are_those_of_the_period()
    {
        var s = Usual();
        s.File("a", 100, 61);
        s.File("b", 105, 10);
        s.Clock(60 * 13);
        s.File("a", 300, (60 * 13) + 5);
        s.Clock(60 * 40);
        var history = new History(A);
        s.Sea["a"].Journal.ForEach(e => history.Apply(PostCodec.Decode(e)));
        var reporting = new Reporting(history, new Period(s.Noon.Plus(TimeSpan.FromMinutes(-60)), s.Noon.Plus(TimeSpan.FromMinutes(10_000))), s.Sea.Now);
        var (days, total) = (reporting.Days(), reporting.Of(null));
        var noon = s.Noon.ToDateTimeOffset();
        Assert.Equal([noon.ToString("yyyy-MM-dd"), noon.AddDays(1).ToString("yyyy-MM-dd")], days.Where(static d => d.Ours.Told > 0).Select(static d => d.Day));
        Assert.Equal((total.Ours.Notices.Told, total.Ours.Notices.Late, total.Theirs.Notices.Told, total.Theirs.Notices.Late), (
            days.Sum(static d => d.Ours.Told), days.Sum(static d => d.Ours.Late), days.Sum(static d => d.Theirs.Told), days.Sum(static d => d.Theirs.Late)));
        Assert.Equal((total.Ours.LinkChecks.Kept, total.Ours.LinkChecks.Missed, total.Conflicts.Found), (days.Sum(static d => d.Ours.ChecksKept), days.Sum(static d => d.Ours.ChecksMissed), days.Sum(static d => d.Conflicts)));
        Assert.Equal(1, days[0].Conflicts + days[^1].Conflicts);
    }

    [Fact]
    public void Only_what_was_told_in_the_period_counts()
    {
        var s = Usual();
        s.File("a", 100, 60);
        s.Clock(20);
        s.File("a", 300, 60);
        Assert.Equal((2, 1, 1, 0), (
            Report(s, with: B).Ours.Notices.Told, Report(s, with: B, toMin: 10).Ours.Notices.Told, Report(s, with: B, fromMin: 10).Ours.Notices.Told, Report(s, with: B, fromMin: 30).Ours.Notices.Told));
    }

    [Fact]
    public void What_a_post_lost_and_was_told_again_counts_once()
    {
        var s = Usual();
        s.File("a", 100, 60);
        var before = s.Sea["a"].Journal.Count;
        var id = s.File("a", 300, 60);
        s.File("b", 500, 60);
        s.Say("b", new NoticeSeen(id, 1, "Ash"));
        var whole = Report(s, with: B);
        s.Sea.Restore(s.Sea["a"], before);
        s.Sea.Settle();
        var again = Report(s, with: B);
        Assert.Equivalent(whole.Ours.Notices, again.Ours.Notices);
        Assert.Equivalent(whole.Theirs.Notices, again.Theirs.Notices);
        Assert.Equal((2, 1, 1), (again.Ours.Notices.Told, again.Ours.Notices.Seen, again.Theirs.Notices.Told));
    }

    [Theory]
    [InlineData(new double[] { 5 }, 5, 5, 5, 5, 5)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 1, 1, 2, 4, 4)]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 }, 1, 1, 10, 19, 20)]
    public void Percentiles_are_values_that_occurred(double[] values, double min, double p5, double p50, double p95, double max)
    {
        Assert.Equal(new SpreadView(min, p5, p50, p95, max), Reporting.Spread(values));
        Assert.Null(Reporting.Spread([]));
    }
}
