// Bundles what the console's pages load. Called by Parley.csproj with the folder that holds node_modules and the one to write to.
import { createRequire } from 'node:module';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const [modules, out] = process.argv.slice(2);
const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(join(modules, 'package.json'));
const esbuild = require('esbuild');
const topojson = require('topojson-client');

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'base'), { recursive: true });

await esbuild.build({
    entryPoints: {
        map: join(here, 'map/map.js'),
        'map-worker': join(modules, 'node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs'),
        shell: join(here, 'shell.js'),
        plain: join(here, 'plain.js'),
        line: join(here, 'line.js'),
        console: join(here, 'console.css'),
        push: join(here, 'push.js'),
        'push-worker': join(here, 'push-worker.js'),
    },
    bundle: true, minify: true, format: 'esm', target: 'es2022', outdir: out, legalComments: 'linked',
    nodePaths: [join(modules, 'node_modules')], assetNames: 'files/[name]-[hash]',
    loader: { '.woff2': 'file', '.woff': 'file' }, logLevel: 'error',
});

copyFileSync(join(here, 'icon.svg'), join(out, 'icon.svg'));

// Natural Earth as npm's world-atlas carries it: the sea's edge, and lines between countries drawn once. 1:50m is there at once, 1:10m takes its place.
// It is stitched where the globe meets itself at 180°: there a flat map would draw a line all the way back, so lines go on beyond it, and round a pole down to it.
const unwound = (line) => {
    let turn = 0;
    const on = line.map(([lng, lat], i) => {
        if (i > 0 && Math.abs(lng - line[i - 1][0]) > 180) turn += lng < line[i - 1][0] ? 360 : -360;
        return [lng + turn, lat];
    });
    const [first, last] = [on[0], on.at(-1)];
    return Math.abs(last[0] - first[0]) < 180 ? on : [...on, [last[0], -90], [first[0], -90], first];
};
const flat = (at) => (typeof at[0][0] === 'number' ? unwound(at) : at.map(flat));
const unwind = (it) => (it.features ? { ...it, features: it.features.map(unwind) } : it.geometry ? { ...it, geometry: unwind(it.geometry) } : it.geometries ? { ...it, geometries: it.geometries.map(unwind) } : { ...it, coordinates: flat(it.coordinates) });
const short = (geometry, digits) => JSON.stringify(geometry, (_, v) => (typeof v === 'number' ? Number(v.toFixed(digits)) : v));
for (const [scale, name, digits] of [['50m', '-coarse', 2], ['10m', '', 3]]) {
    const world = JSON.parse(readFileSync(join(modules, `node_modules/world-atlas/countries-${scale}.json`), 'utf8'));
    writeFileSync(join(out, `base/land${name}.json`), short(unwind(topojson.feature(world, world.objects.land)), digits));
    writeFileSync(join(out, `base/borders${name}.json`), short(unwind(topojson.mesh(world, world.objects.countries, (a, b) => a !== b)), digits));
}

// Compressed here once, so that the post only hands it out.
for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.woff2?$/.test(entry.name)) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    const bytes = readFileSync(file);
    rmSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
}
