// Symbols after MIL-STD-2525 / APP-6, drawn by milsymbol: air tracks of one's own and of the other side, and protected sites.
import ms from 'milsymbol';

// Friend, neutral: Parley knows no enemies. Air; sites are installations.
const kinds = { mine: 'SFAPMF---------', theirs: 'SNAPMF---------', site: 'SNGPI-----H----' };

export function symbols(map, colours) {
    for (const theme of ['light', 'dark']) {
        for (const [name, code] of Object.entries(kinds)) {
            if (map.hasImage(`${name}-${theme}`)) continue;
            const c = colours(theme);
            const canvas = new ms.Symbol(code, { size: 26, frame: true, fill: true, monoColor: '', outlineWidth: 3, outlineColor: c.halo }).asCanvas();
            map.addImage(`${name}-${theme}`, canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height));
        }
    }
    if (!map.hasImage('conflict')) map.addImage('conflict', mark());
    if (!map.hasImage('uncovered')) map.addImage('uncovered', hatching());
}

// Slanted lines: what no agreement covers is told by more than its colour.
function hatching() {
    const size = 12;
    const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
    const g = canvas.getContext('2d');
    g.strokeStyle = '#c00018';
    g.lineWidth = 2.2;
    g.beginPath();
    for (const x of [-size, 0, size]) {
        g.moveTo(x, size);
        g.lineTo(x + size, 0);
    }
    g.stroke();
    return g.getImageData(0, 0, size, size);
}

// An exclamation mark in a circle.
function mark() {
    const size = 22;
    const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
    const g = canvas.getContext('2d');
    g.fillStyle = '#c00018';
    g.beginPath();
    g.arc(size / 2, size / 2, size / 2 - 1, 0, 2 * Math.PI);
    g.fill();
    g.fillStyle = '#ffffff';
    g.fillRect(size / 2 - 1.5, 5, 3, 8);
    g.fillRect(size / 2 - 1.5, 15, 3, 3);
    return g.getImageData(0, 0, size, size);
}

/** Labels that are drawn by the browser's own type setter, which knows every script and its direction: an image whose name is label:THEME:TEXT. */
export function label(map, id, colours) {
    const [, theme, text] = /^label:(light|dark):(.*)$/s.exec(id) ?? [];
    if (text === undefined || map.hasImage(id)) return;
    const c = colours(theme);
    const ratio = 2;
    const canvas = document.createElement('canvas');
    const font = `600 ${12 * ratio}px "Noto Sans Variable", "Noto Sans Hebrew Variable", "Noto Sans Arabic Variable", sans-serif`;
    const shown = [...text].length > 24 ? `${[...text].slice(0, 23).join('')}…` : text;
    let g = canvas.getContext('2d');
    g.font = font;
    canvas.width = Math.max(1, Math.ceil(g.measureText(shown).width) + 8 * ratio);
    canvas.height = 18 * ratio;
    g = canvas.getContext('2d');
    g.font = font;
    g.textBaseline = 'middle';
    g.textAlign = 'center';
    g.lineJoin = 'round';
    g.strokeStyle = c.halo;
    g.lineWidth = 3.5 * ratio;
    g.strokeText(shown, canvas.width / 2, canvas.height / 2);
    g.fillStyle = c.ink;
    g.fillText(shown, canvas.width / 2, canvas.height / 2);
    map.addImage(id, g.getImageData(0, 0, canvas.width, canvas.height), { pixelRatio: ratio });
}
