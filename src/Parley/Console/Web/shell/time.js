// The time by the post's clock, which decides: a desk whose own is wrong must not count down to the wrong minute.
const SAME_MS = 3_000; // the page was under way for some of it

let ahead = 0;
const given = Number(document.documentElement.dataset.now);
if (given > 0) {
    const off = given - (performance.timeOrigin + responded());
    if (Math.abs(off) > SAME_MS) ahead = off;
}

// When the page's first byte came: the post had written it just before.
function responded() { return performance.getEntriesByType('navigation')[0]?.responseStart ?? 0; }

/** Milliseconds since 1970. */
export const now = () => Date.now() + ahead;
