using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>How an unsettled conflict calls, louder each time, and who gives way in it.</summary>
public sealed class CaseCallTests
{
    private static readonly PartyName A = new("a");
    private static readonly PartyName B = new("b");

    [Fact]
    public void A_conflict_calls_again_at_its_deadline_at_ten_and_at_two_minutes_and_names_who_gives_way_and_who_said_nothing()
    {
        var (strait, conflict) = Met();
        Assert.All(["a", "b"], p => Assert.Equal(2, strait.Alarm(p, $"conflict:{conflict}")?.Severity));
        foreach (var (minute, severity, what) in ((double, int, string)[])[(30, 2, "by its deadline"), (50, 2, "10 min before they meet"), (58, 3, "2 min before they meet")])
        {
            strait.Take("b", $"conflict:{conflict}");
            strait.Clock(minute - 0.5);
            Assert.Equal("Ash", strait.Alarm("b", $"conflict:{conflict}")?.TakenBy);
            strait.Clock(minute);
            foreach (var party in new[] { "a", "b" })
            {
                var alarm = strait.Alarm(party, $"conflict:{conflict}");
                Assert.True(alarm is { TakenBy: null } && alarm.Severity == severity, $"{alarm}");
                Assert.StartsWith($"Not settled {what}: ", alarm!.Says, StringComparison.Ordinal);
                Assert.EndsWith("a and b said nothing; b gives way.", alarm.Says, StringComparison.Ordinal);
            }

            Assert.Equal(severity, strait.Alarm("b", $"gives-way:{conflict}")?.Severity);
            Assert.Null(strait.Alarm("a", $"gives-way:{conflict}"));
        }

        strait.Clock(81);
        Assert.All(["a", "b"], p => Assert.DoesNotContain(strait[p].Alarms, static x => x.Kind is "conflict" or "gives-way"));
    }

    [Fact]
    public void Who_says_nothing_by_the_deadline_gives_way_to_the_one_who_holds()
    {
        var (strait, conflict) = Met(static t => t with { GiveWay = new GiveWay(GiveWayBy.Declared, []) });
        strait.Say("b", new Stood(conflict, Stand.Hold));
        strait.Clock(30);
        Assert.All(["a", "b"], p => Assert.EndsWith("; a said nothing; a gives way.", strait.Alarm(p, $"conflict:{conflict}")?.Says, StringComparison.Ordinal));
        Assert.NotNull(strait.Alarm("a", $"gives-way:{conflict}"));
    }

    [Fact]
    public void Who_declares_that_it_moves_gives_way_whatever_the_rule_says()
    {
        var (strait, conflict) = Met();
        strait.Say("a", new Stood(conflict, Stand.Move));
        Assert.All(["a", "b", "m"], p => Assert.Equal(A, strait[p].DefaultGivesWay(strait[p].Conflict(conflict)!)));
    }

