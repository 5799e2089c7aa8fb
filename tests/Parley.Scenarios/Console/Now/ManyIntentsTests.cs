using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Parley.Scenarios.Running;

namespace Parley.Scenarios.Console.Now;

/// <summary>
/// Ten thousand intents on one map. How many frames a second come of it depends on what draws them: a desktop's graphics card, or, in these tests, the
/// processor in its stead. What the page itself does for a frame is the same on both, and is held here; the frames are held where
/// PARLEY_FRAMES names how many a second the machine is to reach, and told in any case.
/// </summary>
[Trait("rule", "issue-5 §Bad input")]
public sealed class ManyIntentsTests(Browser browser)
{
    private const int Many = 10_000;

    /// <summary>Half a frame at 30 a second: the other half is left to the graphics card.</summary>
    private const double MostMs = 16;

    [Fact]
    public async Task Ten_thousand_intents_move_as_one()
    {
        await using var world = await PostWorld.StartAsync("aldermoor");
        await using var seat = await world["aldermoor"].SignInAsync(browser, "observer", path: "/intents");
        var page = seat.Page;
        await page.RouteAsync("**/api/map?*", static async route =>
            await route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = Answer(whole: route.Request.Url.EndsWith("since=0", StringComparison.Ordinal)) }));
        await seat.GoAsync("/");
        await page.MapReadyAsync();
        await page.HoldsAsync($"() => document.querySelector('.map').view.features().length === {Many}");
        await page.HoldsAsync("() => document.querySelector('.map').view.fine && document.querySelector('.map').view.map.areTilesLoaded()");
        foreach (var how in new[] { "pan", "zoom" })
        {
            var measured = await page.EvaluateAsync<JsonElement>(Measure, how);
            var (work, frames) = (measured.GetProperty("work").GetDouble(), measured.GetProperty("frames").GetDouble());
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{how}: {frames:0.0} frames a second, {work:0.0} ms of the page's own for each (medians)"));
            Assert.True(work <= MostMs, $"{how}: the page works {work:0.0} ms for a frame");
            if (double.TryParse(Environment.GetEnvironmentVariable("PARLEY_FRAMES"), CultureInfo.InvariantCulture, out var least))
            {
                Assert.True(frames >= least, $"{how}: {frames:0.0} frames a second");
            }
        }

        // On a machine that takes 40 ms for a frame it is drawn coarser for as long as it moves; at rest it is sharp.
        Assert.True(await page.EvaluateAsync<bool>(Slow));
        await page.HoldsAsync("() => document.querySelector('.map').view.map.getPixelRatio() === Math.min(devicePixelRatio, 2)");

        // Another instant, and another ten thousand are told apart by it.
        await page.Locator("#slider").EvaluateAsync("e => { e.value = 600; e.dispatchEvent(new Event('input')); }");
        await Eventually.TrueAsync(async () => (await page.ActiveAsync()) is { Count: > 50 and < 1000 }, "the slider shows those of its instant");
        Assert.Empty(seat.Errors);
    }

    private const string Measure = """
        async (how) => {
            const map = document.querySelector('.map').view.map;
            const [center, zoom] = [map.getCenter(), map.getZoom()];
            const work = [], frames = [];
            const render = map._render.bind(map);
            map._render = (at) => { const began = performance.now(); const done = render(at); work.push(performance.now() - began); return done; };
            const began = performance.now();
            let last = began;
            await new Promise((done) => {
                const step = () => {
                    const now = performance.now();
                    frames.push(now - last);
                    last = now;
                    if (now - began > 3000) return done();
                    const t = now - began;
                    if (how === 'pan') map.jumpTo({ center: [center.lng + 0.8 * Math.sin(t / 800), center.lat + 0.4 * Math.cos(t / 600)] });
                    else map.jumpTo({ zoom: zoom + 1.5 * Math.sin(t / 1000) });
                    requestAnimationFrame(step);
                };
                requestAnimationFrame(step);
            });
            map._render = render;
            map.jumpTo({ center, zoom });
            const median = (a) => a.sort((x, y) => x - y)[Math.floor(a.length / 2)] ?? 0;
            return { work: median(work), frames: 1000 / median(frames) };
        }
        """;

    private const string Slow = """
        async () => {
            const map = document.querySelector('.map').view.map;
            const center = map.getCenter();
            const render = map._render.bind(map);
            map._render = (at) => { const began = performance.now(); const done = render(at); while (performance.now() - began < 40); return done; };
            let coarser = false;
            for (let i = 0; i < 60; i++) {
                map.jumpTo({ center: [center.lng + 0.01 * (i % 2), center.lat] });
                await new Promise(requestAnimationFrame);
                coarser ||= map.getPixelRatio() < Math.min(devicePixelRatio, 2);
            }
            map._render = render;
            map.jumpTo({ center });
            return coarser;
        }
        """;

    // Spread over three days, as a busy theatre's are; some hundred at any instant.
    private static string Answer(bool whole)
    {
        var random = new Random(7);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var features = Enumerable.Range(0, whole ? Many : 0).Select(i =>
        {
            var (lng, lat, radius, corners) = (-27 + (5 * random.NextDouble()), -43 + (4 * random.NextDouble()), 0.01 + (0.03 * random.NextDouble()), random.Next(4, 12));
            var ring = Enumerable.Range(0, corners + 1).Select(k => new[]
            {
                Math.Round(lng + (radius * Math.Cos(2 * Math.PI * (k % corners) / corners)), 5), Math.Round(lat + (radius * 0.75 * Math.Sin(2 * Math.PI * (k % corners) / corners)), 5),
            }).ToArray();
            var start = now - 86_400 + random.Next(3 * 86_400);
            var id = $"{i:00000000}-0000-4000-8000-000000000000";
            return new
            {
                type = "Feature",
                geometry = new { type = "Polygon", coordinates = new[] { ring } },
                properties = new { id = $"{id}/0", intent = id, first = true, mine = i % 2 == 0, owner = "quill", kind = i % 50 == 0 ? "site" : "intent", state = "Accepted", conflict = i % 500 == 0, label = "quill", start, end = start + 7200, lower = 100, upper = 500 },
            };
        });
        var border = new[] { new[] { -27d, -43 }, [-22, -43], [-22, -39], [-27, -39], [-27, -43] };
        return JsonSerializer.Serialize(new
        {
            revision = "1-2",
            whole,
            removed = Array.Empty<string>(),
            features,
            areas = new[] { new { type = "Feature", geometry = new { type = "Polygon", coordinates = new[] { border } }, properties = new { title = "Strait", suspended = false } } },
            conflicts = Array.Empty<object>(),
        });
    }
}
