// What people type (data-keep="name") outlives the page: kept when it goes, filled in again when the same page comes back. Per tab, never sent anywhere.
const KEPT = 'parley.kept';

const place = () => location.pathname + location.search;
const ticked = (e) => e.type === 'checkbox' || e.type === 'radio';

function read() {
    try {
        const { at, kept } = JSON.parse(sessionStorage.getItem(KEPT) ?? '{}');
        return at === place() ? kept : {};
    } catch { return {}; }
}

function write(kept) {
    if (Object.keys(kept).length === 0) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify({ at: place(), kept }));
}

export function keep() {
    // What has not been filled in again yet stays kept.
    const kept = read();
    for (const e of document.querySelectorAll('[data-keep]')) {
        if (ticked(e)) kept[e.dataset.keep] = e.checked;
        else if (e.value) kept[e.dataset.keep] = e.value;
        else delete kept[e.dataset.keep];
    }
    write(kept);
}

/** Each field once, as soon as it is there: some come only after others were filled. */
export function restore() {
    if (!sessionStorage.getItem(KEPT)) return;
    const kept = read();
    let changed = false;
    for (const [name, value] of Object.entries(kept)) {
        const field = document.querySelector(`[data-keep="${CSS.escape(name)}"]`);
        if (!field) continue;
        delete kept[name];
        changed = true;
        if (ticked(field)) {
            if (field.checked === value) continue;
            field.checked = value;
            tell(field);
        } else if (field.value !== value) {
            // Also where it begins with something: what was seen and left so is what is meant.
            field.value = value;
            tell(field);
        }
    }
    if (changed) write(kept);
}

// When each field was last changed by whoever sits here.
const touched = new Map();
let telling = false;

export function watch() {
    for (const kind of ['input', 'change']) addEventListener(kind, (e) => {
        if (telling || !(e.target instanceof Element)) return;
        touched.set(e.target, performance.now());
        if (touched.size > 300) for (const field of touched.keys()) if (!field.isConnected) touched.delete(field);
    }, true);
}

/** Tells the post again what was changed since then, as if it were just now: what was emptied, ticked or chosen, too. None of it may have got there. */
export function say(since) {
    for (const [field, at] of touched) {
        if (at < since || !field.isConnected || (field.type === 'radio' && !field.checked) || field.type === 'range') continue;
        // That it is done with is said when it is left; what stands in it so far has to be known before it is sent.
        tell(field, field === document.activeElement && !ticked(field) && field.tagName !== 'SELECT' ? ['input'] : ['input', 'change']);
    }
}

/** A field shows what the post knows, where it shows something from before that. What was typed since is on its way. */
export function settle(field, before, said) {
    if (field.value !== said && before.includes(field.value)) field.value = said;
}

function tell(field, kinds = ['input', 'change']) {
    // Nobody is to look for what they typed.
    if (field.type !== 'hidden' && field.tagName !== 'SELECT' && !ticked(field)) field.closest('details:not([open])')?.setAttribute('open', '');
    telling = true;
    for (const kind of kinds) field.dispatchEvent(new Event(kind, { bubbles: true }));
    telling = false;
}
