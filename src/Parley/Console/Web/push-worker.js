// Runs in the browser without any page: shows what the post tells, and opens the console where it is answered.
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));

self.addEventListener('push', (e) => {
    let said;
    try { said = e.data.json(); } catch { said = {}; }
    // Something is shown in any case: a push that shows nothing is taken for abuse by browsers.
    const title = typeof said.title === 'string' && said.title ? said.title : 'Parley';
    e.waitUntil(self.registration.showNotification(title, {
        body: typeof said.text === 'string' ? said.text : '',
        tag: String(said.event ?? 'parley'),
        lang: said.language ?? 'en', dir: said.direction ?? 'auto',
        requireInteraction: said.severity >= 3, renotify: true, icon: '/web/icon.svg',
        timestamp: Date.now(), data: { url: path(said.url) },
    }));
});

self.addEventListener('notificationclick', (e) => {
    e.notification.close();
    e.waitUntil(open(e.notification.data?.url ?? '/'));
});

// A window of the console that is there comes to the front; its page goes where the thing is.
async function open(url) {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const window_ = windows.find((w) => w.focused) ?? windows[0];
    if (!window_) return self.clients.openWindow(url);
    try { await window_.focus(); } catch { /* the browser keeps what is in front; the page changes all the same */ }
    try { return await window_.navigate(url); } catch { return self.clients.openWindow(url); }
}

// Only a path of this very console: a push that was forged leads nowhere else.
function path(text) {
    try {
        const url = new URL(String(text ?? '/'), self.location.origin);
        return url.origin === self.location.origin ? url.pathname + url.search : '/';
    } catch {
        return '/';
    }
}
