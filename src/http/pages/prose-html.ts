import type { Passage, Source } from '../../domain.ts';
import { Html, html } from './html.ts';
import { markdownToHtml } from './markdown-html.ts';

// Private-use characters mark the beginning of a passage until the text is HTML.
const ANCHOR = /\uE000(\d+)\uE001/g;
const PRIVATE = /[\uE000\uE001]/g;
/** Markdown at the beginning of a block, which must stay in front. */
const BLOCK_MARKS = /^(?:\s|>|[-*+•]\s|\d{1,9}[.)]\s|`{3,}.*\n|~{3,}.*\n)*/;

/** The id of a passage on the page of its source, after "#": "p-3". */
export function anchorOf(passageId: string): string {
  return `p-${passageId.slice(passageId.lastIndexOf('#') + 1)}`;
}

/** The text of a source with its headings; each passage begins at an anchor. */
export function proseToHtml({ body }: Source, passages: readonly Passage[]): Html {
  if (passages.length === 0) return markdownToHtml(body.replace(PRIVATE, ''));
  let shown: readonly string[] = [];
  const parts = sections(passages).map((section) => {
    const headings = newHeadings(shown, section[0]?.headings ?? []);
    shown = section[0]?.headings ?? [];
    return html`${headings}${textToHtml(body, section)}`;
  });
  return html`${parts}`;
}

/** Runs of passages below the same headings. */
function sections(passages: readonly Passage[]): Passage[][] {
  const found: Passage[][] = [];
  for (const passage of passages) {
    const last = found.at(-1);
    if (last?.[0]?.headings.join('\n') === passage.headings.join('\n')) last.push(passage);
    else found.push([passage]);
  }
  return found;
}

function newHeadings(before: readonly string[], now: readonly string[]): Html[] {
  const same = now.findIndex((heading, level) => heading !== before[level]);
  if (same === -1) return [];
  // The title of the page is the only h1.
  return now
    .slice(same)
    .map((heading, i) => (same + i === 0 ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`));
}

function textToHtml(body: string, passages: readonly Passage[]): Html {
  const pieces = passages.map(({ id, text, end }, i) => {
    const clean = text.replace(PRIVATE, '');
    const head = BLOCK_MARKS.exec(clean)?.[0].length ?? 0;
    const number = anchorOf(id).slice(2);
    const next = passages[i + 1];
    const between = next === undefined ? '' : body.slice(end, next.start);
    return `${clean.slice(0, head)}\uE000${number}\uE001${clean.slice(head)}${between}`;
  });
  const { text } = markdownToHtml(pieces.join(''));
  return new Html(text.replace(ANCHOR, (_, number: string) => `<span id="p-${number}"></span>`));
}
