// Browser push for this browser (the page "Telling me"), and the sign of life by which the post knows that a window can be seen.
const BEAT_MS = 10_000; // the post takes a window that was silent for 30 s for gone
const WORKER = '/push-worker.js';

// How this browser stands: unsupported, insecure, denied, off, or its endpoint's keys when it is subscribed with the post's key.
export async function state(key) {
    if (!isSecureContext) return { state: 'insecure' };
    if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) return { state: 'unsupported' };
    if (Notification.permission === 'denied') return { state: 'denied' };
    const subscription = await (await navigator.serviceWorker.getRegistration('/'))?.pushManager.getSubscription();
    return subscription && sameKey(subscription, key) ? { state: 'on', ...told(subscription) } : { state: 'off' };
}

export async function subscribe(key) {
    const now = await state(key);
    if (now.state !== 'off') return now;
    if (await Notification.requestPermission() !== 'granted') return { state: 'denied' };
    try {
        await navigator.serviceWorker.register(WORKER, { scope: '/' });
        const { pushManager } = await navigator.serviceWorker.ready;
        const old = await pushManager.getSubscription();
        if (old) await old.unsubscribe(); // made for another key, which is gone
        return { state: 'on', ...told(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) })) };
    } catch {
        return { state: 'failed' };
    }
}

export async function unsubscribe() {
    await (await (await navigator.serviceWorker?.getRegistration('/'))?.pushManager.getSubscription())?.unsubscribe();
}

// Says at intervals, and when it changes, whether this window can be seen; until the returned object's stop.
export function signs(window_) {
    const say = () => { window_.invokeMethodAsync('Sign', document.visibilityState === 'visible').catch(() => { }); };
    const timer = setInterval(say, BEAT_MS);
    document.addEventListener('visibilitychange', say);
    say();
    return { stop() { clearInterval(timer); document.removeEventListener('visibilitychange', say); } };
}

function told(subscription) {
    const { endpoint, keys } = subscription.toJSON();
    return { endpoint, p256dh: keys.p256dh, auth: keys.auth, browser: named() };
}

function named() {
    const brand = navigator.userAgentData?.brands?.find((b) => !/not.?a.?brand|chromium/i.test(b.brand))?.brand
        ?? (/Firefox|Edg|OPR|Chrome|Safari/.exec(navigator.userAgent)?.[0] ?? 'Browser').replace('Edg', 'Edge').replace('OPR', 'Opera');
    const system = navigator.userAgentData?.platform || (/Windows|Android|iPhone|iPad|Mac OS|Linux/.exec(navigator.userAgent)?.[0] ?? '');
    return `${brand}${system ? `, ${system}` : ''}`;
}

const sameKey = (subscription, key) => {
    const own = subscription.options?.applicationServerKey;
    return !own || bytes(key).every((b, i) => new Uint8Array(own)[i] === b);
};

function bytes(base64url) {
    const text = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
