type Child = Node | string;

/** Creates an element; `true` sets an empty attribute, `false` and `undefined` set none. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  node.append(...children);
  return node;
}

export function button(
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
  onClick: (event: MouseEvent) => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  const node = element('button', { type: 'button', ...attributes }, ...children);
  node.addEventListener('click', onClick);
  return node;
}

export type Icon = keyof typeof PATHS;

/** A decorative icon (24 × 24 units) in the text color; the caller supplies an accessible name. */
export function icon(name: Icon): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  const path = document.createElementNS(namespace, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

/** A link to another site, opened in a new tab. */
export function outsideLink(href: string, ...children: readonly Child[]): HTMLAnchorElement {
  return element('a', { href, rel: 'noopener nofollow', target: '_blank' }, ...children);
}

// Strokes, no fills.
const PATHS = {
  ask: 'M21 12a8 8 0 0 1-8 8H4l2-3.4A8 8 0 1 1 21 12ZM9 10.5h7M9 14h4',
  send: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M7 7h10v10H7Z',
  close: 'M6 6l12 12M18 6 6 18',
  fresh: 'M12 5v14M5 12h14',
  copy: 'M9 9h11v11H9ZM15 9V4H4v11h5',
  done: 'M5 12l5 5 9-10',
  up: 'M7 11v9H4v-9ZM7 11l4-8c2 0 3 1 2.5 3.5L13 9h6a2 2 0 0 1 2 2.5l-1.6 7A2 2 0 0 1 17.5 20H7',
  down: 'M17 13V4h3v9ZM17 13l-4 8c-2 0-3-1-2.5-3.5L11 15H5a2 2 0 0 1-2-2.5l1.6-7A2 2 0 0 1 6.5 4H17',
} as const;
