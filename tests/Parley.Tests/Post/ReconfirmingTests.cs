using Parley.Core.Exchange;
using Parley.Core.Post;

namespace Parley.Tests.Post;

/// <summary>Standing intents and protected sites count until the agreed time, unless their owner says that they still do. Here: 100 min.</summary>
public sealed class ReconfirmingTests
{
    [Theory]
    [InlineData(DeclaredKind.Intent)]
    [InlineData(DeclaredKind.Site)]
    public void Both_sides_are_warned_before_it_expires_and_no_longer_once_it_is_reconfirmed(DeclaredKind kind)
    {
        var strait = Hourly();
        var mine = Stand(strait, kind);
        strait.Clock(89);
        Assert.All(["a", "b"], p => Assert.Null(strait.Alarm(p, $"reconfirm:{mine}")));
        strait.Clock(91);
        Assert.All(["a", "b"], p => Assert.NotNull(strait.Alarm(p, $"reconfirm:{mine}")));
        strait.Say("a", new Reconfirmed(mine, "Ash"));
        Assert.All(["a", "b"], p => Assert.Null(strait.Alarm(p, $"reconfirm:{mine}")));
        strait.Clock(101);
        Assert.All(["a", "b"], p => Assert.False(strait[p].Find(mine)!.Expired));
        strait.Clock(192);
        Assert.All(["a", "b"], p => Assert.True(strait[p].Find(mine)!.Expired));
    }

    [Fact]
    public void What_expired_no_longer_counts_and_calls_about_nothing_else_until_it_is_taken()
    {
        var strait = Hourly();
        var mine = Stand(strait);
        strait.Sea["b"].Do(new PutRecipients(strait.Sea.Now, mine, [new RecipientName("Gate", "runner")]));
        var conflict = Sea.ConflictOf(mine, strait.File("b", 5, 240));
        strait.Clock(101);
        Assert.All(["a", "b"], p => Assert.Equal(ConflictState.Gone, strait[p].Conflict(conflict)!.StateAt(strait.Sea.Now)));
        Assert.All(["a", "b"], p => Assert.NotNull(strait.Alarm(p, $"expired:{mine}")));
        strait.Take("b", $"expired:{mine}");
        strait.Clock(235);
        Assert.All(["a", "b"], p => Assert.DoesNotContain(strait[p].Alarms, x => x.Kind is not "expired" && x.About == mine.ToString()));
        Assert.Null(strait.Alarm("b", $"expired:{mine}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reconfirmed_after_it_expired_it_counts_again_and_so_do_its_conflicts_old_and_new(bool struck)
    {
        var strait = Hourly();
        var mine = Stand(strait);
        var conflict = Sea.ConflictOf(mine, strait.File("b", 5, 240));
        if (struck)
        {
            strait.Clock(101);
        }
        else
        {
            strait.Sea.Pass(TimeSpan.FromMinutes(101));
        }

        var newer = struck ? Sea.ConflictOf(mine, strait.File("b", 6, 240)) : conflict;
        strait.Say("a", new Reconfirmed(mine, "Ash"));
        foreach (var party in new[] { "a", "b" })
        {
            Assert.False(strait[party].Find(mine)!.Expired);
            Assert.Null(strait.Alarm(party, $"expired:{mine}"));
            Assert.All([conflict, newer], c => Assert.Equal(ConflictState.Open, strait[party].Conflict(c)!.StateAt(strait.Sea.Now)));
            Assert.All([conflict, newer], c => Assert.NotNull(strait.Alarm(party, $"conflict:{c}")));
            Assert.Equal([true, false, true], strait[party].Conflict(conflict)!.Series.Select(static s => s.After.Near));
        }

        strait.Notice(mine, "a", "b");
    }

    [Fact]
    public void A_changed_thing_that_had_expired_counts_again_on_both_sides()
    {
        var strait = Hourly();
        var mine = Stand(strait);
        strait.Clock(101);
        strait.Change("a", mine, place: 1);
        Assert.All(["a", "b"], p => Assert.False(strait[p].Find(mine)!.Expired));
        Assert.All(["a", "b"], p => Assert.Null(strait.Alarm(p, $"expired:{mine}")));
    }

    private static Strait Hourly() => new(static t => t with { ReconfirmEveryS = 6000 });

    private static EntityId Stand(Strait strait, DeclaredKind kind = DeclaredKind.Intent) => strait.File("a", 0, 240, kind, standing: kind == DeclaredKind.Intent);
}
