// The fields that hold a volume's outline as text: what is typed or pasted is read here, so that a page of any length never crosses the line to the post.
import { read } from './paste.js';

const REST_MS = 250;

export class Outlines {
    #fields = new Map(); #told;

    /** @param told called with the number of the volume and what was read */
    constructor(told) { this.#told = told; }

    /** @param outline what is declared: it stands in the field, unless something was typed or kept there already */
    follow(element, number, outline) {
        if (this.#fields.get(number)?.element === element) return;
        this.forget(number);
        const field = { element, timer: 0, end: new AbortController() };
        element.addEventListener('input', () => {
            clearTimeout(field.timer);
            field.timer = setTimeout(() => this.#tell(number, field), REST_MS);
        }, { signal: field.end.signal });
        // What was typed a moment ago goes before the form does.
        element.form?.addEventListener('submit', () => {
            if (field.timer === 0) return;
            clearTimeout(field.timer);
            this.#tell(number, field);
        }, { signal: field.end.signal, capture: true });
        this.#fields.set(number, field);
        // Kept from before the line was lost.
        if (element.value.trim() !== '') element.dispatchEvent(new Event('input'));
        else if (outline) this.write(number, outline);
    }

    // While the line to the post is down nothing can be told; it is tried until it can, or until there is something newer.
    async #tell(number, field) {
        const text = field.element.value;
        field.timer = 0;
        try {
            await this.#told(number, text.trim() === '' ? {} : read(text));
        } catch {
            if (this.#fields.get(number) === field && field.element.value === text) field.timer = setTimeout(() => this.#tell(number, field), 500);
        }
    }

    forget(number) {
        const field = this.#fields.get(number);
        if (!field) return;
        clearTimeout(field.timer);
        field.end.abort();
        this.#fields.delete(number);
    }

    /** What was drawn, as one would have typed it. */
    write(number, outline) {
        const field = this.#fields.get(number);
        if (!field) return;
        clearTimeout(field.timer);
        field.timer = 0;
        field.element.value = (outline.circle ? [outline.circle] : outline.points ?? []).map((p) => `${p.lat.toFixed(6)}, ${p.lng.toFixed(6)}`).join('\n');
    }

    stop() { for (const number of [...this.#fields.keys()]) this.forget(number); }
}
