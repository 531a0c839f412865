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

/** A decorative icon (24 × 24 units) in the text color; the caller supplies an accessible name. */
export function icon(strokes: string): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  const path = document.createElementNS(namespace, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', strokes);
  svg.append(path);
  return svg;
}

/** A link to another site, opened in a new tab. */
export function outsideLink(href: string, ...children: readonly Child[]): HTMLAnchorElement {
  return element('a', { href, rel: 'noopener nofollow', target: '_blank' }, ...children);
}

/** What is typed here is no shortcut of the page, which sees our element as the target, not the field. */
export function keepKeys(field: HTMLElement): void {
  for (const type of ['keydown', 'keypress', 'keyup'] as const) {
    field.addEventListener(type, (event) => {
      if (event.key !== 'Escape') event.stopPropagation();
    });
  }
}

/** Strokes, no fills. */
export const ICONS = {
  ask: 'M21 12a8 8 0 0 1-8 8H4l2-3.4A8 8 0 1 1 21 12ZM9 10.5h7M9 14h4',
  send: 'M12 19V5M6 11l6-6 6 6',
  stop: 'M7 7h10v10H7Z',
  close: 'M6 6l12 12M18 6 6 18',
  fresh: 'M12 5v14M5 12h14',
} as const;
