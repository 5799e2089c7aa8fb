using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Console.Desk;

namespace Parley.Tests.Console.Desk;

/// <summary>A window that is slow to draw does not take the post's time from others, and misses nothing by it.</summary>
public sealed class FeedWindowTests
{
    [Theory]
    [InlineData(50, 0)]
    [InlineData(300, 300)]
    [InlineData(5000, 1000)]
    public async Task A_window_that_took_long_rests_as_long_up_to_a_second_and_is_told_again_after_it(int tookMs, int restMs)
    {
        var clock = new RestingClock();
        var calls = 0;
        var entered = new SemaphoreSlim(0);
        var drawn = new SemaphoreSlim(0);
        using var window = Window(clock, glanceOnly: false, async () =>
        {
            calls++;
            entered.Release();
            await drawn.WaitAsync();
            clock.Pass(TimeSpan.FromMilliseconds(tookMs));
        });
        window.Tell();
        await entered.WaitAsync(TestContext.Current.CancellationToken);

        // Twice while it draws: told once more, after its rest.
        window.Tell();
        window.Tell();
        drawn.Release(2);
        if (restMs > 0)
        {
            var rest = await clock.RestsAsync();
            Assert.Equal((restMs, 1), ((int)rest.For.TotalMilliseconds, calls));
            rest.End();
        }

        await entered.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, calls);
        Assert.True(restMs > 0 || clock.Waiting == 0);
    }

    [Fact]
    public async Task The_frame_of_a_page_never_rests_so_that_a_FLASH_comes_at_once()
    {
        var clock = new RestingClock();
        var entered = new SemaphoreSlim(0);
        using var window = Window(clock, glanceOnly: true, () =>
        {
            clock.Pass(TimeSpan.FromSeconds(5));
            entered.Release();
            return Task.CompletedTask;
        });
        for (var i = 0; i < 3; i++)
        {
            window.Tell();
            await entered.WaitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, clock.Waiting);
    }

    [Fact]
    public async Task A_fault_of_one_window_does_not_end_its_news()
    {
        var entered = new SemaphoreSlim(0);
        using var window = Window(new RestingClock(), glanceOnly: false, () =>
        {
            entered.Release();
            throw new InvalidOperationException("broken");
        });
        window.Tell();
        await entered.WaitAsync(TestContext.Current.CancellationToken);
        window.Tell();
        await entered.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static FeedWindow Window(TimeProvider clock, bool glanceOnly, Func<Task> changed) => new(changed, glanceOnly, clock, NullLogger.Instance, static _ => { });

    /// <summary>Goes on only when told, and so do the delays that are counted by it.</summary>
    private sealed class RestingClock : TimeProvider
    {
        private readonly Channel<Rest> _rests = Channel.CreateUnbounded<Rest>();
        private long _ticks;

        public int Waiting => _rests.Reader.Count;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _ticks);

        public void Pass(TimeSpan span) => Interlocked.Add(ref _ticks, span.Ticks);

        public ValueTask<Rest> RestsAsync() => _rests.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                _rests.Writer.TryWrite(new Rest(dueTime, () => callback(state)));
            }

            return new Timer(static _ => { });
        }
    }

    private sealed record Rest(TimeSpan For, Action End);
}
