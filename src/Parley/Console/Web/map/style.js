// The map's own drawing: Natural Earth beneath, what was declared above it. Colours are told apart by lightness and pattern too, not by hue alone.
const light = { sea: '#dfe9f0', land: '#f6f4ee', border: '#8d8a80', mine: '#0b5cad', theirs: '#9a3d00', site: '#5b2a86', area: '#3f6b3f', danger: '#c00018', ink: '#1b1b1b', halo: '#ffffff' };
const dark = { sea: '#0f1720', land: '#1d252d', border: '#59636e', mine: '#6db3ff', theirs: '#ffa864', site: '#cfa0ff', area: '#86c486', danger: '#ff5c6c', ink: '#f2f2f2', halo: '#10161c' };

export const colours = (theme) => (theme === 'dark' ? dark : light);

const owner = (c) => ['case', ['==', ['get', 'kind'], 'site'], c.site, ['get', 'mine'], c.mine, c.theirs];
// What is active at the instant of the slider is drawn; all else is only hinted at.
const active = ['all', ['<=', ['get', 'start'], ['global-state', 'at']], ['>=', ['get', 'end'], ['global-state', 'at']]];

/** @param base the ending of the base map's files: '' for the fine one, '-coarse' for the one that is there sooner */
export function style(theme, tiles, base) {
    const c = colours(theme);
    const own = tiles ? { tiles: { type: 'raster', ...tiles, tileSize: 256 } } : {};
    return {
        version: 8,
        state: { at: { default: 0 }, picked: { default: '' } },
        sources: {
            ...own,
            land: { type: 'geojson', data: `/web/base/land${base}.json`, tolerance: 0.5 },
            borders: { type: 'geojson', data: `/web/base/borders${base}.json`, tolerance: 0.5 },
            areas: { type: 'geojson', data: empty() },
            // Little is drawn beyond a tile's edge, and no finer than a screen shows: ten thousand must still move as one.
            volumes: { type: 'geojson', data: empty(), promoteId: 'id', buffer: 16, tolerance: 0.8, maxzoom: 14 },
            marks: { type: 'geojson', data: empty(), promoteId: 'id', buffer: 32, maxzoom: 14 },
            conflicts: { type: 'geojson', data: empty(), promoteId: 'id' },
            change: { type: 'geojson', data: empty() },
            draft: { type: 'geojson', data: empty() },
        },
        layers: [
            { id: 'sea', type: 'background', paint: { 'background-color': c.sea } },
            { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': c.land, 'fill-antialias': false } },
            { id: 'coast', type: 'line', source: 'land', paint: { 'line-color': c.border, 'line-width': 0.6 } },
            { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': c.border, 'line-width': 1, 'line-dasharray': [4, 2] } },
            ...(tiles ? [{ id: 'tiles', type: 'raster', source: 'tiles' }] : []),
            { id: 'areas', type: 'line', source: 'areas', paint: { 'line-color': c.area, 'line-width': 2, 'line-dasharray': [6, 3] } },
            { id: 'volumes-later', type: 'line', source: 'volumes', minzoom: 4, filter: ['!', active], paint: { 'line-color': owner(c), 'line-opacity': 0.35, 'line-width': 0.8, 'line-dasharray': [2, 3] } },
            { id: 'volumes', type: 'fill', source: 'volumes', filter: active, paint: { 'fill-color': owner(c), 'fill-opacity': ['case', ['get', 'conflict'], 0.45, 0.22], 'fill-antialias': false } },
            { id: 'volumes-edge', type: 'line', source: 'volumes', filter: active, paint: { 'line-color': ['case', ['get', 'conflict'], c.danger, owner(c)], 'line-width': ['case', ['get', 'conflict'], 2.5, 1.2] } },
            { id: 'picked', type: 'line', source: 'volumes', filter: ['in', ['get', 'intent'], ['global-state', 'picked']], paint: { 'line-color': c.danger, 'line-width': 3.5 } },
            { id: 'change', type: 'line', source: 'change', paint: { 'line-color': c.area, 'line-width': 3, 'line-dasharray': [2, 1] } },
            { id: 'draft', type: 'fill', source: 'draft', filter: ['==', ['get', 'part'], 'volume'], paint: { 'fill-color': c.mine, 'fill-opacity': 0.25 } },
            { id: 'draft-edge', type: 'line', source: 'draft', filter: ['==', ['get', 'part'], 'volume'], paint: { 'line-color': c.mine, 'line-width': 2.5 } },
            { id: 'uncovered', type: 'fill', source: 'draft', filter: ['==', ['get', 'part'], 'uncovered'], paint: { 'fill-pattern': 'uncovered' } },
            { id: 'uncovered-edge', type: 'line', source: 'draft', filter: ['==', ['get', 'part'], 'uncovered'], paint: { 'line-color': c.danger, 'line-width': 2, 'line-dasharray': [1, 1] } },
            { id: 'conflicts', type: 'circle', source: 'conflicts', paint: { 'circle-radius': 13, 'circle-color': c.danger, 'circle-opacity': 0.25, 'circle-stroke-color': c.danger, 'circle-stroke-width': 2.5 } },
            { id: 'conflict-mark', type: 'symbol', source: 'conflicts', layout: { 'icon-image': 'conflict', 'icon-allow-overlap': true } },
            {
                id: 'symbols', type: 'symbol', source: 'marks', minzoom: 5, filter: active,
                layout: { 'icon-image': ['concat', ['case', ['==', ['get', 'kind'], 'site'], 'site', ['get', 'mine'], 'mine', 'theirs'], `-${theme}`], 'icon-size': 0.8, 'icon-padding': 0 },
            },
            {
                id: 'labels', type: 'symbol', source: 'marks', minzoom: 8, filter: active,
                layout: { 'icon-image': ['concat', `label:${theme}:`, ['get', 'label']], 'icon-anchor': 'top', 'icon-offset': [0, 17], 'icon-padding': 0 },
            },
        ],
    };
}

export const empty = () => ({ type: 'FeatureCollection', features: [] });
