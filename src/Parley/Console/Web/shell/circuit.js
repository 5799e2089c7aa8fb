// The line to the post: its loss shows at once, what was typed is kept, and it is taken up again without anybody's doing.
import { keep, restore, say, watch } from './keeping.js';

const QUIET_MS = 4_000; // the post says something every 1.5 s
const FAILED = 'parley.failed';

const banner = () => document.getElementById('lost');
let down = false;
let leaving = false;
let lostAt = 0;

export function connect() {
    addEventListener('pagehide', () => { leaving = true; keep(); });
    addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
    addEventListener('offline', () => show(true));
    addEventListener('online', () => { if (!down) show(false); });
    // A FLASH that came last stands above the banner otherwise.
    document.addEventListener('parley-modal', () => { if (!banner().hidden) { show(false); show(true); } });
    new MutationObserver(restore).observe(document.body, { childList: true, subtree: true });
    watch();
    watchFailure();
    // A press that can't reach the post must not look as if it had.
    for (const kind of ['click', 'submit']) addEventListener(kind, (e) => {
        if (!down || e.target.closest?.('[data-act], a[target=_blank], #blazor-error-ui')) return;
        e.preventDefault();
        e.stopImmediatePropagation();
        banner().classList.remove('pressed');
        requestAnimationFrame(() => banner().classList.add('pressed'));
    }, true);
    Blazor.start({
        circuit: {
            configureSignalR: (hub) => hub.withServerTimeout(QUIET_MS).withKeepAliveInterval(1_500),
            reconnectionHandler: { onConnectionDown: lost, onConnectionUp: found },
        },
    });
}

async function lost() {
    if (down || leaving) return;
    down = true;
    lostAt = performance.now();
    show(true);
    for (let wait = 100; down; wait = Math.min(wait * 1.6, 2_000)) {
        await new Promise((done) => setTimeout(done, wait));
        // Asked for by something small first, which can be given up; a reconnection that was begun can't.
        if (!await answers()) continue;
        let held;
        try { held = await Blazor.reconnect(); } catch { continue; }
        if (held) break;
        // The post answers, but knows this window no more: it was started again. The page comes anew, with what was typed.
        again();
        return;
    }
    found();
}

async function answers() {
    try {
        return (await fetch('/web/icon.svg', { cache: 'no-store', signal: AbortSignal.timeout(3_000) })).status < 500;
    } catch { return false; }
}

function found() {
    if (!down) return;
    down = false;
    show(false);
    document.dispatchEvent(new Event('parley-found'));
    // What was typed meanwhile the post has not heard of, nor what was typed before the loss was noticed.
    say(lostAt - QUIET_MS - 1_000);
}

function again() {
    keep();
    location.reload();
}

// When the circuit itself fails, Blazor shows its error element and stops; the page comes anew instead, unless it just did.
function watchFailure() {
    const failed = document.getElementById('blazor-error-ui');
    new MutationObserver(() => {
        if (failed.style.display !== 'block') return;
        if (down) { failed.style.display = ''; return; }
        const last = Number(sessionStorage.getItem(FAILED) ?? 0);
        sessionStorage.setItem(FAILED, String(Date.now()));
        if (Date.now() - last > 15_000) again();
    }).observe(failed, { attributes: true, attributeFilter: ['style'] });
    failed.querySelector('.reload').addEventListener('click', (e) => { e.preventDefault(); again(); });
}

function show(on) {
    const b = banner();
    if (b.hidden !== on) return;
    b.hidden = !on;
    if (on) b.showPopover?.(); else b.hidePopover?.();
    document.documentElement.toggleAttribute('data-lost', on);
}
