// What people type (data-keep="name") outlives the page: kept when it goes, filled in again when the same page comes back. Per tab, never sent anywhere.
const KEPT = 'parley.kept';

const place = () => location.pathname + location.search;
// What always has a value is set to what it had; what can be empty is filled only when it is.
const always = (e) => e.type === 'hidden' || e.tagName === 'SELECT';
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
        } else if (always(field) ? field.value !== value : !field.value) {
            field.value = value;
            tell(field);
        }
    }
    if (changed) write(kept);
}

/** Tells the post what stands in the fields, as if it had just been typed. */
export function say() {
    for (const e of document.querySelectorAll('[data-keep]')) if (!ticked(e) && e.value && e !== document.activeElement) tell(e);
}

function tell(field) {
    // Nobody is to look for what they typed.
    if (field.type !== 'hidden' && field.tagName !== 'SELECT' && !ticked(field)) field.closest('details:not([open])')?.setAttribute('open', '');
    for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
}
