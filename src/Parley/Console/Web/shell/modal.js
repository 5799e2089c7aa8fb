// A FLASH stands in the browser's top layer (dialog[data-modal]): above every other dialog, the open ones too, which it makes inert.
import { remember } from './trap.js';

const ARMED_MS = 700;
let shown = null;
let shownIn = null;
let arming = 0;

export function modal() {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
    // Whoever is typing when it comes must not take it by the next key or click.
    for (const kind of ['keydown', 'keyup', 'keypress', 'click']) addEventListener(kind, (e) => {
        const dialog = document.querySelector('dialog[data-modal]');
        // A key that is held is meant for one, not for all that come after it.
        if (!dialog || (dialog.dataset.armed && !e.repeat) || e.key === 'Tab') return;
        e.preventDefault();
        e.stopImmediatePropagation();
    }, true);
    look();
}

function look() {
    for (const dialog of document.querySelectorAll('dialog[data-modal]:not([open])')) {
        dialog.addEventListener('cancel', (e) => e.preventDefault());
        // Escape twice closes a modal dialog in Chromium, whatever its cancel event says.
        dialog.addEventListener('close', () => { if (dialog.isConnected) dialog.showModal(); });
        remember();
        dialog.showModal();
        document.dispatchEvent(new Event('parley-modal'));
    }
    // Each that comes to the front is read before it can be taken: the press that took the one before it must not take it, too.
    const dialog = document.querySelector('dialog[data-modal]');
    // One that is taken already, and waits for the exchange still, is not what the next press takes.
    const front = (dialog?.querySelector('.take:not(:disabled)')?.closest('[data-message]') ?? dialog?.querySelector('[data-message]'))?.dataset.message ?? dialog;
    // Another element with the same message is not armed by the one before.
    if (front === shown && dialog === shownIn) return;
    [shown, shownIn] = [front, dialog];
    clearTimeout(arming);
    if (!dialog) return;
    delete dialog.dataset.armed;
    arming = setTimeout(() => { dialog.dataset.armed = 'true'; }, ARMED_MS);
}
