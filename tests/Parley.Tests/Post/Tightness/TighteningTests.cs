using Parley.Client.Post;
using Parley.Core.Post;
using Parley.Post;
using Parley.Post.Tightness;

namespace Parley.Tests.Post.Tightness;

/// <summary>A journal replayed under other terms: what would have been late, in conflict or unacknowledged, and the other way about.</summary>
public sealed class TighteningTests
{
    private static bool Nothing(DifferenceView d) => (d.LateCount, d.ConflictCount, d.UnacknowledgedCount) == (0, 0, 0) && d.Late.Count + d.Conflicts.Count + d.Unacknowledged.Count == 0;

    // One of everything: late and not, in conflict and not, acknowledged in time and not.
    private static Chart Usual()
    {
        var chart = new Chart();
        chart.OnWatch("Ash");
        chart.Told("a", 0, 5);
        chart.Told("b", 900, 20);
        chart.Told("a", 0, 20);
        chart.Called(30);
        chart.Called(90);
        return chart;
    }

    [Fact]
    public void Under_the_terms_as_agreed_all_is_as_it_was()
    {
        var found = Usual().Under(notice: 600, horizontal: 1000, vertical: 100, time: 60, flash: 60);
        Assert.True(Nothing(found.Would) && Nothing(found.WouldNot));
        Assert.Equal(found.AsAgreed, found.Tried);
        Assert.Equal((3, 1, 1, 2, 1), (found.AsAgreed.Notices, found.AsAgreed.Late, found.AsAgreed.Conflicts, found.AsAgreed.Messages, found.AsAgreed.Unacknowledged));
    }

    [Fact]
    public void With_more_notice_asked_for_who_was_in_time_is_late()
    {
        var chart = new Chart();
        var (late, between, early) = (chart.Told("a", 0, 5), chart.Told("b", 50_000, 20), chart.Told("a", 0, 200));
        var would = chart.Under(notice: 1800).Would;
        var told = Assert.Single(would.Late);
        Assert.Equal((between.ToString(), 1, "b", "a", 1200.0), (told.Intent, told.Version, told.Owner, told.Party, told.LeadTimeS));
        Assert.Equal((1, 0, 0), (would.LateCount, would.ConflictCount, would.UnacknowledgedCount));
        // And with less, who was late is not.
        var less = chart.Under(notice: 60);
        Assert.True(Nothing(less.Would));
        Assert.Equal(late.ToString(), Assert.Single(less.WouldNot.Late).Intent);
        Assert.NotEqual(early, between);
    }

    [Theory]
    [InlineData(5000, null, null)]
    [InlineData(5000, 200.0, 600.0)]
    public void Wider_apart_two_that_passed_each_other_meet(double horizontal, double? vertical, double? time)
    {
        var chart = new Chart();
        var (theirs, ours) = (chart.Told("b", 3000, 60), chart.Told("a", 0, 60));
        var found = chart.Under(horizontal: horizontal, vertical: vertical, time: time);
        var met = Assert.Single(found.Would.Conflicts);
        Assert.Equal([theirs.ToString(), ours.ToString()], met.Intents);
        Assert.Equal(2800, met.Gap.HorizontalM, 0.1 * 2800);
        Assert.Equal((0, 1), (found.AsAgreed.Conflicts, found.Tried.Conflicts));
        Assert.True(Nothing(found.WouldNot));
    }

    [Fact]
    public void What_a_post_lost_and_was_told_again_is_tried_like_what_came_at_once()
    {
        var chart = new Chart();
        chart.Told("a", 0, 60);
        var theirs = chart.ToldAgain(3000, 60).ToString();
        var found = chart.Under(notice: 7200, horizontal: 5000);
        Assert.Contains(theirs, Assert.Single(found.Would.Conflicts).Intents);
        Assert.Contains(theirs, found.Would.Late.Select(static n => n.Intent));
        Assert.Equal((2, 2), (found.Would.LateCount, found.AsAgreed.Notices));
    }

