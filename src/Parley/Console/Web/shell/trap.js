// Keeps the focus inside what must be answered first (data-trap), and brings it back to where it was afterwards.
let before = null;

export function trap() {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    addEventListener('keydown', (e) => {
        const inside = top();
        if (e.key !== 'Tab' || !inside) return;
        const all = focusable(inside);
        if (all.length === 0) { e.preventDefault(); return; }
        const [first, last] = [all[0], all[all.length - 1]];
        if (!inside.contains(document.activeElement) || (e.shiftKey ? document.activeElement === first : document.activeElement === last)) {
            e.preventDefault();
            (e.shiftKey ? last : first).focus();
        }
    }, true);
}

/** What takes keys and focus: a FLASH before all else, then what came last. */
export const top = () => document.querySelector('dialog[data-modal]') ?? [...document.querySelectorAll('[data-trap]')].at(-1) ?? null;

/** To be called before something takes the focus by itself. */
export function remember() {
    if (document.activeElement && document.activeElement !== document.body) before ??= document.activeElement;
}

const focusable = (e) => [...e.querySelectorAll('a[href], button:not(:disabled), input:not(:disabled):not([type=hidden]), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]')].filter((x) => x.offsetParent !== null || x.closest('dialog[open]'));

function look() {
    const inside = top();
    if (inside && !inside.contains(document.activeElement)) {
        remember();
        (inside.querySelector('[data-first]:not(:disabled)') ?? focusable(inside)[0] ?? inside).focus();
    } else if (!inside && before) {
        if (before.isConnected) before.focus();
        before = null;
    }
}
