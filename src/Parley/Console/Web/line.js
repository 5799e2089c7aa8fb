// Places on the map of the line: what a message points at, and where somebody points for a slot or an attachment.
const SOURCE = 'line-places';

/** @param around the element that holds one map; @param page null when nothing is to be pointed at. */
export async function places(around, page) {
    const element = around.querySelector('.map');
    for (let i = 0; i < 100 && !element?.view; i++) await new Promise((done) => setTimeout(done, 100));
    await element.view.ready;
    return new Places(element.view.map, page);
}

class Places {
    #map; #page; #data = { type: 'FeatureCollection', features: [] }; #pointing = false; #clicked; #styled;

    constructor(map, page) {
        this.#map = map;
        this.#page = page;
        this.#clicked = (e) => { if (this.#pointing) this.#page?.invokeMethodAsync('Placed', e.lngLat.wrap().lat, e.lngLat.wrap().lng); };
        // Light and dark bring a new style, without what was added to the old one.
        this.#styled = () => this.#draw();
        map.on('click', this.#clicked);
        map.on('style.load', this.#styled);
        element(map).line = this;
    }

    pointing(on) {
        this.#pointing = on;
        this.#map.getCanvas().classList.toggle('pointing', on);
    }

    /** @param attachments lists of [lng, lat], each with how it is called */
    show(attachments, fit) {
        this.#data = {
            type: 'FeatureCollection',
            features: attachments.flatMap(({ points, label }) => [
                ...(points.length > 1 ? [{ type: 'Feature', geometry: { type: 'LineString', coordinates: points }, properties: {} }] : []),
                ...points.map((p, i) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: p }, properties: { label: i === 0 ? label : '' } })),
            ]),
        };
        this.#draw();
        const all = attachments.flatMap((a) => a.points);
        if (!fit || all.length === 0) return;
        const [lngs, lats] = [all.map((p) => p[0]), all.map((p) => p[1])];
        this.#map.fitBounds([[Math.min(...lngs), Math.min(...lats)], [Math.max(...lngs), Math.max(...lats)]], { padding: 50, maxZoom: 9, animate: false });
    }

    get shown() { return this.#data.features; }

    #draw() {
        const source = this.#map.getSource(SOURCE);
        if (source) { source.setData(this.#data); return; }
        const dark = document.documentElement.dataset.theme === 'dark';
        const [ink, halo] = dark ? ['#ffd24d', '#10161c'] : ['#8a0060', '#ffffff'];
        this.#map.addSource(SOURCE, { type: 'geojson', data: this.#data });
        this.#map.addLayer({ id: `${SOURCE}-way`, type: 'line', source: SOURCE, filter: ['==', ['geometry-type'], 'LineString'], paint: { 'line-color': ink, 'line-width': 3 } });
        this.#map.addLayer({ id: `${SOURCE}-at`, type: 'circle', source: SOURCE, filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 6, 'circle-color': ink, 'circle-stroke-color': halo, 'circle-stroke-width': 2 } });
        this.#map.addLayer({
            id: `${SOURCE}-label`, type: 'symbol', source: SOURCE, filter: ['==', ['geometry-type'], 'Point'],
            layout: { 'text-field': ['get', 'label'], 'text-font': ['Noto Sans Variable'], 'text-size': 13, 'text-anchor': 'bottom', 'text-offset': [0, -0.7], 'text-optional': true },
            paint: { 'text-color': ink, 'text-halo-color': halo, 'text-halo-width': 1.6 },
        });
    }

    dispose() {
        this.#map.off('click', this.#clicked);
        this.#map.off('style.load', this.#styled);
    }
}

const element = (map) => map.getContainer();
