// A new page is read from its heading on. Whoever has begun to write in it is left there: the rest of what they type would fall on the page's keys.
import { top } from './trap.js';

let last = null;

export function heading() {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}

function look() {
    const main = document.getElementById('main');
    const title = main?.querySelector('h1');
    if (!title || title === last) return;
    last = title;
    const at = document.activeElement;
    if (top() || (at !== main && main.contains(at))) return;
    title.focus();
}
