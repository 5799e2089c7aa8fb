using Parley.Core.Exchange;
using Parley.Hosting;
using Parley.Journal;
using Parley.Tests.Exchange;

namespace Parley.Tests.Hosting;

public sealed class ExchangeEngineTests : IAsyncDisposable
{
    private readonly HeldLog _log = new();
    private readonly ExchangeEngine _engine;

    public ExchangeEngineTests()
    {
        _engine = new ExchangeEngine(_log, TimeProvider.System, new Fairness());
        _engine.Start(new ExchangeState(), 0);
    }

    [Fact]
    public async Task Nothing_is_answered_or_seen_before_it_is_durable()
    {
        var answer = _engine.SubmitAsync(Declare(1)).AsTask();
        Assert.Equal(1, _log.Waiting);
        Assert.False(answer.IsCompleted);
        Assert.Equal((0, 0L), (Intents(), _engine.Position));
        _log.Deliver();
        Assert.IsType<IntentChanged>(await answer);
        Assert.Equal((1, 1L), (Intents(), _engine.Position));
    }

    [Theory]
    [InlineData(LogFailureKind.DiskFull, true)]
    [InlineData(LogFailureKind.SyncFailed, false)]
    [InlineData(LogFailureKind.WriteFailed, false)]
    public async Task What_could_not_be_made_durable_is_answered_as_unavailable_and_changes_nothing(LogFailureKind kind, bool passing)
    {
        var answer = _engine.SubmitAsync(Declare(1)).AsTask();
        _log.Fail(new LogFailure(kind, "The disk is full."));
        Assert.Equal(new Unavailable("The disk is full.", passing), await answer);
        Assert.Equal(0, Intents());
    }

    [Theory]
    [InlineData(SubmitRefusalReason.Busy, true)]
    [InlineData(SubmitRefusalReason.Failed, false)]
    [InlineData(SubmitRefusalReason.TooLarge, false)]
    public async Task What_the_log_does_not_take_is_answered_at_once_as_unavailable(SubmitRefusalReason reason, bool passing)
    {
        _log.Refusing = new SubmitRefusal(reason, "Not now.");
        Assert.Equal(new Unavailable("Not now.", passing), await _engine.SubmitAsync(Declare(1)));
        Assert.Equal(0, Intents());
    }

    [Fact]
    public async Task A_refusal_is_answered_at_once_and_takes_no_place_in_the_order()
    {
        var first = _engine.SubmitAsync(Declare(1)).AsTask();
        _log.Deliver();
        await first;
        Assert.IsType<MissingFromKey>(await _engine.SubmitAsync(Declare(2)));
        Assert.IsType<Refused>(await _engine.SubmitAsync(new DeleteIntent(World.Noon, Stage.Relief, World.Id(1), new Ovn("none"))));
        Assert.Equal((0, 1L), (_log.Waiting, _log.End));
    }

    [Fact]
    public async Task Of_two_that_meet_and_wait_together_one_wins_and_the_other_is_told_of_it()
    {
        var (first, second) = (_engine.SubmitAsync(Declare(1)).AsTask(), _engine.SubmitAsync(Declare(2)).AsTask());

        // The second waits for the first and not for the disk: it would only be refused there.
        Assert.Equal(1, _log.Waiting);
        _log.Deliver();
        Assert.IsType<IntentChanged>(await first);
        Assert.Equal(World.Id(1), Assert.Single(Assert.IsType<MissingFromKey>(await second).Intents).Intent.Id);
    }

    [Fact]
    public async Task Of_two_that_meet_the_second_goes_on_when_the_first_could_not_be_kept()
    {
        var (first, second) = (_engine.SubmitAsync(Declare(1)).AsTask(), _engine.SubmitAsync(Declare(2)).AsTask());
        _log.Fail(new LogFailure(LogFailureKind.DiskFull, "No room."));
        Assert.IsType<Unavailable>(await first);
        while (!second.IsCompleted)
        {
            _log.Deliver();
            await Task.Yield();
        }

        Assert.IsType<IntentChanged>(await second);
    }

    [Fact]
    public async Task A_restart_replays_what_was_stored_after_the_snapshot()
    {
        for (var n = 0; n < 4; n++)
        {
            var answer = _engine.SubmitAsync(Declare(n + 1, quarter: n)).AsTask();
            _log.Deliver();
            await answer;
        }

        var half = new ExchangeState();
        _log.Stored.Take(2).ToList().ForEach(s => half.Apply(CommandCodec.Decode(s.Payload)));
        await using var again = new ExchangeEngine(_log, TimeProvider.System, new Fairness());
        Assert.NotNull(again.NotReady);
        again.Start(half, 2);
        Assert.Null(again.NotReady);
        Assert.Equal(4, again.Position);
        Assert.Equal(State(_engine), State(again));
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private static PutIntent Declare(int id, int? quarter = null) => new(
        World.Noon, Stage.North, World.Id(id), null, IntentState.Accepted, Stage.At(quarter), "https://north.example", null, null, new Ovn($"ovn-{id:0000000000000000}"), false, []);

    private int Intents() => _engine.Read(0, static (s, _) => s.IntentCount);

    private static byte[] State(ExchangeEngine engine) => engine.Read(0, static (s, _) => Describe.State(s));
}