    [Fact]
    public void Each_minimum_is_tried_by_itself()
    {
        var chart = new Chart();
        chart.Told("b", 0, 60, lower: 300);
        chart.Told("a", 0, 60);
        chart.Told("b", 20_000, 60);
        chart.Told("a", 20_000, 75);
        Assert.Equal((1, 1, 2, 0), (
            chart.Under(vertical: 200).Would.ConflictCount, chart.Under(time: 600).Would.ConflictCount, chart.Under(vertical: 200, time: 600).Would.ConflictCount,
            chart.Under(horizontal: 5000).Would.ConflictCount));
    }

    [Fact]
    public void Nearer_together_a_conflict_is_none_and_what_was_said_about_it_falls_on_nothing()
    {
        var chart = new Chart();
        var (theirs, ours) = (chart.Told("b", 900, 60), chart.Told("a", 0, 60));
        var conflict = PostVolumes.ConflictBetween(theirs, ours);
        var proposal = chart.NewId();
        chart.Theirs(new Proposed(conflict, proposal, ProposalKind.Move, new RawJson("""{"bearing_deg":90,"distance_m":5000}"""), theirs));
        chart.Ours(new ProposalAnswered(conflict, proposal, true));
        // Late, had it not been agreed; and under the tried terms nobody would have asked for it.
        chart.Told("b", 6000, 8, id: theirs, version: 2, settles: conflict);
        var found = chart.Under(horizontal: 500);
        Assert.Equal(conflict.ToString(), Assert.Single(found.WouldNot.Conflicts).Conflict);
        Assert.True(Nothing(found.Would));
        Assert.Equal((1, 0), (found.AsAgreed.Conflicts, found.Tried.Conflicts));
    }

    [Fact]
    public void What_was_far_enough_after_the_agreed_change_stands_unresolved_for_longer()
    {
        var chart = new Chart();
        var (theirs, ours) = (chart.Told("b", 900, 60), chart.Told("a", 0, 60));
        var conflict = PostVolumes.ConflictBetween(theirs, ours);
        chart.Clock(5);
        chart.Told("b", 3000, 60, id: theirs, version: 2);
        chart.Clock(30);
        var found = chart.Under(horizontal: 5000);
        Assert.Equal((5, 30), (Math.Round(found.AsAgreed.UnresolvedMinutes), Math.Round(found.Tried.UnresolvedMinutes)));
        Assert.True(Nothing(found.Would), conflict.ToString());
    }

    [Fact]
    public void With_less_time_to_acknowledge_who_answered_in_time_did_not()
    {
        var chart = new Chart();
        chart.OnWatch("Ash");
        var (quick, slow) = (chart.Called(30), chart.Called(90));
        var would = Assert.Single(chart.Under(flash: 20).Would.Unacknowledged);
        Assert.Equal((quick.ToString(), "FLASH", "b", "a", 30.0, 20.0), (would.Message, would.Precedence, would.From, would.To, would.AfterS, would.WithinS));
        var less = chart.Under(flash: 100);
        Assert.True(Nothing(less.Would));
        Assert.Equal((slow.ToString(), 60.0), (Assert.Single(less.WouldNot.Unacknowledged).Message, less.WouldNot.Unacknowledged[0].WithinS));
    }

    [Fact]
    public void Terms_out_of_range_or_none_at_all_are_one_sentence()
    {
        var agreement = new Chart().Agreement.ToString();
        string Says(TightenRequest request) => OtherTerms.Read(request).Problem!.ToString();
        Assert.StartsWith("No term is changed; give", Says(new TightenRequest { Agreement = agreement }), StringComparison.Ordinal);
        Assert.StartsWith("agreement: ", Says(new TightenRequest { Agreement = "x", TimeS = 1 }), StringComparison.Ordinal);
        Assert.StartsWith("acknowledge_within_s: 'URGENT' is not known", Says(new TightenRequest { Agreement = agreement, AcknowledgeWithinS = new() { ["URGENT"] = 1 } }), StringComparison.Ordinal);
    }
}
