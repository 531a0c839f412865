import { readTimes } from './dates.ts';
import type { PdfLine } from './pdf-lines.ts';
import { isOffice, topicOf } from './sections.ts';

const BULLET = /^[•▪◦‣●○∗*·–-]\s+/;
/** A line pitch larger than usual by this factor separates paragraphs. */
const PARAGRAPH_GAP = 1.15;
const INDENT = 4;
const LONGEST_HEADING = 60;
/** A line that lacks this share of the width was not wrapped. */
const SHORT_LINE = 0.15;
/** From this share of known headings on, a type is that of headings, and no other is. */
const SURE = 0.6;
/** Where no type is sure, at least this share has to be known. */
const LEAST_KNOWN = 0.3;
/** The name stands in one of the first lines. */
const HEAD_LINES = 8;

/** The lines of a document as Markdown: headings by their type, entries by their distance and indent. */
export function markdownOfLines(lines: readonly PdfLine[]): string {
  const isHeading = headingsOf(lines);
  const pitch = usualPitch(lines);
  const title = titleOf(lines);
  const blocks: string[] = [];
  let open: PdfLine[] = [];
  const flush = () => {
    if (open.length > 0) blocks.push(...entriesOf(open));
    open = [];
  };
  if (title !== undefined) blocks.push(`# ${title.text}`);
  lines.forEach((line, i) => {
    if (line === title) return;
    const last = lines[i - 1];
    const isNew = last === undefined || line.column !== last.column;
    if (isHeading(line)) {
      flush();
      blocks.push(`## ${line.text}`);
      return;
    }
    if (isNew && last !== undefined && !goesOn(last, line)) flush();
    else if (!isNew && last !== undefined && last.y - line.y > pitch * PARAGRAPH_GAP) flush();
    open.push(line);
  });
  flush();
  return blocks.join('\n\n');
}

/** The largest of the first lines: the name. */
function titleOf(lines: readonly PdfLine[]): PdfLine | undefined {
  const head = lines.slice(0, HEAD_LINES).filter(({ text }) => /\p{L}{2}/u.test(text));
  return [...head].sort((a, b) => b.size - a.size)[0];
}

const styleOf = ({ size, font, text }: PdfLine) =>
  `${Math.round(size * 2)} ${font}${isCapitals(text) ? ' capitals' : ''}`;
const placeOf = (line: PdfLine) => `${styleOf(line)} ${Math.round(line.x / INDENT)}`;

/**
 * Headings are the lines in the type in which known headings are set; if other lines are set in it, too,
 * those at the same place.
 */
function headingsOf(lines: readonly PdfLine[]): (line: PdfLine) => boolean {
  const body = commonest(lines.map(styleOf));
  const known = lines.filter((line) => isKnown(line) && styleOf(line) !== body);
  const share = (line: PdfLine, formOf: (line: PdfLine) => string) => {
    const has = (other: PdfLine) => formOf(other) === formOf(line);
    return known.filter(has).length / lines.filter(has).length;
  };
  const sure = new Set(known.filter((line) => share(line, styleOf) >= SURE).map(styleOf));
  const placed = new Set(known.filter((line) => share(line, placeOf) >= SURE).map(placeOf));
  const likely = new Set(known.filter((line) => share(line, styleOf) >= LEAST_KNOWN).map(styleOf));
  return (line) => {
    if (!isShort(line)) return false;
    if (sure.size > 0) return sure.has(styleOf(line));
    if (placed.size > 0) return placed.has(placeOf(line));
    if (likely.size > 0) return likely.has(styleOf(line));
    return line.text === line.text.toUpperCase() && topicOf(line.text) !== null;
  };
}

/** "Research Scientist @ Lux" is no heading of research. */
function isKnown(line: PdfLine): boolean {
  const { text } = line;
  return isShort(line) && topicOf(text) !== null && !/[,:@]/.test(text) && !isOffice(text);
}

function isShort({ text }: PdfLine): boolean {
  return (
    text.length <= LONGEST_HEADING &&
    !/[.,;]$/.test(text) &&
    /\p{L}{3}/u.test(text) &&
    !/^\d/.test(text)
  );
}

function isCapitals(text: string): boolean {
  return /\p{Lu}{4}/u.test(text) && !/\p{Ll}/u.test(text);
}

function usualPitch(lines: readonly PdfLine[]): number {
  const pitches = lines.flatMap((line, i) => {
    const last = lines[i - 1];
    if (last === undefined || last.column !== line.column || last.y <= line.y) return [];
    return [Math.round(last.y - line.y)];
  });
  return Number(commonest(pitches.map(String)) ?? 12);
}

