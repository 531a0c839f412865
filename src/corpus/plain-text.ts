import { type Line, MAX_LINE_LENGTH, writeBlock } from './plain-entries.ts';

/** A heading is no longer than this, in UTF-16 code units and in words. */
const MAX_HEADING_LENGTH = 60;
const MAX_HEADING_WORDS = 4;
/** From so many lines alike on, they are the headings of the text. */
const LEAST_HEADINGS = 3;
/** Nobody wraps a text to fewer columns. */
const LEAST_WIDTH = 50;
/** What stands so far to the right, in columns, may be the number of a page. */
const MARGIN = 20;

const MARKUP = /^ {0,3}(?:#{1,6}[ \t]+\S|`{3,}|~{3,}$)/m;
const UNDERLINE = /^(?:={3,}|-{3,}|~{3,})$/;
/** "3.", "IV." before a heading. */
const ORDINAL = /^(?:\d{1,2}|[IVX]{1,4})[.)]\s+/;
const PAGE_NUMBER = /^(?:\p{L}+\.?\s)?\d{1,3}(?:\s?(?:\/|\p{L}+)\s?\d{1,3})?$/u;

type Block = readonly [Line, ...Line[]];

/**
 * A text without markup in the plain form of Markdown that passages are cut from: what its author set
 * off as a heading becomes one, and the lines of a list become items. Prose stays as it is, wrapped
 * lines included; so does a text that has Markdown's headings or fences. The numbers of pages, and what
 * is repeated beside them, are left out.
 *
 * A heading is a line in capitals, underlined, numbered like others, or short like others.
 */
export function cleanPlainText(text: string): string {
  if (MARKUP.test(text)) return text.trim();
  const blocks = blocksOf(text);
  const isHeading = headingTest(blocks);
  const ends = blocks.flat().map(({ indent, text: line }) => indent + line.length);
  const width = Math.max(LEAST_WIDTH, ...ends.filter((end) => end <= MAX_LINE_LENGTH));
  return blocks
    .flatMap((block, i): string[] => {
      const [first, ...below] = block;
      const isUnderlined = UNDERLINE.test(below[0]?.text ?? '');
      if (!isUnderlined && !isHeading(block, blocks[i + 1])) {
        // The first lines say whose text it is: no list, and the first of them is its title.
        return i === 0 ? [block.map((line) => line.text).join('\n')] : writeBlock(block, width);
      }
      const words = first.text.replace(ORDINAL, '').replace(/:$/, '');
      const heading = `${i === 0 ? '#' : '##'} ${words}`;
      return [heading, ...writeBlock(isUnderlined ? below.slice(1) : below, width)];
    })
    .join('\n\n');
}

/** Lines between blank ones. */
function blocksOf(text: string): Block[] {
  const lines = text.split('\n').map((line) => ({
    text: line.trim(),
    indent: /^\s*/.exec(line.replaceAll('\t', '    '))?.[0].length ?? 0,
  }));
  const blocks: [Line, ...Line[]][] = [];
  let isOpen = false;
  lines.forEach((line, i) => {
    const isShown = line.text !== '' && !isPageEdge(line, lines[i - 1]);
    if (!isShown) isOpen = false;
    else if (isOpen) blocks.at(-1)?.push(line);
    else {
      blocks.push([line]);
      isOpen = true;
    }
  });
  return blocks;
}

/** A page's number at the right, or the running title below it. */
function isPageEdge(line: Line, above: Line | undefined): boolean {
  const isNumber = ({ text, indent }: Line) => indent >= MARGIN && PAGE_NUMBER.test(text);
  return isNumber(line) || (line.indent >= MARGIN && above !== undefined && isNumber(above));
}

/** Tells whether a block begins with a heading. */
function headingTest(blocks: readonly Block[]): (block: Block, next: Block | undefined) => boolean {
  const hasNumbered = blocks.filter(isNumbered).length >= LEAST_HEADINGS;
  const short = (block: Block, next: Block | undefined) => {
    const below = block[1] ?? next?.[0];
    return below !== undefined && isShort(block[0]) && !(block.length === 1 && isShort(below));
  };
  const hasShort = blocks.filter((block, i) => i > 0 && short(block, blocks[i + 1])).length;
  return (block, next) =>
    isCapitals(block[0]) ||
    (hasNumbered && isNumbered(block)) ||
    (hasShort >= LEAST_HEADINGS && short(block, next));
}

function isCapitals({ text }: Line): boolean {
  const words = text.replace(ORDINAL, '');
  return (
    text.length <= MAX_HEADING_LENGTH &&
    /\p{Lu}{3}/u.test(words) &&
    !/\p{Ll}|\d|@|[.,;!?]$/u.test(words)
  );
}

/** A short numbered line by itself: "3. Books". */
function isNumbered([line, next]: Block): boolean {
  return (
    next === undefined &&
    line.text.length <= MAX_HEADING_LENGTH &&
    ORDINAL.test(line.text) &&
    !/[.,;]$/.test(line.text)
  );
}

/** A few words that begin like a heading and end like none of a sentence: "Selected talks:". */
function isShort({ text }: Line): boolean {
  return (
    text.split(/\s+/).length <= MAX_HEADING_WORDS &&
    /^\p{Lu}/u.test(text) &&
    !/[\d@,;()/]|[.!?]$|:\s/u.test(text)
  );
}
