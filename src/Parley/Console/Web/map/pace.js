// Where frames come slowly (a machine without a graphics card), the map is drawn coarser while it moves, and sharp again as soon as it rests.
const SLOW_MS = 30; // a frame; at 33 the eye sees the map stutter
const REST_MS = 200;
const FRAMES = 6; // looked at before each step
const COARSER = [1, 0.75, 0.55, 0.4];

export class Pace {
    #map; #sharp; #step = 0; #shown = 0; #moved = false; #last = 0; #gaps = []; #resting = 0;

    constructor(map) {
        this.#map = map;
        this.#sharp = map.getPixelRatio();
        map.on('move', () => this.#moves());
        map.on('render', () => this.#rendered());
    }

    #moves() {
        this.#moved = true;
        clearTimeout(this.#resting);
        this.#resting = setTimeout(() => this.#show(0), REST_MS);
    }

    #rendered() {
        if (!this.#moved) return;
        this.#moved = false;
        const now = performance.now();
        const gap = now - this.#last;
        this.#last = now;
        if (gap > REST_MS) {
            // A new movement: it begins as coarse as the one before had to become.
            this.#gaps = [];
            this.#show(this.#step);
            return;
        }
        this.#gaps.push(gap);
        if (this.#gaps.length < FRAMES) return;
        const median = this.#gaps.sort((a, b) => a - b)[FRAMES / 2];
        this.#gaps = [];
        if (median > SLOW_MS && this.#step < COARSER.length - 1) this.#show(++this.#step);
    }

    #show(step) {
        if (step === this.#shown || this.#map._removed) return;
        this.#shown = step;
        this.#map.setPixelRatio(this.#sharp * COARSER[step]);
        // A canvas of another size is empty: what is seen next must not be that.
        this.#map.redraw();
        this.#moved = false;
    }

    stop() { clearTimeout(this.#resting); }
}
