// The console's map. One instance for each element; the page's component owns it and calls dispose().
import { Map as MapLibre, NavigationControl, ScaleControl, addProtocol, setWorkerUrl } from 'maplibre-gl';
import { Protocol } from 'pmtiles';
import { colours, style } from './style.js';
import { label, symbols } from './symbols.js';
import { Drawing, around } from './drawing.js';
import { Outlines } from './outlines.js';
import { Pace } from './pace.js';
import { Slider } from './slider.js';
import { read } from './paste.js';
import { now } from '../shell/time.js';

setWorkerUrl('/web/map-worker.js');
addProtocol('pmtiles', new Protocol().tile);

const MANY = 1_500;

export const paste = read;

export async function create(element, page, options) {
    const view = new View(element, page, options);
    await view.ready;
    return view;
}

class View {
    #page; #map; #element; #revision = 0; #fetching = null; #again = false; #drawing = null; #outlines = null; #slider = null; #themes; #options; #ticking; #padding; #pace; #fine = false;
    #features = new Map(); // by intent: its features
    #areas = []; #conflicts = []; #change = []; #draft = [];
    #found; #at = 0; #timing = false; #picked = ''; #fitted = false; #untold = null;

    constructor(element, page, options) {
        this.#page = page;
        this.#element = element;
        this.#options = options;
        this.#padding = options.padding ?? 60;
        this.#map = new MapLibre({
            container: element, style: style(theme(), options.tiles, '-coarse'), center: options.center ?? [10, 30], zoom: options.zoom ?? 2, minZoom: 1, maxZoom: 18,
            attributionControl: false, dragRotate: false, pitchWithRotate: false, keyboard: true, fadeDuration: 0, validateStyle: false, locale: options.words, maxPitch: 0,
            canvasContextAttributes: { antialias: false }, pixelRatio: Math.min(devicePixelRatio, 2),
        });
        this.#map.touchZoomRotate.disableRotation();
        this.#map.keyboard.disableRotation();
        this.#map.addControl(new NavigationControl({ showCompass: false }), document.dir === 'rtl' ? 'top-left' : 'top-right');
        this.#map.addControl(new ScaleControl({ unit: 'nautical' }), document.dir === 'rtl' ? 'bottom-right' : 'bottom-left');
        this.#pace = new Pace(this.#map);
        this.#map.on('click', (e) => this.#clicked(e));
        this.#map.setMissingStyleImageResolver((id) => label(this.#map, id, colours));
        this.#map.on('mousemove', (e) => { if (!this.#map.isMoving()) this.#map.getCanvas().style.cursor = this.#drawing?.busy ? 'crosshair' : this.#hit(e.point) ? 'pointer' : ''; });
        this.#found = () => { if (this.#untold) this.#tellDrawn(this.#untold); };
        document.addEventListener('parley-found', this.#found);
        this.#themes = new MutationObserver(() => this.#restyle());
        this.#themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
        this.#ticking = setInterval(() => { if (!this.#slider && !this.#draft.length) this.setTime(now() / 1000); }, 20_000);
        this.ready = new Promise((done) => this.#map.once('style.load', done)).then(() => symbols(this.#map, colours));
        this.#map.once('idle', () => this.#refine());
        element.view = this; // for tests: what is drawn can't be read off a canvas
    }

    // What the page is about is drawn first, on a coarse coast.
    #refine() {
        this.#fine = true;
        for (const source of ['land', 'borders']) this.#map.getSource(source)?.setData(`/web/base/${source}.json`);
    }

    /** The coast is drawn as fine as it ever is. */
    get fine() { return this.#fine && this.#loaded('land') && this.#loaded('borders'); }

    // While another theme's style is on its way there are no sources, and asking for one is an error.
    #loaded(source) { return this.#map.getSource(source) !== undefined && this.#map.isSourceLoaded(source); }

    get map() { return this.#map; }

    get at() { return this.#at; }

    get picked() { return this.#picked.split(' ').filter(Boolean); }

    get change() { return this.#change; }

    get draft() { return this.#draft; }

    get conflicts() { return this.#conflicts; }

    features() { return [...this.#features.values()].flat(); }

    /** Those that are there at the instant of the slider. */
    active() { return this.features().filter((f) => f.properties.start <= this.#at && f.properties.end >= this.#at); }

    /** Fetches what changed since the last time; calls that come meanwhile are answered by one more fetch. */
    async refresh() {
        if (this.#fetching) {
            this.#again = true;
            return this.#fetching;
        }
        this.#fetching = this.#refresh();
        try { await this.#fetching; } finally { this.#fetching = null; }
        if (this.#again) {
            this.#again = false;
            await this.refresh();
        }
    }

    async #refresh() {
        const answer = await fetch(`/api/map?since=${this.#revision}`, { headers: { accept: 'application/json' } });
        if (!answer.ok) return;
        const change = await answer.json();
        const whole = this.#revision === 0 || change.whole;
        this.#revision = change.revision;
        if (whole) this.#features.clear();
        const removed = [];
        for (const id of change.removed) {
            for (const f of this.#features.get(id) ?? []) removed.push(f.properties.id);
            this.#features.delete(id);
        }
        for (const f of change.features) {
            const own = this.#features.get(f.properties.intent);
            if (own) own.push(f);
            else this.#features.set(f.properties.intent, [f]);
        }
        this.#thin();
        if (whole) this.#setAll();
        else if (removed.length + change.features.length > 0) {
            this.#map.getSource('volumes')?.updateData({ remove: removed, add: change.features });
            this.#map.getSource('marks')?.updateData({ remove: removed, add: change.features.map(mark) });
        }
        // A form that is the same is not drawn again.
        if (JSON.stringify(this.#areas) !== JSON.stringify(change.areas)) this.#set('areas', this.#areas = change.areas);
        if (JSON.stringify(this.#conflicts) !== JSON.stringify(change.conflicts)) this.#set('conflicts', this.#conflicts = change.conflicts);
        if (!this.#fitted && this.#options.fit !== false && this.#picked === '') this.#fitAll(change);
    }

    #setAll() {
        const all = this.features();
        this.#set('volumes', all);
        this.#set('marks', all.map(mark));
    }

    // Of thousands, from afar, what is not active and where each ends is a tangle that only costs frames.
    #thin() {
        const many = this.#features.size > MANY;
        this.#map.setLayerZoomRange('volumes-later', many ? 9 : 4, 24);
        this.#map.setLayerZoomRange('volumes-edge', many ? 7.5 : 0, 24);
        this.#map.setLayerZoomRange('symbols', many ? 8 : 5, 24);
    }

    #set(source, features) { this.#map.getSource(source)?.setData({ type: 'FeatureCollection', features }); }

    #fitAll(change) {
        const all = [...change.conflicts, ...(change.conflicts.length > 0 ? [] : [...change.areas, ...change.features])];
        const box = bounds(all.length > 0 ? all : change.areas);
        this.#fitted = box !== null;
        if (box) this.#map.fitBounds(box, { padding: this.#padding, maxZoom: 9, animate: false });
    }

    /** @param at seconds since 1970; of many asked for at once only the last is drawn, once the one before it is. */
    setTime(at) {
        this.#at = Math.floor(at);
        if (this.#timing) return;
        this.#timing = true;
        const shown = this.#at;
        this.#map.setGlobalStateProperty('at', shown);
        const began = performance.now();
        const look = () => {
            if (this.#map._removed) return;
            if (performance.now() - began < 1_000 && !this.#loaded('volumes')) { setTimeout(look, 20); return; }
            this.#timing = false;
            if (this.#at !== shown) this.setTime(this.#at);
        };
        setTimeout(look, 20);
    }

    /** The page's own slider: from then on it says which instant is shown. */
    slide(root) {
        this.#slider?.stop();
        this.#slider = new Slider(root, (at) => this.setTime(at));
    }

    /** Moves the slider, where the page has one. */
    slideTo(at) {
        if (this.#slider) this.#slider.at = at;
        else this.setTime(at);
    }

    /** Outlines the intents of a conflict, and shows them whole. */
    pick(intents, center) {
        const picked = intents.join(' ');
        if (picked === this.#picked) return;
        this.#picked = picked;
        this.#map.setGlobalStateProperty('picked', picked);
        const box = bounds(intents.flatMap((i) => this.#features.get(i) ?? []));
        if (box) this.#map.fitBounds(box, { padding: this.#padding, maxZoom: 12, animate: false });
        else if (center) this.goTo(center[0], center[1]);
    }

    /** What a suggestion or proposal would make of an intent; null takes it away. */
    showChange(features) {
        this.#set('change', this.#change = features ?? []);
        const box = bounds([...this.#change, ...this.picked.flatMap((i) => this.#features.get(i) ?? [])]);
        if (this.#change.length > 0 && box) this.#map.fitBounds(box, { padding: this.#padding, maxZoom: 12, duration: reduced() ? 0 : 300 });
    }

    /** Draws one outline that can't be changed here, and shows it whole. */
    outline(points) {
        const ring = points.map((p) => [p.lng, p.lat]);
        const feature = { type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] }, properties: {} };
        this.showChange([feature]);
        this.#map.fitBounds(bounds([feature]), { padding: 40, maxZoom: 12, animate: false });
    }

    /** An intent that is being written: its outlines, the parts that no agreement covers, whom it would meet, and when it begins (seconds; null: not known yet). */
    showDraft(draft) {
        const features = [
            ...draft.volumes.map((o) => ({ outline: o, part: 'volume' })), ...draft.uncovered.map((points) => ({ outline: { points }, part: 'uncovered' })),
        ].map(({ outline, part }) => ({ ring: ringOf(outline), part })).filter(({ ring }) => ring.length >= 3)
            .map(({ ring, part }) => ({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]]] }, properties: { part } }));
        this.#set('draft', this.#draft = features);
        this.#picked = draft.meets.join(' ');
        this.#map.setGlobalStateProperty('picked', this.#picked);
        this.setTime(draft.at ?? now() / 1000);
    }

    fitDraft() {
        const box = bounds(this.#draft);
        if (box) this.#map.fitBounds(box, { padding: this.#padding, maxZoom: 12, animate: false });
    }

    goTo(lng, lat) { this.#map.jumpTo({ center: [lng, lat], zoom: Math.max(this.#map.getZoom(), 9) }); }

    center() { const c = this.#map.getCenter(); return { lat: c.lat, lng: c.lng }; }

    #draws(number) {
        this.#drawing ??= new Drawing(this.#map, (outline) => {
            this.#outlines?.write(this.#drawing.number, outline);
            this.#tellDrawn([this.#drawing.number, outline]);
        });
        this.#drawing.number = number;
        return this.#drawing;
    }

    // What is told while the line is down is neither taken nor refused: it is told again once the line is there.
    async #tellDrawn(drawn) {
        this.#untold = drawn;
        await this.#page?.invokeMethodAsync('Drawn', ...drawn);
        if (this.#untold === drawn) this.#untold = null;
    }

    /** Begins to draw the outline of a volume. */
    draw(kind, number) { this.#draws(number).start(kind); }

    /** Hands an outline to be dragged and bent by mouse. */
    bend(outline, number) { this.#draws(number).show(outline); }

    /** A circle that is laid out takes the radius that was typed. */
    resize(outline, number) {
        const drawn = this.#drawing?.number === number && !this.#drawing.busy ? this.#drawing.outline : null;
        // Its centre may have been dragged since.
        if (drawn?.circle) this.bend({ ...drawn, radius: outline.radius }, number);
    }

    endDrawing() { this.#drawing?.clear(); }

    /** A field with an outline as text belongs to a volume. */
    follow(element, number, outline) {
        this.#outlines ??= new Outlines((n, read) => this.#page?.invokeMethodAsync('Pasted', n, read));
        this.#outlines.follow(element, number, outline);
    }

    forget(number) { this.#outlines?.forget(number); }

    #hit(point) {
        const layers = ['conflict-mark', 'symbols', 'volumes', 'volumes-later'].filter((l) => this.#map.getLayer(l));
        return layers.length === 0 ? null : this.#map.queryRenderedFeatures(point, { layers })[0];
    }

    #clicked(e) {
        if (!this.#page || this.#drawing?.busy) return;
        // Where a place is asked for, what lies there is no answer.
        const hit = this.#options.pointing ? null : this.#hit(e.point);
        if (hit) this.#page.invokeMethodAsync('Picked', hit.layer.id === 'conflict-mark' ? 'conflict' : 'intent', hit.properties.intent ?? hit.properties.id);
        else this.#page.invokeMethodAsync('PointedAt', e.lngLat.lat, e.lngLat.lng);
    }

    #restyle() {
        const [drawn, number] = [this.#drawing?.outline, this.#drawing?.number];
        this.#drawing?.stop();
        this.#drawing = null;
        this.#map.setStyle(style(theme(), this.#options.tiles, this.#fine ? '' : '-coarse'), { diff: false });
        this.#map.once('style.load', () => {
            symbols(this.#map, colours);
            this.#map.setGlobalStateProperty('at', this.#at);
            this.#map.setGlobalStateProperty('picked', this.#picked);
            this.#thin();
            this.#setAll();
            for (const [source, features] of [['areas', this.#areas], ['conflicts', this.#conflicts], ['change', this.#change], ['draft', this.#draft]]) this.#set(source, features);
            if (drawn) this.bend(drawn, number);
        });
    }

    dispose() {
        document.removeEventListener('parley-found', this.#found);
        clearInterval(this.#ticking);
        this.#themes.disconnect();
        this.#pace.stop();
        this.#slider?.stop();
        this.#outlines?.stop();
        this.#drawing?.stop();
        this.#map.remove();
        delete this.#element.view;
    }
}

const theme = () => document.documentElement.dataset.theme ?? 'light';
const reduced = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const ringOf = (o) => (o.circle ? around(o.circle, o.radius) : (o.points ?? []).map((p) => [p.lng, p.lat]));

// Where a volume's symbol stands: one place, however many tiles its outline crosses.
function mark(feature) {
    const [[west, south], [east, north]] = bounds([feature]);
    return { type: 'Feature', geometry: { type: 'Point', coordinates: [(west + east) / 2, (south + north) / 2] }, properties: feature.properties };
}

function bounds(features) {
    let box = null;
    const walk = (c) => {
        if (typeof c[0] === 'number') {
            box = box ? [[Math.min(box[0][0], c[0]), Math.min(box[0][1], c[1])], [Math.max(box[1][0], c[0]), Math.max(box[1][1], c[1])]] : [[c[0], c[1]], [c[0], c[1]]];
        } else c.forEach(walk);
    };
    for (const f of features) walk(f.geometry.coordinates);
    return box;
}