/** Whether a paragraph goes on at the top of the next column. */
function goesOn(last: PdfLine, line: PdfLine): boolean {
  return (
    !/[.!?:]["”)]?$/.test(last.text) &&
    !BULLET.test(line.text) &&
    readTimes(line.text).date === undefined
  );
}

/** A block as entries: at a bullet, a date, or a line that is out to the left of the one above. */
function entriesOf(block: readonly PdfLine[]): string[] {
  const entries: PdfLine[][] = [];
  const [head] = block;
  const next = block.find((line) => !isOneRow(line, head));
  const isSetOff = next !== undefined && head !== undefined && styleOf(next) !== styleOf(head);
  const isOfDatedRows = head !== undefined && hasDateBeside(head, block);
  block.forEach((line, i) => {
    const last = rowAbove(block, i);
    const isHead =
      isSetOff &&
      last !== undefined &&
      styleOf(line) === styleOf(head) &&
      styleOf(last) !== styleOf(line) &&
      Math.abs(line.x - head.x) < INDENT;
    const isOut = last !== undefined && last.column === line.column && last.x - line.x > INDENT;
    const isDated = isOfDatedRows && hasDateBeside(line, block) && !isOneRow(last, line);
    const begins =
      isDated ||
      isCentered(line, block[i - 1]) ||
      BULLET.test(line.text) ||
      isOut ||
      isHead ||
      (/^(?:19|20)\d\d(?:\s|[–-])/.test(line.text) && !isOneRow(block[i - 1], line));
    if (begins || entries.length === 0) entries.push([line]);
    else entries.at(-1)?.push(line);
  });
  const [only = []] = entries;
  const isProse = entries.length === 1 && /[.!?]\s+\p{Lu}.*[.!?]$/u.test(joined(only));
  const isList =
    entries.length > 1 ||
    entries.some(isHanging) ||
    startsWithTime(block[0]) ||
    (block.length <= 3 && !isProse);
  return [entries.map((entry) => `${isList ? '- ' : ''}${escaped(joined(entry))}`).join('\n')];
}

/** A time at the right of a line, as the first row of an entry has. */
function hasDateBeside(line: PdfLine, block: readonly PdfLine[]): boolean {
  return block.some(
    (other) => isOneRow(other, line) && other.x > line.end && startsWithTime(other),
  );
}

/** Centered lines, as below a name, are not wrapped. */
function isCentered(line: PdfLine, last: PdfLine | undefined): boolean {
  if (last === undefined || last.column !== line.column || isOneRow(last, line)) return false;
  const shift = (line.x + line.end - last.x - last.end) / 2;
  return Math.abs(shift) < 2 && Math.abs(line.x - last.x) > 1;
}

/** Lines beside each other, on one page. */
function isOneRow(a: PdfLine | undefined, b: PdfLine | undefined): boolean {
  return a !== undefined && a.y === b?.y && a.column === b.column;
}

/** Where the row above begins; what stands at the right of this row is no row of its own. */
function rowAbove(block: readonly PdfLine[], i: number): PdfLine | undefined {
  const above = block.slice(0, i).filter((line) => !isOneRow(line, block[i]));
  const last = above.at(-1);
  return above.find((line) => isOneRow(line, last));
}

function isHanging([first, second]: readonly PdfLine[]): boolean {
  if (first === undefined) return false;
  return BULLET.test(first.text) || (second !== undefined && second.x - first.x > INDENT);
}

function startsWithTime(line: PdfLine | undefined): boolean {
  return /^(?:\p{L}{3,9}\.?\s|\d\d?\/)?(?:19|20)\d\d\b/u.test(line?.text ?? '');
}

/**
 * One text, with the words put together that were divided at the end of a line. A line that ends before
 * the margin was ended by its author, as between an employer and a role.
 */
function joined(lines: readonly PdfLine[]): string {
  const margin = Math.max(...lines.map(({ end }) => end));
  const widest = margin - Math.min(...lines.map(({ x }) => x));
  const isShortLine = ({ end }: PdfLine) => margin - end > SHORT_LINE * widest;
  return lines
    .reduce((text, line, i) => {
      const last = lines[i - 1];
      const next = line.text.trim();
      if (last === undefined) return next;
      if (/\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(next)) return text.slice(0, -1) + next;
      if (/\p{L}-$/u.test(text)) return text + next;
      const isBeside = isOneRow(last, line);
      const isAtMargin = isOneRow(lines[i - 2], last);
      const isApart = isBeside || isAtMargin || (isShortLine(last) && lines.length > 2);
      const isOpen = /[\p{L}\p{N})”"]$/u.test(text) && /^[\p{Lu}\d“]/u.test(next);
      if (!isApart || !isOpen) return `${text} ${next}`;
      const isRow = isBeside || isShortLine(line) || isOneRow(lines[i + 1], line);
      return isRow ? `${text}, ${next}` : `${text}. ${next}`;
    }, '')
    .replace(BULLET, '');
}

/** Marks of Markdown at the head of a line are text here. */
function escaped(text: string): string {
  return text
    .replace(/[*_`<[\]]/g, '\\$&')
    .replace(/^(\d+)([.)]\s)/, '$1\\$2')
    .replace(/^(?=[#>+-]\s)/, '\\');
}

function commonest(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
