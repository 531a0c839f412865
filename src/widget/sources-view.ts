import type { Answer, Citation, Link } from '../domain.ts';
import { element, outsideLink } from './dom.ts';
import type { Strings } from './strings.ts';
import { locationOf } from './transcript.ts';
import { webAddress } from './web-address.ts';

/** The list of sources under an answer. */
export function sourceList(citations: readonly Citation[], strings: Strings): HTMLElement {
  const items = citations.map(({ index, title, heading, url, links }) =>
    element(
      'li',
      { value: index },
      element('span', { class: 'number', 'aria-hidden': 'true' }, String(index)),
      element(
        'div',
        { dir: 'auto' },
        element('span', { class: 'title' }, sourceLink(url, title)),
        ...(heading === '' || heading === title
          ? []
          : [' ', element('span', { class: 'where' }, heading)]),
        ...pageLinks(links),
      ),
    ),
  );
  return element(
    'section',
    { class: 'sources', 'aria-label': strings.sources },
    element('p', { class: 'label' }, strings.sources),
    element('ol', { role: 'list' }, ...items),
  );
}

/** "How was this found?": the question as understood, how the answer was written, and all quotes. */
export function provenance(answer: Answer, strings: Strings): HTMLElement {
  const { citations, mode, question } = answer;
  const quotes = citations.map(({ index, title, heading, quote }) =>
    element(
      'li',
      { value: index, dir: 'auto' },
      element('blockquote', {}, quote),
      element('p', { class: 'where' }, locationOf(title, heading)),
    ),
  );
  return element(
    'details',
    { class: 'how' },
    element('summary', {}, strings.how),
    element('p', {}, strings.understood, ' ', element('q', {}, question)),
    ...(quotes.length > 0
      ? [
          element('p', {}, mode === 'llm' ? strings.howLlm : strings.howExtractive),
          element('p', {}, strings.foundQuotes),
          element('ol', {}, ...quotes),
        ]
      : [element('p', {}, strings.foundNothing)]),
  );
}

/** The quote, labeled as the profile's wording, and below it the source with its links. */
export function cardContent(
  { title, heading, quote, url, links }: Citation,
  strings: Strings,
): HTMLElement[] {
  return [
    element('p', { class: 'label' }, strings.profileWords),
    element('blockquote', {}, quote),
    element('p', { class: 'card-title' }, `${strings.about} `, sourceLink(url, title)),
    ...(heading === '' || heading === title ? [] : [element('p', { class: 'where' }, heading)]),
    ...pageLinks(links),
  ];
}

function pageLinks(links: readonly Link[]): HTMLElement[] {
  const pages = links.map(({ url, label }) => sourceLink(url, label));
  return pages.length > 0 ? [element('p', { class: 'links' }, ...pages)] : [];
}

/** A link to a page of a source; plain text if the address is not http(s). */
function sourceLink(address: string | null, words: string): HTMLElement | string {
  const href = webAddress(address ?? '');
  return href === undefined ? words : outsideLink(href, words);
}
