// Clocks (data-clock="IANA zone") and countdowns (data-until="RFC 3339"), each second, without asking the post.
import { now } from './time.js';

const formats = new Map();

function format(zone) {
    if (!formats.has(zone)) {
        let f;
        try { f = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit' }); } catch { f = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', hour: '2-digit', minute: '2-digit', second: '2-digit' }); }
        formats.set(zone, f);
    }
    return formats.get(zone);
}

function show() {
    const at = now();
    for (const e of document.querySelectorAll('[data-clock]')) set(e, `${format(e.dataset.clock).format(at)}${e.dataset.clock === 'UTC' ? 'Z' : ''}`);
    for (const e of document.querySelectorAll('[data-until]')) {
        const left = Date.parse(e.dataset.until) - at;
        if (Number.isNaN(left)) { set(e, ''); continue; }
        const s = Math.floor(Math.abs(left) / 1000);
        const parts = s >= 86_400 ? [`${Math.floor(s / 86_400)}d`, `${Math.floor((s % 86_400) / 3600)}h`] : [[s >= 3600 ? Math.floor(s / 3600) : null, Math.floor((s % 3600) / 60), s % 60].filter((x) => x !== null).map((x) => String(x).padStart(2, '0')).join(':')];
        set(e, `${left < 0 ? '+' : '−'}${parts.join(' ')}`);
        e.classList.toggle('over', left < 0);
        e.classList.toggle('soon', left >= 0 && left < 120_000);
    }
}

function set(e, text) { if (e.textContent !== text) e.textContent = text; }

export function tick() {
    show();
    setInterval(show, 1000);
    // What comes new has its figures at once, not up to a second later.
    new MutationObserver((changes) => {
        if (changes.some((c) => [...c.addedNodes].some((n) => n.nodeType === 1 && (n.matches('[data-until],[data-clock]') || n.querySelector('[data-until],[data-clock]'))))) show();
    }).observe(document.body, { childList: true, subtree: true });
}
