using Microsoft.Playwright;

namespace Parley.Scenarios.Console.Pages;

/// <summary>What is wrong with a page as the browser has laid it out: measured in the layout itself, not read off the markup.</summary>
internal static class RenderedPage
{
    /// <summary>One sentence for each fault: a text that is cut off or lies outside the window, figures that run the wrong way, a key instead of its text.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(this IPage page, bool rightToLeft) => await page.EvaluateAsync<string[]>(Look, rightToLeft);

    private const string Look = """
        (rtl) => {
            const faults = new Set();
            const say = (what, e, text) => faults.add(`${what}: “${text.trim().slice(0, 80)}” in ${e.closest('[class]')?.tagName.toLowerCase()}.${e.closest('[class]')?.className}`);
            if (getComputedStyle(document.body).direction !== (rtl ? 'rtl' : 'ltr')) faults.add('The page runs the wrong way.');
            if (document.documentElement.scrollWidth > innerWidth) faults.add(`The page is wider than the window: ${document.documentElement.scrollWidth} > ${innerWidth}.`);
            const seen = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !e.closest('.map canvas, [hidden], .unseen, .skip:not(:focus)');
            // The box that holds a text, and that must not cut it off: the nearest that has a width of its own.
            const holder = (e) => { for (; e; e = e.parentElement) if (!['inline', 'contents'].includes(getComputedStyle(e).display)) return e; };
            const scrolled = (e) => { for (; e && e !== document.body; e = e.parentElement) if (['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth) return true; return false; };
            // What is read from the left in every script: signed numbers, numbers with a unit, dates with times, degrees.
            const figures = [/(?<![\p{L}\d.,:+−-])[+−-]\d[\d.,:]*/gu, /\d[\d.,]*[ \u00a0](?:m|km|ft|kt|s|min|h|NM|AMSL|AGL|WGS84)\b/gu, /\d{1,2}\.\d{1,2}\. \d{2}:\d{2}Z?/gu, /\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}/gu, /\d+(?:\.\d+)?°[\d.′'″]*[NSEW]?/gu, /\d{2}:\d{2}Z?[–-]\d{2}:\d{2}/gu, /\d[\d.,]*[ \u00a0]?%/gu];
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const node = walk.currentNode;
                const [text, e] = [node.data, node.parentElement];
                if (!text.trim() || ['SCRIPT', 'STYLE', 'OPTION', 'TEXTAREA'].includes(e.tagName) || !seen(e)) continue;
                if (/^[a-z][a-z-]+\.[a-z][a-z.-]+$/.test(text.trim()) && !e.closest('code, .mono, body [dir=ltr]')) say('A key, not a text', e, text);
                const range = document.createRange();
                range.selectNodeContents(node);
                const r = range.getBoundingClientRect();
                if (r.width < 1 || r.height < 1) continue;
                if ((r.left < -1 || r.right > innerWidth + 1) && !scrolled(e)) say('Outside the window', e, text);
                const box = holder(e);
                const b = box.getBoundingClientRect();
                const style = getComputedStyle(box);
                const clips = style.overflowX !== 'visible' && !['auto', 'scroll'].includes(style.overflowX);
                // One pixel is rounding; what spills out of its box lies on its neighbour.
                if ((r.left < b.left - 1.5 || r.right > b.right + 1.5) && !['auto', 'scroll'].includes(style.overflowX)) say(clips ? 'Cut off' : 'Spills out of its box', e, text);
                if (clips && box.scrollWidth > box.clientWidth + 1) say('Cut off', e, text);
                if (style.overflowY !== 'visible' && !['auto', 'scroll'].includes(style.overflowY) && box.scrollHeight > box.clientHeight + 3) say('Cut off below', e, text);
                for (const figure of figures) for (const found of text.matchAll(figure)) {
                    const at = (i) => { range.setStart(node, i); range.setEnd(node, i + 1); return range.getBoundingClientRect(); };
                    const [first, last] = [at(found.index), at(found.index + found[0].length - 1)];
                    if (first.width > 0 && last.width > 0 && Math.abs(first.top - last.top) < first.height / 2 && first.left > last.left) say(`Mirrored “${found[0]}”`, e, text);
                }
            }
            for (const e of document.querySelectorAll('button, select, input:not([type=hidden]), a.button')) {
                if (!seen(e)) continue;
                const r = e.getBoundingClientRect();
                if (r.width > 0 && (r.left < -1 || r.right > innerWidth + 1) && !scrolled(e)) say('Outside the window', e, e.textContent || e.name || e.type);
                if (e.tagName === 'BUTTON' && !(e.textContent.trim() || e.getAttribute('aria-label'))) say('A button without a name', e, '');
            }
            // Menu, headings and the map's own buttons stand on the side where reading begins, or ends.
            const side = (selector, start) => {
                for (const e of document.querySelectorAll(selector)) {
                    if (!seen(e)) continue;
                    const range = document.createRange();
                    range.selectNodeContents(e);
                    const [r, b] = [range.getBoundingClientRect(), (e.closest('.map') ?? e.parentElement).getBoundingClientRect()];
                    if (r.width === 0 || r.width > b.width * 0.8) continue;
                    const left = r.left - b.left < b.right - r.right;
                    if (left === (start === rtl)) say('On the wrong side', e, e.textContent || selector);
                }
            };
            side('main h1', true);
            side('.maplibregl-ctrl-group', false);
            return [...faults];
        }
        """;
}
