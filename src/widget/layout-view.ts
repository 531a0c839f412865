import type { Answer, LaidOutItem, Layout } from '../domain.ts';
import { fill } from './fill.ts';
import { dateInWords, type ItemWords, peopleOf, whenOf, whereAndWhen } from './layout-text.ts';

export interface LayoutWords extends ItemWords {
  readonly showAll: string;
  readonly comparison: string;
  readonly published: string;
  readonly people: string;
  readonly awards: string;
  readonly said: string;
  readonly links: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Makes the parts of an answer: elements in the widget, HTML on the page without scripts. */
export interface Draw<Part> {
  readonly words: LayoutWords;
  element(tag: string, attributes: Attributes, ...children: readonly (Part | string)[]): Part;
  /** A link to a page of a source; plain text where there is none. */
  link(address: string | null, words: string): Part | string;
  /** A link to a page of the service. */
  ownLink(address: string, words: string): Part;
  /** Markdown with markers, as paragraphs and lists. */
  blocks(markdown: string): readonly Part[];
  /** Markdown with markers, within a paragraph. */
  inline(markdown: string): readonly (Part | string)[];
}

/** An answer with its layouts in place of their text. */
export function drawAnswer<Part>({ answer, layouts = [] }: Answer, draw: Draw<Part>): Part[] {
  let from = 0;
  const parts = layouts.flatMap((layout) => {
    const before = answer.slice(from, layout.start);
    from = layout.end;
    return [...draw.blocks(before), drawLayout(layout, draw)];
  });
  return [...parts, ...draw.blocks(answer.slice(from))];
}

function drawLayout<Part>(layout: Layout, draw: Draw<Part>): Part {
  const { element, inline, words } = draw;
  const { type, items, rest, total = 0, allAt } = layout;
  const views = { works, comparison, timeline };
  const besides = rest === '' ? [] : [element('p', { class: 'rest' }, ...inline(rest))];
  const showAll = fill(words.showAll, { count: total.toLocaleString(words.language) });
  return element(
    'div',
    { class: 'layout' },
    ...(type === 'timeline' ? besides : []),
    views[type](items, draw),
    ...(type === 'timeline' ? [] : besides),
    ...(allAt === undefined ? [] : [element('p', { class: 'all' }, draw.ownLink(allAt, showAll))]),
  );
}

/** As in a list of publications: title, people, where and when, awards, links. */
function works<Part>(items: readonly LaidOutItem[], draw: Draw<Part>): Part {
  const { element, words } = draw;
  const card = (item: LaidOutItem) =>
    element(
      'li',
      {},
      element(
        'p',
        { class: 'name' },
        printedTitle(item, draw),
        ...(item.isTold ? markers(item, draw) : []),
      ),
      ...paragraph('by', people(item, draw), draw),
      element(
        'p',
        { class: 'where' },
        ...pieces([whereAndWhen(item, words)], draw),
        ...badges(item, draw),
        ...links(item, draw),
      ),
      ...paragraph('said', item.isTold ? [] : draw.inline(item.text), draw),
    );
  return element('ol', { class: 'cards', role: 'list' }, ...items.map(card));
}

/** A column for each; in a narrow place the names of the rows stand above their cells. */
function comparison<Part>(items: readonly LaidOutItem[], draw: Draw<Part>): Part {
  const { element, words } = draw;
  const rows: [string, (item: LaidOutItem) => readonly (Part | string)[]][] = [
    [words.said, (item) => draw.inline(item.text)],
    [words.published, (item) => [whereAndWhen(item, words)]],
    [words.people, (item) => people(item, draw)],
    [words.awards, (item) => badges(item, draw)],
    [words.links, (item) => links(item, draw)],
  ];
  const row = (name: string, cells: readonly (readonly (Part | string)[])[]) =>
    element(
      'tr',
      { role: 'row' },
      element('th', { scope: 'row', role: 'rowheader' }, name),
      ...cells.map((cell) =>
        element('td', { role: 'cell', dir: 'auto' }, ...(isEmpty(cell) ? ['–'] : cell)),
      ),
    );
  const head = element(
    'tr',
    { role: 'row' },
    element('td', { role: 'cell' }),
    ...items.map((item) =>
      element('th', { scope: 'col', role: 'columnheader' }, draw.link(item.url, item.title)),
    ),
  );
  const body = rows
    .map(([name, cellOf]) => ({ name, cells: items.map(cellOf) }))
    .filter(({ cells }) => !cells.every(isEmpty))
    .map(({ name, cells }) => row(name, cells));
  return element(
    'div',
    { class: 'sideways', role: 'region', 'aria-label': words.comparison, tabindex: 0 },
    // A table that is laid out as a grid is one only by its roles.
    element(
      'table',
      { class: `columns-${items.length}`, role: 'table' },
      element('thead', { role: 'rowgroup' }, head),
      element('tbody', { role: 'rowgroup' }, ...body),
    ),
  );
}

function timeline<Part>(items: readonly LaidOutItem[], draw: Draw<Part>): Part {
  const { element, words } = draw;
  const entry = (item: LaidOutItem) => {
    const { asOf, end, start, organization = '', place } = item;
    const title = item.fullTitle ?? item.title;
    const where = [title.includes(organization) ? '' : organization, place].filter(Boolean);
    const isLasting =
      asOf !== undefined || (start !== undefined && (end ?? 'present') === 'present');
    return element(
      'li',
      { class: isLasting ? 'lasting' : undefined },
      ...paragraph('when', [whenOf(item, words)], draw),
      element('p', { class: 'name' }, printedTitle(item, draw)),
      ...paragraph('where', [where.join(' · ')], draw),
      element('p', { class: 'said' }, ...draw.inline(item.text), ...asOfNote(asOf, draw)),
    );
  };
  return element('ol', { class: 'stages', role: 'list' }, ...items.map(entry));
}

function printedTitle<Part>(item: LaidOutItem, draw: Draw<Part>): Part | string {
  return draw.link(item.url, item.fullTitle ?? item.title);
}

function people<Part>(item: LaidOutItem, { element, words }: Draw<Part>): (Part | string)[] {
  return peopleOf(item, words).map(({ text, isResearcher }) =>
    isResearcher ? element('strong', {}, text) : text,
  );
}

function badges<Part>({ awards }: LaidOutItem, { element }: Draw<Part>): (Part | string)[] {
  return awards.flatMap((award) => [element('span', { class: 'piece award' }, award), ' ']);
}

function links<Part>({ links }: LaidOutItem, draw: Draw<Part>): (Part | string)[] {
  return pieces(
    links.map(({ label, url }) => draw.link(url, label)),
    draw,
  );
}

/** Parts of a line, of which none is broken before another one is. */
function pieces<Part>(
  parts: readonly (Part | string)[],
  { element }: Draw<Part>,
): (Part | string)[] {
  return parts
    .filter((part) => part !== '')
    .flatMap((part) => [element('span', { class: 'piece' }, part), ' ']);
}

/** The markers of a sentence that the card replaces. */
function markers<Part>({ text }: LaidOutItem, draw: Draw<Part>): (Part | string)[] {
  const [, found = ''] = /((?:\[\d+\])+)[.!?:]?$/.exec(text) ?? [];
  return [' ', ...draw.inline(found)];
}

/** "as of January 2026", small, behind what goes out of date. */
function asOfNote<Part>(
  asOf: string | undefined,
  { element, words }: Draw<Part>,
): (Part | string)[] {
  if (asOf === undefined) return [];
  const note = fill(words.asOf, { date: dateInWords(asOf, words.language) });
  return [' ', element('small', {}, note)];
}

function paragraph<Part>(
  name: string,
  children: readonly (Part | string)[],
  { element }: Draw<Part>,
): Part[] {
  return isEmpty(children) ? [] : [element('p', { class: name }, ...children)];
}

function isEmpty(children: readonly unknown[]): boolean {
  return children.every((child) => child === '');
}