    [Theory]
    [InlineData("convoy", "survey", "b")]
    [InlineData("survey", "convoy", "a")]
    [InlineData("survey", "picnic", "b")]
    [InlineData("picnic", "survey", "a")]
    [InlineData("survey", "survey", "b")]
    public void By_activity_the_one_that_stands_later_in_the_order_gives_way_and_among_equals_the_one_filed_later(string first, string second, string expected)
    {
        var strait = new Strait(static t => t with { GiveWay = new GiveWay(GiveWayBy.Activity, ["convoy", "survey"]) });
        var conflict = Sea.ConflictOf(strait.File("a", 0, 60, activity: first), strait.File("b", 5, 60, activity: second));
        Assert.All(["a", "b", "m"], p => Assert.Equal(expected, strait[p].DefaultGivesWay(strait[p].Conflict(conflict)!).Value));
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void By_filing_the_one_filed_later_gives_way(string first, string second)
    {
        var strait = new Strait();
        var conflict = Sea.ConflictOf(strait.File(first, 0, 60), strait.File(second, 5, 60));
        Assert.All(["a", "b", "m"], p => Assert.Equal(second, strait[p].DefaultGivesWay(strait[p].Conflict(conflict)!).Value));
    }

    [Fact]
    public void By_filing_it_counts_when_the_other_side_was_told_and_not_a_third_party()
    {
        var strait = new Strait();
        strait.Agree(AgreementPropertyTests.Terms(strait.Noon) with { Parties = [new("a"), new("c")], Mediator = null });
        var mine = strait.File("a", 0, 60, letters: [[new("c")]]);
        var theirs = strait.File("b", 5, 60);
        strait.Change("a", mine);
        Assert.All(["a", "b", "m"], p => Assert.Equal(A, strait[p].DefaultGivesWay(strait[p].Conflict(Sea.ConflictOf(mine, theirs))!)));
    }

    [Theory]
    [InlineData(GiveWayBy.FiledFirst)]
    [InlineData(GiveWayBy.Activity)]
    [InlineData(GiveWayBy.Declared)]
    public void A_protected_site_never_moves_whatever_the_rule_and_whoever_holds(GiveWayBy rule)
    {
        var strait = new Strait(t => t with { GiveWay = new GiveWay(rule, ["convoy"]) });
        var flight = strait.File("a", 0, 60, activity: "convoy");
        var conflict = Sea.ConflictOf(flight, strait.File("b", 5, 60, DeclaredKind.Site));
        Assert.All(["a", "b", "m"], p => Assert.Equal(A, strait[p].DefaultGivesWay(strait[p].Conflict(conflict)!)));
        strait.Say("a", new Stood(conflict, Stand.Hold));
        Assert.All(["a", "b", "m"], p => Assert.Equal(A, strait[p].DefaultGivesWay(strait[p].Conflict(conflict)!)));
    }

    [Fact]
    public void I_move_calls_the_other_side_until_it_is_taken_or_the_case_is_settled()
    {
        var (strait, conflict) = Met();
        strait.Say("a", new Stood(conflict, Stand.Move));
        Assert.NotNull(strait.Alarm("b", $"stood:{conflict}"));
        strait.Take("b", $"stood:{conflict}");
        Assert.Null(strait.Alarm("b", $"stood:{conflict}"));
        strait.Say("a", new Stood(conflict, Stand.Hold));
        Assert.NotNull(strait.Alarm("b", $"stood:{conflict}"));
        strait.Settle("a", conflict, ProposalKind.Hold);
        Assert.Null(strait.Alarm("b", $"stood:{conflict}"));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("expired")]
    public void No_call_outlives_its_case(string how)
    {
        var strait = new Strait();
        var mine = strait.File("a", 0, 60);
        var conflict = Sea.ConflictOf(mine, strait.File("b", 5, 60));
        var calls = () => new[] { "a", "b" }.SelectMany(p => strait[p].Alarms).Where(x => x.About == conflict.ToString()).Select(static x => x.Kind).Distinct().Order().ToArray();
        strait.Clock(31);
        strait.Say("b", new Proposed(conflict, strait.NewId(), ProposalKind.PleaseHold));
        strait.Say("b", new Stood(conflict, Stand.Hold));
        Assert.Equal(["conflict", "gives-way", "proposal", "stood"], calls());
        if (how == "gone")
        {
            strait.Change("a", mine, place: 30);
        }
        else
        {
            strait.Clock(81);
        }

        Assert.Empty(calls());
    }

    [Fact]
    public void An_agreed_hold_stops_calling_whoever_was_to_give_way_once_its_time_has_passed()
    {
        var (strait, conflict) = Met();
        strait.Clock(30);
        Assert.NotNull(strait.Alarm("b", $"gives-way:{conflict}"));
        strait.Settle("b", conflict, ProposalKind.Hold);
        Assert.Null(strait.Alarm("b", $"gives-way:{conflict}"));
        Assert.NotNull(strait.Alarm("a", $"gives-way:{conflict}"));
        strait.Clock(81);
        Assert.Null(strait.Alarm("a", $"gives-way:{conflict}"));
    }

    [Fact]
    public void What_was_agreed_and_is_void_since_they_came_nearer_binds_nobody()
    {
        var strait = new Strait();
        var mine = strait.File("a", 0, 60);
        var theirs = strait.File("b", 5, 60);
        var conflict = Sea.ConflictOf(mine, theirs);
        strait.Settle("b", conflict, ProposalKind.Move, mine);
        Assert.Equal([A], PostState.Moving(strait["b"].Conflict(conflict)!, strait.Sea.Now));
        strait.Change("b", theirs, place: 2);
        Assert.Empty(strait["a"].ToCarryOut());
        Assert.All(["a", "b"], p => Assert.Empty(PostState.Moving(strait[p].Conflict(conflict)!, strait.Sea.Now)));
        strait.Say("b", new Stood(conflict, Stand.Move));
        Assert.All(["a", "b"], p => Assert.Equal(B, strait[p].DefaultGivesWay(strait[p].Conflict(conflict)!)));
    }

    /// <summary>a's and then b's intent, that meet from 13:00 to 13:20.</summary>
    private static (Strait Strait, EntityId Conflict) Met(Func<AgreementDocument, AgreementDocument>? terms = null)
    {
        var strait = new Strait(terms);
        return (strait, Sea.ConflictOf(strait.File("a", 0, 60), strait.File("b", 5, 60)));
    }
}
