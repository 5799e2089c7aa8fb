using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Parley.Scenarios.Running.Browser))]

namespace Parley.Scenarios.Running;

/// <summary>
/// Debian's Chromium, headless, driven by Playwright: started when the first test asks for a window, one for the whole run. A test class has it by a
/// constructor parameter. Each window is a browser of its own: cookies, storage, history. Thread-safe.
/// </summary>
public sealed class Browser : IAsyncDisposable
{
    public const string Path = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader", "--disable-dev-shm-usage",
    ];

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>A window with nothing of any other in it. What it must not say in its console is gathered in <see cref="Window.Errors"/>.</summary>
    /// <param name="language">What the browser asks pages for, e.g. <c>fr</c>.</param>
    /// <param name="zone">IANA name of its time zone.</param>
    /// <param name="touch">Its screen is touched.</param>
    public async Task<Window> OpenAsync(string language = "en", int width = 1280, int height = 720, bool dark = false, string zone = "UTC", bool touch = false)
    {
        var browser = await StartedAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = language,
            TimezoneId = zone,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = touch,
            IgnoreHTTPSErrors = true,
        });
        context.SetDefaultTimeout((float)ExchangeProcess.Patience.TotalMilliseconds);
        context.SetDefaultNavigationTimeout((float)ExchangeProcess.Patience.TotalMilliseconds);
        return new Window(context, await context.NewPageAsync());
    }

    private async Task<IBrowser> StartedAsync()
    {
        Assert.SkipUnless(File.Exists(Path), "Chromium is not installed; apt-get install chromium");
        await _starting.WaitAsync();
        try
        {
            if (_browser is null)
            {
                // The package brings its driver along; the browser is the system's own, so nothing is downloaded.
                _playwright = await Playwright.CreateAsync();
                _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Path, Headless = true, Args = Arguments, Timeout = (float)ExchangeProcess.Patience.TotalMilliseconds });
            }

            return _browser;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _starting.Dispose();
    }
}

/// <summary>One window of the browser, apart from all others.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly List<string> _errors = [];

    public Window(IBrowserContext context, IPage page)
    {
        (Context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                lock (_errors)
                {
                    _errors.Add(message.Text);
                }
            }
        };
        page.PageError += (_, error) =>
        {
            lock (_errors)
            {
                _errors.Add(error);
            }
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>What the page complained of: scripts that failed, what the content security policy kept out.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
            {
                return [.. _errors];
            }
        }
    }

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
