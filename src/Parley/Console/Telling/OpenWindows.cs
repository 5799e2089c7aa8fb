using Parley.Core;

namespace Parley.Console.Telling;

/// <summary>
/// Which people have a page of the console before them: each window says at short intervals that it is there and whether it can be seen. One that fell
/// silent counts as gone, whatever its connection says. Thread-safe.
/// </summary>
internal sealed class OpenWindows(TimeProvider clock)
{
    /// <summary>OpenWindows give a sign of life three times in this.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<Window> _open = [];

    private Instant Now => Instant.From(clock.GetUtcNow());

    /// <summary>A window, from its first sign of life on, until disposed.</summary>
    /// <param name="show">Shows one line to the person; must be quick and not throw.</param>
    public Window Open(string person, Action<TellEvent> show)
    {
        var window = new Window(this, person, show);
        lock (_lock)
        {
            _open.Add(window);
        }

        return window;
    }

    public bool Visible(string person) => Before(person).Length > 0;

    /// <summary>False when no window of that person can be seen.</summary>
    public bool Show(string person, TellEvent what)
    {
        var windows = Before(person);
        Array.ForEach(windows, w => w.Show(what));
        return windows.Length > 0;
    }

    private Window[] Before(string person)
    {
        var since = Now.Plus(-Silence);
        lock (_lock)
        {
            return [.. _open.Where(w => w.Person == person && w.SeenAt > since)];
        }
    }

    internal sealed class Window(OpenWindows windows, string person, Action<TellEvent> show) : IDisposable
    {
        public string Person { get; } = person;

        public Action<TellEvent> Show { get; } = show;

        public Instant SeenAt { get; private set; } = Instant.Min;

        /// <summary>The window's sign of life.</summary>
        /// <param name="visible">Whether anybody who looks at the screen sees it.</param>
        public void Sign(bool visible)
        {
            lock (windows._lock)
            {
                SeenAt = visible ? windows.Now : Instant.Min;
            }
        }

        public void Dispose()
        {
            lock (windows._lock)
            {
                windows._open.Remove(this);
            }
        }
    }
}
