using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>Which changes are given notice of anew, and when the calls about late and vague notices end.</summary>
public sealed class LatenessTests
{
    private static readonly PartyName B = new("b");

    [Fact]
    public void An_agreed_change_is_not_late_and_every_later_change_that_names_the_same_case_is()
    {
        var (strait, mine, conflict) = Agreed();
        strait.Clock(50);
        strait.Change("a", mine, place: 20, settles: conflict);
        Assert.False(strait.Notice(mine, "a", "b").Late);

        strait.Change("a", mine, place: 40, settles: conflict);
        Assert.True(strait.Notice(mine, "a", "b").Late);
        Assert.Equal(3, Assert.Single(strait["b"].Find(mine)!.Marks).Version);
        Assert.All(["a", "b"], p => Assert.NotNull(strait.Alarm(p, $"late:{mine}:b")));
    }

    [Fact]
    public void A_change_that_failed_at_its_owner_and_is_then_made_by_hand_is_measured_alike_by_both()
    {
        var (strait, mine, conflict) = Agreed();
        var failed = Assert.Single(strait["a"].ToCarryOut());
        strait.Sea["a"].Do(new FailChange(strait.Sea.Now, conflict, failed.Proposal.What.Proposal, "It can't be."));
        Assert.Empty(strait["a"].ToCarryOut());
        Assert.NotNull(strait.Alarm("a", $"carry-out:{failed.Proposal.What.Proposal}"));
        strait.Clock(50);
        strait.Change("a", mine, place: 20, settles: conflict);
        Assert.False(strait.Notice(mine, "a", "b").Late);
        Assert.Null(strait.Alarm("a", $"carry-out:{failed.Proposal.What.Proposal}"));
        strait.Change("a", mine, place: 40, settles: conflict);
        Assert.True(strait.Notice(mine, "a", "b").Late);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_agreed_change_told_in_several_letters_is_late_only_to_those_who_did_not_agree_to_it(bool strangerFirst)
    {
        var (strait, mine, conflict) = Agreed();
        strait.Agree(AgreementPropertyTests.Terms(strait.Noon) with { Parties = [new("a"), new("c")], Mediator = null });
        strait.Clock(50);
        PartyName[] parties = [B, new("m")], stranger = [new("c")];
        strait.Change("a", mine, place: 20, settles: conflict, letters: strangerFirst ? [stranger, parties] : [parties, stranger]);
        Assert.False(strait.Notice(mine, "a", "b").Late);
        Assert.True(strait.Notice(mine, "a", "c").Late);
        Assert.All(["a", "b"], p => Assert.True(Assert.Single(strait[p].Conflict(conflict)!.Proposals).CarriedOut));
    }

    [Fact]
    public void A_change_told_in_several_letters_is_late_to_each_who_gets_one()
    {
        var strait = new Strait();
        strait.Agree(AgreementPropertyTests.Terms(strait.Noon) with { Parties = [new("a"), new("c")], Mediator = null });
        var mine = strait.File("a", 0, 60);
        strait.Change("a", mine, place: 1, letters: [[B], [new("c")]]);
        strait.Clock(50);
        strait.Change("a", mine, place: 2, letters: [[B], [new("c")]]);
        Assert.True(strait.Notice(mine, "a", "b").Late);
        Assert.True(strait.Notice(mine, "a", "c").Late);
    }

    [Fact]
    public void An_agreed_change_whose_notice_is_on_its_way_is_not_made_a_second_time()
    {
        var (strait, mine, conflict) = Agreed();
        Assert.Single(strait["a"].ToCarryOut());
        strait.ChangeUnsent("a", mine, 20, conflict);
        Assert.Empty(strait["a"].ToCarryOut());
        strait.Sea.Settle();
        Assert.Empty(strait["a"].ToCarryOut());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_calls_about_a_late_and_vague_notice_end_with_the_intent_and_its_marks_stay(bool withdrawn)
    {
        var strait = new Strait(static t => t with { MaxAreaKm2 = 0.5 });
        var mine = strait.File("a", 0, 5);
        Assert.All(["a", "b"], p => Assert.NotNull(strait.Alarm(p, $"late:{mine}:b")));
        Assert.All(["a", "b"], p => Assert.NotNull(strait.Alarm(p, $"vague:{mine}:b")));
        strait.Take("b", $"late:{mine}:b");
        Assert.Equal("Ash", strait.Alarm("b", $"late:{mine}:b")?.TakenBy);
        if (withdrawn)
        {
            strait.Withdraw("a", mine);
        }
        else
        {
            strait.Clock(36);
        }

        Assert.All(["a", "b", "m"], p => Assert.DoesNotContain(strait[p].Alarms, static x => x.Kind is "late-notice" or "vague-notice"));
        Assert.Equal(2, strait["b"].Find(mine)!.Marks.Length);
        Assert.Equal(4, strait["a"].Find(mine)!.Marks.Length);
    }

    /// <summary>a's intent is to move out of b's way, as b proposed.</summary>
    private static (Strait Strait, EntityId Mine, EntityId Conflict) Agreed()
    {
        var strait = new Strait();
        var mine = strait.File("a", 0, 60);
        var conflict = Sea.ConflictOf(mine, strait.File("b", 5, 60));
        strait.Settle("b", conflict, ProposalKind.Move, mine);
        return (strait, mine, conflict);
    }
}
