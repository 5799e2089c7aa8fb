namespace Parley.Console.Desk;

/// <summary>
/// What is called back for one window. It is never called again before it is done; what came meanwhile is then told once. Thread-safe; of the feed
/// until it is disposed.
/// </summary>
/// <param name="glanceOnly">Called only when what the frame of every page shows changed; it never rests.</param>
/// <param name="clock">By which it rests.</param>
internal sealed class FeedWindow(Func<Task> changed, bool glanceOnly, TimeProvider clock, ILogger logger, Action<FeedWindow> gone) : IDisposable
{
    // A page that takes long to draw (a long list, the journal) rests as long, so that no window takes more than half a processor from the post however
    // busy it is. What everybody must see at once, the frame and a FLASH, never rests.
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostRest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private bool _telling;
    private bool _again;
    private bool _gone;

    public bool GlanceOnly { get; } = glanceOnly;

    public void Tell()
    {
        lock (_lock)
        {
            if (_telling)
            {
                _again = true;
                return;
            }

            _telling = true;
        }

        // Each on its own: one window's drawing must not hold up the next one's.
        _ = Task.Run(TellAsync);
    }

    private async Task TellAsync()
    {
        while (true)
        {
            var began = clock.GetTimestamp();
            try
            {
                await changed();
            }
#pragma warning disable CA1031 // One window's fault must not end the others' news.
            catch (Exception e)
#pragma warning restore CA1031
            {
                if (!_gone)
                {
                    ConsoleLog.Fault(logger, "Telling a window", e);
                }
            }

            if (!GlanceOnly && clock.GetElapsedTime(began) is var took && took > Long)
            {
                await Task.Delay(took < MostRest ? took : MostRest, clock);
            }

            lock (_lock)
            {
                if (!_again || _gone)
                {
                    _telling = false;
                    return;
                }

                _again = false;
            }
        }
    }

    public void Dispose()
    {
        _gone = true;
        gone(this);
    }
}
