using Parley.Core.Exchange;
using Parley.Core.Geometry;
using Parley.Hosting;
using Parley.Tests.Exchange;

namespace Parley.Tests.Hosting;

public sealed class TurnstileTests
{
    private readonly Turnstile _turnstile = new();
    private readonly CellId _here = CellId.FromLatLng(new LatLng(50, 10), 13);
    private readonly CellId _elsewhere = CellId.FromLatLng(new LatLng(-20, 100), 13);

    [Fact]
    public void Nobody_is_held_where_nobody_succeeded_just_before() =>
        Assert.True(_turnstile.WaitAsync(Put(_here), 1).IsCompleted);

    [Fact]
    public void A_success_in_another_cell_holds_nobody()
    {
        _turnstile.Succeeded(Put(_elsewhere));
        Assert.True(_turnstile.WaitAsync(Put(_here), 1).IsCompleted);
    }

    [Fact]
    public async Task Whoever_is_held_is_let_out_in_the_end_without_another_success()
    {
        await Held();
    }

    [Fact]
    public async Task Each_success_lets_out_the_one_who_lost_most_often()
    {
        // A hold is short and the machine may be slow, so that time may be up first now and then: never often.
        var inOrder = 0;
        for (var attempt = 0; attempt < 200; attempt++)
        {
            _turnstile.Succeeded(Put(_here));
            var seldom = _turnstile.WaitAsync(Put(_here), 1);
            var often = _turnstile.WaitAsync(Put(_here), 7);
            _turnstile.Succeeded(Put(_here));
            inOrder += await Task.WhenAny(seldom, often) == often ? 1 : 0;
            await seldom.WaitAsync(TimeSpan.FromSeconds(30));
            await often.WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.True(inOrder > 100, $"{inOrder} of 200");
    }

    private async Task Held()
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            _turnstile.Succeeded(Put(_here));
            var turn = _turnstile.WaitAsync(Put(_here), 1);
            if (!turn.IsCompleted)
            {
                await turn.WaitAsync(TimeSpan.FromSeconds(30));
                return;
            }
        }

        Assert.Fail("Nobody was ever held right after a success in the same cell.");
    }

    private static PutIntent Put(CellId cell) => new(
        World.Noon, World.Parties[0], World.Id(1), null, IntentState.Accepted,
        new Extent(CellCovering.FromIds([cell.Value]).Value, AltitudeBand.Unbounded, TimeInterval.Always),
        World.Url(World.Parties[0]), null, null, new Ovn("an-ovn-of-22-characters"), false, []);
}
