// What the pages before signing in, and the account's, do in the browser: links' tokens, passkeys, light and dark. They work without a circuit.
import { themes } from './shell/themes.js';

themes();

// The token stands behind the #: it goes from the address before anything else happens, so that neither history nor a log has it.
function take() {
    const form = document.querySelector('form[data-token]');
    const token = location.hash.slice(1);
    if (!form || !token) return;
    history.replaceState(null, '', location.pathname);
    form.elements.token.value = token;
    for (const e of form.querySelectorAll('[data-when]')) e.hidden = e.dataset.when !== 'token';
    form.requestSubmit();
}

take();
addEventListener('hashchange', take);

for (const select of document.querySelectorAll('select[data-submits]')) select.addEventListener('change', () => select.form.requestSubmit());
for (const e of document.querySelectorAll('.without-script')) e.hidden = true;
for (const e of document.querySelectorAll('[data-zone]')) e.value = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

// A FLASH is shown and taken in the console: whoever has only their account open is brought there.
if (document.body.dataset.watches !== undefined) {
    setInterval(async () => {
        try {
            const asked = await fetch('/account/calling', { redirect: 'error', cache: 'no-store' });
            if (asked.ok && await asked.json() === true) location.assign('/');
        } catch { /* The post is away; it is asked again. */ }
    }, 2_000);
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
    if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
        (form.closest('[data-passkeys]') ?? form).hidden = true;
        continue;
    }
    form.addEventListener('submit', async (e) => {
        if (form.elements.credential.value) return;
        e.preventDefault();
        const failed = form.querySelector('[data-failed]');
        failed.hidden = true;
        try {
            const asked = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'error' });
            if (!asked.ok) throw new Error(`${asked.status}`);
            const options = await asked.json();
            const credential = form.dataset.passkey === 'create'
                ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
                : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
            form.elements.credential.value = JSON.stringify(credential.toJSON());
            form.requestSubmit();
        } catch {
            failed.hidden = false;
        }
    });
}
