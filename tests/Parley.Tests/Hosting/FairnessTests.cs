using CsCheck;
using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Journal;
using Parley.Tests.Exchange;

namespace Parley.Tests.Hosting;

public sealed class FairnessTests
{
    private readonly Fairness _fairness = new();

    [Fact]
    public void Who_lost_goes_before_who_did_not_and_who_lost_more_before_who_lost_less()
    {
        _fairness.Lost(World.Id(2));
        _fairness.Lost(World.Id(3));
        _fairness.Lost(World.Id(3));
        Assert.Equal([3, 2, 1, 4], Arranged(1, 2, 3, 4));
    }

    [Fact]
    public void Who_has_won_waits_its_turn_again()
    {
        _fairness.Lost(World.Id(2));
        _fairness.Won(World.Id(2));
        Assert.Equal([1, 2], Arranged(1, 2));
    }

    [Fact]
    public void Entities_that_never_come_back_are_forgotten_before_they_fill_the_memory()
    {
        _fairness.Lost(World.Id(1));
        for (var n = 0; n < 10_000; n++)
        {
            _fairness.Lost(new EntityId(new Guid(n, 1, 0, new byte[8])));
        }

        Assert.Equal([2, 1], Arranged(2, 1));
    }

    [Fact]
    public void The_order_goes_by_losses_is_stable_and_neither_adds_nor_drops() =>
        Gen.Select(Gen.Select(Gen.Int[1, 5], Gen.Bool).Array[0, 30], Gen.Select(Gen.Int[1, 5], Gen.Bool).Array[0, 40]).Sample((history, waiting) =>
        {
            var (fairness, losses) = (new Fairness(), new int[6]);
            foreach (var (id, won) in history)
            {
                losses[id] = won ? 0 : losses[id] + 1;
                if (won)
                {
                    fairness.Won(World.Id(id));
                }
                else
                {
                    Assert.Equal(losses[id], fairness.Lost(World.Id(id)));
                }
            }

            // Half of what waits is of a kind that can't lose; it keeps its place among those without a loss.
            List<Submission> batch = [.. waiting.Select(w => w.Item2 ? Waiting(w.Item1) : new Submission(default, new ExchangeEngine.Ticket(new Sweep(World.Noon, Stage.North, World.Noon, 1))))];
            var expected = batch.Select((s, n) => (Submission: s, Losses: waiting[n].Item2 ? losses[waiting[n].Item1] : 0, n))
                .OrderBy(x => (-x.Losses, x.n)).Select(x => x.Submission).ToList();
            fairness.Arrange(batch);
            Assert.Equal(expected, batch);
        }, iter: 500);

    private int[] Arranged(params int[] ids)
    {
        List<Submission> batch = [.. ids.Select(Waiting)];
        _fairness.Arrange(batch);
        return [.. batch.Select(s => (int)((PutIntent)((ExchangeEngine.Ticket)s.Ticket).Command).Id.Value.ToByteArray()[15])];
    }

    private static Submission Waiting(int id) => new(default, new ExchangeEngine.Ticket(new PutIntent(
        World.Noon, Stage.North, World.Id(id), null, IntentState.Accepted, Stage.At(), "https://north.example", null, null, new Ovn("ovn-0000000000000000"), false, [])));
}
