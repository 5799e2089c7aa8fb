using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Pages;

/// <summary>Every page, in every language, at a desk and on a tablet held upright: laid out by a real browser, and measured there.</summary>
[Trait("rule", "issue-5 §4")]
public sealed class EveryPageTests(BusyPost busy, Browser browser) : IClassFixture<BusyPost>
{
    [Theory]
    [InlineData("en", false)]
    [InlineData("he", true)]
    [InlineData("ar", true)]
    [InlineData("ru", false)]
    [InlineData("uk", false)]
    [InlineData("fr", false)]
    public async Task Every_page_is_laid_out_without_clipped_or_mirrored_text(string language, bool rightToLeft)
    {
        await using var commander = await busy.Post.SignInAsync(browser, "commander", language, path: "/account");
        await using var administrator = await busy.Post.SignInAsync(browser, "administrator", language, path: "/account");
        Assert.Equal(language, await commander.Page.EvaluateAsync<string>("document.documentElement.lang"));
        var faults = new List<string>();
        foreach (var (path, until) in busy.Pages)
        {
            // An administrator keeps the accounts and deals with nobody; a commander the other way round.
            var seat = path == "/people" ? administrator : commander;
            await seat.Page.SetViewportSizeAsync(1280, 720);
            await seat.GoAsync(path);
            await seat.Page.Locator(until).First.WaitForAsync();
            await seat.Page.EvaluateAsync("document.fonts.ready.then(() => true)");
            foreach (var (width, height) in new[] { (1280, 720), (768, 1024) })
            {
                await seat.Page.SetViewportSizeAsync(width, height);
                faults.AddRange((await seat.Page.FaultsAsync(rightToLeft)).Select(f => $"{path} at {width}×{height}: {f}"));
                if (Environment.GetEnvironmentVariable("PARLEY_PICTURES") is { Length: > 0 } folder)
                {
                    await seat.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{language}-{path.Split('/', '?')[1]}-{path.Length}-{width}.png") });
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults)}");
        Assert.Empty(commander.Errors.Concat(administrator.Errors));
    }

    [Theory]
    [InlineData("en", false)]
    [InlineData("ar", true)]
    public async Task Axe_finds_nothing_on_any_page(string language, bool dark)
    {
        await using var commander = await busy.Post.SignInAsync(browser, "commander", language, dark: dark, path: "/account");
        await using var administrator = await busy.Post.SignInAsync(browser, "administrator", language, dark: dark, path: "/account");
        var faults = new List<string>();
        foreach (var (path, until) in busy.Pages)
        {
            var seat = path == "/people" ? administrator : commander;
            await seat.GoAsync(path);
            await seat.Page.Locator(until).First.WaitForAsync();
            var found = await seat.Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
            faults.AddRange(found.Violations.Select(v => $"{path}: {v.Id} at {string.Join(", ", v.Nodes.Select(static n => n.Html))}"));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("he")]
    [InlineData("fr")]
    public async Task The_measure_itself_finds_what_is_clipped_mirrored_and_on_the_wrong_side(string language)
    {
        await using var seat = await busy.Post.SignInAsync(browser, "observer", language, path: "/account");
        await seat.Page.EvaluateAsync("""
            () => {
                const main = document.querySelector('main');
                main.insertAdjacentHTML('beforeend', '<p class="t1">x</p><p class="t2">x</p><p class="t3">x</p><p class="t4">x</p>');
                const put = (name, text, style, dir) => { const e = main.querySelector(name); e.textContent = text; Object.assign(e.style, style); if (dir) e.dir = dir; };
                put('.t1', 'A rather long sentence that does not fit', { width: '60px', overflow: 'hidden', whiteSpace: 'nowrap' });
                put('.t2', 'A rather long sentence that lies on its neighbour', { width: '60px', whiteSpace: 'nowrap' });
                put('.t3', '300 m', {}, 'rtl');
                put('.t4', 'line.send', {});
                main.querySelector('h1').style.textAlign = 'end';
            }
            """);
        var faults = await seat.Page.FaultsAsync(language == "he");
        foreach (var expected in new[] { "Cut off: “A rather long sentence that does", "Spills out of its box: “A rather long sentence that lies", "Mirrored “300 m”", "A key, not a text: “line.send”", "On the wrong side" })
        {
            Assert.Contains(faults, f => f.StartsWith(expected, StringComparison.Ordinal));
        }
    }
}
