// Light and dark: what the person chose last, else what the system says. The server reads the cookie, so that a page comes in the right one.
export function themes() {
    if (!/(^|; )theme=/.test(document.cookie) && matchMedia('(prefers-color-scheme: dark)').matches) set('dark');
    document.addEventListener('click', (e) => {
        if (e.target.closest?.('[data-act=theme]')) set(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
    });
}

function set(theme) {
    document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=strict${location.protocol === 'https:' ? '; secure' : ''}`;
    document.documentElement.dataset.theme = theme;
    for (const link of document.querySelectorAll('link[href*="/Radzen.Blazor/css/"]')) {
        link.href = link.href.replace(/standard(-dark)?-(base|wcag)/, `standard${theme === 'dark' ? '-dark' : ''}-$2`);
    }
}
