using Parley.Console.Consents;
using Parley.Post;

namespace Parley.Console.Desk;

/// <summary>
/// Tells every open window that the post's state changed, soon after it did but not more often than it is of use: many changes at once are told
/// once, and a window that is still busy with the last one is told again when it is done. One loop for all windows. Thread-safe.
/// </summary>
internal sealed class Feed : BackgroundService
{
    // What is committed together comes along; what comes later is told after the rest.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(40);

    // Some of what the frame shows changes by the clock alone.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<FeedWindow> _windows = [];
    private readonly PostEngine _engine;
    private readonly GlanceBook _book;
    private readonly ILogger<Feed> _logger;
    private TaskCompletionSource _nudged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Glance _glance;

    public Feed(PostEngine engine, GlanceBook book, ConsentBook consents, ILogger<Feed> logger)
    {
        (_engine, _book, _logger) = (engine, book, logger);
        _glance = book.Look(null);
        consents.OnChange(Nudge);
    }

    /// <summary>What the frame of every page shows: looked up once for all windows. The same object for as long as nothing of it changed.</summary>
    public Glance Glance => Volatile.Read(ref _glance);

    /// <summary>Something changed that is not in the post's state, and that windows show too.</summary>
    public void Nudge()
    {
        lock (_lock)
        {
            _nudged.TrySetResult();
        }
    }

    /// <summary>Calls back after each change until disposed. A fault of the callback is logged; it is not waited for, and not called again before it is done.</summary>
    public IDisposable Follow(Func<Task> changed) => Add(changed, glanceOnly: false);

    /// <summary>Calls back only when <see cref="Glance"/> changed.</summary>
    public IDisposable FollowGlance(Func<Task> changed) => Add(changed, glanceOnly: true);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        var next = _engine.Changed;
        while (!stopping.IsCancellationRequested)
        {
            await Task.WhenAny(next, _nudged.Task, Task.Delay(Quiet, stopping));
            stopping.ThrowIfCancellationRequested();
            var nudged = _nudged.Task.IsCompleted;
            var changed = next.IsCompleted || nudged;
            if (changed)
            {
                await Task.Delay(Gather, stopping);
                next = _engine.Changed;
                if (nudged)
                {
                    lock (_lock)
                    {
                        _nudged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    }
                }
            }

            Tell(changed, Look());
            if (changed)
            {
                await Task.Delay(Rest, stopping);
            }
        }
    }

    private bool Look()
    {
        try
        {
            var before = _glance;
            Volatile.Write(ref _glance, _book.Look(before));
            return !ReferenceEquals(before, _glance);
        }
#pragma warning disable CA1031 // The windows go on with what they had.
        catch (Exception e)
#pragma warning restore CA1031
        {
            ConsoleLog.Fault(_logger, "Looking at what windows show", e);
            return false;
        }
    }

    private void Tell(bool changed, bool glanced)
    {
        FeedWindow[] windows;
        lock (_lock)
        {
            windows = [.. _windows.Where(w => w.GlanceOnly ? glanced : changed)];
        }

        foreach (var window in windows)
        {
            window.Tell();
        }
    }

    private FeedWindow Add(Func<Task> changed, bool glanceOnly)
    {
        // It rests for the processor's sake, so by the machine's time, whatever the post's clock says.
        var window = new FeedWindow(changed, glanceOnly, TimeProvider.System, _logger, Remove);
        lock (_lock)
        {
            _windows.Add(window);
        }

        return window;
    }

    private void Remove(FeedWindow window)
    {
        lock (_lock)
        {
            _windows.Remove(window);
        }
    }
}
