// From the past that the map keeps to what is planned: dragging moves the map in the browser at once, without asking the post.
import { now } from '../shell/time.js';

const formats = new Map();

function format(zone) {
    if (!formats.has(zone)) {
        const as = (timeZone) => new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' });
        let f;
        try { f = as(zone); } catch { f = as('UTC'); }
        formats.set(zone, f);
    }
    return formats.get(zone);
}

/** As the pages write times: UTC, and the person's own. */
export function written(at, zone) {
    const parts = (z) => Object.fromEntries(format(z).formatToParts(at * 1000).map((p) => [p.type, p.value]));
    const [u, l] = [parts('UTC'), parts(zone)];
    const utc = `${u.day}.${u.month}. ${u.hour}:${u.minute}Z`;
    return u.hour === l.hour && u.minute === l.minute ? utc : `${utc} · ${l.hour}:${l.minute}`;
}

export class Slider {
    #root; #show; #timer; #past = new AbortController();

    /** @param show called with seconds since 1970 */
    constructor(root, show) {
        this.#root = root;
        this.#show = show;
        const { signal } = this.#past;
        this.#range.addEventListener('input', () => this.#moved(), { signal });
        root.querySelector('button').addEventListener('click', () => { this.#range.value = 0; this.#moved(); }, { signal });
        this.#timer = setInterval(() => this.#moved(), 20_000);
        this.#moved();
    }

    get #range() { return this.#root.querySelector('input'); }

    /** Seconds since 1970; the slider keeps its distance from now, and goes on with it. */
    get at() { return Math.floor(now() / 1000) + Number(this.#range.value) * 60; }

    set at(at) {
        this.#range.value = Math.round((at - now() / 1000) / 60);
        this.#moved();
    }

    #moved() {
        const text = written(this.at, this.#root.dataset.zone);
        const present = Number(this.#range.value) === 0;
        this.#root.querySelector('output').textContent = text;
        this.#range.setAttribute('aria-valuetext', text);
        this.#root.querySelector('button').setAttribute('aria-pressed', present);
        this.#root.classList.toggle('away', !present);
        this.#show(this.at);
    }

    stop() {
        clearInterval(this.#timer);
        this.#past.abort();
    }
}
