// A new page is read from its heading on. Whoever has begun with something else by then is left there: what they type would fall on the page's keys.
import { top } from './trap.js';

let last = null; // the heading that was there
let where = ''; // the page's address
let begun = null; // what had the focus when the page was asked for

export function heading() {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}

function look() {
    const main = document.getElementById('main');
    const title = main?.querySelector('h1');
    if (!title) return;
    const at = document.activeElement;
    if (location.pathname !== where) [where, begun] = [location.pathname, main.contains(at) ? null : at];
    if (title === last || top()) return;
    last = title;
    if (at === document.body || at === main || at === begun) title.focus();
}
