// Drawing the outline of a volume: a polygon or a circle, one at a time, by mouse, finger or pasted.
import { TerraDraw, TerraDrawCircleMode, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';

const EARTH = 6_371_008.8;

export class Drawing {
    #draw; #told; #radius = 0;
    busy = false;
    outline = null; // what is drawn now
    number = 0; // of the volume that is drawn

    constructor(map, told) {
        this.#told = told;
        this.#draw = new TerraDraw({
            adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 7 }),
            modes: [
                new TerraDrawPolygonMode(), new TerraDrawCircleMode(),
                new TerraDrawSelectMode({ keyEvents: { deselect: 'Escape', delete: null, rotate: null, scale: null }, flags: { polygon: { feature: { draggable: true, coordinates: { draggable: true, midpoints: true, deletable: true } } }, circle: { feature: { draggable: true } } } }),
            ],
        });
        this.#draw.start();
        this.#draw.on('finish', (id, context) => this.#finished(id, context?.action));
    }

    start(kind) {
        this.busy = true;
        this.#draw.clear();
        this.#draw.setMode(kind);
    }

    stop() { if (this.#draw.enabled) this.#draw.stop(); }

    clear() {
        [this.busy, this.outline] = [false, null];
        this.#draw.clear();
        this.#draw.setMode('select');
    }

    #finished(id, action) {
        const feature = this.#draw.getSnapshotFeature(id);
        if (!feature) return;
        const ring = feature.geometry.coordinates[0].slice(0, -1).map(([lng, lat]) => ({ lat, lng }));
        let outline = { points: ring };
        if (feature.properties.mode === 'circle') {
            outline = circleOf(ring);
            // Dragged on the map, a circle keeps its size on the paper and not on the earth: only its centre has moved.
            if (action === 'dragFeature' && this.#radius > 0) outline.radius = this.#radius;
        }
        this.#told(outline);
        if (action === 'dragFeature' && outline.circle) setTimeout(() => this.show(outline), 0);
        [this.outline, this.#radius] = [outline, outline.radius ?? 0];
        this.#draw.setMode('select');
        setTimeout(() => { this.busy = false; }, 0);
    }

    show(outline) {
        this.clear();
        const ring = outline.circle ? around(outline.circle, outline.radius) : outline.points.map((p) => [p.lng, p.lat]);
        if (ring.length < 3) return;
        [this.outline, this.#radius] = [outline, outline.radius ?? 0];
        this.#draw.addFeatures([{ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]].map((c) => c.map((n) => Math.round(n * 1e7) / 1e7))] }, properties: outline.circle ? { mode: 'circle', radiusKilometers: outline.radius / 1000 } : { mode: 'polygon' } }]);
        this.#draw.setMode('select');
    }
}

function circleOf(ring) {
    const circle = { lat: mean(ring.map((p) => p.lat)), lng: mean(ring.map((p) => p.lng)) };
    return { circle, radius: Math.round(mean(ring.map((p) => distance(circle, p)))) };
}

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

// Haversine; only to draw, never to decide.
function distance(a, b) {
    const [p, q, d] = [a.lat, b.lat, b.lng - a.lng].map((x) => (x * Math.PI) / 180);
    const h = Math.sin((q - p) / 2) ** 2 + Math.cos(p) * Math.cos(q) * Math.sin(d / 2) ** 2;
    return 2 * EARTH * Math.asin(Math.sqrt(h));
}

export function around(center, radius) {
    const d = radius / EARTH;
    const p = (center.lat * Math.PI) / 180;
    return Array.from({ length: 48 }, (_, i) => {
        const b = (i / 48) * 2 * Math.PI;
        const lat = Math.asin(Math.sin(p) * Math.cos(d) + Math.cos(p) * Math.sin(d) * Math.cos(b));
        const lng = Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(p), Math.cos(d) - Math.sin(p) * Math.sin(lat));
        return [center.lng + (lng * 180) / Math.PI, (lat * 180) / Math.PI];
    });
}
