import type { Citation, Source } from '../domain.ts';
import { button, element, outsideLink } from './dom.ts';
import { fill } from './fill.ts';
import type { AllStrings } from './later-strings.ts';
import { dateInWords } from './layout-text.ts';
import { withinSentence } from './layouts.ts';
import type { renderMarkdown } from './render.ts';
import { pageLinks, sourceLink } from './sources-view.ts';

export interface EvidenceOptions {
  readonly strings: AllStrings;
  readonly endpoint: string;
  readonly render: typeof renderMarkdown;
}

const MAX_CONTEXT_LENGTH = 300;
const FRAGMENT_WORDS = 5;

/**
 * The quote in its paragraph, labeled as the profile's wording, and the source with its links. The
 * paragraph, venue and BibTeX entry are fetched; `onChange` is called when they are there.
 */
export function createEvidence({ strings, endpoint, render }: EvidenceOptions) {
  const renderProse = (markdown: string) => withinSentence(render(markdown, () => undefined));
  const loaded = new Map<string, Promise<unknown>>();

  function load<T>(path: string, read: (reply: Response) => Promise<T>): Promise<T | undefined> {
    const known = loaded.get(path) as Promise<T | undefined> | undefined;
    if (known !== undefined) return known;
    const loading = fetch(`${endpoint}/api/sources/${path}`).then(
      (reply) => (reply.ok ? read(reply) : undefined),
      () => {
        loaded.delete(path);
        return undefined;
      },
    );
    loaded.set(path, loading);
    return loading;
  }

  return (citation: Citation, marker: HTMLElement, onChange: () => void): HTMLElement[] => {
    const { sourceId, quote, title, heading, url, links } = citation;
    const [start, end] = spanOf(saidBefore(marker), quote);
    const sentence = element('mark', {}, ...renderProse(quote.slice(start, end)));
    const paragraph = element(
      'blockquote',
      {},
      ...inline(quote.slice(0, start)),
      sentence,
      ...inline(quote.slice(end)),
    );
    const quoted = paragraph.textContent;
    const whose = element('p', { class: 'where', hidden: true }, strings.notThePaper);
    const where = element('p', { class: 'where' }, heading === title ? '' : heading);
    const status = element('span', { role: 'status' });
    // Loaded beforehand, as some browsers allow copying only during a click.
    let entry = '';
    const copyEntry = copyButton(strings.cite, () => entry);
    copyEntry.hidden = true;

    load(sourceId, (reply) => reply.json() as Promise<Source>).then((source) => {
      if (source === undefined) return;
      const { body, venue, year, asOf, people } = source;
      const published = [venue, year].filter((part) => part !== undefined).join(' ');
      where.textContent = [
        published === '' ? where.textContent : published,
        asOf && fill(strings.asOf, { date: dateInWords(asOf, strings.language) }),
      ]
        .filter(Boolean)
        .join(' · ');
      whose.hidden = people.length === 0 || published === '';
      const [before, after] = contextOf(citation, body);
      paragraph.prepend(...inline(before));
      paragraph.append(...inline(after));
      onChange();
      sentence.scrollIntoView({ block: 'nearest' });
    });
    load(`${sourceId}/citation?format=bibtex`, (reply) => reply.text()).then((text) => {
      if (text === undefined) return;
      entry = text;
      copyEntry.hidden = false;
      onChange();
    });

    return [
      element('p', { class: 'label' }, strings.profileWords),
      paragraph,
      whose,
      element('p', { class: 'card-title' }, `${strings.about} `, sourceLink(url, title)),
      where,
      ...pageLinks(links),
      element(
        'p',
        { class: 'actions' },
        copyButton(strings.copyQuote, () => `“${quoted}”`),
        copyEntry,
        outsideLink(
          `${endpoint}/sources/${sourceId}#${fragmentOf(citation, sentence.textContent)}`,
          strings.showInSource,
        ),
        status,
      ),
    ];

    function copyButton(words: string, text: () => string): HTMLButtonElement {
      return button(
        { class: 'chip' },
        () => {
          navigator.clipboard.writeText(text()).then(
            () => say(strings.copied),
            () => say(strings.copyFailed),
          );
        },
        words,
      );
    }

    function say(words: string): void {
      status.textContent = words;
    }
  };

  /** Markdown without the spaces around it loses them; between sentences they count. */
  function inline(markdown: string): (Node | string)[] {
    const [start] = /^\s*/.exec(markdown) ?? [''];
    const [end] = /\s*$/.exec(markdown) ?? [''];
    return markdown.trim() === '' ? [] : [start, ...renderProse(markdown), end];
  }
}

/** The words of the answer that the marker stands after, up to the marker before it. */
function saidBefore(marker: HTMLElement): string {
  let said = '';
  for (
    let node = marker.previousSibling;
    node !== null && !(node instanceof HTMLButtonElement);
    node = node.previousSibling
  ) {
    said = node.textContent + said;
  }
  return said.replace(/^[\s\p{P}]*\s|\s+$/gu, '');
}

/** Where a quote of several sentences has the one that was said; all of it if that is in other words. */
function spanOf(said: string, quote: string): [number, number] {
  const start = quote.indexOf(said);
  if (said === '' || start === -1) return [0, quote.length];
  const end = start + said.length;
  return [start, end + (/^[\p{P}]*/u.exec(quote.slice(end))?.[0].length ?? 0)];
}

/** What stands before and after the quote in its paragraph, cut at a word where it is long. */
function contextOf({ quote, start, end }: Citation, body: string): [string, string] {
  if (body.slice(start, end) !== quote) return ['', ''];
  const before = body.slice(0, start).split('\n\n').at(-1) ?? '';
  const after = body.slice(end).split('\n\n', 1)[0] ?? '';
  return [
    before.length > MAX_CONTEXT_LENGTH
      ? before.slice(-MAX_CONTEXT_LENGTH).replace(/^\S*/, '…')
      : before.replace(/^[ \t]*(?:[-*+]|\d+\.)[ \t]+$/m, ''),
    after.length > MAX_CONTEXT_LENGTH
      ? after.slice(0, MAX_CONTEXT_LENGTH).replace(/\S*$/, '…')
      : after,
  ];
}

/** Leads to the sentence where the browser knows text fragments, else to its passage. */
function fragmentOf({ passageId }: Citation, text: string): string {
  const words = text.trim().split(/\s+/);
  const encode = (part: readonly string[]) =>
    encodeURIComponent(part.join(' ')).replaceAll('-', '%2D');
  const directive =
    words.length > 2 * FRAGMENT_WORDS
      ? `${encode(words.slice(0, FRAGMENT_WORDS))},${encode(words.slice(-FRAGMENT_WORDS))}`
      : encode(words);
  return `p-${passageId.slice(passageId.lastIndexOf('#') + 1)}:~:text=${directive}`;
}
