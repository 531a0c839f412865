import type { Citation, Link } from '../domain.ts';
import { element, outsideLink } from './dom.ts';
import { fill } from './fill.ts';
import { dateInWords } from './layout-text.ts';
import type { Strings } from './strings.ts';
import { webAddress } from './web-address.ts';

/** The list of sources under an answer. */
export function sourceList(citations: readonly Citation[], strings: Strings): HTMLElement {
  const items = citations.map(({ index, title, heading, url, links, asOf }) => {
    const date = asOf && fill(strings.asOf, { date: dateInWords(asOf, strings.language) });
    const where = [heading === title ? '' : heading, date].filter(Boolean).join(' · ');
    return element(
      'li',
      { value: index },
      element('span', { class: 'number', 'aria-hidden': 'true' }, String(index)),
      element(
        'div',
        { dir: 'auto' },
        element('span', { class: 'title' }, sourceLink(url, title)),
        ' ',
        element('span', { class: 'where' }, where),
        ...pageLinks(links),
      ),
    );
  });
  return element(
    'section',
    { class: 'sources', 'aria-label': strings.sources },
    element('p', { class: 'label' }, strings.sources),
    element('ol', { role: 'list' }, ...items),
  );
}

export function pageLinks(links: readonly Link[]): HTMLElement[] {
  const pages = links.map(({ url, label }) => sourceLink(url, label));
  return pages.length > 0 ? [element('p', { class: 'links' }, ...pages)] : [];
}

/** A link to a page of a source; plain text if the address is not http(s). */
export function sourceLink(address: string | null, words: string): HTMLElement | string {
  const href = webAddress(address ?? '');
  return href === undefined ? words : outsideLink(href, words);
}
