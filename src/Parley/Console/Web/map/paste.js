// Reads what somebody typed or pasted as the outline of a volume: GeoJSON, pairs of coordinates (latitude first), or MGRS. Guesses nothing: what could mean two places is refused.
import { toPoint } from 'mgrs';

const MAX = 200_000;
const MAX_POINTS = 2_000;
const GRID = /^(\d{1,2}\s*[C-HJ-NP-X])\s*([A-HJ-NP-Z][A-HJ-NP-V])\s*(\d[\d\s]*)$/i;
// 47.5 · N47.5 · 47 30.5 N · 47°30′15″N · 47:30:15N
const ANGLE = String.raw`([NSEW])?\s*([+-]?\d{1,3}(?:\.\d+)?)(?:\s*[°:\s]\s*(\d{1,2}(?:\.\d+)?)(?:\s*['′:\s]\s*(\d{1,2}(?:\.\d+)?)\s*(?:["″]|'')?|\s*['′])?)?\s*°?\s*([NSEW])?`;
const PAIR = new RegExp(String.raw`^${ANGLE}(?:\s*[,/]\s*|\s+)${ANGLE}$`, 'i');
// 4106S 02442W · 410600S0244200W · N4106 W02442
const PACKED = /^([NS])?(\d{2})(\d{2}(?:\.\d+)?|\d{4}(?:\.\d+)?)([NS])?[\s,/]*([EW])?(\d{3})(\d{2}(?:\.\d+)?|\d{4}(?:\.\d+)?)([EW])?$/i;
const COMMAS = /^([+-]?\d{1,3}),(\d+)(?:\s*;\s*|\s+)([+-]?\d{1,3}),(\d+)$/;

/** @returns {{points?: {lat: number, lng: number}[], circle?: {lat: number, lng: number}, fault?: string, at?: string}} */
export function read(text) {
    if (text.length > MAX) return { fault: 'paste.too-long' };
    const trimmed = text.trim();
    if (trimmed === '') return { fault: 'paste.empty' };
    const found = trimmed.startsWith('{') || trimmed.startsWith('[') ? geoJson(trimmed) : lines(trimmed);
    if (found.fault) return found;
    const { points } = found;
    if (points.length > MAX_POINTS) return { fault: 'paste.too-many' };
    if (points.some((p) => !(Math.abs(p.lat) <= 90 && Math.abs(p.lng) <= 180))) return { fault: 'paste.range' };
    const [a, z] = [points[0], points.at(-1)];
    if (points.length > 3 && a.lat === z.lat && a.lng === z.lng) points.pop();
    return points.length === 1 ? { circle: a } : points.length === 2 ? { fault: 'paste.two' } : { points };
}

function geoJson(text) {
    let value;
    try { value = JSON.parse(text); } catch { return { fault: 'paste.json' }; }
    for (let depth = 0; depth < 6 && value && typeof value === 'object'; depth++) {
        if (value.type === 'FeatureCollection' || value.type === 'GeometryCollection') {
            const all = value.features ?? value.geometries;
            if (Array.isArray(all) && all.length > 1) return { fault: 'paste.many' };
            value = all?.[0];
        } else if (value.type === 'Feature') value = value.geometry;
        else if (value.type === 'MultiPolygon') {
            if (value.coordinates?.length > 1) return { fault: 'paste.holes' };
            value = { type: 'Polygon', coordinates: value.coordinates?.[0] };
        } else break;
    }
    if (value?.type === 'Polygon' && value.coordinates?.length > 1) return { fault: 'paste.holes' };
    const ring = value?.type === 'Polygon' ? value.coordinates?.[0] : value?.type === 'Point' ? [value.coordinates] : Array.isArray(value) ? value : null;
    if (!Array.isArray(ring) || ring.length === 0 || !ring.every((p) => Array.isArray(p) && Number.isFinite(p[0]) && Number.isFinite(p[1]))) return { fault: 'paste.geojson' };
    return { points: ring.map(([lng, lat]) => ({ lat, lng })) };
}

function lines(text) {
    const points = [];
    const all = text.replaceAll('−', '-').split('\n').map((l) => l.trim()).filter(Boolean).flatMap((l) => (COMMAS.test(l) ? [l] : l.split(';').map((p) => p.trim()).filter(Boolean)));
    for (const line of all) {
        const read = line.length > 100 ? null : place(line);
        if (!read) return { fault: /^\d{1,2}\s*[C-X]\s*[A-Z]{2}/i.test(line) ? 'paste.mgrs' : 'paste.line', at: line.slice(0, 40) };
        points.push(read);
        if (points.length > MAX_POINTS) return { fault: 'paste.too-many' };
    }
    return { points };
}

function place(line) {
    const grid = GRID.exec(line);
    if (grid) return fromGrid(grid);
    const commas = COMMAS.exec(line);
    if (commas) return { lat: Number(`${commas[1]}.${commas[2]}`), lng: Number(`${commas[3]}.${commas[4]}`) };
    const packed = PACKED.exec(line);
    if (packed && (packed[1] ?? packed[4]) && (packed[5] ?? packed[8])) return both(unpacked(packed[2], packed[3], packed[1] ?? packed[4]), unpacked(packed[6], packed[7], packed[5] ?? packed[8]));
    const pair = PAIR.exec(line);
    if (!pair) return null;
    const [a, b] = [pair.slice(1, 6), pair.slice(6, 11)];
    const [sideA, sideB] = [a[0] ?? a[4], b[0] ?? b[4]].map((s) => s?.toUpperCase());
    // 41 06 24 42 could be two places.
    if ((a[2] ?? b[2]) !== undefined && !(sideA && sideB) && !/[°:′']/.test(line)) return null;
    // 54° 01.9 19° 08.1: without letters, 19 could be seconds of the one or degrees of the other.
    if (!(sideA && sideB) && [2, 3].some((n) => (a[n] === undefined) !== (b[n] === undefined))) return null;
    if ((a[0] && a[4]) || (b[0] && b[4]) || (sideA && !sideB) || (!sideA && sideB)) return null;
    if (sideA && 'EW'.includes(sideA) === 'EW'.includes(sideB)) return null;
    const [first, second] = [angle(a[1], a[2], a[3], sideA), angle(b[1], b[2], b[3], sideB)];
    return sideA && 'EW'.includes(sideA) ? both(second, first) : both(first, second);
}

const both = (lat, lng) => (lat === null || lng === null ? null : { lat, lng });

function unpacked(degrees, rest, side) {
    return rest.replace(/\..*/, '').length === 2 ? angle(degrees, rest, undefined, side) : angle(degrees, rest.slice(0, 2), rest.slice(2), side);
}

function angle(degrees, minutes, seconds, side) {
    const [m, s] = [Number(minutes ?? 0), Number(seconds ?? 0)];
    if (m >= 60 || s >= 60 || (side && Number(degrees) < 0)) return null;
    const size = Math.abs(Number(degrees)) + m / 60 + s / 3600;
    return degrees.startsWith('-') || (side && 'SW'.includes(side.toUpperCase())) ? -size : size;
}

function fromGrid([, zone, square, digits]) {
    const plain = digits.replaceAll(/\s/g, '');
    if (plain.length % 2 !== 0 || plain.length > 10) return null;
    try {
        const [lng, lat] = toPoint(`${zone.replaceAll(/\s/g, '')}${square}${plain}`.toUpperCase());
        return Number.isFinite(lat) && Number.isFinite(lng) ? { lat, lng } : null;
    } catch { return null; }
}
