// Applies the colors and the height of `/embed` and `/embed/setup`, which may have no inline styles,
// and shows on `/embed/setup` what is chosen at once.

const { height } = document.body.dataset;
const widget = document.querySelector('ask-the-researcher');

function applyStyles() {
  for (const element of document.querySelectorAll('ask-the-researcher[data-css]')) {
    for (const declaration of element.dataset.css.split('; ').filter(Boolean)) {
      element.style.setProperty(...declaration.split(': '));
    }
  }
}
applyStyles();

if (height !== undefined) {
  widget.style.setProperty('--ask-height', `${height}px`);
  // The page around the frame may be of any origin; it learns no more than a number.
  const tell = () =>
    parent.postMessage(
      { type: 'ask-the-researcher:height', height: document.documentElement.offsetHeight },
      '*',
    );
  new ResizeObserver(tell).observe(document.documentElement);
}

const form = document.querySelector('.options');
if (form !== null) {
  // The page comes from this server, which escapes what was typed.
  const policy = window.trustedTypes?.createPolicy('own-page', { createHTML: (text) => text });
  let changed = 0;
  let timer;
  const follow = async () => {
    const change = ++changed;
    const query = new URLSearchParams(new FormData(form));
    const reply = await fetch(`${form.action}?${query}`);
    const text = await reply.text();
    if (!reply.ok || change !== changed) return;
    const page = new DOMParser().parseFromString(policy?.createHTML(text) ?? text, 'text/html');
    document.querySelector('#result').replaceWith(page.querySelector('#result'));
    applyStyles();
    const verdict = document.querySelector('#result .note')?.textContent ?? '';
    const said = document.querySelector('#said');
    if (said.textContent !== verdict) said.textContent = verdict;
    dispatchEvent(new Event('content-changed'));
    history.replaceState(null, '', `?${query}`);
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(follow, 300);
  });
}
