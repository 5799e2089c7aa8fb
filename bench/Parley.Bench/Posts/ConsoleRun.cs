using System.Diagnostics;
using Microsoft.Playwright;
using MimeKit;
using Parley.Client.Post;

namespace Parley.Bench.Posts;

/// <summary>
/// Two posts and an exchange, each a process, and a real browser at the second with some windows open: from the call that sends a message at post A
/// until its text stands in the page at post B. Both clocks are this machine's.
/// </summary>
internal static class ConsoleRun
{
    private const int WarmUp = 40;
    private const string Chromium = "/usr/bin/chromium";

    // Notes when a text first stands in the page. Looked for where it is shown, at each change of the page.
    private const string Watch = """
        () => {
            window.seen = new Map();
            window.wanted = null;
            const look = () => {
                if (!window.wanted || window.seen.has(window.wanted)) return;
                for (const e of document.querySelectorAll('dialog.flash[open] .says, .threads .last')) {
                    if (e.textContent.includes(window.wanted)) { window.seen.set(window.wanted, performance.timeOrigin + performance.now()); return; }
                }
            };
            new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['open'] });
        }
        """;

    public static async Task<ConsoleResult> RunAsync(int messages, int windows, int live, CancellationToken cancel)
    {
        await using var world = await World.StartAsync(cancel);
        var bare = world.Bare(4096);
        var a = await FilingRun.StartAsync(world, "alder", cancel);
        var b = await FilingRun.StartAsync(world, "birch", cancel);
        await using (a.Process)
        await using (b.Process)
        {
            await FilingRun.AgreeAsync(a, b, cancel);
            await FilingRun.LoadAsync(a, b, live, cancel);
            await b.Client.TakeWatchAsync(new WatchRequest { Officer = "Lt. Reed" }, cancel);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Args = ["--no-sandbox", "--disable-quic", "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding"],
            });
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = b.Http.BaseAddress!.OriginalString });
            await SignInAsync(world, b, context, cancel);
            var others = new List<IPage>();
            for (var i = 1; i < windows; i++)
            {
                others.Add(await OpenAsync(context, (i % 3) switch { 1 => "/", 2 => "/line", _ => "/watch" }));
            }

            var page = await OpenAsync(context, "/line");
            await page.EvaluateAsync(Watch);
            var flash = new Figures();
            var routine = new Figures();
            for (var i = -WarmUp; i < messages; i++)
            {
                await OneAsync(a, b, page, "FLASH", i >= 0 ? flash : null, cancel);
                await OneAsync(a, b, page, "ROUTINE", i >= 0 ? routine : null, cancel);
            }

            return new ConsoleResult(messages, windows, live, flash.Result(), routine.Result(), bare.P50Ms);
        }
    }

    // As everybody comes to sit at a console: by an invitation, whose link lies in the post's pickup folder for e-mail.
    private static async Task SignInAsync(World world, FilingRun.Side b, IBrowserContext context, CancellationToken cancel)
    {
        var invited = await b.Client.InviteAsync(new InviteRequest { Name = "Lt. Birch", Email = "birch@example.org", Role = "watch officer" }, cancel);
        if (!invited.Ok)
        {
            throw new InvalidOperationException(invited.Problem!.Detail);
        }

        var folder = Path.Combine(world.Folder, "birch", "console", "mail");
        string? link = null;
        while (link is null)
        {
            await Task.Delay(100, cancel);
            link = Directory.Exists(folder)
                ? Directory.GetFiles(folder, "*.eml").Select(static f => MimeMessage.Load(f).TextBody?.Split().FirstOrDefault(static w => w.StartsWith("http", StringComparison.Ordinal) && w.Contains('#', StringComparison.Ordinal))).FirstOrDefault(static l => l is not null)
                : null;
        }

        var page = await context.NewPageAsync();
        await page.GotoAsync(link);
        await page.Locator("form[action='/invitation/accept'] button").First.ClickAsync();
        while (new Uri(page.Url).AbsolutePath != "/account")
        {
            await Task.Delay(50, cancel);
        }

        await page.CloseAsync();
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        await page.WaitForSelectorAsync("main h1");
        return page;
    }

    private static async Task OneAsync(FilingRun.Side a, FilingRun.Side b, IPage page, string precedence, Figures? figures, CancellationToken cancel)
    {
        var id = Guid.NewGuid().ToString();
        await page.EvaluateAsync("id => { window.wanted = id; }", id);
        var at = DateTimeOffset.UtcNow;
        var began = Stopwatch.GetTimestamp();
        var standing = StandingAsync(b, id, began, cancel);
        var sent = await a.Client.SendMessageAsync(new MessageRequest { Id = id, To = ["birch"], Precedence = precedence, Text = $"Your aircraft is about to enter our area. {id}", Officer = "Maj. Alder" }, cancel);
        if (!sent.Ok)
        {
            throw new InvalidOperationException(sent.Problem!.Detail);
        }

        var api = await standing;
        await page.WaitForFunctionAsync("id => window.seen.has(id)", id, new PageWaitForFunctionOptions { PollingInterval = 20, Timeout = 30_000 });
        var seen = await page.EvaluateAsync<double>("id => window.seen.get(id)", id);
        figures?.Add((seen - ((at - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerMillisecond)), api);

        // As an officer would; and nothing that follows is measured while this one is drawn.
        await b.Client.AcknowledgeMessageAsync(id, "Lt. Reed", cancel);
        await page.WaitForFunctionAsync("() => !document.querySelector('dialog.flash')", null, new PageWaitForFunctionOptions { PollingInterval = 20 });
        await Task.Delay(60, cancel);
    }

    // The same message asked of B's API until it is there: what is left when no screen is in the way.
    private static async Task<double> StandingAsync(FilingRun.Side b, string id, long began, CancellationToken cancel)
    {
        while ((await b.Client.MessageAsync(id, cancel: cancel)).Value is null)
        {
            await Task.Delay(1, cancel);
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private sealed class Figures
    {
        private readonly List<double> _screen = [];
        private readonly List<double> _api = [];
        private readonly List<double> _beyond = [];

        public void Add(double screenMs, double apiMs)
        {
            _screen.Add(screenMs);
            _api.Add(apiMs);
            _beyond.Add(screenMs - apiMs);
        }

        public ScreenFigures Result() => new(Quantile(_screen, 0.5), Quantile(_screen, 0.95), Quantile(_screen, 0.99), Math.Round(_screen.Max(), 1), Quantile(_api, 0.5), Quantile(_api, 0.95), Quantile(_api, 0.99), Math.Round(_api.Max(), 1), Quantile(_beyond, 0.5), Quantile(_beyond, 0.95));

        private static double Quantile(List<double> values, double share) => Math.Round(values.Order().ElementAt(Math.Min(values.Count - 1, (int)Math.Ceiling(share * values.Count) - 1)), 1);
    }
}

/// <param name="Windows">Open at the receiving post, the measured one among them.</param>
/// <param name="Live">Intents that both posts have.</param>
internal sealed record ConsoleResult(int Messages, int Windows, int Live, ScreenFigures Flash, ScreenFigures Routine, double BareP50Ms);

/// <summary>From the call at A, ms: until the text stands in B's page, and until B's API shows it; and what each message took from the one to the other.</summary>
internal sealed record ScreenFigures(
    double ScreenP50Ms, double ScreenP95Ms, double ScreenP99Ms, double ScreenMaxMs, double ApiP50Ms, double ApiP95Ms, double ApiP99Ms, double ApiMaxMs, double BeyondP50Ms, double BeyondP95Ms);
