// A FLASH sounds in every window for as long as it stands there (data-sound="flash"), two tones in turn, made here: no file, no plug-in.
let context = null;
let playing = null;

export function watchSound() {
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, () => { context?.resume(); }, true);
    look();
}

function look() {
    const wanted = document.querySelector('[data-sound=flash]') !== null;
    if (wanted && !playing) start();
    else if (!wanted && playing) stop();
}

function start() {
    context ??= new AudioContext();
    const tone = context.createOscillator();
    const gain = context.createGain();
    gain.gain.value = 0.25;
    tone.type = 'square';
    tone.connect(gain).connect(context.destination);
    tone.start();
    let high = false;
    const turn = () => {
        high = !high;
        tone.frequency.value = high ? 880 : 587;
        // Browsers keep a page silent until somebody touched it; that must not stay unsaid.
        const off = document.querySelector('[data-sound-off]');
        if (off) off.hidden = context.state === 'running';
        document.title = high ? '⚠ FLASH' : 'Parley';
    };
    turn();
    playing = { tone, timer: setInterval(turn, 500), element: document.documentElement };
    document.documentElement.dataset.sounding = 'flash';
    context.resume();
}

function stop() {
    clearInterval(playing.timer);
    playing.tone.stop();
    playing = null;
    delete document.documentElement.dataset.sounding;
    document.title = 'Parley';
}
