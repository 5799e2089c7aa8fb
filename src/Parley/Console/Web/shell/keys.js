// Keys: an element with data-key is pressed by that key. Single letters can be turned off for those whom they trouble (WCAG 2.1.4).
import { top } from './trap.js';

const OFF = 'parley.keys-off';
const WRITING = 'input:not([type=checkbox]):not([type=radio]):not([type=range]), textarea, select, [contenteditable]';
const OPENS_WITHIN_MS = 5_000;

let field = null; // in which somebody wrote last
let opening = 0; // until then a dialog is on its way, in which what is typed belongs

// Somebody writes on, and the field is gone, or not there yet: none of it is meant for the page's keys.
const adrift = () => (field !== null && !field.isConnected) || (opening > performance.now() && !top());

export function watchKeys() {
    addEventListener('focusin', (e) => { field = e.target.closest?.(WRITING) ?? null; }, true);
    addEventListener('pointerdown', () => { [field, opening] = [null, 0]; }, true);
    document.addEventListener('click', (e) => { if (e.target.closest?.('[data-opens]')) opening = performance.now() + OPENS_WITHIN_MS; });
    addEventListener('keydown', (e) => {
        if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
        const writing = e.target.closest?.(WRITING);
        const named = e.key.length > 1;
        if (!writing && adrift() && (!named || e.key === 'Enter')) {
            e.preventDefault();
            return;
        }
        if (writing && e.key !== 'Escape') return;
        if (!named && localStorage.getItem(OFF)) return;
        if (e.key === 'Enter' && e.target.closest?.('a, button, summary, [role=button], canvas')) return;
        const scope = top() ?? document;
        if (e.key === '?' && scope === document) {
            help();
            e.preventDefault();
            return;
        }
        const found = [...scope.querySelectorAll(`[data-key="${CSS.escape(e.key)}"]`)].find((x) => !x.disabled && (x.offsetParent !== null || scope !== document));
        if (!found) return;
        e.preventDefault();
        // One press is one press, however long it lasts.
        if (e.repeat) return;
        found.focus?.();
        if (!found.matches('input, textarea, select')) found.click();
    });
    document.addEventListener('click', (e) => {
        if (e.target.closest?.('[data-act=keys]')) help();
        if (e.target.closest?.('[data-act=keys-close]')) document.getElementById('keys')?.close();
    });
    document.addEventListener('change', (e) => {
        if (e.target.matches?.('[data-act=keys-on]')) {
            if (e.target.checked) localStorage.removeItem(OFF);
            else localStorage.setItem(OFF, '1');
        }
    });
}

function help() {
    const dialog = document.getElementById('keys');
    if (!dialog || dialog.open) return;
    const rows = [...document.querySelectorAll('[data-key]')].filter((x) => x.offsetParent !== null).map((x) => {
        const row = document.createElement('li');
        const key = document.createElement('kbd');
        key.textContent = x.dataset.key;
        row.append(key, ' ', (x.getAttribute('aria-label') ?? x.textContent).trim().replace(/\s+/g, ' ').slice(0, 80));
        return row;
    });
    dialog.querySelector('ul').replaceChildren(...rows);
    dialog.querySelector('[data-act=keys-on]').checked = !localStorage.getItem(OFF);
    dialog.showModal();
}
